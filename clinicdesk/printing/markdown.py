"""Consent texts on paper: the blocks of a wording as flowables, placeholders filled in as text, places for initials."""

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import KeepTogether, Paragraph
from reportlab.platypus.flowables import Flowable

from clinicdesk.language import _
from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import Drawn, mm
from clinicdesk.printing.furniture import draw_text
from clinicdesk.printing.strokes import Ink, draw_ink
from clinicdesk.printing.styles import is_bold, style
from clinicdesk.records.wordings.blocks import Block, Span

_WRITE_IN = "_" * 34
_BOX_WIDTH, _BOX_HEIGHT = 26 * mm, 7.5 * mm
_STYLES = {"heading": "heading", "subheading": "subheading", "paragraph": "body", "bullet": "item", "number": "item"}


def flowables(
    blocks: Sequence[Block], values: Mapping[str, str], initials: Mapping[str, Ink] | None = None
) -> list[Flowable]:
    """Return the text as a story.

    ``values`` holds what is known for the placeholders; an unknown or empty one prints as a line to write on.
    ``initials`` holds the strokes made, by section; a section without them prints an empty box.
    Raises ``CannotPrint`` for a value with a character no font has.
    """
    fonts.check({_place(name): value for name, value in values.items()})
    story: list[Flowable] = []
    for block in blocks:
        if block.kind == "initials":
            box = _initials_box((initials or {}).get(block.section))
            # A box must not stand alone on the next page, away from what it confirms.
            before = [story.pop()] if story and isinstance(story[-1], Paragraph) else []
            story.append(KeepTogether([*before, box]))
        else:
            story.append(_paragraph(block, values))
    return story


def _paragraph(block: Block, values: Mapping[str, str]) -> Paragraph:
    name = _STYLES[block.kind]
    text = "".join(_span(span, values, heading=is_bold(name)) for span in block.spans)
    bullet = {"bullet": "•", "number": f"{block.number}."}.get(block.kind)
    return Paragraph(text, style(name), bulletText=bullet)


def _span(span: Span, values: Mapping[str, str], *, heading: bool) -> str:
    text = span.text
    if span.placeholder:
        text = values.get(span.placeholder, "").strip() or _WRITE_IN
    return fonts.markup(text, bold=span.bold or heading, italic=span.italic)


def _initials_box(ink: Ink | None) -> Drawn:
    words = _("I have read this and understood it. My initials:")
    text_width = fonts.width(words, 8.5)
    total = text_width + 3 * mm + _BOX_WIDTH

    def paint(canvas: Any) -> None:
        draw_text(canvas, 0, 3.3 * mm, words, 8.5)
        canvas.setLineWidth(0.6)
        canvas.rect(text_width + 3 * mm, 0.5 * mm, _BOX_WIDTH, _BOX_HEIGHT)
        if ink:
            draw_ink(canvas, ink, text_width + 4 * mm, 1 * mm, _BOX_WIDTH - 2 * mm, _BOX_HEIGHT - 1 * mm)

    return Drawn(total, _BOX_HEIGHT + 1 * mm, paint, align="RIGHT")


def _place(name: str) -> str:
    """Name a placeholder the way a person knows it."""
    return {
        "clinic.name": _("the clinic's name"),
        "clinic.address": _("the clinic's address"),
        "clinic.phone": _("the clinic's phone number"),
        "patient.name": _("the patient's name"),
        "patient.diagnosis": _("the condition to be treated"),
        "patient.emergency_contact": _("the emergency contact"),
        "clinician.name": _("the clinician's name"),
        "interpreter.name": _("the interpreter's name"),
        "treatment.plan": _("the treatment plan"),
        "treatment.cost": _("the cost"),
        "fasting.rule": _("the fasting rule"),
        "driving.rule": _("the driving rule"),
    }.get(name, name)
