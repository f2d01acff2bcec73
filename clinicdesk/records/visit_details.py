"""What stands beside the board for the one visit that is selected."""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import appointments, chart_facts, check_in, patients, sessions
from clinicdesk.records.appointments import Stage
from clinicdesk.records.sessions import Checked, CheckItem, Session
from clinicdesk.records.today import BoardRow
from clinicdesk.records.today.row import HERE
from clinicdesk.rules import timeline
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.body_weight import BASIS_WORDS
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.protocol import WeightBasis

_NO_ESCORT = _("Escort: not written down yet")


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
    """The selected visit. What this person may not see is empty, and ``clinical`` is then False.

    ``treatment`` is the title of the series, which tells what somebody is treated for; ``remark`` is that of the
    booking, or why it was cancelled or missed.
    """

    gender: str
    record_number: str
    phone: str
    treatment: str
    remark: str
    clinical: bool
    allergies: str
    allergies_known: bool
    order: tuple[str, ...]
    progress: Progress | None
    checks: tuple[Check, ...]


def of_row(desk: Desk, row: BoardRow) -> VisitDetails:
    """Return what a person may see of one visit of the board. Raises ``NotFound``."""
    patient = patients.get(desk, row.patient_id)
    booked = appointments.get(desk, row.appointment_id) if row.appointment_id else None
    line = sessions.line(desk, row.session_id) if row.session_id else None
    clinical = desk.sees("clinical")
    session = sessions.get(desk, row.session_id) if clinical and row.session_id else None
    allergies, known = _allergies(desk, patient.id) if clinical else ("", False)
    expected = row.stage in HERE or row.stage is Stage.BOOKED
    checks = _checks(session) if session else _of_front_desk(desk, row.session_id)
    return VisitDetails(
        gender=patient.gender or patient.sex_at_birth.capitalize(),
        record_number=patients.format_record_number(patient.record_number),
        phone=patient.phone_mobile or patient.phone_home,
        treatment=line.title if line and clinical else "",
        remark=(booked.state_reason or booked.remark) if booked else "",
        clinical=clinical,
        allergies=allergies,
        allergies_known=known,
        order=_order(desk, session) if session else (),
        progress=_progress(desk, session) if session else None,
        checks=checks if expected else (),
    )


def _allergies(desk: Desk, patient_id: str) -> tuple[str, bool]:
    found = chart_facts.of(desk, patient_id).allergies
    if found.answer is Answer.SOME:
        return ", ".join(_with_reaction(a.substance, a.reaction, a.severity) for a in found.items), True
    return (_("No known allergies") if found.answer is Answer.NONE else _("Allergies not recorded")), False


def _with_reaction(substance: str, reaction: str, severity: str) -> str:
    more = ", ".join(part for part in (reaction, severity) if part)
    return f"{substance} ({more})" if more else substance


def _order(desk: Desk, session: Session) -> tuple[str, ...]:
    order = session.order
    if order is None:
        return ()
    if sessions.is_blind(desk, session):
        # Who is to work the dose out anew must not read it here.
        return (formats.format_drug(order.drug), _("The dose waits for its second check"))
    sums = order.arithmetic
    if not isinstance(sums, DoseArithmetic):
        return (formats.format_drug(order.drug), *sums.lines())
    return (
        _("{drug} {dose} over {time}").format(
            drug=formats.format_drug(order.drug),
            dose=formats.format_dose(sums.dose_micrograms),
            time=formats.format_duration(sums.duration_minutes),
        ),
        _("{dose} per kg × {weight}").format(
            dose=formats.format_dose(sums.micrograms_per_kg), weight=formats.format_weight(sums.weight_grams)
        ),
        *(() if sums.weight_basis is WeightBasis.ACTUAL else (BASIS_WORDS[sums.weight_basis],)),
    )


def _progress(desk: Desk, session: Session) -> Progress | None:
    started, order = session.started, session.order
    if started is None or order is None:
        return None
    flowed = timeline.infused(session.timeline, sessions.now_of(desk)).minutes
    return Progress(desk.local(started.at), flowed, order.arithmetic.duration_minutes)


_CHECKED = {
    Checked.OPEN: _("Dose: no second check yet"),
    Checked.DIFFERS: _("Dose: the second check differs"),
    Checked.AGREED: _("Dose checked by a second person"),
    Checked.ALONE: _("Dose not checked: worked alone"),
}


def _checks(session: Session) -> tuple[Check, ...]:
    """Return the checks of those who treat; the papers stand by themselves."""
    escort = session.check_of(CheckItem.ESCORT)
    escort_words = _NO_ESCORT
    if escort is not None:
        escort_words = _escort_words(escort.detail.get("name", ""), escort.detail.get("phone", ""))
    order = session.order
    order_words = _("Order: a prescriber has not signed it yet")
    if order is not None:
        order_words = _("Order signed by {name}").format(name=order.prescriber_name)
    fasting = session.check_of(CheckItem.FASTING)
    found = [
        Check(fasting is not None, _("Fasting asked") if fasting else _("Fasting: not asked yet")),
        Check(escort is not None, escort_words),
        Check(order is not None, order_words),
    ]
    checked = sessions.checked(session)
    if order is not None and checked is not Checked.NOT_NEEDED:
        found.append(Check(checked in (Checked.AGREED, Checked.ALONE), _CHECKED[checked]))
    if not session.protocol.escort_required and escort is None:
        found.pop(1)
    if not session.protocol.fasting.is_asked and fasting is None:
        found.pop(0)
    return tuple(found)


def _of_front_desk(desk: Desk, session_id: str | None) -> tuple[Check, ...]:
    """Return the check that is the front desk's besides the papers: who takes the patient home."""
    protocol = check_in.protocol_of(desk, session_id) if session_id else None
    if session_id is None or protocol is None:
        return ()
    escort = check_in.escort_of(desk, session_id)
    if escort is None and not protocol.escort_required:
        return ()
    return (Check(escort is not None, _escort_words(escort.name, escort.phone) if escort else _NO_ESCORT),)


def _escort_words(name: str, phone: str) -> str:
    return _("Escort: {name}, {phone}").format(name=name, phone=phone)
