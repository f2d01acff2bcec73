"""The scaffold of a screen: title row, a body that scrolls, and a bar of actions that never scrolls away."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.words import label


class Page(QFrame):
    """A screen's frame. From top to bottom: title row, fixed widgets (strips, filters), scrolling body, action bar.

    Attributes:
        body: The layout that scrolls.
    """

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAccessibleName(title)
        edge = theme.px("space_16")
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._title = label(title, "h1")
        self._note = label(note, "muted")
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px("space_8"))
        self._head.addWidget(self._title)
        self._head.addWidget(self._note)
        self._head.addStretch(1)
        self._fixed = QVBoxLayout()
        self._fixed.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_8"))
        self._fixed.setSpacing(theme.px("space_8"))
        self._fixed.addLayout(self._head)
        self._outer.addLayout(self._fixed)
        self._beginning: QWidget | None = None
        self._build_body(edge)
        self._bar = self._build_bar(edge)
        self._outer.addWidget(self._bar)

    def _build_body(self, edge: int) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setProperty("role", "page_body")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(edge, theme.px("space_4"), edge, theme.px("space_16"))
        self.body.setSpacing(theme.px("space_12"))
        self._scroll.setWidget(content)
        self._outer.addWidget(self._scroll, 1)

    def _build_bar(self, edge: int) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "action_bar")
        self._bar_row = QHBoxLayout(bar)
        self._bar_row.setContentsMargins(edge, theme.px("space_8"), edge, theme.px("space_8"))
        self._bar_row.setSpacing(theme.px("space_8"))
        self._bar_row.addStretch(1)
        self._left_count = 0
        bar.hide()
        return bar

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout into the scrolling body."""
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)

    def add_fixed(self, item: QWidget | QLayout) -> None:
        """Put something below the title that stays when the body scrolls."""
        if isinstance(item, QWidget):
            self._fixed.addWidget(item)
        else:
            self._fixed.addLayout(item)

    def add_title_action(self, action: QWidget) -> None:
        """Put a button at the right end of the title row."""
        self._head.addWidget(action)

    def add_action(self, action: QWidget, left: bool = False) -> None:
        """Put a button into the bar at the bottom: at its right end, or at its left for the ones seldom used."""
        if left:
            self._bar_row.insertWidget(self._left_count, action)
            self._left_count += 1
        else:
            self._bar_row.addWidget(action)
        self._bar.show()

    def set_title(self, title: str, note: str = "") -> None:
        """Change the title and the quiet words beside it."""
        self._title.setText(title)
        self._note.setText(note)
        self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        """Change the quiet words beside the title ("Draft saved 09:38")."""
        self._note.setText(note)

    def begin_at(self, part: QWidget) -> None:
        """Let this part have the focus when the page is given it.

        Not a focus proxy: with one, Tab would pass by everything that stands before the part.
        """
        self._beginning = part

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin where the page begins."""
        super().focusInEvent(event)
        if self._beginning is not None:
            self._beginning.setFocus(event.reason())

    def show_part(self, part: QWidget) -> None:
        """Scroll to a part and leave the focus where it is."""
        self._scroll.ensureWidgetVisible(part, 0, theme.px("space_8"))

    def show_field(self, field: QWidget) -> None:
        """Scroll to a field and give it the focus."""
        self._scroll.ensureWidgetVisible(field, 0, theme.px("space_24"))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
