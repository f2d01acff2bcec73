"""A line of words that takes the room there is: what does not fit ends in an ellipsis, and is in the tool tip."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class CutLabel(QLabel):
    """A plain-text label that never makes its page wider than the window."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def shown(self) -> str:
        """Return the words as they are painted now."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def setText(self, text: str) -> None:
        """Show other words."""
        super().setText(text)
        self._show_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole of it within reach."""
        super().resizeEvent(event)
        self._show_whole()

    def _show_whole(self) -> None:
        # A tool tip guesses whether it is markup; typed text never is.
        self.setToolTip("" if self.shown() == self.text() else f"<span>{escape(self.text())}</span>")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits."""
        role = self.foregroundRole()
        self.style().drawItemText(
            QPainter(self), self.contentsRect(), self.alignment(), self.palette(), self.isEnabled(), self.shown(), role
        )
