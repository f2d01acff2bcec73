"""The pages after the questions, in the patient's language: what is still open, and what is in the way."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.button import button
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label

_NAMED = 4
"""Questions that are named at once; nobody reads a list of twenty to its end."""
_WIDEST = 860
"""Pixels: a line of large type that the eye still follows."""


def sheet(*parts: QWidget) -> ScrollArea:
    """Return a sheet of few things in the middle of the screen."""
    card = QFrame()
    card.setProperty("role", "card")
    card.setMaximumWidth(_WIDEST)
    edge = theme.px("space_24")
    column = QVBoxLayout(card)
    column.setContentsMargins(edge, edge, edge, edge)
    column.setSpacing(theme.px("space_12"))
    for part in parts:
        column.addWidget(part)
    inside = QWidget()
    inside.setProperty("role", "page_body")
    across = QHBoxLayout()
    across.addStretch(1)
    across.addWidget(card, 100)
    across.addStretch(1)
    down = QVBoxLayout(inside)
    down.addStretch(1)
    down.addLayout(across)
    down.addStretch(2)
    return ScrollArea(inside)


class EndPage(QWidget):
    """After the last question: what has no answer yet."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words["ask_end"])
        self._sentence = label("", wrap=True)
        self._open = label("", "strong", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet(label(words["ask_end"], "h1", wrap=True), self._sentence, self._open))

    def show_open(self, questions: Sequence[str]) -> None:
        """Name the questions without an answer, or say that there are none."""
        words = self._words
        self._sentence.setText(words["ask_open" if questions else "ask_complete"])
        named = list(questions[:_NAMED])
        if more := len(questions) - len(named):
            named.append(words["sign_missing_more"].format(count=more))
        self._open.setText("\n".join(named))
        self._open.setVisible(bool(questions))


class KeptPage(QWidget):
    """It cannot be recorded just now; what the matter is stands on the screen of staff, not here.

    Signals:
        gone_on: The patient goes on, to give the device back.
    """

    gone_on = Signal()

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self.setAccessibleName(words["ask_stuck"])
        go_on = button(words["sign_stuck_go_on"], kind="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        title, about = label(words["ask_stuck"], "h1", wrap=True), label(words["ask_stuck_about"], wrap=True)
        column.addWidget(sheet(title, about, go_on))
        self.setFocusProxy(go_on)
        go_on.clicked.connect(self.gone_on)
