"""Who may be registered already: a line each, with a button that opens that chart, or takes that one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.formats import format_date, format_name, format_record_number
from clinicdesk.language import _, ngettext
from ui import theme
from ui.widgets.short_text import shortened
from ui.widgets.strip import MessageStrip

if TYPE_CHECKING:
    from clinicdesk.records.duplicates import Match

MOST_LINES = 3


class PossibleMatches(QWidget):
    """Shows the most alike; hidden while there is nobody. ``action`` is what the buttons say, if not to open a chart.

    Signals:
        patient_opened(str): The person wants the chart of one of them.
    """

    patient_opened = Signal(str)

    def __init__(self, action: str = "") -> None:
        super().__init__()
        self._action = action or _("Open that chart")
        self._matches: tuple[Match, ...] = ()
        self._strips = [MessageStrip() for _line in range(MOST_LINES)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        for strip in self._strips:
            column.addWidget(strip)
            strip.action_taken.connect(self._on_opened)
        self.hide()

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Show who may be the same person, the most alike first; nobody hides it."""
        self._matches = tuple(matches)
        for place, strip in enumerate(self._strips):
            if place >= len(matches):
                strip.clear()
                continue
            more = len(matches) - MOST_LINES if place == MOST_LINES - 1 else 0
            # One Alt key opens the first; the others are a Tab away.
            action = f"&{self._action}" if place == 0 else self._action
            strip.show_message("warn", _sentence(matches[place], more), action, icon="users")
        self.setVisible(bool(matches))

    def matches(self) -> tuple[Match, ...]:
        """Return who is shown, and who is counted with "and more"."""
        return self._matches

    def _on_opened(self) -> None:
        place = next(place for place, strip in enumerate(self._strips) if strip is self.sender())
        self.patient_opened.emit(self._matches[place].line.id)


def _sentence(match: Match, more: int) -> str:
    line = match.line
    words = _("Possible match: {name}, born {born}, record number {number}").format(
        name=shortened(format_name(line.family_name, line.given_name)),
        born=format_date(line.birth_date),
        number=format_record_number(line.record_number),
    )
    if line.phone_end:
        words += _(", phone …{end}").format(end=line.phone_end)
    words += f" ({match.why})"
    if more > 0:
        words += ngettext(" and {count} more", " and {count} more", more).format(count=more)
    return words
