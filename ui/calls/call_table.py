"""The table of those to call; a digit says how the call with the selected one ended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.calls import CallLine, Outcome
from ui.calls import words
from ui.widgets.chip import ChipText
from ui.widgets.record_table import Column, RecordTable

KEYS: tuple[Outcome, ...] = tuple(Outcome)
"""The outcome of each digit, from 1 on."""


class CallTable(RecordTable[CallLine]):
    """Lines in the order to call them.

    Signals:
        ended(object): A digit was pressed: the ``Outcome`` of the call with the selected patient.
        remark_asked: R was pressed.
        booking_asked: B was pressed.
    """

    ended = Signal(object)
    remark_asked = Signal()
    booking_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("To call"), _columns(desk), lambda line: line.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits for outcomes, R for the remark, B to book."""
        place = event.key() - Qt.Key.Key_1
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if not plain or self.selected() is None:
            super().keyPressEvent(event)
        elif 0 <= place < len(KEYS):
            self.ended.emit(KEYS[place])
        elif event.key() == Qt.Key.Key_R:
            self.remark_asked.emit()
        elif event.key() == Qt.Key.Key_B:
            self.booking_asked.emit()
        else:
            super().keyPressEvent(event)


def _columns(desk: Desk) -> list[Column[CallLine]]:
    def note(line: CallLine) -> str:
        return ", ".join(chip.text for chip in chips(line))

    def chips(line: CallLine) -> tuple[ChipText, ...]:
        first = (ChipText(_("Call first"), "danger"),) if line.first else ()
        tried = words.last_attempt(desk, line)
        return (*first, ChipText(tried, "neutral", dot=False)) if tried else first

    return [
        Column(_("Patient"), lambda line: line.name, 21, strong=True, stretch=True),
        Column(_("Phone"), lambda line: line.phone, 15),
        Column(_("About"), lambda line: line.due.why, 31, priority=2),
        Column(_("Note"), note, 20, priority=3, chips=chips),
    ]


def apart_columns() -> list[Column[CallLine]]:
    """Return the columns for those who are not called: who, why not, and what it is about."""
    return [
        Column(_("Patient"), lambda line: line.name, 21, strong=True, stretch=True),
        Column(_("Why not"), lambda line: line.barred, 20),
        Column(_("About"), lambda line: line.due.why, 40, priority=2, quiet=_always),
    ]


def _always(_line: CallLine) -> bool:
    return True
