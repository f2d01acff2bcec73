"""A list of the overview of papers on paper: who lacks what, with a box to tick off."""

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _, ngettext
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.styles import paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records.consents import overview
from clinicdesk.records.consents.overview import OverviewLine, View
from clinicdesk.records.patients import format_record_number

_BOX = "☐"


def build(desk: Desk, view: str) -> bytes:
    """Return one list (``missing``, ``expiring`` …) as a PDF. Raises ``NotFound`` for another word."""
    if view not in set(View):
        words = ", ".join(View)
        raise NotFound(_("There is no list “{word}”. Choose one of: {words}.").format(word=view, words=words))
    found = overview.lines(desk, View(view))
    letterhead = from_desk.letterhead(desk)
    today = formats.format_day(desk.local(desk.now()).date())
    count = ngettext("{count} paper", "{count} papers", len(found)).format(count=len(found))
    story: list[Flowable] = [
        paragraph(_("Consents: {list}").format(list=overview.view_name(View(view))), "title"),
        paragraph(f"{today}, {count}" if found else _("Nothing is to be done.")),
    ]
    if found:
        head = ("", _("Patient"), _("Paper"), _("State"), _("Next visit"))
        width = page.content_width(letterhead.paper_size)
        story.append(table(head, [_cells(line) for line in found], (0.4, 2.8, 3.4, 2.3, 1.9), width))
    return page.build(story, letterhead, from_desk.imprint(desk, _("Consents"), audiences.STAFF))


def _cells(line: OverviewLine) -> tuple[str, ...]:
    number = _("No. {number}").format(number=format_record_number(line.record_number))
    born = _("Born {date}").format(date=formats.format_date(line.birth_date))
    # A name that no font can print does not hold up the list: the record number stands in its place.
    name = line.name if not fonts.unprintable(line.name) else _("Name in the program")
    visit = formats.format_day(line.next_visit) if line.next_visit else _("None planned")
    state = "\n".join(part for part in (line.state, line.note) if part)
    return (_BOX, f"{name}\n{born}\n{number}", _printable(line.paper), state, visit)


def _printable(text: str) -> str:
    missing = fonts.unprintable(text)
    return "".join("?" if sign in missing else sign for sign in text)
