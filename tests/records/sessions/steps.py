"""The steps of a session, for tests that begin in the middle of one."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import consents, eligibility, patients, series, sessions, staff
from clinicdesk.records.consents import Inked
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import Identifiers, Left, Site
from clinicdesk.rules.discharge import Mark
from clinicdesk.rules.eligibility import Reply, Result
from clinicdesk.rules.start_checks import Said
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD

BORN = date(1968, 7, 21)
TODAY = date(2026, 3, 2)
ZOE = Identifiers("Zoë Ångström", BORN)
NO = Said(yes=False)
FULL_POINTS = dict.fromkeys(("activity", "breathing", "circulation", "consciousness", "saturation"), 2)
HOME = Left(points=FULL_POINTS, escort_name="Per Ångström", escort_phone="218 555 0142", instructions="en")
"""How a patient leaves as planned; before the protocol's time it needs a prescriber's desk."""
EARLY = replace(HOME, early_reason="Well, and observed by the prescriber")
BASELINE = {
    Kind.SYSTOLIC: 128,
    Kind.DIASTOLIC: 78,
    Kind.HEART_RATE: 66,
    Kind.SPO2: 98,
    Kind.RESPIRATORY_RATE: 16,
    Kind.WEIGHT: 82_400,
}


def register_zoe(desk: Desk) -> str:
    return patients.register(
        desk, details=PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=BORN, title="Ms")
    )


def eligible(desk: Desk, patient_id: str, treatment: str = "iv-ketamine-mood") -> str:
    """Have a prescriber sign that a treatment suits a patient, and return the decision's id."""
    prescriber = staff.sign_in(desk.clinic, login="pat", password=PASSWORD, workstation="TEST-PC")
    asked, before = eligibility.get(treatment), eligibility.latest(prescriber, patient_id, treatment)
    answers = eligibility.Answers(
        indication=asked.indications[0].id,
        replies={item.id: Reply.NO for item in asked.contraindications},
        conditions="What is still open is asked before the first visit",
    )
    return eligibility.decide(
        prescriber,
        patient_id,
        treatment=treatment,
        answers=answers,
        result=Result.CONDITIONS,
        after=before.id if before else None,
    )


def plan_for(desk: Desk, patient_id: str) -> str:
    """Plan six sessions of a patient whom the treatment suits, the first today, and return the first one's id."""
    eligible(desk, patient_id)
    series_id = series.plan(
        desk,
        patient_id=patient_id,
        protocol_name="iv-ketamine-mood",
        days=[TODAY + timedelta(days=offset) for offset in (0, 2, 4, 7, 9, 11)],
        time=time(9, 30),
        indication="Major depression",
    )
    return sessions.of_series(desk, series_id)[0].id


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register_zoe(nurse)


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return plan_for(nurse, patient)


def consent(desk: Desk, patient_id: str) -> str:
    """Have the consent signed on paper, and return its id."""
    consent_id = consents.prepare(desk, patient_id=patient_id, text_name="iv-ketamine-mood")
    inked = Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei")
    consents.sign_on_paper(desk, consents.get(desk, consent_id), inked, signed_on=desk.local(desk.now()).date())
    return consent_id


def checks(desk: Desk, session_id: str, **values: int) -> None:
    """Do every check before the start but consent, order and identifiers."""
    now = desk.now()
    sessions.arrive(desk, session_id)
    sessions.check_fasting(desk, session_id, solids_at=now - timedelta(hours=13), liquids_at=now - timedelta(hours=3))
    sessions.check_escort(desk, session_id, name="Per Ångström", phone="218 555 0142")
    at_chair(desk, session_id)
    sessions.observe(desk, session_id, values={**BASELINE, **{Kind(k): v for k, v in values.items()}})


def at_chair(desk: Desk, session_id: str) -> None:
    """Ask and look at the chair; there is nothing to decide."""
    sessions.check_at_chair(
        desk, session_id, site=Site("Left forearm", 22), medicines=NO, substances=NO, suicidality=NO
    )


def order(desk: Desk, session_id: str, **more: object) -> str:
    dose = sessions.usual(sessions.get(desk, session_id))
    return sessions.order(desk, session_id, identity=ZOE, dose=dose, **more)  # type: ignore[arg-type]


def second_check(desk: Desk, session_id: str, login: str = "nina", at: datetime | None = None) -> None:
    """Have somebody else work the signed order out anew, with the same result."""
    order = sessions.get(desk, session_id).order
    assert order is not None
    worked_out = {figure.key: figure.expected for figure in sessions.figures_of(order)}
    sessions.check_dose(
        desk, session_id, order_id=order.id, login=login, pin=PASSWORD, worked_out=worked_out, occurred_at=at
    )


def ready(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    """Bring a session to the point where only the start is left."""
    consent(nurse, sessions.line(nurse, session_id).patient_id)
    checks(nurse, session_id)
    order(prescriber, session_id)
    second_check(nurse, session_id)


def run(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    """Bring a session to the point where the infusion runs."""
    ready(nurse, prescriber, session_id)
    sessions.start(nurse, session_id, identity=ZOE)


def drug(nurse: Desk, session_id: str) -> None:
    """Record a balanced line of ketamine with a witness."""
    witness = next(m for m in staff.everybody(nurse) if m.login == "pat")
    sessions.give_drug(
        nurse,
        session_id,
        product="Ketamine",
        strength_micrograms_per_ml=50_000,
        lot="K7731",
        expires_on=TODAY + timedelta(days=300),
        drawn_micrograms=50_000,
        given_micrograms=41_200,
        wasted_micrograms=8_800,
        witness_id=witness.id,
        route="IV",
    )


def all_met(desk: Desk, session_id: str) -> dict[str, Mark]:
    return {item.id: Mark.MET for item in sessions.get(desk, session_id).protocol.discharge.items}


def rate(desk: Desk, session_id: str, rate_microlitres_per_hour: int) -> None:
    """Set the pump to another rate."""
    sessions.set_rate(desk, session_id, rate_microlitres_per_hour=rate_microlitres_per_hour, reason="Feels dizzy")


def discharge(desk: Desk, session_id: str) -> None:
    """Let the protocol's time pass, and let the patient go home with everything met."""
    first = sessions.earliest_leave(sessions.get(desk, session_id))
    if first is not None:
        wait_until(desk, first.at)
    sessions.discharge(desk, session_id, marks=all_met(desk, session_id), left=HOME)


def wait_until(desk: Desk, at: datetime) -> None:
    """Let the test's clock run to a moment, if it lies ahead."""
    clock = desk.clinic.clock
    assert isinstance(clock, DrivenClock)
    clock.pass_time(seconds=max((at - desk.now()).total_seconds(), 0))
