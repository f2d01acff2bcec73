"""A place somebody gave up is offered to who waits for such a place, once, and to nobody when it is taken."""

from datetime import date, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import ChangedElsewhere, Clash
from clinicdesk.records import appointments, chairs, freed_places, sessions, staff, waiting_list
from clinicdesk.records.appointments import State
from clinicdesk.records.freed_places import FreedPlace
from clinicdesk.records.waiting_list import WaitingEntry
from clinicdesk.storage.clock import DrivenClock
from tests.records.calls.steps import TUESDAY, book_session, cancel, plan, register, slot


def give_up(desk: Desk, day: date = TUESDAY, at: time = time(9, 0), minutes: int = 60, chair: int = 0) -> None:
    """Book a chair and cancel it again."""
    patient_id = register(desk, f"Gone {day} {at} {chair}")
    place = slot(desk, day, at, minutes, chair=chair)
    cancel(desk, appointments.book(desk, patient_id=patient_id, kind="follow_up", slot=place))


def wait(desk: Desk, family: str = "Waits", minutes: int = 30, **more: object) -> WaitingEntry:
    entry_id = waiting_list.add(
        desk,
        patient_id=register(desk, family),
        kind="follow_up",
        minutes=minutes,
        **more,  # type: ignore[arg-type]
    )
    return waiting_list.get(desk, entry_id)


def offered(desk: Desk, entry: WaitingEntry) -> list[FreedPlace]:
    return freed_places.offers(desk, freed_places.free_again(desk)).get(entry.id, [])


def test_a_given_up_place_is_offered_where_it_suits(receptionist: Desk) -> None:
    give_up(receptionist)
    give_up(receptionist, at=time(14, 0))
    any_time, mornings = wait(receptionist), wait(receptionist, "Mornings", until_time=time(12, 0))
    too_long = wait(receptionist, "Long", minutes=90)
    assert [receptionist.local(one.slot.starts_at).hour for one in offered(receptionist, any_time)] == [9, 14]
    assert [receptionist.local(one.slot.starts_at).hour for one in offered(receptionist, mornings)] == [9]
    assert offered(receptionist, mornings)[0].where == "Chair 1"
    assert offered(receptionist, too_long) == []


def test_a_place_taken_again_is_offered_to_nobody(receptionist: Desk) -> None:
    give_up(receptionist)
    entry = wait(receptionist)
    again = slot(receptionist, TUESDAY, time(9, 30), chair=0)
    appointments.book(receptionist, patient_id=register(receptionist, "Quick"), kind="follow_up", slot=again)
    assert freed_places.free_again(receptionist) == []
    assert offered(receptionist, entry) == []


def test_a_place_given_up_twice_stands_once(receptionist: Desk) -> None:
    give_up(receptionist)
    give_up(receptionist)
    assert len(freed_places.free_again(receptionist)) == 1


def test_the_past_and_what_kept_nobody_out_is_no_place(receptionist: Desk, clock: DrivenClock) -> None:
    give_up(receptionist)
    nowhere = slot(receptionist, TUESDAY, time(11, 0))
    patient_id = register(receptionist)
    cancel(receptionist, appointments.book(receptionist, patient_id=patient_id, kind="follow_up", slot=nowhere))
    assert len(freed_places.free_again(receptionist)) == 1
    clock.pass_time(days=1, minutes=1)
    assert freed_places.free_again(receptionist) == []


def test_taking_a_place_books_it_and_ends_the_wish(receptionist: Desk) -> None:
    give_up(receptionist)
    entry = wait(receptionist)
    (place,) = offered(receptionist, entry)
    booked = appointments.get(receptionist, freed_places.take(receptionist, entry, place))
    assert (booked.patient_id, booked.slot.starts_at, booked.minutes) == (entry.patient_id, place.slot.starts_at, 30)
    assert booked.chair_id == chairs.all(receptionist)[0].id
    assert waiting_list.open(receptionist) == []


def test_a_place_is_taken_at_the_time_that_suits_and_not_at_its_beginning(receptionist: Desk) -> None:
    give_up(receptionist, minutes=120)
    entry = wait(receptionist, from_time=time(10, 0))
    (place,) = offered(receptionist, entry)
    booked = appointments.get(receptionist, freed_places.take(receptionist, entry, place))
    assert (receptionist.local(booked.starts_at).time(), booked.minutes) == (time(10, 0), 30)


def test_of_two_desks_one_gives_the_patient_a_place(receptionist: Desk, nurse: Desk) -> None:
    give_up(receptionist)
    give_up(receptionist, at=time(14, 0))
    entry = wait(receptionist)
    morning, afternoon = offered(receptionist, entry)
    freed_places.take(receptionist, entry, morning)
    with pytest.raises(ChangedElsewhere):
        freed_places.take(nurse, entry, afternoon)
    assert len(appointments.of_patient(receptionist, entry.patient_id)) == 1


def test_a_session_booked_for_later_moves_to_the_place(receptionist: Desk, prescriber: Desk) -> None:
    session_id, _second = plan(prescriber, register(receptionist), date(2026, 3, 10), date(2026, 3, 12))
    later = book_session(receptionist, session_id, date(2026, 3, 10))
    patient_id = sessions.line(receptionist, session_id).patient_id
    entry_id = waiting_list.add(receptionist, patient_id=patient_id, kind="session", minutes=120, session_id=session_id)
    give_up(receptionist, minutes=120)
    entry = waiting_list.get(receptionist, entry_id)
    (place,) = offered(receptionist, entry)
    assert freed_places.take(receptionist, entry, place) == later
    assert sessions.line(receptionist, session_id).planned_on == TUESDAY
    assert [one.state for one in appointments.of_patient(receptionist, patient_id)] == [State.BOOKED]


def test_a_treatment_is_offered_no_place_without_a_chair(receptionist: Desk, prescriber: Desk) -> None:
    (session_id,) = plan(prescriber, register(receptionist), date(2026, 3, 10))
    patient_id = sessions.line(receptionist, session_id).patient_id
    waiting_list.add(receptionist, patient_id=patient_id, kind="session", minutes=60, session_id=session_id)
    clinician = next(member for member in staff.everybody(receptionist) if member.login == "pat")
    at = slot(receptionist, TUESDAY, time(9, 0), 60)
    talk = appointments.Slot(at.starts_at, 60, None, clinician.id)
    cancel(receptionist, appointments.book(receptionist, patient_id=register(receptionist), kind="intake", slot=talk))
    places = freed_places.free_again(receptionist)
    assert [place.where for place in places] == ["Dr Pat Osei"]
    assert freed_places.offers(receptionist, places) == {}


def test_somebody_else_was_quicker(receptionist: Desk) -> None:
    give_up(receptionist)
    entry = wait(receptionist)
    (place,) = offered(receptionist, entry)
    appointments.book(receptionist, patient_id=register(receptionist), kind="follow_up", slot=place.slot)
    with pytest.raises(Clash):
        freed_places.take(receptionist, entry, place)
    assert waiting_list.open(receptionist) == [entry]


def test_only_the_nearest_places_are_looked_at(receptionist: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freed_places, "MOST", 2)
    for day in range(3):
        give_up(receptionist, TUESDAY + timedelta(days=day))
    found = freed_places.free_again(receptionist)
    assert [receptionist.local(one.slot.starts_at).day for one in found] == [3, 4]
