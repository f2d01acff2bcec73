"""The day of a visit: arrival and its taking back, check-in, beginning and end; sessions follow their own course."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.records import appointments, history, sessions
from clinicdesk.records.appointments import CheckIn, Stage
from clinicdesk.records.sessions import DecidedBy, EndReason
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.records.appointments.places import at, book, slot
from tests.records.sessions.steps import (
    TODAY,
    ZOE,
    checks,
    consent,
    discharge,
    order,
    plan_for,
    ready,
    register_zoe,
    second_check,
)

ASKED = CheckIn(("name", "birth_date"), contact_confirmed=True, escort_name=" Per ", escort_phone="218 555 0142")


@pytest.fixture
def patient(receptionist: Desk) -> str:
    return register_zoe(receptionist)


@pytest.fixture
def visit(receptionist: Desk, patient: str) -> str:
    return book(receptionist, patient, slot(receptionist, 9, 30))


@pytest.fixture
def treatment(receptionist: Desk, nurse: Desk, patient: str) -> str:
    session_id = plan_for(nurse, patient)
    return book(receptionist, patient, slot(receptionist, 9, 30, minutes=120), kind="session", session_id=session_id)


def test_a_visit_from_arrival_to_the_door(receptionist: Desk, visit: str, clock: DrivenClock) -> None:
    def stage() -> Stage:
        return appointments.get(receptionist, visit).stage

    with pytest.raises(BadValue, match="who is here"):
        check_in(receptionist, visit)
    appointments.arrive(receptionist, visit)
    assert stage() is Stage.ARRIVED
    assert appointments.get(receptionist, visit).arrived_at == clock.now()
    with pytest.raises(BadValue, match="here already"):
        appointments.arrive(receptionist, visit)
    check_in(receptionist, visit)
    assert stage() is Stage.CHECKED_IN
    said = appointments.last_check_in(receptionist, visit)
    assert said is not None
    assert (said.escort_name, said.contact_confirmed, said.identified_by) == ("Per", True, ("name", "birth_date"))
    clock.pass_time(minutes=30)
    appointments.begin(receptionist, visit)
    assert stage() is Stage.IN_TREATMENT
    with pytest.raises(BadValue, match="begun already"):
        appointments.begin(receptionist, visit)
    found = appointments.get(receptionist, visit)
    with pytest.raises(BadValue, match="Only its length"):
        appointments.change(receptionist, visit, slot=slot(receptionist, 10), based_on=found.version)
    longer = slot(receptionist, 9, 30, minutes=75)
    appointments.change(receptionist, visit, slot=longer, based_on=found.version)
    clock.pass_time(minutes=10)
    appointments.leave(receptionist, visit)
    gone = appointments.get(receptionist, visit)
    assert (gone.stage, gone.left_at) == (Stage.DISCHARGED, clock.now())
    with pytest.raises(BadValue, match="not here"):
        appointments.leave(receptionist, visit)
    with pytest.raises(BadValue, match="over or cancelled"):
        appointments.change(receptionist, visit, slot=longer, based_on=gone.version)
    assert receptionist.clinic.verify() == []


def test_who_left_early_gives_the_chair_back(receptionist: Desk, visit: str, patient: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=30)
    appointments.arrive(receptionist, visit)
    appointments.begin(receptionist, visit)
    clock.pass_time(minutes=15)
    appointments.leave(receptionist, visit)
    book(receptionist, patient, slot(receptionist, 9, 45))


def test_an_arrival_is_taken_back_only_while_nothing_else_happened(receptionist: Desk, visit: str) -> None:
    with pytest.raises(BadValue):
        appointments.undo_arrival(receptionist, visit)
    appointments.arrive(receptionist, visit)
    appointments.undo_arrival(receptionist, visit)
    found = appointments.get(receptionist, visit)
    assert (found.stage, found.arrived_at) == (Stage.BOOKED, None)
    appointments.arrive(receptionist, visit)
    check_in(receptionist, visit)
    with pytest.raises(BadValue, match="More than the arrival"):
        appointments.undo_arrival(receptionist, visit)


def test_two_identifiers_are_asked_for(receptionist: Desk, visit: str) -> None:
    appointments.arrive(receptionist, visit)
    for asked in ((), ("name",), ("name", "name")):
        with pytest.raises(BadValue, match="two identifiers"):
            check_in(receptionist, visit, CheckIn(asked))
    assert appointments.last_check_in(receptionist, visit) is None


def test_the_stage_of_a_session_is_where_its_course_stands(
    receptionist: Desk, nurse: Desk, prescriber: Desk, treatment: str, patient: str, clock: DrivenClock
) -> None:
    session_id = appointments.get(receptionist, treatment).session_id
    assert session_id

    def stage() -> Stage:
        return appointments.get(receptionist, treatment).stage

    appointments.arrive(receptionist, treatment)
    assert sessions.line(receptionist, session_id).phase is Phase.ARRIVED
    appointments.undo_arrival(receptionist, treatment)
    assert sessions.line(receptionist, session_id).phase is Phase.PLANNED
    assert stage() is Stage.BOOKED
    consent(nurse, patient)
    checks(nurse, session_id)  # arrives by the session itself
    found = appointments.get(receptionist, treatment)
    assert (found.stage, found.arrived_at) == (Stage.PREPARATION, clock.now())
    check_in(receptionist, treatment)
    assert stage() is Stage.PREPARATION
    order(prescriber, session_id)
    second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=ZOE)
    assert stage() is Stage.IN_TREATMENT
    for step in (appointments.begin, appointments.leave):
        with pytest.raises(BadValue, match="in its session"):
            step(receptionist, treatment)
    found = appointments.get(receptionist, treatment)
    with pytest.raises(BadValue, match="has begun"):
        appointments.change(
            receptionist, treatment, slot=slot(receptionist, 9, 30, minutes=120, place=1), based_on=found.version
        )
    clock.pass_time(minutes=40)
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED)
    assert stage() is Stage.RECOVERY
    discharge(nurse, session_id)
    assert stage() is Stage.DISCHARGED
    assert appointments.get(receptionist, treatment).left_at == clock.now()


def test_a_session_that_is_not_treated_frees_its_chair(
    receptionist: Desk, nurse: Desk, treatment: str, patient: str
) -> None:
    appointments.arrive(receptionist, treatment)
    session_id = appointments.get(receptionist, treatment).session_id
    assert session_id
    sessions.not_treated(nurse, session_id, reason="Has eaten", decided_by=DecidedBy.CLINICIAN)
    assert appointments.get(receptionist, treatment).stage is Stage.NOT_TREATED
    book(receptionist, patient, slot(receptionist, 10))
    assert all(one.session_id != session_id for one in appointments.unbooked_sessions(receptionist, TODAY, TODAY))


def test_a_patient_who_is_here_stays_on_the_day(receptionist: Desk, visit: str) -> None:
    appointments.arrive(receptionist, visit)
    found = appointments.get(receptionist, visit)
    with pytest.raises(BadValue, match="Take the arrival back"):
        appointments.change(
            receptionist, visit, slot=slot(receptionist, 9, day=date(2026, 3, 3)), based_on=found.version
        )
    appointments.change(receptionist, visit, slot=slot(receptionist, 11, place=1), based_on=found.version)
    assert appointments.get(receptionist, visit).stage is Stage.ARRIVED


def test_nobody_arrives_on_another_day(receptionist: Desk, patient: str, clock: DrivenClock) -> None:
    tomorrow = book(receptionist, patient, slot(receptionist, 9, day=TODAY + timedelta(days=1)))
    with pytest.raises(BadValue, match="another day"):
        appointments.arrive(receptionist, tomorrow)
    late = appointments.book(
        receptionist,
        patient_id=patient,
        kind="phone_call",
        slot=slot(receptionist, 23, 30, minutes=20, place=None),
        outside_hours=True,
    )
    clock.pass_time(hours=14, minutes=40)
    appointments.arrive(receptionist, late)
    appointments.arrive(receptionist, tomorrow)


def test_a_visit_typed_in_from_paper_keeps_its_real_times(
    receptionist: Desk, visit: str, patient: str, clock: DrivenClock
) -> None:
    came = at(receptionist, 9, 25)
    clock.pass_time(hours=20)
    receptionist.transcribing = True
    for step, minutes in ((appointments.arrive, 0), (appointments.begin, 10), (appointments.leave, 40)):
        step(receptionist, visit, occurred_at=came + timedelta(minutes=minutes))
    found = appointments.get(receptionist, visit)
    assert (found.arrived_at, found.began_at) == (came, came + timedelta(minutes=10))
    assert found.left_at == came + timedelta(minutes=40)
    rows = receptionist.rows("SELECT DISTINCT transcribed FROM appointment_events")
    assert [row["transcribed"] for row in rows] == [1]
    other = book(receptionist, patient, slot(receptionist, 9, day=TODAY + timedelta(days=1)))
    with pytest.raises(BadValue, match="in the future"):
        appointments.arrive(receptionist, other, occurred_at=clock.now() + timedelta(minutes=1))


def test_of_two_desks_that_receive_one_patient_one_finds_it_done(
    receptionist: Desk, sign_in: Callable[[str], Desk], visit: str
) -> None:
    seen = appointments.get(receptionist, visit)
    appointments.arrive(sign_in("nina"), visit)
    with pytest.raises(ChangedElsewhere):
        appointments.check_in(receptionist, visit, detail=ASKED, based_on=seen.version)
    with pytest.raises(BadValue):
        appointments.arrive(receptionist, visit)


def test_a_session_made_ready_elsewhere_can_still_be_put_into_another_chair(
    receptionist: Desk, nurse: Desk, prescriber: Desk, treatment: str
) -> None:
    found = appointments.get(receptionist, treatment)
    assert found.session_id
    ready(nurse, prescriber, found.session_id)
    appointments.change(
        receptionist, treatment, slot=slot(receptionist, 9, 30, minutes=120, place=1), based_on=found.version
    )
    assert sessions.line(receptionist, found.session_id).chair == "Chair 2"


def check_in(desk: Desk, appointment_id: str, detail: CheckIn = ASKED) -> None:
    appointments.check_in(desk, appointment_id, detail=detail, based_on=appointments.get(desk, appointment_id).version)


def test_the_history_of_a_day_shows_when_and_what_and_no_id(
    receptionist: Desk, nurse: Desk, treatment: str, patient: str
) -> None:
    appointments.arrive(receptionist, treatment)
    check_in(receptionist, treatment)
    received, arrived = history.of_patient(nurse, patient)[:2]
    assert [(one.label, one.after) for one in arrived.changes] == [("Happened", "02-Mar-2026 09:00")]
    said = "Contact confirmed: yes; Escort name: Per; Escort phone: 218 555 0142; Identified by: name, birth date"
    assert [(one.label, one.after) for one in received.changes] == [
        ("Happened", "02-Mar-2026 09:00"),
        ("Checked in", said),
    ]
