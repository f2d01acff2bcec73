"""The order: what a prescriber signs for one session. The latest one counts; a changed dose is a new order."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions.body import Body, body
from clinicdesk.records.sessions.checks import Identifiers, refuse_wrong_patient
from clinicdesk.records.sessions.consent import asking_reason
from clinicdesk.records.sessions.events import cleaned, order_claim, refuse_closed, when
from clinicdesk.records.sessions.last_dose import LastDose, last_dose
from clinicdesk.records.sessions.order_rows import columns
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Observation, Session
from clinicdesk.rules.body_weight import body_mass_index_tenths
from clinicdesk.rules.devices import DeviceDose, check_devices, device_dose
from clinicdesk.rules.dosing import (
    Dose,
    DoseArithmetic,
    calculate,
    check_change,
    check_dose,
    check_duration,
    check_rates,
)
from clinicdesk.rules.fluids import FluidDose, check_fluid, fluid_dose
from clinicdesk.rules.protocol import Caps, DeviceRule, DoseRule, DrugVolume, FluidRule, StageRule, WeightBasis
from clinicdesk.rules.quantities import decimal_text, dose_text, kilograms_text, pounds_text
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert

_CLOSED = frozenset({Phase.RECOVERY, Phase.DISCHARGED, Phase.NOT_TREATED})


def weight_for(session: Session) -> Observation:
    """Return the weight the dose is worked out from: today's. Raises ``BadValue`` when nobody weighed the patient."""
    weight = session.latest(Kind.WEIGHT)
    if weight is None or weight.value is None:
        raise BadValue(_("Weigh the patient first. The dose is worked out from today's weight."), "weight")
    return weight


def usual(session: Session, known: Body | None = None) -> Dose:
    """Return the protocol's own dose: what the order form starts with. A fluid has none; the prescriber writes it.

    ``known`` (see ``body``) is needed where the protocol doses by another weight than the actual one.
    """
    protocol = session.protocol
    if protocol.devices is not None:
        return device_dose(protocol.devices, protocol.devices.first_dose_micrograms)
    if protocol.dose is None or protocol.bag is None:
        raise BadValue(
            _("This protocol has no dose of its own. The prescriber writes what goes into the bag."), "fluid"
        )
    return arithmetic(
        session,
        micrograms_per_kg=protocol.dose.micrograms_per_kg,
        concentration_micrograms_per_ml=protocol.bag.concentration_micrograms_per_ml,
        bag_microlitres=protocol.bag.volume_microlitres,
        drug_volume=protocol.bag.drug_volume,
        duration_minutes=protocol.dose.duration_minutes,
        weight_basis=protocol.dose.weight_basis,
        stages=protocol.stages,
        known=known,
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
    weight_basis: WeightBasis = WeightBasis.ACTUAL,
    stages: Sequence[StageRule] = (),
    known: Body | None = None,
) -> DoseArithmetic:
    """Return the arithmetic of an order for today's weight. Raises ``BadValue`` for numbers that cannot be.

    With ``stages`` the dose and the time are theirs. ``known`` is needed for ideal or adjusted weight.
    """
    facts = known or Body(_height(session), "", None, None)
    actual = weight_for(session).value or 0
    caps = session.protocol.caps
    return calculate(
        micrograms_per_kg=micrograms_per_kg,
        weight_grams=actual,
        concentration_micrograms_per_ml=concentration_micrograms_per_ml,
        bag_microlitres=bag_microlitres,
        drug_volume=drug_volume,
        duration_minutes=duration_minutes,
        dose_micrograms=dose_micrograms,
        weight=facts.dosing_weight(weight_basis, actual),
        stages=stages,
        max_micrograms_per_hour=caps.max_micrograms_per_hour if caps else None,
    )


def _height(session: Session) -> int | None:
    height = session.latest(Kind.HEIGHT)
    return height.value if height else None


def lines_of(dose: Dose) -> tuple[str, ...]:
    """Return the arithmetic as it is shown, signed and printed: the weight in kg and lb, then each step."""
    if not isinstance(dose, DoseArithmetic):
        return dose.lines()
    weight = _("Weight {kilograms} = {pounds}").format(
        kilograms=kilograms_text(dose.actual_weight_grams), pounds=pounds_text(dose.actual_weight_grams)
    )
    return (weight, *dose.lines())


def questions_about(
    session: Session, dose: Dose, *, known: Body | None = None, last: LastDose | None = None
) -> tuple[str, ...]:
    """Return what is unusual about an order, to be asked once. Raises ``BadValue`` above the protocol's limits.

    ``known`` and ``last`` add what earlier sessions say: a weight to take again, a dose that changed by much.
    """
    protocol = session.protocol
    if isinstance(dose, DeviceDose):
        return check_devices(_of(protocol.devices), dose, first=last is None)
    if isinstance(dose, FluidDose):
        return check_fluid(_of(protocol.fluid), dose)
    caps, rule = _of(protocol.caps), _of(protocol.dose)
    questions = list(check_dose(caps, dose.dose_micrograms, dose.weight_grams))
    check_rates(caps, dose)
    questions += [
        question
        for question in (
            check_duration(rule.duration_minutes, dose.duration_minutes),
            known.weigh_again(dose.actual_weight_grams) if known else None,
            change_from(caps, dose, last),
        )
        if question
    ]
    return tuple(questions)


def basis_reminder(session: Session, dose: Dose, known: Body) -> str | None:
    """Return a reminder, no question, that another weight than the actual one may be meant; None where it is not due.

    The body mass index from which it is given is the protocol's, with its source there.
    """
    rule, height = session.protocol.dose, known.height_millimetres
    if rule is None or rule.ask_basis_from_bmi is None or height is None or not isinstance(dose, DoseArithmetic):
        return None
    index = body_mass_index_tenths(dose.actual_weight_grams, height)
    if dose.weight_basis is not WeightBasis.ACTUAL or index < rule.ask_basis_from_bmi * 10:
        return None
    return _("Body mass index {index}: from {least} on, ideal weight is to be considered.").format(
        index=decimal_text(index, 10), least=rule.ask_basis_from_bmi
    )


def change_from(caps: Caps | None, dose: Dose, last: LastDose | None) -> str | None:
    """Return how a dose differs from the last one, if by more than the protocol's step; then it is typed twice."""
    if caps is None or last is None or last.ordered_micrograms is None:
        return None
    return check_change(caps, dose.dose_micrograms, last.ordered_micrograms)


_Rule = TypeVar("_Rule", Caps, DoseRule, DeviceRule, FluidRule)


def _of(rule: _Rule | None) -> _Rule:
    """Return the protocol's rule for a dose of this kind. Raises ``BadValue`` when the protocol has none."""
    if rule is None:
        raise BadValue(_("This protocol is given in another way. Write the order anew."), "dose")
    return rule


def order(
    desk: Desk,
    session_id: str,
    *,
    identity: Identifiers,
    dose: Dose,
    unusual_confirmed: bool = False,
    dose_again_micrograms: int | None = None,
    consent_reason: str | None = None,
    remark: str | None = None,
    written_at: datetime | None = None,
) -> str:
    """Write and sign an order, and return its id. Prescribers only; the two identifiers are typed again.

    A further order replaces the one before and needs ``remark``: why. A paper that expired, is of an
    earlier series or on an older text needs ``consent_reason``. An unusual dose is refused until ``unusual_confirmed``;
    one that differs from the last by more than the protocol's step until it is typed again, as
    ``dose_again_micrograms``. Typed in from paper it needs ``written_at``, and is signed now all the same: nobody signs
    in the past. Raises ``BadValue``.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase in _CLOSED:
        raise BadValue(_("The infusion is over. There is nothing left to order."))
    refuse_wrong_patient(desk, session, identity)
    _refuse_dose(desk, session, dose, confirmed=unusual_confirmed, again=dose_again_micrograms)
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
        drug=dose.fluid if isinstance(dose, FluidDose) else session.protocol.drug,
        weighed_at=as_text(weight_for(session).moment.at) if isinstance(dose, DoseArithmetic) else None,
        consent_reason=cleaned(consent_reason) if needs_reason else None,
        remark=cleaned(remark),
        written_at=as_text(written) if written else None,
        arithmetic=json.dumps(lines_of(dose), ensure_ascii=False),
        **columns(dose),
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
    desk.record("session.order", order_claim(session), row, signature, patient=session.patient_id)
    return order_id


def _refuse_dose(desk: Desk, session: Session, dose: Dose, *, confirmed: bool, again: int | None) -> None:
    """Raise ``BadValue`` for a dose above a limit, for another weight than today's, or an unusual one unconfirmed."""
    known, last = body(desk, session), last_dose(desk, session)
    if _worked_out_anew(session, dose, known) != dose:
        raise BadValue(_("The numbers of this order do not agree with each other. Write it again."), "dose")
    questions = questions_about(session, dose, known=known, last=last)
    if questions and not confirmed:
        raise BadValue(questions[0], "dose")
    if change_from(session.protocol.caps, dose, last) and again != dose.dose_micrograms:
        raise BadValue(
            _("Type the new dose once more: it differs much from the last one.")
            if again is None
            else _("The dose typed again is not {dose}. Look at both.").format(dose=dose_text(dose.dose_micrograms)),
            "again",
        )


def _worked_out_anew(session: Session, dose: Dose, known: Body) -> Dose:
    """Return the dose as this session's protocol and weight give it for the same wishes."""
    if isinstance(dose, DeviceDose):
        return device_dose(_of(session.protocol.devices), dose.dose_micrograms)
    if isinstance(dose, FluidDose):
        return fluid_dose(dose.fluid, dose.contents, dose.total_microlitres, dose.duration_minutes)
    if dose.actual_weight_grams != weight_for(session).value:
        raise BadValue(_("The weight has changed. Look at the dose again before you sign."), "weight")
    return arithmetic(
        session,
        micrograms_per_kg=dose.micrograms_per_kg,
        concentration_micrograms_per_ml=dose.concentration_micrograms_per_ml,
        bag_microlitres=dose.bag_microlitres,
        drug_volume=dose.drug_volume,
        duration_minutes=dose.duration_minutes,
        dose_micrograms=dose.dose_micrograms,
        weight_basis=dose.weight_basis,
        stages=tuple(stage.rule for stage in dose.stages),
        known=known,
    )
