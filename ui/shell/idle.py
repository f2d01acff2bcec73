"""Notices that nobody touched the PC for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


class IdleWatch(QObject):
    """Remembers when a key, the mouse or a pen was last used. ``uptime_ms`` is the clinic's clock; sleep counts."""

    def __init__(self, uptime_ms: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._uptime_ms = uptime_ms
        self._touched = uptime_ms()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """Take note; nothing is kept from anybody."""
        if event.type() in _TOUCHES:
            self._touched = self._uptime_ms()
        return False

    def idle_ms(self) -> int:
        """Return for how long nothing was touched."""
        return self._uptime_ms() - self._touched
