"""Where the text asks something: big choices, or room to write. What is written stays text."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from clinicdesk.records.wordings.blocks import Block
from ui import theme
from ui.widgets.big_choice import BigChoice
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label

LONGEST = 2000
"""Characters of an answer that is written; our own limit, about a page."""


class AnswerField(QWidget):
    """The answer to one question of a text, or nothing yet.

    Signals:
        changed: Something was chosen or written.
    """

    changed = Signal()

    def __init__(self, block: Block, number: int, words: Mapping[str, str]) -> None:
        super().__init__()
        self._block = block
        self._words = words
        self._choices: list[BigChoice] = []
        self._written: TextAreaField | None = None
        self.setAccessibleName(words["sign_answer_name"].format(number=number))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.px("space_4"), 0, theme.px("space_12"))
        self._column.setSpacing(theme.px("space_4"))
        if block.options:
            self._build_choices(block)
        else:
            self._build_area(block, number)

    def _build_choices(self, block: Block) -> None:
        ask = self._words["sign_answer_choose" if block.required else "sign_answer_optional"]
        self._column.addWidget(label(ask, "h3", wrap=True))
        self._group = QButtonGroup(self)
        for option in block.options:
            choice = BigChoice(option, one_of_several=True)
            self._group.addButton(choice.mark)
            self._choices.append(choice)
            choice.changed.connect(self._on_changed)
            self._column.addWidget(choice)
        self._message = label("", "message", wrap=True)
        self._column.addWidget(self._message)
        self.setFocusProxy(self._choices[0])

    def _build_area(self, block: Block, number: int) -> None:
        ask = self._words["sign_answer_write" if block.required else "sign_answer_optional"]
        self._written = TextAreaField(ask, lines=3)
        self._written.editor.setAccessibleName(self._words["sign_answer_name"].format(number=number))
        self._written.edited.connect(self._on_changed)
        self._column.addWidget(self._written)
        self.setFocusProxy(self._written)

    def answer(self) -> str:
        """Return what was chosen or written; empty while there is nothing."""
        if self._written is not None:
            return self._written.text()
        return next((choice.words for choice in self._choices if choice.is_chosen()), "")

    def show_answer(self, answer: str) -> None:
        """Show an answer that was kept; no signal is sent."""
        if self._written is not None:
            self._written.set_text(answer)
        for choice in self._choices:
            if choice.words == answer:
                choice.choose()

    def missing(self) -> str:
        """Return the sentence about what is missing here, or nothing."""
        if len(self.answer()) > LONGEST:
            return self._words["sign_too_long"]
        return self._words["sign_please_answer"] if self._block.required and not self.answer() else ""

    def set_error(self, sentence: str) -> None:
        """Say what is missing here, or nothing."""
        if self._written is not None:
            self._written.set_error(sentence)
            return
        self._message.setText(sentence)
        theme.set_state(self._message, "state", "error" if sentence else "")

    def focus_here(self) -> None:
        """Put the cursor where the answer is given."""
        chosen = next((choice for choice in self._choices if choice.is_chosen()), None)
        (self._written or chosen or self._choices[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self) -> None:
        self.set_error("")
        self.changed.emit()
