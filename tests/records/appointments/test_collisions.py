"""A late or overrunning visit: what it pushes, where that still fits before closing, and moving it in one entry."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.records import appointments, patients
from clinicdesk.records.appointments import Slot
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.records.appointments.places import at, book, chair, clinician, slot
from tests.records.sessions.steps import TODAY, plan_for, register_zoe, run


@pytest.fixture
def people(receptionist: Desk) -> list[str]:
    names = ("Adams", "Baker", "Clark", "Davis")
    return [
        patients.register(receptionist, details=PatientDetails(family_name=name, given_name="Lee")) for name in names
    ]


def begun(desk: Desk, clock: DrivenClock, patient: str, where: Slot) -> str:
    """Return a visit that has begun on time."""
    booked = book(desk, patient, where)
    clock.move_to(where.starts_at)
    appointments.arrive(desk, booked)
    appointments.begin(desk, booked)
    return booked


def test_a_day_that_runs_on_time_collides_with_nothing(
    receptionist: Desk, people: list[str], clock: DrivenClock
) -> None:
    begun(receptionist, clock, people[0], slot(receptionist, 9))
    book(receptionist, people[1], slot(receptionist, 10))
    clock.pass_time(minutes=50)
    assert appointments.collisions(receptionist, clock.now()) == []


def test_an_overrunning_visit_makes_the_next_one_wait(
    receptionist: Desk, people: list[str], clock: DrivenClock
) -> None:
    long = begun(receptionist, clock, people[0], slot(receptionist, 9))
    next_one = book(receptionist, people[1], slot(receptionist, 10))
    clock.pass_time(minutes=72)
    (found,) = appointments.collisions(receptionist, clock.now())
    assert (found.late.id, found.expected_end, found.minutes_over) == (long, at(receptionist, 10, 15), 15)
    (pushed,) = found.pushed
    assert pushed.appointment.id == next_one
    # Its own time is over: the other chair would be no sooner.
    assert pushed.slot == slot(receptionist, 10, 15)
    assert pushed.sentence == "Fits at 10:15."
    entries = receptionist.clinic.entry_count
    assert appointments.move_on(receptionist, found) == ()
    assert receptionist.clinic.entry_count == entries + 1
    assert appointments.get(receptionist, next_one).slot == slot(receptionist, 10, 15)
    assert appointments.get(receptionist, long).minutes == 75
    assert appointments.collisions(receptionist, clock.now()) == []
    assert receptionist.clinic.verify() == []


def test_one_push_leads_to_another_and_the_last_does_not_fit(
    receptionist: Desk, people: list[str], clock: DrivenClock
) -> None:
    block = Slot(at(receptionist, 9), 8 * 60, chair(receptionist, 1))
    appointments.book(receptionist, patient_id=None, kind="blocked", slot=block)
    begun(receptionist, clock, people[0], slot(receptionist, 13))
    second = book(receptionist, people[1], slot(receptionist, 14))
    third = book(receptionist, people[2], slot(receptionist, 15))
    last = book(receptionist, people[3], slot(receptionist, 16))
    clock.pass_time(minutes=80)
    (found,) = appointments.collisions(receptionist, clock.now())
    answers = {one.appointment.id: one.slot for one in found.pushed}
    assert answers[second] == slot(receptionist, 14, 20)
    assert answers[third] == slot(receptionist, 15, 20)
    assert answers[last] is None
    assert found.pushed[-1].sentence == "Does not fit any more before the clinic closes."


def test_who_has_not_come_yet_pushes_too_until_they_are_not_waited_for(
    receptionist: Desk, people: list[str], clock: DrivenClock
) -> None:
    late = book(receptionist, people[0], slot(receptionist, 9, 30, staff_id=clinician(receptionist)))
    other = book(receptionist, people[1], slot(receptionist, 10, 30, place=1, staff_id=clinician(receptionist)))
    clock.pass_time(minutes=50)
    (found,) = appointments.collisions(receptionist, clock.now())
    assert (found.late.id, found.expected_end) == (late, at(receptionist, 10, 50))
    assert [one.appointment.id for one in found.pushed] == [other]
    clock.pass_time(hours=4)
    assert all(one.late.id != late for one in appointments.collisions(receptionist, clock.now()))


def test_an_infusion_takes_what_is_left_of_its_protocol(
    receptionist: Desk, nurse: Desk, prescriber: Desk, people: list[str], clock: DrivenClock
) -> None:
    zoe = register_zoe(nurse)
    session_id = plan_for(nurse, zoe)
    booked = book(receptionist, zoe, slot(receptionist, 9, minutes=120), kind="session", session_id=session_id)
    next_one = book(receptionist, people[0], slot(receptionist, 11, place=0))
    clock.pass_time(minutes=45)
    run(nurse, prescriber, session_id)  # began 25 minutes after its preparation should have been over
    (found,) = appointments.collisions(receptionist, clock.now())
    assert (found.late.id, found.expected_end) == (booked, at(receptionist, 11, 25))
    assert [one.appointment.id for one in found.pushed] == [next_one]
    assert found.pushed[0].sentence == "Fits at 11:00 in Chair 2."


def test_a_late_visit_is_not_blamed_for_what_another_one_pushes(
    receptionist: Desk, people: list[str], clock: DrivenClock
) -> None:
    first = begun(receptionist, clock, people[0], slot(receptionist, 9))
    begun(receptionist, clock, people[1], slot(receptionist, 9, place=1))
    book(receptionist, people[2], slot(receptionist, 10))
    clock.pass_time(minutes=75)
    (found,) = appointments.collisions(receptionist, clock.now())
    assert found.late.id == first


def test_what_does_not_fit_is_not_moved_and_a_changed_day_is_looked_at_again(
    receptionist: Desk, people: list[str], clock: DrivenClock
) -> None:
    block = Slot(at(receptionist, 9), 8 * 60, chair(receptionist, 1))
    appointments.book(receptionist, patient_id=None, kind="blocked", slot=block)
    begun(receptionist, clock, people[0], slot(receptionist, 15))
    second = book(receptionist, people[1], slot(receptionist, 16))
    clock.pass_time(minutes=75)
    (found,) = appointments.collisions(receptionist, clock.now())
    with pytest.raises(BadValue, match="None of these visits fits"):
        appointments.move_on(receptionist, found)
    seen = appointments.get(receptionist, second)
    appointments.cancel(receptionist, second, reason="Called off", based_on=seen.version)
    assert appointments.collisions(receptionist, clock.now()) == []


def test_moving_on_with_an_old_picture_of_the_day_is_refused(
    receptionist: Desk, people: list[str], clock: DrivenClock
) -> None:
    begun(receptionist, clock, people[0], slot(receptionist, 9))
    second = book(receptionist, people[1], slot(receptionist, 10))
    clock.pass_time(minutes=70)
    (found,) = appointments.collisions(receptionist, clock.now())
    seen = appointments.get(receptionist, second)
    tomorrow = slot(receptionist, 10, day=TODAY + timedelta(days=1))
    appointments.change(receptionist, second, slot=tomorrow, based_on=seen.version)
    with pytest.raises(ChangedElsewhere):
        appointments.move_on(receptionist, found)
