"""Rows of which each belongs to one of two registrations: chosen with the arrow keys, or with the mouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.merging import Side
from ui import theme
from ui.widgets.short_text import shortened
from ui.widgets.words import label


@dataclass(frozen=True, slots=True)
class SidesRow:
    """One row: what it is about, and the words of both sides. Without ``may_choose`` it only shows them."""

    key: str
    label: str
    kept: str
    merged: str
    chosen: Side | None
    may_choose: bool = True


class SidesGrid(QWidget):
    """A column for each registration, and a pair of round buttons in every row. Tab goes from row to row.

    ``shares`` is how wide the labels and the two sides are.

    Signals:
        decided: The person chose a side somewhere.
    """

    decided = Signal()

    def __init__(self, shares: tuple[int, int, int] = (2, 3, 3)) -> None:
        super().__init__()
        self._shares = shares
        self._groups: dict[str, QButtonGroup] = {}
        self._inside: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    def show_rows(self, heads: tuple[str, str], rows: Sequence[SidesRow]) -> None:
        """Show rows anew; the row that had the keys keeps them.

        ``heads`` name the registration that is kept and the other one.
        """
        had_keys = next((key for key, group in self._groups.items() if any(b.hasFocus() for b in group.buttons())), "")
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._groups = {}
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px("space_16"))
        grid.setVerticalSpacing(theme.px("space_4"))
        for place, head in enumerate(heads, start=1):
            grid.addWidget(label(head, "strong", wrap=True), 0, place)
        for place, row in enumerate(rows, start=1):
            self._add(grid, place, row)
        for place, share in enumerate(self._shares):
            grid.setColumnStretch(place, share)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._inside)
        # Else Qt shows it only when it next comes round, and nothing in it can be given the keys.
        self._inside.show()
        self.focus_row(had_keys)

    def _add(self, grid: QGridLayout, place: int, row: SidesRow) -> None:
        name = label(row.label, "" if row.may_choose else "muted", wrap=True)
        name.setMinimumHeight(theme.px("target"))
        grid.addWidget(name, place, 0)
        if not row.may_choose:
            for column, words in enumerate((row.kept, row.merged), start=1):
                grid.addWidget(_plain(words), place, column)
            return
        group = QButtonGroup(self._inside)
        for column, (side, words) in enumerate(((Side.KEPT, row.kept), (Side.MERGED, row.merged)), start=1):
            choice = QRadioButton(shortened(words or _("Nothing")).replace("&", "&&"))
            choice.setToolTip(_whole(words))
            choice.setAccessibleName(f"{row.label}: {words or _('Nothing')}")
            choice.setProperty("side", side.value)
            choice.setChecked(side is row.chosen)
            group.addButton(choice)
            grid.addWidget(choice, place, column)
        group.buttonToggled.connect(self._on_toggled)
        self._groups[row.key] = group

    def choices(self) -> dict[str, Side]:
        """Return the side chosen in each row in which one is."""
        chosen = {key: group.checkedButton() for key, group in self._groups.items()}
        return {key: Side(one.property("side")) for key, one in chosen.items() if one is not None}

    def missing(self) -> list[str]:
        """Return the rows in which no side is chosen yet."""
        return [key for key, group in self._groups.items() if group.checkedButton() is None]

    def choose_all(self, side: Side) -> None:
        """Choose one side in every row."""
        for group in self._groups.values():
            for choice in group.buttons():
                choice.setChecked(choice.property("side") == side.value)
        self.decided.emit()

    def focus_row(self, key: str) -> None:
        """Give a row the keys."""
        if key in self._groups:
            group = self._groups[key]
            (group.checkedButton() or group.buttons()[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_toggled(self) -> None:
        self.decided.emit()


def _plain(words: str) -> QLabel:
    made = label(shortened(words), "muted")
    made.setToolTip(_whole(words))
    return made


def _whole(words: str) -> str:
    """Return the tool tip for what is cut; within a paragraph and escaped, typed text is never taken for markup."""
    return f"<p>{escape(words)}</p>" if len(words) > len(shortened(words)) else ""
