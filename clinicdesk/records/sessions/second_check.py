"""The independent second check of a signed order: somebody else works its figures out without seeing the result."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_concentration, format_dose, format_drug, format_volume, format_weight
from clinicdesk.language import _
from clinicdesk.permissions import ACTIONS
from clinicdesk.records import pins
from clinicdesk.records.sessions.events import cleaned, refuse_closed, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Order, SecondCheck, Session
from clinicdesk.rules.devices import DeviceDose
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.fluids import FluidDose
from clinicdesk.rules.protocol import DrugVolume, SecondCheckRule, StageKind, WeightBasis
from clinicdesk.rules.second_check import Figure, Unit, differing
from clinicdesk.rules.stages import StageDose
from clinicdesk.rules.timeline import BEFORE_START, Phase
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Value, insert

_WEIGHTS = {
    WeightBasis.ACTUAL: _("Weight for the dose {weight}"),
    WeightBasis.IDEAL: _("Ideal weight, for the dose {weight}"),
    WeightBasis.ADJUSTED: _("Adjusted weight, for the dose {weight}"),
}
_OVER = frozenset({Phase.RECOVERY, Phase.DISCHARGED, Phase.NOT_TREATED})


class Checked(StrEnum):
    """How far the second check of the order that counts is."""

    NOT_NEEDED = "not_needed"
    OPEN = "open"
    AGREED = "agreed"
    DIFFERS = "differs"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What came of a check. ``differing``: the names of the figures that do not agree; the order's own are not told."""

    agreed: bool
    differing: tuple[str, ...]


def latest_check(session: Session) -> SecondCheck | None:
    """Return the last word on the order that counts, or None when nobody has checked it."""
    order = session.order
    of_order = [check for check in session.second_checks if order is not None and check.order_id == order.id]
    return of_order[-1] if of_order else None


def checked(session: Session) -> Checked:
    """Return how far the second check of the order that counts is."""
    check = latest_check(session)
    if check is not None:
        if check.alone_reason:
            return Checked.ALONE
        return Checked.AGREED if check.agreed else Checked.DIFFERS
    return Checked.NOT_NEEDED if session.protocol.second_check is SecondCheckRule.NONE else Checked.OPEN


def is_blind(desk: Desk, session: Session) -> bool:
    """Return whether the figures of the order are kept from this person: they are still to be worked out anew.

    Before the start only, and never from the prescriber who signed them.
    """
    order = session.order
    if order is None or session.phase not in BEFORE_START or checked(session) not in (Checked.OPEN, Checked.DIFFERS):
        return False
    return _prescriber_of(desk, order) != desk.person.id


def missing_check(session: Session) -> str | None:
    """Return the sentence that keeps a session from starting for want of a second check, or None.

    A check that differs keeps it from starting whatever the protocol says: two people do not agree on the dose.
    """
    state = checked(session)
    if session.order is None or state in (Checked.NOT_NEEDED, Checked.AGREED):
        return None
    if state is Checked.DIFFERS:
        return _("The second check differs from the order. Check it again, or a prescriber signs a new order.")
    if state is Checked.OPEN:
        return _("Somebody else has not checked the dose yet.")
    alone_may = session.protocol.second_check is not SecondCheckRule.REQUIRED
    return None if alone_may else _("This protocol wants a second person to check the dose.")


def figures_of(order: Order) -> tuple[Figure, ...]:
    """Return what the second person works out, with the order's own figures, which are not shown to that person.

    An amount the prescriber wrote instead of the calculated one is given, not worked out.
    """
    dose = order.arithmetic
    if isinstance(dose, DeviceDose):
        return (Figure("devices", _("Number of devices"), Unit.PIECES, dose.devices),)
    if isinstance(dose, FluidDose):
        return (_rate(dose.rate_microlitres_per_hour),)
    figures = [
        Figure("drug_volume_microlitres", _("Volume of drug (mL)"), Unit.MILLILITRES, dose.drug_microlitres),
    ]
    if _is_calculated(dose):
        figures.insert(0, Figure("dose_micrograms", _("Dose (mg)"), Unit.MILLIGRAMS, dose.dose_micrograms))
    if not dose.stages:
        return (*figures, _rate(dose.rate_microlitres_per_hour))
    for number, stage in enumerate(dose.stages, start=1):
        title = _("Rate: {stage} (mL per hour)").format(stage=stage.title)
        figures.append(
            Figure(f"stage_{number}_rate_microlitres_per_hour", title, Unit.RATE, stage.rate_microlitres_per_hour)
        )
    return tuple(figures)


def differing_figures(order: Order, check: SecondCheck) -> tuple[str, ...]:
    """Return the names of the figures in which a check differs from the order."""
    return tuple(figure.title for figure in differing(figures_of(order), check.worked_out))


def _rate(microlitres_per_hour: int) -> Figure:
    return Figure("rate_microlitres_per_hour", _("Pump rate (mL per hour)"), Unit.RATE, microlitres_per_hour)


def _is_calculated(dose: DoseArithmetic) -> bool:
    return dose.dose_micrograms == dose.calculated_micrograms


def prescription_of(order: Order) -> tuple[str, ...]:
    """Return what the second person works from, line by line: no result is among it."""
    dose = order.arithmetic
    drug = format_drug(order.drug)
    if isinstance(dose, DeviceDose):
        return (
            _("{drug}, {dose}").format(drug=drug, dose=format_dose(dose.dose_micrograms)),
            _("One device holds {amount}").format(amount=format_dose(dose.device_micrograms)),
        )
    if isinstance(dose, FluidDose):
        return (
            _("{fluid}, {volume}").format(fluid=dose.fluid, volume=format_volume(dose.total_microlitres)),
            *dose.contents,
            _("Over {minutes} min").format(minutes=dose.duration_minutes),
        )
    bag = (
        _("Bag of {volume}, the drug is added to it")
        if dose.drug_volume is DrugVolume.ADDED
        else _("Bag of {volume}, as much is taken out as drug goes in")
    )
    return (
        *_asked_for(drug, dose),
        _("Strength {strength}").format(strength=format_concentration(dose.concentration_micrograms_per_ml)),
        bag.format(volume=format_volume(dose.bag_microlitres)),
        *(() if dose.stages else (_("Over {minutes} min").format(minutes=dose.duration_minutes),)),
    )


def _asked_for(drug: str, dose: DoseArithmetic) -> tuple[str, ...]:
    if not _is_calculated(dose):
        return (_("{drug}, ordered as {dose}").format(drug=drug, dose=format_dose(dose.dose_micrograms)),)
    weight = _WEIGHTS[dose.weight_basis].format(weight=format_weight(dose.weight_grams))
    if dose.stages:
        return (drug, *(_stage_words(stage) for stage in dose.stages), weight)
    per_kg = format_dose(dose.micrograms_per_kg)
    return (_("{drug}, {per_kg} per kg").format(drug=drug, per_kg=per_kg), weight)


def _stage_words(stage: StageDose) -> str:
    sentence = (
        _("{title}: {per_kg} per kg over {minutes} min")
        if stage.kind is StageKind.BOLUS
        else _("{title}: {per_kg} per kg per hour for {minutes} min")
    )
    words = sentence.format(title=stage.title, per_kg=format_dose(stage.micrograms_per_kg), minutes=stage.minutes)
    if stage.capped_micrograms_per_hour is not None:
        limit = format_dose(stage.capped_micrograms_per_hour)
        words += _(", at most {limit} per hour").format(limit=limit)
    return words


def check_dose(
    desk: Desk,
    session_id: str,
    *,
    order_id: str,
    login: str,
    pin: str,
    worked_out: Mapping[str, int],
    occurred_at: datetime | None = None,
) -> CheckResult:
    """Record what a second person worked out for an order, and return whether it agrees.

    The person says who they are with login and PIN (or password). Both outcomes are recorded. Raises ``BadValue``,
    ``SignInRefused``, and refuses the prescriber who signed the order: nobody checks their own.
    """
    session = get(desk, session_id)
    order = _order_to_check(session, order_id)
    figures = figures_of(order)
    for figure in figures:
        if worked_out.get(figure.key, 0) <= 0:
            raise BadValue(_("Work this out and type it."), figure.key)
    person = pins.admit(desk.clinic, login, pin, desk.workstation).person
    if person.id == _prescriber_of(desk, order):
        raise BadValue(_("{name} signed this order. Somebody else checks it.").format(name=person.name), "login")
    if not ACTIONS["session.second_check"] & person.roles:
        raise BadValue(_("{name} is not a clinician here. A clinician checks it.").format(name=person.name), "login")
    differ = differing(figures, worked_out)
    _record(
        desk,
        session,
        occurred_at,
        order_id=order.id,
        checker_id=person.id,
        checker_name=person.name,
        worked_out=json.dumps({figure.key: worked_out[figure.key] for figure in figures}, sort_keys=True),
        agreed=int(not differ),
    )
    return CheckResult(not differ, tuple(figure.title for figure in differ))


def work_alone(desk: Desk, session_id: str, *, order_id: str, reason: str, occurred_at: datetime | None = None) -> None:
    """Record that nobody else was there to check, and why. Refused where the protocol wants a second person."""
    session = get(desk, session_id)
    order = _order_to_check(session, order_id)
    if session.protocol.second_check is SecondCheckRule.REQUIRED:
        raise BadValue(_("This protocol wants a second person to check the dose. Ask somebody to come."))
    if checked(session) is Checked.DIFFERS:
        raise BadValue(_("A check of this order differs. A prescriber signs a new order, or it is checked again."))
    if checked(session) is Checked.AGREED:
        raise BadValue(_("Somebody else has checked this dose already."))
    if not cleaned(reason):
        raise BadValue(_("Say why nobody else can check the dose."), "alone_reason")
    _record(desk, session, occurred_at, order_id=order.id, agreed=0, alone_reason=cleaned(reason))


def _order_to_check(session: Session, order_id: str) -> Order:
    refuse_closed(session)
    order = session.order
    if order is None:
        raise BadValue(_("A prescriber has not signed the order yet."))
    if order.id != order_id:
        raise BadValue(_("The order was replaced meanwhile. Check the new one."))
    if session.phase in _OVER:
        raise BadValue(_("The infusion is over. There is nothing left to check."))
    return order


def _prescriber_of(desk: Desk, order: Order) -> str | None:
    row = desk.row("SELECT staff_id FROM signatures WHERE subject_table = 'orders' AND subject_id = ?", order.id)
    return str(row["staff_id"]) if row is not None and row["staff_id"] else None


def _record(desk: Desk, session: Session, occurred_at: datetime | None, **columns: Value) -> None:
    row = insert(
        "second_checks",
        desk.new_id(),
        session_id=session.id,
        patient_id=session.patient_id,
        checked_at=as_text(when(desk, occurred_at).at),
        **columns,
    )
    desk.record("session.second_check", row, patient=session.patient_id)
