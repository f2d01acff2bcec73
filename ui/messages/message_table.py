"""The table of messages; letters answer, take and finish the selected one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.messages import Message
from ui.messages import words
from ui.widgets.record_table import Column, RecordTable


class MessageTable(RecordTable[Message]):
    """Messages, the urgent ones first.

    Signals:
        letter_pressed(str): ``N`` new, ``R`` reply, ``T`` take, ``D`` done, ``M`` remark.
    """

    letter_pressed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        def when(message: Message) -> str:
            return words.when_short(desk, message)

        columns: list[Column[Message]] = [
            Column(_("When"), when, 8),
            Column(_("From"), words.who, 15, strong=True, stretch=True),
            Column("", _state, 14, chips=words.chips),
            Column(_("About"), lambda message: message.patient_name, 18, priority=2),
            Column(_("Message"), words.summary, 20, priority=3, stretch=True),
        ]
        super().__init__(_("Messages"), columns, lambda message: message.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take single letters."""
        letter = event.text().upper()
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and letter and letter in "NRTDM":
            self.letter_pressed.emit(letter)
        else:
            super().keyPressEvent(event)


def _state(message: Message) -> str:
    return ", ".join(chip.text for chip in words.chips(message))
