"""Who answers for a chair: the start, taking over, handing over several at once, and what is told with it."""

from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.records import patients, sessions
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import nurse as chairs
from clinicdesk.records.sessions import patient_call
from clinicdesk.rules.timeline import EventKind
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    steps.run(nurse, prescriber, session_id)
    return session_id


def name_of(desk: Desk, session_id: str) -> str | None:
    found = chairs.responsible(sessions.get(desk, session_id))
    return found.name if found else None


def test_who_starts_has_the_chair(nurse: Desk, running: str) -> None:
    assert name_of(nurse, running) == "Nina Okafor, RN"
    assert [line.id for line in chairs.mine(nurse)] == [running]


def test_who_took_the_chair_before_keeps_it_when_another_starts(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    steps.ready(nurse, prescriber, session_id)
    chairs.take(nurse, session_id)
    sessions.start(prescriber, session_id, identity=steps.ZOE)
    assert name_of(nurse, session_id) == "Nina Okafor, RN"
    assert chairs.mine(prescriber) == ()


def test_a_chair_is_handed_over_with_words_and_what_is_open(
    nurse: Desk, prescriber: Desk, running: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=10)
    call_id = patient_call.call(nurse, running)
    told = chairs.handing_over(nurse, running)
    assert told.given == "10.3 mg"
    assert "at this rate" in told.left
    assert any("called at 09:10" in point for point in told.open)

    chairs.hand_over(prescriber, [running], words="  Likes the blanket. ")
    taken = sessions.get(nurse, running).last_event(EventKind.NURSE)
    assert taken is not None
    assert taken.by_name == "Dr Pat Osei"
    assert taken.detail["from_id"] == nurse.person.id
    assert taken.detail["words"] == "Likes the blanket."
    assert taken.detail["open"] == list(told.open)
    assert chairs.mine(nurse) == ()
    assert [line.id for line in chairs.mine(prescriber)] == [running]

    sessions.settle_alarm(nurse, running, f"call:{call_id}", done="Sat with her")
    assert chairs.handing_over(nurse, running).open == ()


def test_who_has_the_chair_cannot_take_it_over(nurse: Desk, running: str) -> None:
    with pytest.raises(BadValue, match="already"):
        chairs.hand_over(nurse, [running])
    with pytest.raises(BadValue, match="already"):
        chairs.take(nurse, running)


def test_the_front_desk_takes_no_chair(receptionist: Desk, running: str) -> None:
    with pytest.raises(NotAllowed):
        chairs.hand_over(receptionist, [running])
    assert chairs.mine(receptionist) == ()


def test_all_of_several_chairs_or_none(nurse: Desk, everyone: Desk, running: str) -> None:
    other = patients.register(
        nurse, details=PatientDetails(family_name="Berg", given_name="Ida", birth_date=date(1980, 1, 2))
    )
    second = steps.plan_for(nurse, other)
    chairs.take(nurse, second)
    over = steps.plan_for(nurse, other)
    sessions.not_treated(nurse, over, reason="Fever", decided_by=sessions.DecidedBy.CLINICIAN)
    entries = nurse.row("SELECT count(*) AS n FROM ledger")
    with pytest.raises(BadValue, match="left this chair"):
        chairs.hand_over(everyone, [running, second, over])
    assert nurse.row("SELECT count(*) AS n FROM ledger") == entries

    chairs.hand_over(everyone, [running, second])
    after = nurse.row("SELECT count(*) AS n FROM ledger")
    assert after["n"] == entries["n"] + 1
    assert {line.id for line in chairs.mine(everyone)} == {running, second}


def test_a_forgotten_discharge_keeps_nobody_in_a_chair(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=40)
    sessions.end(nurse, running, ended=sessions.EndReason.COMPLETED)
    assert len(chairs.mine(nurse)) == 1
    clock.move_to(clock.now() + timedelta(days=1))
    assert chairs.mine(nurse) == ()


def test_last_values_are_told(nurse: Desk, running: str) -> None:
    sessions.observe(nurse, running, values={Kind.HEART_RATE: 71})
    assert any("HR 71" in value for value in chairs.handing_over(nurse, running).values)
