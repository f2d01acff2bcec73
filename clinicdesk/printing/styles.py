"""The paragraph styles of all papers, and the one way to make a paragraph from typed text."""

from functools import cache

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from clinicdesk.printing import fonts

BODY_SIZE = 9.4
_SIZES = {"title": 16.0, "heading": 11.5, "subheading": 10.0, "body": BODY_SIZE, "item": BODY_SIZE, "small": 8.0}
_BEFORE = {"title": 0.0, "heading": 6.5, "subheading": 5.0, "body": 0.0, "item": 0.0, "small": 0.0}
_AFTER = {"title": 5.0, "heading": 2.0, "subheading": 1.5, "body": 3.5, "item": 1.4, "small": 2.0}


@cache
def style(name: str) -> ParagraphStyle:
    """Return a style by name: ``title``, ``heading``, ``subheading``, ``body``, ``item`` or ``small``."""
    size = _SIZES[name]
    return ParagraphStyle(
        name,
        fontName=fonts.face(bold=is_bold(name)),
        fontSize=size,
        leading=size * (1.25 if is_bold(name) else 1.34),
        spaceBefore=_BEFORE[name],
        spaceAfter=_AFTER[name],
        alignment=TA_LEFT,
        keepWithNext=is_bold(name),
        leftIndent=12.0 if name == "item" else 0.0,
        bulletIndent=1.0,
        bulletFontName=fonts.face(),
        bulletFontSize=size,
        # A word longer than the line is broken, never cut.
        splitLongWords=True,
    )


def is_bold(name: str) -> bool:
    """Return whether the style is a heading, which is set in bold."""
    return name in ("title", "heading", "subheading")


def paragraph(text: str, name: str = "body") -> Paragraph:
    """Return typed text as a paragraph that prints it literally. Raises ``CannotPrint``."""
    return Paragraph(fonts.markup(text, bold=is_bold(name)), style(name))


def bullet(text: str) -> Paragraph:
    """Return typed text as one item of a list. Raises ``CannotPrint``."""
    return Paragraph(fonts.markup(text), style("item"), bulletText="•")
