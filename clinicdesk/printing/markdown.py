"""Consent texts on paper: the blocks of a wording as flowables, placeholders filled in as text, and places to write."""

from collections.abc import Mapping, Sequence

from reportlab.platypus import Paragraph
from reportlab.platypus.flowables import Flowable

from clinicdesk.printing import fonts
from clinicdesk.printing.form_fields import Fields, answer, initials_box, together
from clinicdesk.printing.styles import is_bold, style
from clinicdesk.records import consents
from clinicdesk.records.wordings.blocks import Block, Span

_WRITE_IN = "_" * 34
_STYLES = {"heading": "heading", "subheading": "subheading", "paragraph": "body", "bullet": "item", "number": "item"}


def flowables(blocks: Sequence[Block], values: Mapping[str, str], fields: Fields | None = None) -> list[Flowable]:
    """Return the text as a story.

    ``values`` holds what is known for the placeholders; an unknown or empty one prints as a line to write on.
    ``fields`` holds what was written into the text; without it every field is empty.
    Raises ``CannotPrint`` for a value with a character no font has.
    """
    written = fields or Fields()
    fonts.check({consents.place_words(name): value for name, value in values.items()})
    story: list[Flowable] = []
    for block in blocks:
        if block.kind in ("initials", "answer"):
            place = [initials_box(written, block.section)] if block.kind == "initials" else answer(written, block)
            # A field must not stand alone on the next page, away from what it confirms.
            before = [story.pop()] if story and isinstance(story[-1], Paragraph) else []
            story += together(before, place)
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
