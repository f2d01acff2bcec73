"""A row in the wrong chair is moved in one step; both charts show it, one entry names both patients."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotFound, Sealed
from clinicdesk.records import patients, sessions
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock

from .steps import BORN, plan_for, run

CHAIRS = ("Chair 1", "Chair 2")


@pytest.fixture
def other(nurse: Desk) -> str:
    person = patients.register(
        nurse, details=PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=BORN, title="Mr")
    )
    session_id = plan_for(nurse, person)
    sessions.arrive(nurse, session_id)
    return session_id


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    run(nurse, prescriber, session_id)
    return session_id


def wrong_row(nurse: Desk, running: str, clock: DrivenClock) -> str:
    clock.pass_time(minutes=9)
    round_id = sessions.observe(
        nurse, running, values={Kind.SYSTOLIC: 151, Kind.DIASTOLIC: 93, Kind.SPO2: 88}, comment="Pale"
    )
    clock.pass_time(minutes=1)
    return round_id


def test_a_moved_row_counts_in_the_right_chart_only_and_shows_in_both(
    nurse: Desk, running: str, other: str, clock: DrivenClock
) -> None:
    round_id = wrong_row(nurse, running, clock)
    before = sessions.get(nurse, running).latest(Kind.SPO2)
    assert before is not None
    new_round = sessions.move_row(nurse, running, round_id, to_session_id=other, chairs=CHAIRS)
    left, right = sessions.get(nurse, running), sessions.get(nurse, other)
    now = left.latest(Kind.SPO2)
    assert now is not None
    assert now.value == 98, "what was entered before the wrong row counts again"
    there = right.latest(Kind.SPO2)
    assert there is not None
    assert (there.value, there.moment, there.round_id) == (88, before.moment, new_round)
    shown_left = next(row for row in sessions.rounds(left) if row.id == round_id)
    shown_right = next(row for row in sessions.rounds(right) if row.id == new_round)
    assert shown_left.cells[sessions.PRESSURE].struck == ("151/93",)
    assert shown_left.cells[sessions.COMMENT].text == "Moved to Chair 2"
    assert shown_right.cells[sessions.PRESSURE].text == "151/93"
    assert shown_right.cells[sessions.COMMENT].text == "Moved here from Chair 1. Pale"


def test_one_entry_names_both_patients(nurse: Desk, running: str, other: str, clock: DrivenClock) -> None:
    round_id = wrong_row(nurse, running, clock)
    sessions.move_row(nurse, running, round_id, to_session_id=other, chairs=CHAIRS)
    last = list(nurse.clinic.ledger.entries_after(0))[-1]
    both = {sessions.line(nurse, session_id).patient_id for session_id in (running, other)}
    assert (last.action, set(last.patients)) == ("session.move_row", both)


def test_a_row_is_moved_once(nurse: Desk, running: str, other: str, clock: DrivenClock) -> None:
    round_id = wrong_row(nurse, running, clock)
    sessions.move_row(nurse, running, round_id, to_session_id=other, chairs=CHAIRS)
    with pytest.raises((NotFound, ChangedElsewhere)):
        sessions.move_row(nurse, running, round_id, to_session_id=other, chairs=CHAIRS)


def test_it_can_be_moved_back(nurse: Desk, running: str, other: str, clock: DrivenClock) -> None:
    round_id = wrong_row(nurse, running, clock)
    there = sessions.move_row(nurse, running, round_id, to_session_id=other, chairs=CHAIRS)
    sessions.move_row(nurse, other, there, to_session_id=running, chairs=CHAIRS[::-1])
    value = sessions.get(nurse, running).latest(Kind.SPO2)
    assert value is not None
    assert value.value == 88
    assert sessions.get(nurse, other).latest(Kind.SPO2) is None


def test_nothing_goes_where_nobody_sat_or_into_what_is_signed(
    nurse: Desk, prescriber: Desk, running: str, clock: DrivenClock
) -> None:
    round_id = wrong_row(nurse, running, clock)
    person = patients.register(nurse, details=PatientDetails(family_name="Late", given_name="Lea", birth_date=BORN))
    late = plan_for(nurse, person)
    with pytest.raises(BadValue):
        sessions.move_row(nurse, running, round_id, to_session_id=late, chairs=CHAIRS)
    sessions.arrive(nurse, late)
    with pytest.raises(BadValue, match="had not arrived"):
        sessions.move_row(nurse, running, round_id, to_session_id=late, chairs=CHAIRS)
    with pytest.raises(BadValue, match="already"):
        sessions.move_row(nurse, running, round_id, to_session_id=running, chairs=CHAIRS)
    sessions.not_treated(nurse, late, reason="Went home", decided_by=sessions.DecidedBy.PATIENT)
    sessions.sign(prescriber, late)
    with pytest.raises(Sealed):
        sessions.move_row(nurse, running, round_id, to_session_id=late, chairs=CHAIRS)


def test_who_is_second_at_a_chair_learns_of_the_first(nurse: Desk, prescriber: Desk, running: str) -> None:
    since = sessions.last_seq(sessions.get(nurse, running))
    sessions.observe(prescriber, running, values={Kind.HEART_RATE: 71})
    session = sessions.get(nurse, running)
    found = sessions.entered_by_others(session, nurse.person.name, [Kind.HEART_RATE], since)
    assert found is not None
    assert (found.value, found.by_name) == (71, "Dr Pat Osei")
    assert sessions.entered_by_others(session, nurse.person.name, [Kind.SPO2], since) is None
    assert sessions.entered_by_others(session, prescriber.person.name, [Kind.HEART_RATE], since) is None
    assert sessions.last_row_of(session, "Dr Pat Osei") == found.round_id
