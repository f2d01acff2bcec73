"""The board's table: a line for each visit."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.records import today
from clinicdesk.records.today import BoardRow, Group
from ui.widgets.chip import ChipText
from ui.widgets.record_table import Column, RecordTable


class BoardTable(RecordTable[BoardRow]):
    """The visits of a day; Space takes the next step of the selected one.

    Signals:
        step_asked: Space was pressed on a row.
    """

    step_asked = Signal()

    def __init__(self, time_of: Callable[[BoardRow], str], born_of: Callable[[BoardRow], str]) -> None:
        super().__init__(_("Board"), _columns(time_of, born_of), key=lambda row: row.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Space for the next step."""
        if event.key() == Qt.Key.Key_Space:
            self.step_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin, where nothing is selected yet, with the first visit that has a next step and is not over."""
        if self.selected() is None and event.reason() is not Qt.FocusReason.MouseFocusReason:
            first = next((row for row in self.rows() if row.next_step and not _is_quiet(row)), None)
            if first is not None:
                self.select_key(first.key)
        super().focusInEvent(event)


def _columns(time_of: Callable[[BoardRow], str], born_of: Callable[[BoardRow], str]) -> list[Column[BoardRow]]:
    return [
        Column(_("Time"), time_of, 5, quiet=_is_quiet),
        Column(_("Patient"), _name, 21, stretch=True, strong=True, quiet=_is_quiet),
        Column(_("Born"), born_of, 16, priority=2, quiet=_is_quiet),
        Column(_("Visit"), lambda row: row.visit, 15, priority=3, quiet=_is_quiet),
        Column(_("Where"), lambda row: row.chair, 8, priority=1, quiet=_is_quiet),
        Column(_("With"), lambda row: row.staff, 16, priority=4, quiet=_is_quiet),
        Column(_("Stage"), lambda row: _stage(row).text, 12, chips=lambda row: (_stage(row),)),
        Column(_("Next"), _due_words, 13, tone=_due_tone),
        Column(_("To see to"), _badge_words, 16, stretch=True, chips=_badges),
    ]


def _name(row: BoardRow) -> str:
    """Return the name; of namesakes with the date of birth, whether there is room for its column or not."""
    if not row.has_namesake:
        return row.patient_name
    return _("{name} ({born})").format(name=row.patient_name, born=formats.format_date(row.birth_date))


def _is_quiet(row: BoardRow) -> bool:
    return row.group in (Group.DONE, Group.NOT_COMING)


def _stage(row: BoardRow) -> ChipText:
    words, kind = today.stage_words(row)
    return ChipText(words, kind)


def _due_words(row: BoardRow) -> str:
    return row.due.words if row.due else ""


def _due_tone(row: BoardRow) -> str:
    return row.due.kind if row.due else ""


def _badges(row: BoardRow) -> tuple[ChipText, ...]:
    """The gravest come first; the cell shows as many as it has room for."""
    return tuple(ChipText(badge.text, badge.kind, dot=False) for badge in row.badges)


def _badge_words(row: BoardRow) -> str:
    return ", ".join(badge.text for badge in row.badges)
