"""The text of a note on paper, as it was typed: a line that is a heading of its template stands out."""

from collections.abc import Iterator

from reportlab.platypus import Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.styles import paragraph
from clinicdesk.rules import note_sections
from clinicdesk.rules.note_sections import Template


def text(body: str, template: Template | None = None, *, for_good: bool = False) -> Iterator[Flowable]:
    """Yield the text line by line; nothing but a heading of the template is markup.

    ``for_good``: it is signed, so a character no font has is printed as its code; else it raises ``CannotPrint``.
    """
    headings = dict(note_sections.headings(body, template)) if template else {}
    for number, line in enumerate(body.split("\n")):
        if number in headings:
            yield paragraph(headings[number], "subheading")
        elif line.strip():
            yield paragraph(fonts.spelled_out(line) if for_good else line)
        else:
            yield Spacer(0, 2 * mm)
