"""The series tab: plan with proposed dates, move, open."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt

from clinicdesk.desk import Desk
from clinicdesk.records import series
from tests.hands import Hands
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
        tab.resize(1200, 640)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.show_patient(patient_id)
        return Hands(qtbot, tab)

    return open_for


def test_plan_a_series_from_the_protocol_with_one_date_moved(open_tab, nurse: Desk, patient: str) -> None:
    hands = open_tab(nurse, patient)
    hands.click("Plan a series now")
    hands.choose("Protocol", "IV ketamine for mood disorders, 6 sessions")
    hands.type("First day", "9mar26")
    hands.type("Time", "0930")
    assert hands.find("Session 1").text() == "09-Mar-2026"
    assert hands.find("Session 2").text() == "11-Mar-2026"
    hands.type("Session 2", "10mar26")
    hands.see("Session 2 is 1 day after the one before; at least 2 are needed.")
    hands.type("Session 2", "12mar26")
    hands.type("For (indication)", "Major depression")
    hands.click("Plan series")
    (planned,) = series.of_patient(nurse, patient)
    days = [s.planned_on for s in planned.sessions]
    assert days[:2] == [date(2026, 3, 9), date(2026, 3, 12)]
    assert len(days) == 6
    assert planned.sessions[0].planned_time == time(9, 30)
    assert planned.indication == "Major depression"
    hands.see("1 of 6")


def test_a_receptionist_moves_a_session_and_plans_none(open_tab, receptionist: Desk, nurse: Desk, patient: str) -> None:
    plan_for(nurse, patient)
    hands = open_tab(receptionist, patient)
    assert not hands.found("Plan a series")
    hands.choose_row("Sessions of the patient", "2 of 6", open_it=False)
    hands.click("Move session")
    hands.type("New day", "5mar26")
    hands.type("New time", "1100")
    hands.click("Move")
    (planned,) = series.of_patient(nurse, patient)
    assert (planned.sessions[1].planned_on, planned.sessions[1].planned_time) == (date(2026, 3, 5), time(11, 0))
    hands.see("Thu 05-Mar-2026")


def test_somebody_elses_move_is_told_and_what_was_typed_stays(
    open_tab, nurse: Desk, receptionist: Desk, patient: str
) -> None:
    session_id = plan_for(nurse, patient)
    hands = open_tab(nurse, patient)
    hands.choose_row("Sessions of the patient", "1 of 6", open_it=False)
    hands.click("Move session")
    (planned,) = series.of_patient(nurse, patient)
    series.move(receptionist, session_id, day=date(2026, 3, 3), time=None, based_on=planned.sessions[0].version)
    hands.type("New day", "6mar26")
    hands.click("Move")
    hands.see("Rita Moss changed this at 09:00")
    assert hands.find("New day").text() == "06-Mar-2026"


def test_enter_opens_the_session(open_tab, qtbot, nurse: Desk, patient: str) -> None:
    session_id = plan_for(nurse, patient)
    hands = open_tab(nurse, patient)
    with qtbot.waitSignal(hands.window.session_opened) as opened:
        hands.click("Open session")
    assert opened.args == [session_id]


def test_a_series_is_ended_with_a_reason(open_tab, nurse: Desk, patient: str) -> None:
    plan_for(nurse, patient)
    hands = open_tab(nurse, patient)
    hands.click("End series")
    hands.type("Reason", "Moved away", leave=False)
    confirm = next(w for w in hands.found("End series") if w.window() is not hands.window)
    hands.qtbot.mouseClick(confirm, Qt.MouseButton.LeftButton)
    (ended,) = series.of_patient(nurse, patient)
    assert ended.ended_reason == "Moved away"
    assert ended.sessions == ()


def test_leaving_a_form_puts_the_focus_where_the_person_goes_on(open_tab, nurse: Desk, patient: str) -> None:
    hands = open_tab(nurse, patient)
    hands.click("Plan a series now")
    hands.press("Esc")
    assert hands.find("Plan a series now").hasFocus()
    plan_for(nurse, patient)
    hands.click("Plan a series")
    hands.press("Esc")
    assert hands.find("Sessions of the patient").hasFocus()
    hands.click("Move session")
    hands.press("Esc")
    assert hands.find("Sessions of the patient").hasFocus()
