"""The downtime pack: what a clinic day needs on paper when the PCs are dark, made while they are not.

Nothing prints without power, so the pack is offered when the day is opened.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, blank_flowsheet, consent_form, day_list, from_desk, page
from clinicdesk.printing.styles import bullet, headed, paragraph
from clinicdesk.printing.tables import facts, table
from clinicdesk.records import (
    chart_facts,
    check_in,
    crisis_card,
    duty,
    opening_hours,
    patients,
    practice,
)
from clinicdesk.records.consents import needs
from clinicdesk.records.today import BoardRow, Group, board
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.protocol import Protocol

SPARE_FLOWSHEETS = 2
"""How many without a name, for whoever comes unbooked."""
_LOOK_AHEAD_DAYS = 14


def build(desk: Desk, report: Callable[[int, int], None] = lambda _done, _of: None) -> bytes:
    """Return the pack as one PDF: cover, lists, emergency contacts, flowsheets, consent forms.

    Each part has its own header and page numbers, so that the sheets can be handed out. ``report`` is told how many of
    how many parts are done; a busy day takes seconds. Raises ``CannotPrint``.
    """
    today = desk.local(desk.now()).date()
    following = next_open_day(desk, today)
    writer = PdfWriter()
    parts = _parts(desk, (today, following), [row for day in (today, following) for row in _to_come(desk, day)])
    for done, part in enumerate(parts):
        report(done, len(parts))
        writer.append(PdfReader(BytesIO(part())))
    writer.metadata = {"/Title": _("Downtime pack"), "/Author": practice.get(desk).name}
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def next_open_day(desk: Desk, day: date) -> date:
    """Return the next day the clinic is open after a day; the day after it where it is closed for two weeks."""
    open_days = opening_hours.open_days(desk)
    ahead = (day + timedelta(days=count) for count in range(1, _LOOK_AHEAD_DAYS))
    return next((one for one in ahead if one in open_days), day + timedelta(days=1))


def _to_come(desk: Desk, day: date) -> list[BoardRow]:
    """Return who is expected or here on a day, sessions that nobody has booked a time for included."""
    gone = (Group.DONE, Group.NOT_COMING)
    return [row for row in board(desk, day) if row.day == day and row.group not in gone]


def _parts(desk: Desk, days: Sequence[date], visits: Sequence[BoardRow]) -> list[Callable[[], bytes]]:
    """Return what makes each part, in the order of the pack."""
    parts: list[Callable[[], bytes]] = [partial(_cover, desk, days)]
    parts += [partial(day_list.build, desk, day) for day in days]
    parts.append(partial(_emergency_contacts, desk, visits))
    protocols: dict[str, Protocol] = {}
    for visit in visits:
        protocol = check_in.protocol_of(desk, visit.session_id) if visit.session_id else None
        if protocol is not None:
            protocols[protocol.id] = protocol
            about = from_desk.about(patients.get(desk, visit.patient_id))
            parts.append(partial(blank_flowsheet.build, desk, protocol, about))
    usual = next(iter(protocols.values()), None)
    parts += [partial(blank_flowsheet.build, desk, usual) for _spare in range(SPARE_FLOWSHEETS)]
    return parts + [partial(consent_form.blank, desk, text) for text in _texts(desk, visits)]


def _texts(desk: Desk, visits: Sequence[BoardRow]) -> Iterable[str]:
    """Return each text that any of the visits needs, once in each language its patients read."""
    found = needs.of_visits(desk, [visit.session_id for visit in visits if visit.session_id])
    return dict.fromkeys(need.key for papers in found.values() for need in papers if need.key)


def _cover(desk: Desk, days: Sequence[date]) -> bytes:
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    made = formats.format_date_time(desk.local(desk.now()))
    story: list[Flowable] = [
        paragraph(_("Downtime pack"), "title"),
        paragraph(
            _("For {days}. As it stood on {made}: what was booked or changed later is not in it.").format(
                days=_(" and ").join(formats.format_day(day) for day in days), made=made
            )
        ),
    ]
    story += headed(_("Whom to call"), facts(_numbers(desk, days[0]), width, columns=1))
    words = practice.get(desk).crisis_words
    story += [paragraph(words)] if words else []
    story.append(paragraph(_("While the PCs are dark"), "heading"))
    story += [bullet(step) for step in _steps()]
    return page.build(story, letterhead, from_desk.imprint(desk, _("Downtime pack"), audiences.STAFF))


def _numbers(desk: Desk, day: date) -> list[tuple[str, str]]:
    member = duty.on_day(desk, day).member
    pairs = [(line.name, line.number) for line in crisis_card.load().lines]
    pairs.append((_("Clinician on duty"), member.name if member else _("Nobody is named: any clinician")))
    pairs.append((_("This clinic"), practice.get(desk).phone or _("Not recorded")))
    return pairs


def _steps() -> tuple[str, ...]:
    return (
        _("Ask each patient for name and date of birth, and compare both with the sheet."),
        _("Write on the flowsheet with the patient's name; take one without a name for whoever is not on the list."),
        _("Write the real time beside everything, with initials."),
        _("No signed consent that you can see: have the blank form signed before the treatment."),
        _("Orders are written and signed by a prescriber on the flowsheet."),
        _("When the PCs are back: open the session, choose “Type in from paper”, enter the sheet, and file its scan."),
    )


def _emergency_contacts(desk: Desk, visits: Sequence[BoardRow]) -> bytes:
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    clinical = desk.sees("clinical")
    head = [_("Patient"), _("Emergency contact"), _("Their phone")] + [_("Allergies")] * clinical
    expected = dict.fromkeys(visit.patient_id for visit in visits)
    rows = [_contact(desk, patient_id, clinical=clinical) for patient_id in expected]
    story: list[Flowable] = [paragraph(_("Emergency contacts"), "title")]
    if not clinical:
        story.append(paragraph(_("Printed without allergies: the person printing may not see them. Ask each patient.")))
    story.append(table(head, rows, (3, 3, 2.4, 3)[: len(head)], width) if rows else paragraph(_("Nobody is booked.")))
    return page.build(story, letterhead, from_desk.imprint(desk, _("Emergency contacts"), audiences.STAFF))


def _contact(desk: Desk, patient_id: str, *, clinical: bool) -> list[str]:
    patient = patients.get(desk, patient_id)
    about = from_desk.about(patient)
    relation = f" ({patient.emergency_relation})" if patient.emergency_relation else ""
    name = patient.emergency_name + relation if patient.emergency_name else _("Not recorded")
    cells = [f"{about.name}\n{about.birth_date_text}", name, patient.emergency_phone or _("Not recorded")]
    return [*cells, _allergies(desk, patient_id)] if clinical else cells


def _allergies(desk: Desk, patient_id: str) -> str:
    known = chart_facts.of(desk, patient_id).allergies
    if known.items:
        return ", ".join(item.substance for item in known.items)
    words = {Answer.NONE: _("No known allergies"), Answer.UNKNOWN: _("The patient could not say")}
    return words.get(known.answer, _("Not recorded"))
