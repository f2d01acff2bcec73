"""One item for staff: its number, its words where they are free, what each number means, and the box for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.rules.measure import Item
from ui import theme
from ui.measures.answer_box import AnswerBox
from ui.measures.said import item_number, item_words, said
from ui.widgets.words import announce, label


class AnswerRow(QWidget):
    """Signals:
    changed: The answer changed.
    went_on: To the next row; ``went_back``: to the one before; ``went_to_end``: to the last one.
    """

    changed = Signal()
    went_on = Signal()
    went_back = Signal()
    went_to_end = Signal()

    def __init__(
        self, item: Item, language: str, *, large: bool = False, legend: bool = True, numbered: bool = True
    ) -> None:
        """``large``: the words are read aloud. ``legend``: what the numbers mean stands below the words.

        ``numbered``: its number on the sheet stands before it, so that whoever types from paper finds the place.
        """
        super().__init__()
        self.item = item
        self._language = language
        text, number = item_words(item, language), item_number(item) if numbered else ""
        self.box = AnswerBox(f"{number}. {text}" if number else text, item.values)
        self._meaning = label("", "muted", wrap=True)
        self._error = label("", "message", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(theme.px("space_4") // 2)
        words.addWidget(label(text, "h3" if large else "", wrap=True))
        if legend:
            words.addWidget(label(legend_of(item, language), "muted", wrap=True))
        words.addWidget(self._meaning)
        words.addWidget(self._error)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px("space_4"), 0, theme.px("space_4"))
        row.setSpacing(theme.px("space_12"))
        if numbered:
            shown = label(number, "muted")
            shown.setMinimumWidth(theme.px("base") * 2)
            row.addWidget(shown)
        row.addLayout(words, 1)
        row.addWidget(self.box)
        self._error.hide()
        self.setFocusProxy(self.box)
        self._show_meaning()
        self.box.given.connect(self._on_given)
        self.box.refused.connect(self._on_refused)
        self.box.went_on.connect(self.went_on)
        self.box.went_back.connect(self.went_back)
        self.box.went_to_end.connect(self.went_to_end)

    def show_answer(self, value: int | None) -> None:
        """Show an answer, None for one that was left out; no signal is sent."""
        self.box.show_value(value)
        self._show_meaning()

    def set_error(self, sentence: str) -> None:
        """Say what is wrong here, or nothing."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        theme.set_state(self._error, "state", "error" if sentence else "")
        theme.set_state(self.box, "state", "error" if sentence else "")

    def _show_meaning(self) -> None:
        """Say in words what was typed, so that whoever types sees a slip."""
        if not self.box.answered:
            words = ""
        elif self.box.value is None:
            words = _("No answer")
        else:
            chosen = (said(c.text, self._language) for c in self.item.choices if c.value == self.box.value)
            words = next(chosen, "")
        self._meaning.setText(words)
        self._meaning.setVisible(bool(words))

    def _on_given(self) -> None:
        self.set_error("")
        self._show_meaning()
        # The keys have gone on by now: who does not see the words hears what was taken.
        announce(self, self._meaning.text() or self.box.text())
        self.changed.emit()

    def _on_refused(self) -> None:
        values = self.item.values
        words = _("Type a number from {low} to {high}, or – for no answer.")
        self.set_error(words.format(low=min(values), high=max(values)))
        announce(self, self._error.text(), urgent=True)


def legend_of(item: Item, language: str) -> str:
    """Return what the numbers of an item mean, in one line."""
    if item.choices:
        meanings = ((choice.value, said(choice.text, language)) for choice in item.choices)
        return "   ".join(f"{value} = {words}" if words else f"{value}" for value, words in meanings)
    ends = item.ends or ({}, {})
    low, high = (said(one, language) for one in ends)
    words = [f"{item.low} = {low}" if low else str(item.low), f"{item.high} = {high}" if high else str(item.high)]
    return " … ".join(words)
