"""One visit of the sample clinic, from the arrival to the signature, as far as time has come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from clinicdesk.printing import summary_filing
from clinicdesk.records import sessions
from clinicdesk.records.sessions import DecidedBy
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.discharge import Mark
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.protocol import SecondCheckRule, TreatmentKind
from clinicdesk.rules.start_checks import Said
from clinicdesk.rules.vitals import Kind
from clinicdesk.sample.front_desk import receive
from clinicdesk.sample.giving import giving
from clinicdesk.sample.stage import PIN, Stage, Story, read
from clinicdesk.sample.visit import Visit, identity, values

_DRAWN_IN_STEPS_OF = 10_000


def visiting(stage: Stage, plan: dict[str, Any], number: int) -> Story:
    """Tell how somebody comes and is treated."""
    details = plan.get("visits", {}).get(str(number), {})
    start = _start(stage, plan, number, details)
    yield start - timedelta(minutes=26)
    if not details.get("comes", True):
        return
    visit = Visit(
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
    yield from giving(visit)
    yield from _after(visit, is_last=number == len(plan["days"]), sign=details.get("until") != "discharge")
    if told := details.get("late"):
        yield stage.at(told["day"], told["time"])
        _late(visit, told)
    if added := details.get("addendum"):
        yield stage.at(added["day"], added["time"])
        sessions.addendum(visit.prescriber, visit.session_id, body=added["body"])


def _start(stage: Stage, plan: dict[str, Any], number: int, details: dict[str, Any]) -> datetime:
    if "starts_in" in details:
        return stage.clock.present + timedelta(minutes=details["starts_in"])
    return stage.at(plan["days"][number - 1], plan["time"]) + timedelta(minutes=24)


def _before(visit: Visit) -> Story:
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
    sessions.check_fasting(visit.nurse, visit.session_id, solids_at=solids, liquids_at=liquids, nasal_used=False)
    yield visit.minute(-15)
    known = person["details"]
    sessions.check_escort(visit.nurse, visit.session_id, name=known["emergency_name"], phone=known["emergency_phone"])
    protocol, no = sessions.get(visit.nurse, visit.session_id).protocol, Said(yes=False)
    has_line = protocol.kind is not TreatmentKind.DEVICES
    site = sessions.Site(visit.about["chair"]["site"], visit.about["chair"]["gauge"]) if has_line else None
    sessions.check_at_chair(visit.nurse, visit.session_id, site=site, medicines=no, substances=no, suicidality=no)
    if protocol.programme:
        sessions.check_prescriber(visit.nurse, visit.session_id, staff_id=visit.prescriber.person.id)
    yield visit.minute(-12)
    weight = person["weight_grams"] + visit.chance.randrange(-6, 7) * 100
    sessions.observe(visit.nurse, visit.session_id, values={Kind.WEIGHT: weight, **values(visit, (0, 0, 0, 0, 5))})
    yield visit.minute(-7)
    visit.prescriber.note_opening(stage.patients[visit.patient])
    dose = sessions.usual(sessions.get(visit.prescriber, visit.session_id))
    sessions.order(visit.prescriber, visit.session_id, identity=identity(visit), dose=dose)
    if protocol.second_check is not SecondCheckRule.NONE:
        yield visit.start - timedelta(minutes=4)
        _second_check(visit)


def _second_check(visit: Visit) -> None:
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


def _after(visit: Visit, *, is_last: bool, sign: bool) -> Story:
    """Account for the drug, observe until it is safe to go, discharge, sign."""
    yield visit.minute(visit.end_minute + 3)
    _account_for_drug(visit)
    for minute, *added in visit.curve:
        if minute > visit.end_minute:
            yield visit.minute(minute)
            sessions.observe(visit.nurse, visit.session_id, values=values(visit, added))
    earliest = sessions.earliest_leave(sessions.get(visit.nurse, visit.session_id))
    yield max(visit.minute(visit.end_minute + 42), earliest.at + timedelta(minutes=1) if earliest else visit.start)
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
        yield visit.nurse.now() + timedelta(minutes=13)
        sessions.sign(visit.prescriber, visit.session_id)
        summary_filing.file_summary(visit.prescriber, visit.session_id)


def _late(visit: Visit, told: dict[str, Any]) -> None:
    """Write down what the patient tells on the phone the day after."""
    about = visit.about["late"]
    now = visit.nurse.now()
    sessions.report_late_event(
        visit.nurse,
        visit.session_id,
        kind=about["kind"],
        severity=Severity.MILD,
        related=Relation.POSSIBLY,
        action_taken=ActionTaken.NONE,
        outcome=Outcome.RESOLVED,
        onset_at=now - timedelta(hours=2),
        told_by=told["by"],
        narrative=about["narrative"],
    )
    summary_filing.file_summary(visit.nurse, visit.session_id)


def _account_for_drug(visit: Visit) -> None:
    drug, order = visit.about["drug"], sessions.get(visit.nurse, visit.session_id).order
    assert order is not None  # it was started by an order
    if not isinstance(order.arithmetic, DoseArithmetic):
        return  # each device was written down when it was given
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


def _checklist(visit: Visit, *, is_last: bool) -> tuple[Mapping[str, Mark], Mapping[str, str]]:
    items = sessions.get(visit.nurse, visit.session_id).protocol.discharge.items
    marks = {item.id: Mark.MET for item in items}
    if not is_last:
        return marks, {}
    return {**marks, "next": Mark.NOT_APPLICABLE}, {"next": visit.about["discharge"]["last"]}
