"""The paragraph styles of all papers, and the one way to make a paragraph from typed text."""

from functools import cache

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Paragraph
from reportlab.platypus.flowables import Flowable

from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import mm

BODY_SIZE = 9.4
# Name: size, space before and after, all in points.
_STYLES = {
    "title": (16.0, 0.0, 5.0),
    "heading": (11.0, 5.5, 1.5),
    "subheading": (10.0, 5.0, 1.5),
    "body": (BODY_SIZE, 0.0, 3.0),
    "large": (12.0, 0.0, 3.0),
    "large_item": (10.8, 0.0, 1.6),
    "alert": (12.5, 0.0, 2.5),
    "item": (BODY_SIZE, 0.0, 1.4),
    "cell": (9.0, 0.0, 0.0),
    "label": (8.0, 0.0, 0.0),
    "small": (8.0, 0.0, 2.0),
    "boxes": (BODY_SIZE, 0.0, 8.0),
    "answer": (BODY_SIZE, 1.0, 4.0),
    "proof": (8.0, 0.0, 0.0),
}


@cache
def style(name: str) -> ParagraphStyle:
    """Return one of the styles above by its name."""
    size, before, after = _STYLES[name]
    return ParagraphStyle(
        name,
        fontName=fonts.face(bold=is_bold(name)),
        fontSize=size,
        leading=size * (1.25 if is_bold(name) else 1.34),
        spaceBefore=before,
        spaceAfter=after,
        alignment=TA_LEFT,
        textColor=Color(0.33, 0.33, 0.33) if name == "label" else black,
        keepWithNext=is_bold(name),
        leftIndent=12.0 if name in ("item", "large_item", "boxes", "answer") else 0.0,
        bulletIndent=1.0,
        bulletFontName=fonts.face(),
        bulletFontSize=size,
        # A word longer than the line is broken, never cut.
        splitLongWords=True,
    )


def is_bold(name: str) -> bool:
    """Return whether the style is a heading, which is set in bold."""
    return name in ("title", "heading", "subheading", "alert")


def paragraph(text: str, name: str = "body") -> Paragraph:
    """Return typed text as a paragraph that prints it literally. Raises ``CannotPrint``."""
    return Paragraph(fonts.markup(text, bold=is_bold(name)), style(name))


def bullet(text: str, name: str = "item") -> Paragraph:
    """Return typed text as one item of a list. Raises ``CannotPrint``."""
    return Paragraph(fonts.markup(text), style(name), bulletText="•")


def headed(title: str, part: Flowable) -> list[Flowable]:
    """Return a heading with a list below it that may run over several sheets; the heading never stands alone."""
    heading = paragraph(title, "heading")
    # Kept with the whole list, as headings are with a paragraph, a long one would leave the sheet before it empty.
    heading.keepWithNext = False
    return [CondPageBreak(28 * mm), heading, part]
