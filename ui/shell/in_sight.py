"""Keeps what has the focus in sight, wherever the keys came from."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui import theme


class InSight(QObject):
    """Scrolls to what got the focus where less than half of it is seen.

    Qt does so only for steps within one scrolling area: whoever comes round from the rail by Tab would be lost.
    """

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Nothing may move away under the mouse between press and release.
        if now is None or not now.isVisible() or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if now.visibleRegion().boundingRect().height() * 2 >= now.height():
            return
        parent = now.parentWidget()
        while parent is not None:
            # What fills a whole area, as the schedule does, keeps its own place in it.
            if isinstance(parent, QScrollArea) and parent.widget() is not now:
                parent.ensureWidgetVisible(now, 0, theme.px("space_24"))
            parent = parent.parentWidget()
