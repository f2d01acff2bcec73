"""The text of a form as parts of a page: stretches to read, and pads and answers where it asks for them."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from clinicdesk.records.wordings import Wording
from clinicdesk.records.wordings.blocks import Block
from ui.consent.answer_field import AnswerField
from ui.consent.pad_field import INITIALS_WIDTH, PadField, PadWords
from ui.consent.wording_view import WordingView


class FormText:
    """Makes the parts of one text.

    Attributes:
        parts: All of them, in their order.
        views: The stretches to read.
        asked: The pads and the answers, in the order of the text.
        initials: The pads by section.
        answers: The answers by name.
    """

    def __init__(self, wording: Wording, values: Mapping[str, str], words: Mapping[str, str]) -> None:
        self.parts: list[QWidget] = []
        self.views: list[WordingView] = []
        self.asked: list[PadField | AnswerField] = []
        self.initials: dict[str, PadField] = {}
        self.answers: dict[str, AnswerField] = {}
        self._values = values
        self._words = words
        self._build(wording)

    def _build(self, wording: Wording) -> None:
        stretch: list[Block] = []
        for block in wording.blocks:
            if block.kind not in ("initials", "answer"):
                stretch.append(block)
                continue
            self._add_view(stretch)
            stretch = []
            if block.kind == "initials":
                self.initials[block.section] = pad = self._pad(len(wording.initials))
                self._add(pad)
            else:
                self.answers[block.section] = answer = AnswerField(block, len(self.answers) + 1, self._words)
                self._add(answer)
        self._add_view(stretch)

    def _add(self, asked: PadField | AnswerField) -> None:
        self.asked.append(asked)
        self.parts.append(asked)

    def _add_view(self, blocks: Sequence[Block]) -> None:
        if blocks:
            view = WordingView(blocks, self._values)
            view.setAccessibleName(self._words["sign_text"])
            self.views.append(view)
            self.parts.append(view)

    def _pad(self, count: int) -> PadField:
        number, words = len(self.initials) + 1, self._words
        made = PadWords(
            words["sign_initials"].format(number=number, count=count),
            words["sign_initials_name"].format(number=number),
            words["sign_initials_hint"],
            words["sign_pad"],
            words["sign_undo"],
            words["sign_clear"],
        )
        return PadField(made, INITIALS_WIDTH)
