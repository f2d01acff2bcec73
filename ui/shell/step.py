"""What the steps of a walk have in common: the first start, a new key."""

from PySide6.QtWidgets import QLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.words import label


class Step(QWidget):
    """One page of a walk: a title, a sentence, and fields.

    Attributes:
        last_line: The line from which Enter leads to the next step.
    """

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.title = title
        self.last_line: QLineEdit | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space_8"))
        self._column.addWidget(label(sentence, "muted", wrap=True))

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Put something below what is there."""
        if isinstance(item, QWidget):
            self._column.addWidget(item, stretch)
        else:
            self._column.addLayout(item, stretch)

    def fill(self) -> None:
        """Close the column at its end."""
        self._column.addStretch(1)

    def is_complete(self) -> bool:
        """Say beside the fields what is missing; return whether nothing is."""
        return True

    def enter(self) -> None:
        """Be shown: put the focus where typing begins."""


def take_enter(walk: QWidget, step: Step) -> bool:
    """Let Enter go to the next line, or press the button it is on; return whether it leads to the next step instead."""
    focused = walk.focusWidget()
    if isinstance(focused, QPushButton):
        focused.click()
        return False
    if isinstance(focused, QLineEdit) and focused is not step.last_line:
        walk.focusNextChild()
        return False
    return True
