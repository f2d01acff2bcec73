"""The frame of this room's dialogs: a title, a sentence, a strip for what went wrong, and the buttons below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class Frame(QDialog):
    """A dialog over the window that deletes itself when closed.

    Attributes:
        strip: Says what went wrong.
        body: The layout in the middle.
    """

    def __init__(self, over: QWidget, title: str, sentence: str = "") -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(title, "h2", wrap=True))
        self.sentence = label(sentence, "muted", wrap=True)
        column.addWidget(self.sentence)
        self.sentence.setVisible(bool(sentence))
        self.strip = MessageStrip()
        column.addWidget(self.strip)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px("space_8"))
        column.addLayout(self.body, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.px("space_8"))
        self._buttons.addStretch(1)
        column.addLayout(self._buttons)

    def add_buttons(self, *buttons: QPushButton, left: QPushButton | None = None) -> None:
        """Put buttons at the right end, the one that does it last; one seldom used at the left."""
        for made in buttons:
            self._buttons.addWidget(made)
        if left is not None:
            self._buttons.insertWidget(0, left)

    def come_up(self, width: int, height: int = 0) -> None:
        """Show the dialog at this size in lines of text, no larger than the window."""
        room, line = self._over.window().size(), theme.px("base")
        wanted = line * height if height else self.sizeHint().height()
        self.resize(min(line * width, room.width() - 32), min(wanted, room.height() - 24))
        self.open()
