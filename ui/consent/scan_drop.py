"""Files that are dropped on a widget: scans of signed forms."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class ScanDrop(QObject):
    """Lets a widget take files. It lives as long as the widget.

    Signals:
        hovered(bool): Files are held over the widget, or no longer.
        dropped(object): They were let go here; carries their paths.
    """

    hovered = Signal(bool)
    dropped = Signal(object)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files, and nothing else."""
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if not _files(event.mimeData()):
                return False
            event.acceptProposedAction()
            self.hovered.emit(True)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hovered.emit(False)
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.hovered.emit(False)
            # A copy: the file stays where it was, whatever the other program would like.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(_files(event.mimeData()))
            return True
        return super().eventFilter(watched, event)


def _files(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
