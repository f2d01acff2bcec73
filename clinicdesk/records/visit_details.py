"""What stands beside the board for the one visit that is selected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import chart_facts, consents, patients, pinned_protocols, sessions
from clinicdesk.records.sessions import CheckItem, Session
from clinicdesk.rules import timeline
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.gate import Verdict, consent_gate


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be there before the start, in words."""

    done: bool
    words: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A running infusion: when it started (the clinic's zone), minutes that flowed, minutes ordered."""

    started_at: datetime
    flowed_minutes: int
    ordered_minutes: int


@dataclass(frozen=True, slots=True)
class VisitDetails:
    """The selected visit. What this person may not see is empty, and ``clinical`` is then False."""

    gender: str
    record_number: str
    phone: str
    treatment: str
    clinical: bool
    allergies: str
    allergies_known: bool
    order: tuple[str, ...]
    progress: Progress | None
    checks: tuple[Check, ...]


def of_session(desk: Desk, session_id: str) -> VisitDetails:
    """Return what a person may see of one visit. Raises ``NotFound``."""
    line = sessions.line(desk, session_id)
    patient = patients.get(desk, line.patient_id)
    clinical = desk.sees("clinical")
    session = sessions.get(desk, session_id) if clinical else None
    allergies, known = _allergies(desk, line.patient_id) if clinical else ("", False)
    return VisitDetails(
        gender=patient.gender or patient.sex_at_birth.capitalize(),
        record_number=patients.format_record_number(patient.record_number),
        phone=patient.phone_mobile or patient.phone_home,
        treatment=line.title,
        clinical=clinical,
        allergies=allergies,
        allergies_known=known,
        order=_order(session) if session else (),
        progress=_progress(desk, session) if session else None,
        checks=_checks(desk, session) if session else _papers(desk, session_id, line.patient_id),
    )


def _allergies(desk: Desk, patient_id: str) -> tuple[str, bool]:
    found = chart_facts.of(desk, patient_id).allergies
    if found.answer is Answer.SOME:
        return ", ".join(_with_reaction(a.substance, a.reaction, a.severity) for a in found.items), True
    return (_("No known allergies") if found.answer is Answer.NONE else _("Allergies not recorded")), False


def _with_reaction(substance: str, reaction: str, severity: str) -> str:
    more = ", ".join(part for part in (reaction, severity) if part)
    return f"{substance} ({more})" if more else substance


def _order(session: Session) -> tuple[str, ...]:
    order = session.order
    if order is None:
        return ()
    sums = order.arithmetic
    return (
        _("{drug} {dose} over {time}").format(
            drug=formats.format_drug(order.drug),
            dose=formats.format_dose(sums.dose_micrograms),
            time=formats.format_duration(sums.duration_minutes),
        ),
        _("{dose} per kg × {weight}").format(
            dose=formats.format_dose(sums.micrograms_per_kg), weight=formats.format_weight(sums.weight_grams)
        ),
    )


def _progress(desk: Desk, session: Session) -> Progress | None:
    started, order = session.started, session.order
    if started is None or order is None:
        return None
    flowed = timeline.infused(session.timeline, sessions.now_of(desk)).minutes
    return Progress(desk.local(started.at), flowed, order.arithmetic.duration_minutes)


def _checks(desk: Desk, session: Session) -> tuple[Check, ...]:
    escort = session.check_of(CheckItem.ESCORT)
    escort_words = _("Escort: not written down yet")
    if escort is not None:
        name, phone = escort.detail.get("name", ""), escort.detail.get("phone", "")
        escort_words = _("Escort: {name}, {phone}").format(name=name, phone=phone)
    order = session.order
    order_words = _("Order: a prescriber has not signed it yet")
    if order is not None:
        order_words = _("Order signed by {name}").format(name=order.prescriber_name)
    fasting = session.check_of(CheckItem.FASTING)
    found = [
        _consent(desk, session.patient_id, session.protocol.consents),
        Check(fasting is not None, _("Fasting asked") if fasting else _("Fasting: not asked yet")),
        Check(escort is not None, escort_words),
        Check(order is not None, order_words),
    ]
    if not session.protocol.escort_required and escort is None:
        found.pop(2)
    return tuple(found)


def _papers(desk: Desk, session_id: str, patient_id: str) -> tuple[Check, ...]:
    row = desk.row(
        "SELECT r.protocol_id FROM sessions s JOIN series r ON r.id = s.series_id WHERE s.id = ?", session_id
    )
    if row is None:
        return ()
    return (_consent(desk, patient_id, pinned_protocols.read(desk, row["protocol_id"]).consents),)


def _consent(desk: Desk, patient_id: str, texts: Sequence[str]) -> Check:
    answer = consent_gate(consents.for_treatment(desk, patient_id, texts).state)
    return Check(answer.verdict is Verdict.ALLOWED, answer.sentence)
