"""IV fluids and vitamins: the prescriber's own words and numbers, a pump, lots; nothing in milligrams, no claims."""

from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import consents, sessions
from clinicdesk.records.consents import Inked
from clinicdesk.records.sessions import EndReason, Site
from clinicdesk.rules.fluids import FluidDose, fluid_dose
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import nasal_steps as nasal
from tests.records.sessions import steps
from tests.records.sessions.steps import NO, TODAY, ZOE

CONTENTS = ("Magnesium sulfate 2 g", "Vitamin C 1 g")


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return nasal.plan(nurse, patient, "iv-fluids", [TODAY])


@pytest.fixture
def ready(nurse: Desk, prescriber: Desk, patient: str, session_id: str) -> str:
    consent_id = consents.prepare(nurse, patient_id=patient, text_name="iv-therapy")
    inked = Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei")
    consents.sign_on_paper(nurse, consents.get(nurse, consent_id), inked, signed_on=TODAY)
    sessions.arrive(nurse, session_id)
    sessions.check_at_chair(nurse, session_id, site=Site("Left forearm", 22), medicines=NO)
    sessions.observe(nurse, session_id, values={Kind.SYSTOLIC: 118, Kind.DIASTOLIC: 74, Kind.HEART_RATE: 64})
    sessions.order(
        prescriber, session_id, identity=ZOE, dose=fluid_dose("Sodium chloride 0.9 %", CONTENTS, 500_000, 60)
    )
    steps.second_check(nurse, session_id)
    return session_id


def test_the_order_holds_what_the_prescriber_wrote(nurse: Desk, ready: str) -> None:
    order = sessions.get(nurse, ready).order
    assert order is not None
    dose = order.arithmetic
    assert isinstance(dose, FluidDose)
    assert dose.contents == CONTENTS
    assert order.lines == (
        "Sodium chloride 0.9 %, 500 mL",
        "with Magnesium sulfate 2 g",
        "with Vitamin C 1 g",
        "500 mL over 60 min = 500 mL per hour",
    )
    # The protocol has none of its own.
    with pytest.raises(BadValue):
        sessions.usual(sessions.get(nurse, ready))


def test_a_fluid_needs_neither_weight_nor_fast_nor_programme(nurse: Desk, ready: str) -> None:
    session = sessions.get(nurse, ready)
    assert sessions.missing_to_start(nurse, session) == ()
    assert session.latest_weight_grams is None


def test_a_fluid_from_start_to_signature(nurse: Desk, ready: str, clock: DrivenClock) -> None:
    sessions.start(nurse, ready, identity=ZOE)
    clock.pass_time(minutes=30)
    now = sessions.now_of(nurse)
    session = sessions.get(nurse, ready)
    assert session.infused_microlitres(now) == 250_000
    assert session.given_micrograms(now) == 0
    sessions.observe(nurse, ready, values={Kind.SYSTOLIC: 120, Kind.DIASTOLIC: 76, Kind.HEART_RATE: 66})
    clock.pass_time(minutes=30)
    sessions.end(nurse, ready, ended=EndReason.COMPLETED)
    assert sessions.get(nurse, ready).infused_microlitres(sessions.now_of(nurse)) == 500_000
    sessions.give_drug(
        nurse,
        ready,
        product="Sodium chloride 0.9 %",
        lot="NS-44",
        expires_on=date(2027, 1, 31),
        volume_microlitres=500_000,
        route="intravenous",
    )
    sessions.give_drug(
        nurse,
        ready,
        product="Magnesium sulfate",
        lot="MG-7",
        expires_on=TODAY + timedelta(days=90),
        volume_microlitres=4_000,
    )
    assert [sessions.unbalanced(drug) for drug in sessions.get(nurse, ready).drugs] == [None, None]
    sessions.discharge(nurse, ready, marks=steps.all_met(nurse, ready), left=steps.HOME)
    sessions.sign(nurse, ready)
    session = sessions.get(nurse, ready)
    assert session.phase is Phase.DISCHARGED
    assert session.is_signed
    assert nurse.clinic.verify() == []


def test_a_lot_that_expired_is_refused(nurse: Desk, ready: str) -> None:
    with pytest.raises(BadValue, match="expired"):
        sessions.give_drug(nurse, ready, product="Vitamin C", lot="C-1", expires_on=TODAY - timedelta(days=1))
