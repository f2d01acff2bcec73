"""One key for each field of a row of vital signs: "147/88h72s98r16" fills four, in every place where a row is typed."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from clinicdesk.rules.vitals import Kind
from ui.widgets.vital_field import PRESSURE, VitalField

LETTERS = {
    PRESSURE: "b",
    str(Kind.HEART_RATE): "h",
    str(Kind.SPO2): "s",
    str(Kind.RESPIRATORY_RATE): "r",
    str(Kind.SEDATION): "m",
    str(Kind.RASS): "m",
}
"""The letter of each field. Of the two scales of sedation one is shown, the one of the chair's protocol."""
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class FieldLetters(QObject):
    """Leaves a field as Enter does when another one's letter is pressed, and goes there; "+" goes to the next.

    Fields without a letter (weight, comment) take what is typed. What is asked or refused keeps the cursor.
    """

    def __init__(self, fields: Mapping[str, VitalField], row: QObject) -> None:
        super().__init__(row)
        self._fields = {field.line: field for key, field in fields.items() if key in LETTERS}
        for line in self._fields:
            line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the letters of the fields, and "+", before the line does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.modifiers() in PLAIN:
            here = next((field for line, field in self._fields.items() if line is watched), None)
            wanted = self._of_letter(event.text().lower())
            if here is not None and (wanted is not None or event.text() == "+"):
                self._go(here, wanted)
                return True
        return super().eventFilter(watched, event)

    def _of_letter(self, letter: str) -> VitalField | None:
        shown = (field for field in self._fields.values() if not field.isHidden())
        return next((field for field in shown if LETTERS[field.key] == letter), None)

    def _go(self, here: VitalField, wanted: VitalField | None) -> None:
        if here.pending() or wanted is None:
            here.line.by_tab = False
            here.line.finished.emit()
            # Where something is asked the cursor is still here; where another field is missing, it is there.
            there = next((field for field in self._fields.values() if field.line.hasFocus()), None)
            if there is None or there is here or there.message_state == "error":
                return
        if wanted is not None:
            wanted.line.setFocus()
            wanted.line.selectAll()
