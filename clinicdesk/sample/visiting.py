"""One visit of the sample clinic, from the arrival to the signature, as far as time has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import patients, sessions
from clinicdesk.records.sessions import DecidedBy, EndReason, Identifiers, OrderedBy, Under
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.discharge import Mark
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.start_checks import Said
from clinicdesk.rules.vitals import Kind
from clinicdesk.sample.front_desk import receive
from clinicdesk.sample.stage import PIN, Stage, Story, read

_KINDS = (Kind.SYSTOLIC, Kind.DIASTOLIC, Kind.HEART_RATE, Kind.SPO2)
_SPREAD = (4, 3, 4, 0)
_DRAWN_IN_STEPS_OF = 10_000


@dataclass(slots=True)
class _Visit:
    """What one visit needs to know: who, when the infusion starts, and how it goes."""

    stage: Stage
    patient: str
    session_id: str
    start: datetime
    course: str
    by: str
    chance: Random
    about: dict[str, Any]

    @property
    def nurse(self) -> Desk:
        """The desk of the nurse who is on duty at this moment of the story."""
        return self.stage.desks["nurse"]

    @property
    def prescriber(self) -> Desk:
        """The desk of the prescriber of this series."""
        return self.stage.desks[self.by]

    def minute(self, minute: float) -> datetime:
        """Return a moment counted from the start of the infusion, some seconds late as in life."""
        return self.start + timedelta(minutes=minute, seconds=self.chance.randint(0, 40))


def visiting(stage: Stage, plan: dict[str, Any], number: int) -> Story:
    """Tell how somebody comes and is treated."""
    details = plan.get("visits", {}).get(str(number), {})
    start = _start(stage, plan, number, details)
    yield start - timedelta(minutes=26)
    if not details.get("comes", True):
        return
    visit = _Visit(
        stage,
        plan["patient"],
        stage.session(plan["patient"], plan["days"][0], number),
        start,
        details.get("course", "usual"),
        plan.get("by", "prescriber"),
        Random(f"{plan['patient']} {number}"),
        read("visits"),
    )
    yield from receive(stage, visit.patient, visit.session_id)
    yield from _before(visit)
    if visit.course == "not_treated":
        return
    yield from _infusion(visit)
    yield from _after(visit, is_last=number == len(plan["days"]), sign=details.get("until") != "discharge")
    if added := details.get("addendum"):
        yield stage.at(added["day"], added["time"])
        sessions.addendum(visit.prescriber, visit.session_id, body=added["body"])


def _start(stage: Stage, plan: dict[str, Any], number: int, details: dict[str, Any]) -> datetime:
    if "starts_in" in details:
        return stage.clock.present + timedelta(minutes=details["starts_in"])
    return stage.at(plan["days"][number - 1], plan["time"]) + timedelta(minutes=24)


def _before(visit: _Visit) -> Story:
    """Ask, weigh and measure; then the prescriber orders."""
    stage, person = visit.stage, visit.stage.people[visit.patient]
    yield visit.minute(-18)
    visit.nurse.note_opening(stage.patients[visit.patient])
    now = visit.nurse.now()
    if visit.course == "not_treated":
        sessions.not_treated(
            visit.nurse, visit.session_id, reason=visit.about["not_treated"]["reason"], decided_by=DecidedBy.CLINICIAN
        )
        return
    solids, liquids = now - timedelta(hours=10, minutes=visit.chance.randint(0, 90)), now - timedelta(hours=3)
    sessions.check_fasting(visit.nurse, visit.session_id, solids_at=solids, liquids_at=liquids)
    yield visit.minute(-15)
    known = person["details"]
    sessions.check_escort(visit.nurse, visit.session_id, name=known["emergency_name"], phone=known["emergency_phone"])
    site, no = sessions.Site(visit.about["chair"]["site"], visit.about["chair"]["gauge"]), Said(yes=False)
    sessions.check_at_chair(visit.nurse, visit.session_id, site=site, medicines=no, substances=no, suicidality=no)
    yield visit.minute(-12)
    weight = person["weight_grams"] + visit.chance.randrange(-6, 7) * 100
    sessions.observe(visit.nurse, visit.session_id, values={Kind.WEIGHT: weight, **_values(visit, (0, 0, 0, 0, 5))})
    yield visit.minute(-7)
    visit.prescriber.note_opening(stage.patients[visit.patient])
    dose = sessions.usual(sessions.get(visit.prescriber, visit.session_id))
    sessions.order(visit.prescriber, visit.session_id, identity=_identity(visit), dose=dose)
    yield visit.start - timedelta(minutes=4)
    _second_check(visit)


def _second_check(visit: _Visit) -> None:
    """The nurse works the dose out anew, and finds the same."""
    order = sessions.get(visit.nurse, visit.session_id).order
    assert order is not None  # it was signed a moment ago
    sessions.check_dose(
        visit.nurse,
        visit.session_id,
        order_id=order.id,
        login=visit.nurse.person.login,
        pin=PIN,
        worked_out={figure.key: figure.expected for figure in sessions.figures_of(order)},
    )


def _infusion(visit: _Visit) -> Story:
    """Start, observe by the minutes of the curve, and end."""
    # Without the seconds: "it runs for 17 minutes now" should be true.
    yield visit.start
    sessions.start(visit.nurse, visit.session_id, identity=_identity(visit))
    pressure = visit.course == "pressure"
    end = 48 if pressure else 40
    for minute, *added in visit.about["curves"]["pressure" if pressure else "usual"]:
        if minute > end:
            break
        yield visit.minute(minute)
        values = _values(visit, added)
        sessions.observe(visit.nurse, visit.session_id, values=values)
        if visit.course == "slip" and minute == 30:
            yield from _slip(visit, values)
        if pressure and minute == 20:
            yield from _paused(visit)
        if visit.course == "nausea" and minute == 20:
            yield from _nausea(visit)
    yield visit.start + timedelta(minutes=end, seconds=45)
    sessions.end(visit.nurse, visit.session_id, ended=EndReason.COMPLETED)


def _slip(visit: _Visit, values: Mapping[Kind, int]) -> Story:
    """Type a heart rate once more in the field of the next moment, see it, and mark it as entered in error."""
    happened = visit.about["slip"]
    sessions.observe(visit.nurse, visit.session_id, values={Kind.HEART_RATE: values[Kind.HEART_RATE] + 100})
    wrong = sessions.get(visit.nurse, visit.session_id).current[-1]
    yield visit.nurse.now() + timedelta(seconds=25)
    sessions.correct(visit.nurse, visit.session_id, values={wrong.id: None}, reason=happened["reason"])


def _paused(visit: _Visit) -> Story:
    happened = visit.about["pressure"]
    yield visit.minute(21)
    onset = visit.nurse.now()
    sessions.pause(visit.nurse, visit.session_id, reason=happened["pause"])
    yield visit.minute(25)
    sessions.observe(
        visit.nurse, visit.session_id, values=_values(visit, (34, 14, 10, -1, 4)), comment=happened["comment"]
    )
    yield visit.start + timedelta(minutes=29)
    sessions.resume(visit.nurse, visit.session_id)
    sessions.report_adverse_event(
        visit.nurse,
        visit.session_id,
        kind=happened["kind"],
        severity=Severity.MODERATE,
        related=Relation.RELATED,
        action_taken=ActionTaken.PAUSED,
        outcome=Outcome.RESOLVED,
        onset_at=onset,
        narrative=happened["narrative"],
    )


def _nausea(visit: _Visit) -> Story:
    happened = visit.about["nausea"]
    yield visit.minute(25)
    amount = happened["micrograms"]
    sessions.give_drug(
        visit.nurse,
        visit.session_id,
        product=happened["product"],
        strength_micrograms_per_ml=happened["strength_micrograms_per_ml"],
        lot=happened["lot"],
        expires_on=visit.stage.day(visit.about["drug"]["expires_in_days"]),
        drawn_micrograms=amount,
        given_micrograms=amount,
        wasted_micrograms=0,
        under=Under(OrderedBy.STANDING, happened["standing_order"]),
        route=visit.about["drug"]["route"],
    )
    sessions.report_adverse_event(
        visit.nurse,
        visit.session_id,
        kind=happened["kind"],
        severity=Severity.MILD,
        related=Relation.RELATED,
        action_taken=ActionTaken.DRUG_GIVEN,
        outcome=Outcome.RESOLVED,
        narrative=happened["narrative"],
    )


def _after(visit: _Visit, *, is_last: bool, sign: bool) -> Story:
    """Account for the drug, observe until it is safe to go, discharge, sign."""
    pressure = visit.course == "pressure"
    end = 48 if pressure else 40
    yield visit.minute(end + 3)
    _account_for_drug(visit)
    for minute, *added in visit.about["curves"]["pressure" if pressure else "usual"]:
        if minute > end:
            yield visit.minute(minute)
            sessions.observe(visit.nurse, visit.session_id, values=_values(visit, added))
    yield visit.minute(end + 42)
    marks, remarks = _checklist(visit, is_last=is_last)
    person = visit.stage.people[visit.patient]["details"]
    left = sessions.Left(
        points=dict(visit.about["discharge"]["points"]),
        escort_name=person["emergency_name"],
        escort_phone=person["emergency_phone"],
        instructions="en",
    )
    sessions.discharge(visit.nurse, visit.session_id, marks=marks, remarks=remarks, left=left)
    if sign:
        yield visit.minute(end + 55)
        sessions.sign(visit.prescriber, visit.session_id)


def _account_for_drug(visit: _Visit) -> None:
    drug, order = visit.about["drug"], sessions.get(visit.nurse, visit.session_id).order
    assert order is not None  # it was started by an order
    assert isinstance(order.arithmetic, DoseArithmetic)  # the stories are infusions
    given = order.arithmetic.dose_micrograms
    drawn = -(-given // _DRAWN_IN_STEPS_OF) * _DRAWN_IN_STEPS_OF
    sessions.give_drug(
        visit.nurse,
        visit.session_id,
        product=drug["product"],
        strength_micrograms_per_ml=order.arithmetic.concentration_micrograms_per_ml,
        lot=drug["lot"],
        expires_on=visit.stage.day(drug["expires_in_days"]),
        drawn_micrograms=drawn,
        given_micrograms=given,
        wasted_micrograms=drawn - given,
        witness_id=visit.prescriber.person.id,
        route=drug["route"],
    )


def _checklist(visit: _Visit, *, is_last: bool) -> tuple[Mapping[str, Mark], Mapping[str, str]]:
    items = sessions.get(visit.nurse, visit.session_id).protocol.discharge.items
    marks = {item.id: Mark.MET for item in items}
    if not is_last:
        return marks, {}
    return {**marks, "next": Mark.NOT_APPLICABLE}, {"next": visit.about["discharge"]["last"]}


def _identity(visit: _Visit) -> Identifiers:
    patient = patients.get(visit.nurse, visit.stage.patients[visit.patient])
    assert patient.birth_date is not None  # everybody who is treated in the story has one
    return Identifiers(f"{patient.given_name} {patient.family_name}", patient.birth_date)


def _values(visit: _Visit, added: Sequence[int]) -> dict[Kind, int]:
    """Return the vital signs: the patient's baseline, what the infusion adds, and a little chance.

    ``added`` has a number for each of ``_KINDS``, and last how awake the patient is.
    """
    *more, awake = added
    baseline = visit.stage.people[visit.patient]["baseline"]
    values = {
        kind: usual + plus + visit.chance.randint(-spread, spread)
        for kind, usual, plus, spread in zip(_KINDS, baseline, more, _SPREAD, strict=True)
    }
    return {
        **values,
        Kind.SPO2: min(values[Kind.SPO2], 100),
        Kind.RESPIRATORY_RATE: visit.chance.randint(13, 17),
        Kind.SEDATION: awake,
    }
