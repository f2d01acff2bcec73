"""The waiting list: whom a freed place suits, in the order they were added."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotFound
from clinicdesk.records import appointments, patients, sessions, waiting_list
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import DecidedBy
from clinicdesk.storage.clock import DrivenClock
from tests.records.appointments.places import book, slot
from tests.records.sessions.steps import TODAY, plan_for, register_zoe

TUESDAY = TODAY + timedelta(days=1)
Wish = Callable[..., str]


@pytest.fixture
def wish(receptionist: Desk) -> Wish:
    """Return a function that puts somebody new on the list."""

    def add(name: str = "Lopez", **more: Any) -> str:
        patient = patients.register(
            receptionist, details=PatientDetails(family_name=name, given_name="Lee", phone_mobile="218 555 0177")
        )
        return waiting_list.add(receptionist, patient_id=patient, **{"kind": "follow_up", "minutes": 30, **more})

    return add


def fitting(desk: Desk, hour: int = 10, minutes: int = 60, day: date = TUESDAY) -> list[str]:
    return [one.id for one in waiting_list.fitting(desk, slot(desk, hour, minutes=minutes, day=day))]


def test_a_freed_place_suits_those_whose_wish_it_fits_in_the_order_they_were_added(
    receptionist: Desk, wish: Wish
) -> None:
    anything = wish()
    wish(minutes=90)
    wish(weekdays=[0, 2])
    wish(earliest_on=TUESDAY + timedelta(days=1))
    wish(latest_on=TODAY)
    later = wish(from_time=time(10, 30))
    wish(from_time=time(10, 45))
    wish(until_time=time(10, 15))
    just = wish(weekdays=[1], earliest_on=TUESDAY, latest_on=TUESDAY, from_time=time(10), until_time=time(10, 30))
    assert fitting(receptionist) == [anything, later, just]
    freed = slot(receptionist, 10, day=TUESDAY)
    places = [waiting_list.place_in(receptionist, one, freed) for one in waiting_list.fitting(receptionist, freed)]
    assert places == [slot(receptionist, 10, minute, minutes=30, day=TUESDAY) for minute in (0, 30, 0)]
    found = waiting_list.get(receptionist, just)
    assert (found.title, found.phone, found.patient_name) == ("Follow-up visit", "218 555 0177", "LOPEZ, Lee")
    assert len(waiting_list.open(receptionist)) == 9


def test_who_is_somewhere_else_at_that_time_is_not_offered_the_place(receptionist: Desk, wish: Wish) -> None:
    entry = waiting_list.get(receptionist, wish())
    book(receptionist, entry.patient_id, slot(receptionist, 10, 15, minutes=30, day=TUESDAY, place=1))
    assert fitting(receptionist) == []
    assert fitting(receptionist, minutes=90) == [entry.id]
    assert fitting(receptionist, hour=9) == [entry.id]


def test_taking_a_place_books_it_and_closes_the_wish_in_one_entry(receptionist: Desk, wish: Wish) -> None:
    entry = waiting_list.get(receptionist, wish(remark="after work"))
    entries = receptionist.clinic.entry_count
    booked = waiting_list.take(receptionist, entry, slot(receptionist, 10, minutes=30, day=TUESDAY))
    assert receptionist.clinic.entry_count == entries + 1
    assert appointments.get(receptionist, booked).remark == "after work"
    assert waiting_list.open(receptionist) == []
    with pytest.raises(NotFound):
        waiting_list.get(receptionist, entry.id)
    with pytest.raises(ChangedElsewhere):
        waiting_list.close(receptionist, entry, reason="Took a place")


def test_a_session_that_waits_for_an_earlier_day_moves_there(receptionist: Desk, nurse: Desk) -> None:
    patient = register_zoe(nurse)
    plan_for(nurse, patient)
    line = sessions.of_patient(nurse, patient)[3]
    where = slot(receptionist, 9, minutes=120, day=line.planned_on)
    booked = book(receptionist, patient, where, kind="session", session_id=line.id)
    waiting_list.add(receptionist, patient_id=patient, kind="session", session_id=line.id, minutes=120)
    (entry,) = waiting_list.fitting(receptionist, slot(receptionist, 13, minutes=120, day=TUESDAY))
    assert entry.title == "Session 4 of 6"
    freed = slot(receptionist, 13, minutes=120, day=TUESDAY)
    assert waiting_list.take(receptionist, entry, freed) == booked
    assert sessions.line(receptionist, line.id).planned_on == TUESDAY


def test_wishes_go_with_what_they_were_for(
    receptionist: Desk, nurse: Desk, administrator: Desk, wish: Wish, clock: DrivenClock
) -> None:
    patient = register_zoe(nurse)
    first = plan_for(nurse, patient)
    waiting_list.add(receptionist, patient_id=patient, kind="session", session_id=first, minutes=120)
    short = wish(latest_on=TUESDAY)
    gone = waiting_list.get(receptionist, wish())
    assert len(waiting_list.open(receptionist)) == 3
    sessions.not_treated(nurse, first, reason="Ill", decided_by=DecidedBy.PATIENT)
    patients.void(administrator, [gone.patient_id], reason="Registered by mistake")
    assert [one.id for one in waiting_list.open(receptionist)] == [short]
    clock.pass_time(days=2)
    assert waiting_list.open(receptionist) == []


def test_a_wish_that_cannot_be_is_refused(receptionist: Desk, nurse: Desk, wish: Wish) -> None:
    for field, more in (
        ("minutes", {"minutes": 0}),
        ("latest_on", {"earliest_on": TUESDAY, "latest_on": TODAY}),
        ("until_time", {"from_time": time(10), "until_time": time(10)}),
        ("weekdays", {"weekdays": [7]}),
        ("kind", {"kind": "blocked"}),
        ("kind", {"kind": "session"}),
    ):
        with pytest.raises(BadValue) as fault:
            wish(**more)
        assert fault.value.field == field
    entry = waiting_list.get(receptionist, wish())
    with pytest.raises(BadValue, match="Say why"):
        waiting_list.close(receptionist, entry, reason="")
    session = plan_for(nurse, register_zoe(nurse))
    with pytest.raises(BadValue, match="another patient"):
        wish(kind="session", session_id=session, minutes=120)
