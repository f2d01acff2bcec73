"""The copy of a whole chart as one PDF: a cover slip with what is in it and on which page, then every paper as it is.

Nothing is printed over a paper: signed forms stand in the volume as they were signed, sheet for sheet. Documents from
outside are shown without anything that runs; one that cannot be shown has a sheet in its place that says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from reportlab.platypus import Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.formats import format_date
from clinicdesk.language import _, ngettext
from clinicdesk.printing import audiences, chart_documents, chart_lists, from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.papers import PaperRequest, file_name
from clinicdesk.printing.papers import build as build_paper
from clinicdesk.printing.styles import bullet, paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import chart_copy
from clinicdesk.records.chart_copy import Contents, Part, Section

Report = Callable[[int, int], None]
_LISTS = frozenset({"chart-lists", "eligibility", "measures", "visits", "requests"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A part in the volume: its first page, counted from 1, how many it has, and what could not be shown of it."""

    part: Part
    first: int
    pages: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Volume:
    """The finished copy. ``name`` is a neutral name for its file."""

    content: bytes
    name: str
    pages: int
    placed: tuple[Placed, ...]
    left_out: tuple[str, ...]


def volume(
    desk: Desk,
    patient_id: str,
    *,
    attached: Sequence[tuple[str, bytes]] = (),
    report: Report = lambda _done, _of: None,
) -> bytes:
    """Return the copy of a patient's chart as a PDF; see ``build`` for what is raised."""
    return build(desk, patient_id, attached=attached, report=report).content


def build(
    desk: Desk,
    patient_id: str,
    *,
    attached: Sequence[tuple[str, bytes]] = (),
    report: Report = lambda _done, _of: None,
) -> Volume:
    """Return the copy with where each part stands; ``attached`` are files that go into the PDF beside its pages.

    Recording that it leaves the clinic is the caller's. Takes seconds: run it beside the window; ``report`` may raise
    ``Cancelled``. Raises ``NotAllowed`` and ``NotFound``.
    """
    contents = chart_copy.facts(desk, patient_id)
    made: list[tuple[Part, bytes, str]] = []
    for done, part in enumerate(contents.parts):
        report(done, len(contents.parts))
        made.append((part, *shown(desk, contents, part)))
    report(len(contents.parts), len(contents.parts))
    slip, placed = _with_slip(desk, contents, made)
    writer = PdfWriter()
    _append(writer, slip, _("Contents"))
    for part, content, _problem in made:
        _append(writer, content, _line_title(part))
    for name, content in attached:
        writer.add_attachment(name, content)
    writer.add_metadata({"/Title": _("Copy of the chart")})
    into = BytesIO()
    writer.write(into)
    name = file_name(desk, contents.patient.id, "chart")
    return Volume(into.getvalue(), name, len(writer.pages), placed, contents.left_out)


def shown(desk: Desk, contents: Contents, part: Part) -> tuple[bytes, str]:
    """Return a part as a PDF, and what of it could not be shown. One faulty paper never keeps the others back."""
    try:
        if part.kind == "document":
            return chart_documents.shown(desk, part.subject_id), ""
        if part.kind in _LISTS:
            return chart_lists.build(desk, part.kind, part.subject_id), ""
        return build_paper(desk, PaperRequest(part.kind, part.subject_id)).content, ""  # type: ignore[arg-type]
    except ClinicDeskError as trouble:
        return _stand_in(desk, contents, part, str(trouble)), str(trouble)


def _stand_in(desk: Desk, contents: Contents, part: Part, problem: str) -> bytes:
    """Return a sheet in place of what cannot be shown."""
    story: list[Flowable] = [
        paragraph(part.title, "title"),
        paragraph(_("This part of the chart cannot be shown here."), "alert"),
        paragraph(problem),
        paragraph(_("It is in the record of the clinic. Ask for it there.")),
    ]
    imprint = from_desk.imprint(desk, _("Copy of the chart"), audiences.PATIENT)
    return page.build(story, from_desk.letterhead(desk), imprint, from_desk.about(contents.patient))


def _with_slip(
    desk: Desk, contents: Contents, made: Sequence[tuple[Part, bytes, str]]
) -> tuple[bytes, tuple[Placed, ...]]:
    """Return the cover slip and where each part stands behind it: its own length moves all page numbers."""
    counts = [page_count(content) for _part, content, _problem in made]
    slip_pages = 1
    while True:
        placed, first = [], slip_pages + 1
        for (part, _content, problem), count in zip(made, counts, strict=True):
            placed.append(Placed(part, first, count, problem))
            first += count
        slip = _slip(desk, contents, placed, first - 1)
        if (needed := page_count(slip)) == slip_pages:
            return slip, tuple(placed)
        slip_pages = needed


def _slip(desk: Desk, contents: Contents, placed: Sequence[Placed], pages: int) -> bytes:
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    whole = ngettext("This copy has {count} page.", "This copy has {count} pages.", pages).format(count=pages)
    story: list[Flowable] = [
        paragraph(_("Copy of the chart"), "title"),
        paragraph(_("{whole} Page numbers count the sheets of the whole copy, this one first.").format(whole=whole)),
    ]
    for section in Section:
        here = [one for one in placed if one.part.section is section]
        if here:
            head = (chart_copy.section_name(section), _("Day"), _("Page"))
            story += [table(head, [_row(one) for one in here], (7, 1.6, 0.9), width), Spacer(0, 3 * mm)]
    story.append(paragraph(_("What is not in this copy"), "heading"))
    story += [bullet(sentence) for sentence in contents.left_out]
    imprint = from_desk.imprint(desk, _("Copy of the chart"), audiences.PATIENT)
    return page.build(story, letterhead, imprint, from_desk.about(contents.patient))


def _row(one: Placed) -> tuple[str, str, str]:
    title = _("{title} (cannot be shown)").format(title=one.part.title) if one.problem else one.part.title
    return title, format_date(one.part.day) if one.part.day else "", str(one.first)


def _line_title(part: Part) -> str:
    return f"{part.title}, {format_date(part.day)}" if part.day else part.title


def _append(writer: PdfWriter, content: bytes, title: str) -> None:
    try:
        writer.append(BytesIO(content), outline_item=title, import_outline=False)
    except PyPdfError as trouble:
        raise BadValue(_("A paper of this chart is damaged. Check the record in Settings.")) from trouble


def page_count(content: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(PdfReader(BytesIO(content)).pages)
