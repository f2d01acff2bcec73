"""The order: what a prescriber signs for one session. The latest one counts; a changed dose is a new order."""

import json
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions.checks import Identifiers, refuse_wrong_patient
from clinicdesk.records.sessions.consent import asking_reason
from clinicdesk.records.sessions.events import cleaned, refuse_closed, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Observation, Session
from clinicdesk.rules.dosing import DoseArithmetic, calculate, check_dose, check_duration
from clinicdesk.rules.protocol import DrugVolume
from clinicdesk.rules.quantities import kilograms_text, pounds_text
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Value, insert

_CLOSED = frozenset({Phase.RECOVERY, Phase.DISCHARGED, Phase.NOT_TREATED})


def weight_for(session: Session) -> Observation:
    """Return the weight the dose is worked out from: today's. Raises ``BadValue`` when nobody weighed the patient."""
    weight = session.latest(Kind.WEIGHT)
    if weight is None or weight.value is None:
        raise BadValue(_("Weigh the patient first. The dose is worked out from today's weight."), "weight")
    return weight


def usual(session: Session) -> DoseArithmetic:
    """Return the protocol's own dose for today's weight: what the order form starts with."""
    protocol = session.protocol
    return arithmetic(
        session,
        micrograms_per_kg=protocol.dose.micrograms_per_kg,
        concentration_micrograms_per_ml=protocol.bag.concentration_micrograms_per_ml,
        bag_microlitres=protocol.bag.volume_microlitres,
        drug_volume=protocol.bag.drug_volume,
        duration_minutes=protocol.dose.duration_minutes,
    )


def arithmetic(
    session: Session,
    *,
    micrograms_per_kg: int,
    concentration_micrograms_per_ml: int,
    bag_microlitres: int,
    drug_volume: DrugVolume,
    duration_minutes: int,
    dose_micrograms: int | None = None,
) -> DoseArithmetic:
    """Return the arithmetic of an order for today's weight. Raises ``BadValue`` for numbers that cannot be."""
    return calculate(
        micrograms_per_kg=micrograms_per_kg,
        weight_grams=weight_for(session).value or 0,
        concentration_micrograms_per_ml=concentration_micrograms_per_ml,
        bag_microlitres=bag_microlitres,
        drug_volume=drug_volume,
        duration_minutes=duration_minutes,
        dose_micrograms=dose_micrograms,
    )


def lines_of(dose: DoseArithmetic) -> tuple[str, ...]:
    """Return the arithmetic as it is shown, signed and printed: the weight in kg and lb, then each step."""
    weight = _("Weight {kilograms} = {pounds}").format(
        kilograms=kilograms_text(dose.weight_grams), pounds=pounds_text(dose.weight_grams)
    )
    return (weight, *dose.lines())


def questions_about(session: Session, dose: DoseArithmetic) -> tuple[str, ...]:
    """Return what is unusual about an order, to be asked once. Raises ``BadValue`` above the protocol's limit."""
    protocol = session.protocol
    too_fast_or_slow = check_duration(protocol.dose.duration_minutes, dose.duration_minutes)
    questions = check_dose(protocol.caps, dose.dose_micrograms, dose.weight_grams)
    return (*questions, too_fast_or_slow) if too_fast_or_slow else questions


def order(
    desk: Desk,
    session_id: str,
    *,
    identity: Identifiers,
    dose: DoseArithmetic,
    unusual_confirmed: bool = False,
    consent_reason: str | None = None,
    remark: str | None = None,
    written_at: datetime | None = None,
) -> str:
    """Write and sign an order, and return its id. Prescribers only; the two identifiers are typed again.

    A further order replaces the one before and needs ``remark``: why. A paper that expired, is of an
    earlier series or on an older text needs ``consent_reason``. An unusual dose is refused until ``unusual_confirmed``.
    Typed in from paper it needs ``written_at``, and is signed now all the same: nobody signs in the past. Raises
    ``BadValue``.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase in _CLOSED:
        raise BadValue(_("The infusion is over. There is nothing left to order."))
    refuse_wrong_patient(desk, session, identity)
    _refuse_dose(session, dose, unusual_confirmed=unusual_confirmed)
    if session.order is not None and not cleaned(remark):
        raise BadValue(_("Say why the order changes."), "remark")
    written = when(desk, written_at).at if desk.transcribing else None
    needs_reason = asking_reason(desk, session)
    if needs_reason and not cleaned(consent_reason):
        raise BadValue(" ".join(needs_reason), "consent_reason")
    order_id = desk.new_id()
    row = insert(
        "orders",
        order_id,
        session_id=session.id,
        patient_id=session.patient_id,
        drug=session.protocol.drug,
        weighed_at=as_text(weight_for(session).moment.at),
        consent_reason=cleaned(consent_reason) if needs_reason else None,
        remark=cleaned(remark),
        written_at=as_text(written) if written else None,
        **_columns(dose),
    )
    signature = insert(
        "signatures",
        desk.new_id(),
        subject_table="orders",
        subject_id=order_id,
        patient_id=session.patient_id,
        meaning="prescriber",
        signer_name=desk.person.name,
        staff_id=desk.person.id,
        signed_at=as_text(desk.now()),
    )
    desk.record("session.order", row, signature, patient=session.patient_id)
    return order_id


def _refuse_dose(session: Session, dose: DoseArithmetic, *, unusual_confirmed: bool) -> None:
    """Raise ``BadValue`` for a dose above the limit, for another weight than today's, or an unusual one unconfirmed."""
    if dose.weight_grams != weight_for(session).value:
        raise BadValue(_("The weight has changed. Look at the dose again before you sign."), "weight")
    again = arithmetic(
        session,
        micrograms_per_kg=dose.micrograms_per_kg,
        concentration_micrograms_per_ml=dose.concentration_micrograms_per_ml,
        bag_microlitres=dose.bag_microlitres,
        drug_volume=dose.drug_volume,
        duration_minutes=dose.duration_minutes,
        dose_micrograms=dose.dose_micrograms,
    )
    if again != dose:
        raise BadValue(_("The numbers of this order do not agree with each other. Write it again."), "dose")
    questions = questions_about(session, dose)
    if questions and not unusual_confirmed:
        raise BadValue(questions[0], "dose")


def _columns(dose: DoseArithmetic) -> dict[str, Value]:
    """Return the columns of an order that hold its numbers, and the arithmetic as it was shown."""
    return {
        "micrograms_per_kg": dose.micrograms_per_kg,
        "weight_grams": dose.weight_grams,
        "dose_micrograms": dose.dose_micrograms,
        "concentration_micrograms_per_ml": dose.concentration_micrograms_per_ml,
        "drug_volume_microlitres": dose.drug_microlitres,
        "bag_volume_microlitres": dose.bag_microlitres,
        "drug_volume_added": int(dose.drug_volume is DrugVolume.ADDED),
        "duration_minutes": dose.duration_minutes,
        "rate_microlitres_per_hour": dose.rate_microlitres_per_hour,
        "arithmetic": json.dumps(lines_of(dose), ensure_ascii=False),
    }
