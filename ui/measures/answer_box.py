"""A box for one answer typed as a number: the key that settles it leads on to the next box."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from ui import theme

LEFT_OUT = "–"
"""What stands in the box of an answer that was left out on purpose."""
_LEAVES_OUT = frozenset("-–—")


class AnswerBox(QLineEdit):
    """Empty: not answered yet.

    Signals:
        given: The answer changed.
        went_on: To the next box; ``went_back``: to the one before; ``went_to_end``: to the last one.
        refused: A key that is no answer here.
    """

    given = Signal()
    went_on = Signal()
    went_back = Signal()
    refused = Signal()
    went_to_end = Signal()

    def __init__(self, name: str, values: Sequence[int]) -> None:
        super().__init__()
        self._values = tuple(values)
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFixedWidth(theme.px("base") * 4)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)

    @property
    def answered(self) -> bool:
        """Whether something stands here, be it that there is no answer."""
        return bool(self.text())

    @property
    def value(self) -> int | None:
        """The number; None where there is none."""
        return None if self.text() in ("", LEFT_OUT) else int(self.text())

    def show_value(self, value: int | None) -> None:
        """Show a number, or that it was left out; no signal is sent."""
        self.setText(LEFT_OUT if value is None else str(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take numbers and what leads on; shortcuts pass."""
        key, typed = event.key(), event.text()
        if typed and typed in _LEAVES_OUT:
            self._settle(LEFT_OUT)
        elif typed.isascii() and typed.isdecimal():
            self._on_digit(typed)
        elif typed.lower() == "x" and 10 in self._values:
            self._settle("10")
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._on_erase()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.went_on.emit()
        elif key == Qt.Key.Key_End:
            self.went_to_end.emit()
        elif key == Qt.Key.Key_Up:
            self.went_back.emit()
        elif typed.isprintable() and typed and not event.modifiers() & _HELD:
            self.refused.emit()
        else:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take digits that a keyboard on the screen writes, and nothing else."""
        for letter in event.commitString():
            if letter.isascii() and letter.isdecimal():
                self._on_digit(letter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the focus; the middle button pastes nothing here."""
        if event.button() != Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """On some desktops the middle button pastes when it comes up."""
        if event.button() != Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)

    def _on_digit(self, digit: str) -> None:
        """Take a digit; one that can be the beginning of a longer number waits for the next key."""
        for text in (self.text() + digit, digit):
            fitting = [str(value) for value in self._values if str(value).startswith(text)]
            if fitting:
                self.setText(text)
                self.given.emit()
                if fitting == [text]:
                    self.went_on.emit()
                return
        self.refused.emit()

    def _on_erase(self) -> None:
        if not self.text():
            self.went_back.emit()
            return
        self.clear()
        self.given.emit()

    def _settle(self, text: str) -> None:
        self.setText(text)
        self.given.emit()
        self.went_on.emit()


_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
