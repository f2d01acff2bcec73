"""One field of the vital-signs row: what is typed is a draft until it is left with Enter or Tab."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.vitals import Kind, Typed, parse_pressure, parse_reading
from ui.widgets.field import Field

PRESSURE = "pressure"


class _Line(QLineEdit):
    """Tells that it was left by Enter or Tab, before the focus moves.

    Attributes:
        by_tab: Whether it was Tab, the last time.

    Signals:
        finished: Enter or Tab was pressed.
    """

    finished = Signal()
    by_tab = False

    def event(self, event: QEvent) -> bool:
        """Take Tab before Qt moves the focus with it."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
            if plain and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.by_tab = event.key() == Qt.Key.Key_Tab
                self.finished.emit()
                return True
        return super().event(event)


class VitalField(Field):
    """A field for one kind of value, for a blood pressure, or for words.

    What stands in one that ``waits`` is recorded with another value.

    Attributes:
        asks: What else to ask before a good value is recorded: a question, or None. For a weight: the one before.

    Signals:
        given(object): Left with Enter or Tab and it can be recorded: the ``Typed`` values, or the text.
        passed: Left with Enter or Tab with nothing new in it.
    """

    given = Signal(object)
    passed = Signal()

    def __init__(self, key: str, name: str, *, waits: bool = False) -> None:
        self.key = key
        self.waits = waits
        self.asks: Callable[[Typed], str | None] | None = None
        self.line = _Line()
        super().__init__(name, self.line)
        self._asked = ""
        self._recorded = ""
        self.line.textEdited.connect(self._on_typed)
        self.line.finished.connect(self._on_finished)
        self.line.editingFinished.connect(self._on_left)

    def text(self) -> str:
        """Return what stands in the field."""
        return self.line.text().strip()

    def pending(self) -> str:
        """Return what is typed and not recorded: the draft."""
        return self.text() if self.text() != self._recorded else ""

    def show_draft(self, text: str) -> None:
        """Bring back what was typed before the program stopped; it is not recorded and never alarms."""
        self.line.setText(text)
        self._recorded = self._asked = ""
        if text:
            # Short: a second line would move the row, and what is above it.
            self.set_hint(_("Not recorded"))

    def show_recorded(self) -> None:
        """Mark what stands in the field as recorded."""
        self._recorded = self.text()
        self._asked = ""
        self.clear_message()
        self.set_hint(_("Recorded"))

    def clear(self) -> None:
        """Empty the field for the next moment."""
        self.line.clear()
        self._recorded = self._asked = ""
        self.clear_message()
        self.set_hint("")

    def _on_typed(self) -> None:
        self._asked = ""
        self.set_hint("")
        self._on_edited()

    def _on_left(self) -> None:
        """Say of a value that was left by the mouse or backwards that it is not in the record."""
        if self.pending() and not self.message_state and not self.waits:
            # Two words: a longer sentence has no room below a field for two digits. The line below says what to do.
            self.set_warning(_("Not recorded"))

    def _on_finished(self) -> None:
        """Record a good value, ask once about an unusual one, refuse an impossible one with a sentence."""
        text = self.text()
        if text == self._recorded:
            self.passed.emit()
            return
        if not text and not self._recorded:
            self.passed.emit()
            return
        if not text:
            self.set_error(_("To take a value back, choose its row and press Correct."))
            self.passed.emit()
            return
        try:
            typed = self._read(text)
        except BadValue as problem:
            self.set_error(str(problem))
            if self._asked == text:
                self.passed.emit()
            self._asked = text
            self.line.selectAll()
            return
        if isinstance(typed, Typed) and self._asked != text:
            question = typed.question or (self.asks(typed) if self.asks else None)
            if question:
                self._asked = text
                self.set_warning(question + " " + _("Press Enter again."))
                return
        self.given.emit(typed)

    def _read(self, text: str) -> Typed | str:
        if self.key == PRESSURE:
            return parse_pressure(text)
        if self.key in {str(kind) for kind in Kind}:
            return parse_reading(Kind(self.key), text)
        return text
