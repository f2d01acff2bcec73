"""A call list on paper: whom to call, at which number, what was tried, and room to write how it ended."""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _, ngettext
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import calls
from clinicdesk.records.calls import Attempt, CallLine, Purpose
from clinicdesk.records.patients import format_record_number

_BOX = "☐"
_TO_WRITE_ON = "_" * 27


def build(desk: Desk, purpose: str) -> bytes:
    """Return the call list of a purpose (``reminder``, ``no_show``, ``rebook``, ``recall``) as a PDF.

    A name that no font can print does not hold up the list: the record number stands in its place. Raises ``NotFound``
    for another word.
    """
    if purpose not in set(Purpose):
        words = ", ".join(Purpose)
        raise NotFound(_("There is no call list “{word}”. Choose one of: {words}.").format(word=purpose, words=words))
    found = calls.of(desk, Purpose(purpose))
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    today = formats.format_day(desk.local(desk.now()).date())
    count = ngettext("{count} to call", "{count} to call", len(found.to_call)).format(count=len(found.to_call))
    story: list[Flowable] = [
        paragraph(_("Call list: {list}").format(list=calls.purpose_name(found.purpose)), "title"),
        paragraph(f"{today}, {count}" if found.to_call else _("Nobody is to be called.")),
    ]
    if found.to_call:
        story += [paragraph(sentence, "small") for sentence in _HOW]
        head = (_("Patient"), _("Call"), _("About"), _("Tried before"), _("How it ended"))
        story.append(table(head, [_cells(desk, line) for line in found.to_call], (2.8, 2, 2.2, 1.8, 2.7), width))
    if found.apart:
        rows = [(_who(line), line.barred, _printable(line.due.why)) for line in found.apart]
        story += headed(_("Not to be called"), table((_("Patient"), _("Why not"), _("About")), rows, (3, 3, 4), width))
    return page.build(story, letterhead, from_desk.imprint(desk, _("Call list"), audiences.STAFF))


_HOW = (
    _("Ask for the patient and for their date of birth first. Say what it is about only to the patient."),
    _("Type in afterwards how each call ended."),
)


def _cells(desk: Desk, line: CallLine) -> Sequence[str]:
    outcomes = [_("Reached"), _("Message left"), _("No answer"), _("Wrong number"), _("Call later"), _("No calls")]
    # No line breaks between a box and its words.
    boxes = [f"{_BOX}\N{NO-BREAK SPACE}{words.replace(' ', chr(0xA0))}" for words in outcomes]
    pairs = [f"{left}   {right}" for left, right in zip(boxes[::2], boxes[1::2], strict=True)]
    return (
        _who(line),
        "\n".join(_printable(part) for part in (line.phone, *line.rules) if part),
        _printable(line.due.why),
        "\n".join(_tried(desk, attempt) for attempt in line.tried[:3]),
        "\n".join((*pairs, " ", _TO_WRITE_ON)),
    )


def _who(line: CallLine) -> str:
    number = _("No. {number}").format(number=format_record_number(line.record_number))
    born = _("Born {date}").format(date=formats.format_date(line.birth_date))
    first = [_("Call first")] if line.first else []
    return "\n".join((*first, _printable(line.name, _("Name in the program")), born, number))


def _tried(desk: Desk, attempt: Attempt) -> str:
    at = formats.format_date_time(desk.local(attempt.called_at))
    return _printable(", ".join(part for part in (at, calls.outcome_name(attempt.outcome), attempt.remark) if part))


def _printable(text: str, otherwise: str = "") -> str:
    """Return a text as far as it can be printed: ``otherwise``, or without the signs no font has."""
    missing = fonts.unprintable(text)
    if not missing:
        return text
    return otherwise or "".join("?" if sign in missing else sign for sign in text)
