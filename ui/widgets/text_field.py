"""Fields for text: one line, several lines, and one line that is read as a value (a date, a number)."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from clinicdesk.errors import ClinicDeskError
from ui import theme
from ui.widgets.field import Field

Value = TypeVar("Value")


class _Line(QLineEdit):
    """A line that the program puts the cursor into without a trap.

    What stands there already is marked as a whole, as when Tab leads there: a "1" typed before a dose of "0.5" must not
    become "10.5". What the person has typed themselves stays unmarked, to be typed on.

    Attributes:
        fresh: The program put a text there, and the cursor was not in it since.
    """

    fresh = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark what stands there."""
        super().focusInEvent(event)
        # In a dialog that comes up the focus arrives with its window.
        came_up = self.fresh and event.reason() is Qt.FocusReason.ActiveWindowFocusReason
        if (came_up or event.reason() is Qt.FocusReason.OtherFocusReason) and not self.isModified():
            self.selectAll()
        self.fresh = False


class TextField(Field):
    """One line of text."""

    def __init__(
        self,
        label: str,
        *,
        required: bool = False,
        hint: str = "",
        placeholder: str = "",
        secret: bool = False,
        read_only: bool = False,
    ) -> None:
        self.line = _Line()
        super().__init__(label, self.line, required=required, hint=hint)
        self.line.setPlaceholderText(placeholder)
        self.line.setReadOnly(read_only)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textEdited.connect(self._on_edited)
        self.line.editingFinished.connect(self._on_left)

    def text(self) -> str:
        """Return what stands in the field, without blanks around it."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Show a text; no signal is sent."""
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.line.fresh = not self.line.hasFocus()
        self.clear_message()

    def set_read_only(self, read_only: bool) -> None:
        """Make the text readable and copyable only, or editable again."""
        self.line.setReadOnly(read_only)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)

    def _on_left(self) -> None:
        self.left.emit()


class ParsedField(TextField, Generic[Value]):
    """One line that is read as a value when it is left.

    ``parse`` gets the text (never empty) and returns the value, or raises a ``ClinicDeskError`` whose sentence is
    shown; what was typed stays. ``show`` gives the canonical form that replaces the typed one. While the person types
    nothing is said, except that a message goes as soon as the text is good.
    """

    def __init__(
        self,
        label: str,
        parse: Callable[[str], Value],
        show: Callable[[Value], str],
        *,
        required: bool = False,
        hint: str = "",
        placeholder: str = "",
    ) -> None:
        super().__init__(label, required=required, hint=hint, placeholder=placeholder)
        self._parse = parse
        self._show = show

    def value(self) -> Value | None:
        """Return the value, or ``None`` when the field is empty. Raises the parser's ``ClinicDeskError``."""
        text = self.text()
        return self._parse(text) if text else None

    def set_value(self, value: Value | None) -> None:
        """Show a value in its canonical form; no signal is sent."""
        self.set_text("" if value is None else self._show(value))

    def check(self) -> bool:
        """Say what is wrong, if anything, and put the canonical form; return whether the value can be used."""
        try:
            value = self.value()
        except ClinicDeskError as problem:
            self.set_error(str(problem))
            return False
        if self.message_state == "error":
            self.clear_message()
        if value is not None:
            self.line.setText(self._show(value))
        return True

    def _on_left(self) -> None:
        self.check()
        super()._on_left()

    def _recheck(self) -> None:
        try:
            self.value()
        except ClinicDeskError:
            return
        self.clear_message()


class TextAreaField(Field):
    """Text in several lines: ``lines`` high, or, when it ``grows``, as high as there is room.

    Tab and Ctrl+Enter go on to the next field; Enter makes a new line.
    """

    def __init__(
        self,
        label: str,
        *,
        lines: int = 4,
        grows: bool = False,
        required: bool = False,
        hint: str = "",
        placeholder: str = "",
    ) -> None:
        self.area = QPlainTextEdit()
        self._lines = lines
        self._grows = grows
        self._changed = False
        super().__init__(label, self.area, required=required, hint=hint)
        self.area.setPlaceholderText(placeholder)
        self.area.setTabChangesFocus(True)
        self.area.installEventFilter(self)
        if grows:
            self._column.setStretchFactor(self.area, 1)
        self._fit_height()
        # `textChanged` also comes from set_text; keys, paste and drop all end in a modified document.
        self.area.textChanged.connect(self._on_text_changed)

    def text(self) -> str:
        """Return what stands in the field, without blanks around it."""
        return self.area.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Show a text; no signal is sent."""
        self.area.blockSignals(True)
        self.area.setPlainText(text)
        self.area.blockSignals(False)
        self._changed = False
        self.clear_message()

    def set_read_only(self, read_only: bool) -> None:
        """Make the text readable and copyable only, or editable again."""
        self.area.setReadOnly(read_only)
        self.area.style().unpolish(self.area)
        self.area.style().polish(self.area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the area was left after a change."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and self._changed:
            self._changed = False
            self.left.emit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._is_leave_key(event):
            self.area.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()
        super().changeEvent(event)

    @staticmethod
    def _is_leave_key(event: QKeyEvent) -> bool:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return bool(held) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def _fit_height(self) -> None:
        height = self.area.fontMetrics().lineSpacing() * self._lines + theme.px("space_16") + 2
        if self.area.minimumHeight() != height:
            self.area.setMinimumHeight(height)
            if not self._grows:
                self.area.setMaximumHeight(height)

    def _on_text_changed(self) -> None:
        self._changed = True
        self._on_edited()
