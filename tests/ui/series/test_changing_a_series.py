"""The series tab: pause, plan on, more sessions than were planned, and what reception reads of it."""

from datetime import date, time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import series, series_steps, sessions
from clinicdesk.records.sessions import DecidedBy
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.sessions import steps
from tests.records.sessions.steps import plan_for, register_zoe
from ui.series.tab import SeriesTab


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register_zoe(nurse)


@pytest.fixture
def open_tab(qtbot):
    def open_for(desk: Desk, patient_id: str) -> Hands:
        tab = SeriesTab(desk)
        desk.clinic.listen(tab.refresh)
        qtbot.addWidget(tab, before_close_func=lambda _tab: desk.clinic.stop_listening(tab.refresh))
        tab.resize(1200, 700)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.show_patient(patient_id)
        return Hands(qtbot, tab)

    return open_for


def only(desk: Desk, patient: str) -> series.Series:
    (found,) = series.of_patient(desk, patient)
    return found


def test_pause_a_series_and_plan_on(open_tab, nurse: Desk, patient: str) -> None:
    first = plan_for(nurse, patient)
    sessions.arrive(nurse, first)
    hands = open_tab(nurse, patient)
    hands.choose_row("Sessions of the patient", "2 of 6", open_it=False)
    hands.click("Pause…")
    hands.see("5 sessions leave the plan and their bookings are cancelled. What was given stays.")
    hands.type("Reason", "Has the flu")
    hands.type("Until about", "20mar26")
    hands.click("Pause series")
    assert [line.id for line in only(nurse, patient).sessions] == [first]
    hands.see("02-Mar-2026: Paused, 5 sessions left out, until about 20-Mar-2026, by Nina Okafor, RN. Has the flu")
    hands.click("Plan more")
    hands.see("5 of 6 sessions are not planned: paused, taken out or not treated.")
    hands.type("First day", "23mar26")
    hands.see("Mon 23-Mar-2026")
    hands.click("Plan sessions")
    days = [line.planned_on for line in only(nurse, patient).sessions]
    assert (len(days), days[1]) == (6, date(2026, 3, 23))
    hands.see("Goes on with 5 sessions")


def test_more_sessions_than_planned_ask_why(open_tab, nurse: Desk, patient: str) -> None:
    plan_for(nurse, patient)
    hands = open_tab(nurse, patient)
    hands.click("Plan more")
    hands.see("All 6 sessions are planned. More than these need a reason.")
    hands.type("How many", "2")
    hands.type("Time", "1000")
    hands.click("Plan sessions")
    hands.see("Say why the series gets more sessions than were planned.")
    assert len(only(nurse, patient).sessions) == 6
    hands.type("Reason", "Partial response")
    hands.click("Plan sessions")
    found = only(nurse, patient)
    assert (len(found.sessions), found.planned_count) == (8, 8)
    assert found.sessions[-1].planned_time == time(10, 0)


def test_a_day_that_passed_without_the_patient_is_called_missed(
    open_tab, nurse: Desk, patient: str, clock: DrivenClock
) -> None:
    first = plan_for(nurse, patient)
    sessions.arrive(nurse, first)
    sessions.not_treated(nurse, first, reason="Has eaten", decided_by=DecidedBy.CLINICIAN)
    clock.pass_time(minutes=3 * 24 * 60)
    hands = open_tab(nurse, patient)
    hands.see("Missed")
    assert hands.texts().count("Missed") == 1


def test_reception_reads_that_it_is_paused_and_changes_nothing(
    open_tab, receptionist: Desk, nurse: Desk, patient: str
) -> None:
    first = plan_for(nurse, patient)
    sessions.arrive(nurse, first)
    series_steps.pause(nurse, only(nurse, patient).id, reason="Manic episode")
    hands = open_tab(receptionist, patient)
    hands.see("Paused, 5 sessions left out, by Nina Okafor, RN.")
    assert "Manic" not in hands.texts()
    assert not hands.found("Pause…")
    assert not hands.found("Plan more")


def test_beside_the_plan_stands_how_it_went_so_far(
    open_tab, nurse: Desk, prescriber: Desk, receptionist: Desk, patient: str, clock: DrivenClock
) -> None:
    first = plan_for(nurse, patient)
    steps.run(nurse, prescriber, first)
    clock.pass_time(minutes=20)
    sessions.observe(nurse, first, values={Kind.SYSTOLIC: 151, Kind.DIASTOLIC: 92, Kind.SPO2: 95})
    assert "151" not in open_tab(receptionist, patient).texts()
    open_tab(nurse, patient).see("BP 128/78, highest 151/92, lowest SpO2 95")
