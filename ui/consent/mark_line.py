"""A check box whose words may be longer than a line, which Qt's own cuts off."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from ui import theme
from ui.widgets.words import label


class MarkLine(QWidget):
    """The words belong to the box: a click on them marks it too.

    Attributes:
        box: The check box, named by the words.
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_4"))
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, wrap=True), 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark the box, or take the mark away."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.click()
        super().mouseReleaseEvent(event)
