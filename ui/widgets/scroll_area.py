"""A frame in which a column scrolls up and down, never sideways, and in which the focus is never out of sight."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget


class ScrollArea(QScrollArea):
    """Shows the card behind it. Whatever gets the focus is scrolled to, also when Tab comes from outside: Qt itself
    follows the focus only from one field inside to the next."""

    def __init__(self, content: QWidget, *, see_through: bool = False) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self._content = content
        if see_through:
            content.setAutoFillBackground(False)
            self.viewport().setAutoFillBackground(False)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._content.isAncestorOf(now):
            return
        whole = QRect(now.mapTo(self.viewport(), QPoint()), now.size())
        seen = whole.intersected(self.viewport().rect())
        # What is seen for the most part stays where it is: a click must not move what is clicked.
        if 2 * seen.height() < whole.height():
            self.ensureWidgetVisible(now)
