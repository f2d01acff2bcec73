"""Pages of few words without a patient's data: the thanks at the end, and what covers a page left alone."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui import theme
from ui.widgets.button import button
from ui.widgets.words import label


class ThanksPage(QFrame):
    """The patient has finished.

    Signals:
        give_back_wanted: The button for staff was pressed.
    """

    give_back_wanted = Signal()

    def __init__(self, thanks: str, please: str, give_back: str) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAccessibleName(f"{thanks} {please}")
        self._give_back = button(give_back)
        column = _middle(self)
        for words, role in ((thanks, "h1"), (please, "h2")):
            made = label(words, role, wrap=True)
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(made)
        column.addSpacing(theme.px("space_24"))
        column.addWidget(self._give_back, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.setFocusProxy(self._give_back)
        self._give_back.clicked.connect(self.give_back_wanted)


class CoverPage(QFrame):
    """Covers a page that nobody touched for a while.

    It goes when the finger, the button or the key comes up again: what follows must not press anything beneath.

    Signals:
        touched: Somebody is there.
    """

    touched = Signal()

    def __init__(self, words: str, hint: str) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAccessibleName(words)
        self.setAccessibleDescription(hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        column = _middle(self)
        for sentence, role in ((words, "h1"), (hint, "muted")):
            made = label(sentence, role, wrap=True)
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(made)
        column.addStretch(3)

    def event(self, event: QEvent) -> bool:
        """Take every touch, button and key."""
        if event.type() in _BEGINNINGS:
            event.accept()
            return True
        if event.type() in _ENDS:
            event.accept()
            self.touched.emit()
            return True
        return super().event(event)


_BEGINNINGS = frozenset(
    {QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress}
)
_ENDS = frozenset(
    {QEvent.Type.TouchEnd, QEvent.Type.TabletRelease, QEvent.Type.MouseButtonRelease, QEvent.Type.KeyRelease}
)


def _middle(page: QFrame) -> QVBoxLayout:
    column = QVBoxLayout(page)
    edge = theme.px("space_24")
    column.setContentsMargins(edge, edge, edge, edge)
    column.setSpacing(theme.px("space_12"))
    column.addStretch(2)
    return column
