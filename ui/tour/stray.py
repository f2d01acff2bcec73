"""Notices parts of a page that flash up as windows of their own, because they were shown before they had a place."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QWidget


class StrayWindows(QObject):
    """Watches an application; ``seen`` names what flashed up."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of a window that is neither the main one nor a dialog, menu, list of choices or tool tip."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.metaObject().className()
            if not isinstance(watched, (QMainWindow, QDialog, QMenu)) and kind not in _ALLOWED:
                self.seen.append(f"{kind} {watched.accessibleName()}".strip())
        return False


_ALLOWED = ("QComboBoxPrivateContainer", "QTipLabel", "QCompleterListView", "QListView", "_Suggestions")
