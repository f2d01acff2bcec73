"""The quiet frame of the pages before the work: one column in the middle, which scrolls on small screens."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.card import Card
from ui.widgets.words import label


class Frame(QFrame):
    """A card in the middle of the window.

    Attributes:
        card: What the page fills.
    """

    def __init__(self, name: str, width: int = 30) -> None:
        """``width`` is that of the card, in times the size of the text."""
        super().__init__()
        self.setProperty("role", "page")
        self.setAccessibleName(name)
        self.card = Card()
        self.below = QVBoxLayout()
        self._frame(width)

    def _frame(self, width: int) -> None:
        brand = label(_("ClinicDesk"), "h1")
        brand.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        content = QWidget()
        content.setProperty("role", "page_body")
        column = QVBoxLayout()
        column.setSpacing(theme.px("space_16"))
        column.addStretch(2)
        column.addWidget(brand)
        column.addWidget(self.card)
        column.addLayout(self.below)
        column.addStretch(3)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(theme.px("base") * width)
        across = QHBoxLayout(content)
        across.addStretch(1)
        across.addWidget(holder, 100)
        across.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Put something into the card."""
        self.card.add(item, stretch)
