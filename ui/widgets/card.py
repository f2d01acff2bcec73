"""A titled surface that holds one subject."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.words import label


class Card(QFrame):
    """A white surface with a title row; put content in with ``add``.

    Attributes:
        body: The layout below the title.
    """

    def __init__(self, title: str = "", note: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        edge = theme.px("space_16")
        outer.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        outer.setSpacing(theme.px("space_8"))
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px("space_8"))
        self._title = label(title, "h3")
        self._note = label(note, "muted")
        self._head.addWidget(self._title)
        self._head.addWidget(self._note)
        self._head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px("space_8"))
        if title:
            outer.addLayout(self._head)
            # A screen reader then says which card a field belongs to.
            self.setAccessibleName(title)
        else:
            self._title.hide()
        self._note.setVisible(bool(note))
        outer.addLayout(self.body, 1)

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout below what is already there."""
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)

    def add_action(self, action: QWidget) -> None:
        """Put a button or a chip at the right end of the title row."""
        self._head.addWidget(action)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        """Change the quiet words beside the title."""
        self._note.setText(note)
        self._note.setVisible(bool(note))
