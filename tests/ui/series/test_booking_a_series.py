"""Planning books: the form shows the place of each session, what has none and why; moving one takes the rest along."""

from datetime import date, time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, opening_hours, patients, series, sessions
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from tests.records.appointments.places import book, slot
from tests.records.sessions.steps import register_zoe
from ui.series.tab import SeriesTab

FRIDAY, CLOSED = date(2026, 3, 6), date(2026, 3, 11)


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register_zoe(nurse)


@pytest.fixture
def other(nurse: Desk) -> str:
    return patients.register(nurse, details=PatientDetails(family_name="Lopez", given_name="Maria"))


@pytest.fixture
def tab(qtbot, nurse: Desk, patient: str) -> Hands:
    made = SeriesTab(nurse)
    nurse.clinic.listen(made.refresh)
    qtbot.addWidget(made, before_close_func=lambda _tab: nurse.clinic.stop_listening(made.refresh))
    made.resize(1200, 760)
    with qtbot.waitExposed(made):
        made.show()
    made.show_patient(patient)
    return Hands(qtbot, made)


def begin(tab: Hands, at_time: str = "0930") -> None:
    tab.click("Plan a series now")
    tab.choose("Protocol", "IV ketamine for mood disorders, 6 sessions")
    tab.type("Time", at_time)


def test_every_session_is_booked_where_the_form_showed_it(
    tab: Hands, nurse: Desk, administrator: Desk, patient: str, other: str
) -> None:
    opening_hours.close_day(administrator, CLOSED, reason="Training")
    for place in (0, 1):
        book(nurse, other if place else patient, slot(nurse, 9, minutes=120, day=FRIDAY, place=place))
    begin(tab)
    tab.see("09:30 is taken: 11:00 is the nearest.")
    assert tab.find("Time of session 3").text() == "11:00"
    assert "11-Mar-2026" not in {tab.find(f"Session {number}").text() for number in range(1, 7)}
    tab.click("Plan series")
    (planned,) = series.of_patient(nurse, patient)
    third = appointments.of_session(nurse, planned.sessions[2].id)
    assert third is not None
    assert third.slot == slot(nurse, 11, minutes=120, day=FRIDAY)
    assert all(appointments.of_session(nurse, line.id) for line in planned.sessions)
    tab.see("Chair 1")


def test_one_session_put_where_it_cannot_be_says_why_and_stays_to_be_booked(
    tab: Hands, nurse: Desk, patient: str, other: str
) -> None:
    book(nurse, other, slot(nurse, 8, minutes=540, day=FRIDAY, place=1))
    book(nurse, patient, slot(nurse, 8, minutes=60, day=FRIDAY, place=0))
    begin(tab)
    tab.type("Time of session 3", "0815")
    tab.see("This patient is booked already on Fri 06-Mar-2026 from 08:00 to 09:00.")
    tab.see("Session 3 has no place yet. Planned like this it stays to be booked.")
    assert tab.find("Time of session 3").text() == "08:15"
    tab.click("Plan series")
    tab.see("To be booked")
    (unbooked,) = appointments.unbooked_sessions(nurse, FRIDAY, FRIDAY)
    assert unbooked.number == 3


def test_a_place_taken_meanwhile_is_told_and_nothing_is_planned(
    tab: Hands, nurse: Desk, receptionist: Desk, patient: str, other: str
) -> None:
    begin(tab)
    book(receptionist, other, slot(receptionist, 9, minutes=120, day=FRIDAY))
    tab.click("Plan series")
    tab.see("Chair 1 is taken on Fri 06-Mar-2026 from 09:00 to 11:00.")
    assert series.of_patient(nurse, patient) == []
    tab.choose("Chair", "Chair 2")
    tab.click("Plan series")
    assert len(series.of_patient(nurse, patient)) == 1


def test_only_on_the_weekdays_that_suit(tab: Hands, nurse: Desk, patient: str) -> None:
    begin(tab)
    for name in ("Mon", "Wed", "Fri"):
        tab.click(name)
    assert tab.find("Session 1").text() == "03-Mar-2026"
    tab.click("Plan series")
    (planned,) = series.of_patient(nurse, patient)
    assert {line.planned_on.weekday() for line in planned.sessions} == {1, 3}
    assert not tab.found("Sat")


def test_without_any_weekday_the_form_says_so(tab: Hands, nurse: Desk, patient: str) -> None:
    begin(tab)
    for name in ("Mon", "Tue", "Wed", "Thu", "Fri"):
        tab.click(name)
    tab.see("Choose at least one weekday for the sessions.")
    tab.click("Plan series")
    tab.see("Choose at least one weekday for the sessions.")
    assert series.of_patient(nurse, patient) == []


def test_a_chair_and_a_clinician_can_be_chosen(tab: Hands, nurse: Desk, patient: str) -> None:
    begin(tab)
    tab.choose("Chair", "Chair 2")
    tab.choose("Clinician", "Dr Pat Osei")
    tab.click("Plan series")
    booked = appointments.of_patient(nurse, patient)
    assert {(one.chair, one.staff) for one in booked} == {("Chair 2", "Dr Pat Osei")}


def test_moving_one_session_offers_to_shift_the_rest_and_shows_where(tab: Hands, nurse: Desk, patient: str) -> None:
    begin(tab)
    tab.click("Plan series")
    tab.choose_row("Sessions of the patient", "2 of 6", open_it=False)
    tab.click("Move session")
    assert not tab.found("Shift the 4 sessions after it too")
    tab.type("New day", "6mar26")
    tab.click("Move")
    tab.see("This patient is booked already on Fri 06-Mar-2026 from 09:30 to 11:30.")
    tab.click("Shift the 4 sessions after it too")
    tab.see("Session 3: Mon 09-Mar-2026 09:30.")
    tab.see("Session 6: Mon 16-Mar-2026 09:30.")
    tab.click("Move")
    (planned,) = series.of_patient(nurse, patient)
    assert [line.planned_on.day for line in planned.sessions] == [2, 6, 9, 11, 13, 16]
    assert [nurse.local(one.starts_at).day for one in appointments.of_patient(nurse, patient)] == [2, 6, 9, 11, 13, 16]


def test_one_session_goes_to_another_chair_alone(tab: Hands, nurse: Desk, patient: str) -> None:
    begin(tab)
    tab.click("Plan series")
    tab.choose_row("Sessions of the patient", "3 of 6", open_it=False)
    tab.click("Move session")
    tab.type("New time", "1300")
    tab.choose("New chair", "Chair 2")
    tab.click("Move")
    line = sessions.of_patient(nurse, patient)[2]
    assert (line.planned_time, line.chair) == (time(13), "Chair 2")
    tab.choose_row("Sessions of the patient", "3 of 6", open_it=False)
    tab.click("Move session")
    tab.type("New time", " ")
    tab.click("Move")
    tab.see("This session is booked. Give a time, or cancel its appointment.")
