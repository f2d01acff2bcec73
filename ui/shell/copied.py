"""What was copied out of the program: forgotten when the PC is locked, handed to a patient, or left."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication


class Copied(QObject):
    """Watches the clipboard: what is put there while a window of this program is the active one comes from here.

    Systems do not all tell who owns it. What another program puts there, while that one is active, stays.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_ours = False
        QGuiApplication.clipboard().dataChanged.connect(self._on_changed)

    def forget(self) -> None:
        """Empty the clipboard where it holds something of this program."""
        clipboard = QGuiApplication.clipboard()
        if self._is_ours or clipboard.ownsClipboard():
            clipboard.clear(QClipboard.Mode.Clipboard)
            self._is_ours = False
        # On Linux what is merely marked can be pasted elsewhere.
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    def _on_changed(self) -> None:
        self._is_ours = QGuiApplication.focusWindow() is not None
