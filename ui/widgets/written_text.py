"""A long text to read: as it was written, with some lines that stand out. Only what is seen of it is laid out."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from ui import theme


class WrittenText(QPlainTextEdit):
    """Text that can be read, walked through with the keys and copied, never changed. It is never markup."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._strong: Collection[int] = ()

    def show_text(self, text: str, strong: Collection[int] = ()) -> None:
        """Show a text from its beginning; ``strong`` are the numbers (from 0) of the lines that stand out.

        The same text again leaves the reader where they are.
        """
        if text == self.toPlainText() and strong == self._strong:
            return
        self._strong = strong
        self.setPlainText(text)
        self._mark()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_strong"):
            self._mark()

    def _mark(self) -> None:
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.DemiBold)
        form.setForeground(theme.token("accent"))
        for number in self._strong:
            cursor = QTextCursor(self.document().findBlockByNumber(number))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)
