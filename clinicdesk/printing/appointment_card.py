"""The appointment card: when this patient comes next, until when to eat and drink, and what to bring."""

from collections.abc import Sequence

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.styles import bullet, paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import patients, practice, visit_instructions
from clinicdesk.records.visit_instructions import Visit


def build(desk: Desk, patient_id: str) -> bytes:
    """Return the card as a PDF. Raises ``NotFound`` and ``CannotPrint``."""
    patient = patients.get(desk, patient_id)
    visits = visit_instructions.of_patient(desk, patient.id)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story: list[Flowable] = [paragraph(_("Your appointments"), "title")]
    if visits:
        head = (_("Day"), _("Time"), _("Visit"), _("Where"), _("Before the visit"))
        story.append(table(head, [_row(visit) for visit in visits], (2.2, 1.6, 2.4, 1.6, 4.2), width))
        story += _rules(visits)
    else:
        story.append(paragraph(_("No appointment is booked at the moment.")))
    story += [Spacer(0, 3 * mm), paragraph(_call(practice.get(desk).phone))]
    return page.build(
        story, letterhead, from_desk.imprint(desk, _("Appointment card"), audiences.PATIENT), from_desk.about(patient)
    )


def _row(visit: Visit) -> Sequence[str]:
    times = f"{formats.format_time(visit.starts)}–{formats.format_time(visit.ends)}"
    return (
        formats.format_day(visit.starts.date()),
        times,
        visit.appointment.title,
        visit.appointment.chair,
        visit_instructions.fasting_words(visit),
    )


def _rules(visits: Sequence[Visit]) -> list[Flowable]:
    words = dict.fromkeys(rule.card for visit in visits for rule in visit.rules)
    if not words:
        return []
    return [KeepTogether([paragraph(_("Each treatment visit"), "heading"), *(bullet(rule) for rule in words)])]


def _call(phone: str) -> str:
    if not phone:
        return _("If you cannot come, or have a question, please tell us as soon as you can.")
    return _("If you cannot come, or have a question, please call {phone} as soon as you can.").format(phone=phone)
