"""Where a patient writes into a consent text: initials, boxes to tick, lines for an answer; empty or filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import black
from reportlab.platypus import HRFlowable, KeepTogether, Paragraph
from reportlab.platypus.flowables import Flowable

from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import Drawn, mm
from clinicdesk.printing.form_words import FormWords
from clinicdesk.printing.furniture import draw_text
from clinicdesk.printing.strokes import Ink, draw_ink
from clinicdesk.printing.styles import style
from clinicdesk.records.wordings.blocks import Block

_BOX_WIDTH, _BOX_HEIGHT = 26 * mm, 7.5 * mm
_LINE = 7.5 * mm
_LINES = 3
_EMPTY, _CHOSEN = "☐", "☒"
_BOX_SIZE = 13
_ASIDE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Fields:
    """What is written into the fields of a text, in the words of its language.

    ``initials`` are the strokes by section and ``answers`` the words by name; what is not there yet prints as an empty
    field. ``answers`` of None: nobody has answered yet. An empty answer beside others was left empty on purpose.
    """

    words: FormWords = field(default_factory=lambda: FormWords("en"))
    initials: Mapping[str, Ink] = field(default_factory=dict)
    answers: Mapping[str, str] | None = None


def initials_box(fields: Fields, section: str) -> Flowable:
    """Return the place where the patient puts initials."""
    words = fields.words("my_initials")
    ink = fields.initials.get(section)
    text_width = fonts.width(words, 8.5)
    total = text_width + 3 * mm + _BOX_WIDTH

    def paint(canvas: Any) -> None:
        draw_text(canvas, 0, 3.3 * mm, words, 8.5)
        canvas.setLineWidth(0.6)
        canvas.rect(text_width + 3 * mm, 0.5 * mm, _BOX_WIDTH, _BOX_HEIGHT)
        if ink:
            draw_ink(canvas, ink, text_width + 4 * mm, 1 * mm, _BOX_WIDTH - 2 * mm, _BOX_HEIGHT - 1 * mm)

    box = Drawn(total, _BOX_HEIGHT + 1 * mm, paint, align="RIGHT")
    box.spaceAfter = 1 * mm
    return box


def answer(fields: Fields, block: Block) -> list[Flowable]:
    """Return the place of an answer: boxes to tick, or lines to write on. Raises ``CannotPrint``."""
    before = [] if block.required else [_paragraph(fonts.markup(fields.words("if_you_wish")), "small")]
    given = None if fields.answers is None else fields.answers.get(block.section, "")
    if block.options:
        return [*before, _boxes(block.options, given)]
    if given is None:
        return [*before, *_lines()]
    written = fonts.markup(given.strip()) or fonts.markup(fields.words("no_answer"), italic=True)
    return [*before, _paragraph(written, "answer")]


def together(question: Sequence[Flowable], place: Sequence[Flowable]) -> list[Flowable]:
    """Return a place with the text it belongs to, on one sheet; a long answer may run on to the next."""
    parts = [*question, *place]
    if sum(len(part.text) for part in place if isinstance(part, Paragraph)) > _SHORT:
        return parts
    return [KeepTogether(parts)]


_SHORT = 1500
"""Characters that fit on part of a sheet."""


def _boxes(options: Sequence[str], given: str | None) -> Paragraph:
    """Return the options in a row, each after its box; what was chosen is ticked and bold."""
    parts = []
    for option in options:
        chosen = option == given
        box = fonts.markup(_CHOSEN if chosen else _EMPTY).replace("<font ", f'<font size="{_BOX_SIZE}" ', 1)
        # A box stays beside its word where the line breaks.
        parts.append(box + _ASIDE + fonts.markup(option, bold=chosen))
    return _paragraph((_ASIDE * 4 + " ").join(parts), "boxes")


def _lines() -> list[Flowable]:
    line = {"width": "100%", "thickness": 0.4, "color": black, "spaceBefore": _LINE, "spaceAfter": 0}
    lines = [HRFlowable(**line) for _line in range(_LINES)]
    lines[-1].spaceAfter = 2 * mm
    return lines


def _paragraph(text: str, name: str) -> Paragraph:
    return Paragraph(text, style(name))
