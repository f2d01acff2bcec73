"""The curve in the program's own window: from the chart to the patient and back, and the scores beside the series."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from clinicdesk.desk import Desk
from clinicdesk.records import series, sessions
from tests.hands import Hands
from tests.records.measures.followed_course import begin, go_through, right_now
from tests.records.sessions.steps import patient as patient
from tests.records.sessions.steps import session_id as session_id
from tests.records.sessions.steps import wait_until
from ui.curve.patient_curve import PatientCurve
from ui.main_window import MainWindow
from ui.series.course_so_far import CourseSoFar
from ui.workplace import Workplace

Enter = Callable[[str], None]


@pytest.fixture
def series_id(nurse: Desk, prescriber: Desk, patient: str, session_id: str) -> str:
    """Return a series with a course, and one word of the patient of how it is now."""
    planned = sessions.line(nurse, session_id).series_id
    for value in (3, 7):
        right_now(nurse, patient, value)
    go_through(nurse, prescriber, patient, planned)
    return planned


def test_one_key_shows_the_curve_in_view_and_says_that_a_chair_calls(
    enter: Enter, hands: Hands, window: MainWindow, patient: str, series_id: str, nurse: Desk, prescriber: Desk
) -> None:
    begin(nurse, prescriber, sessions.of_series(nurse, series_id)[2].id)
    enter("nina")
    work = window.centralWidget().findChild(Workplace)
    work.show_chart(patient)
    work.page_of("chart").show_tab("Measures")
    hands.click("Mood now 2")
    hands.press("Ctrl+G")
    (sheet,) = work.findChildren(PatientCurve)
    assert sheet.isVisible()
    assert sheet.view.figure is not None
    assert sheet.view.figure.measure == "Mood now"
    # Nobody enters vital signs meanwhile: it is told that somebody is needed, and not at whose chair.
    wait_until(nurse, nurse.now() + timedelta(minutes=30))
    work.tick()
    hands.see("You are needed. Esc leads back.")
    hands.press("Escape")
    assert work.findChildren(PatientCurve) == []


@pytest.mark.usefixtures("series_id")
def test_the_button_shows_the_measure_that_is_chosen(
    enter: Enter, hands: Hands, window: MainWindow, patient: str
) -> None:
    enter("nina")
    work = window.centralWidget().findChild(Workplace)
    work.show_chart(patient)
    work.page_of("chart").show_tab("Measures")
    hands.click("Show to the patient")
    (sheet,) = work.findChildren(PatientCurve)
    assert sheet.view.figure is not None
    assert sheet.view.figure.measure == "PHQ-9"
    hands.press("Escape")


def test_without_a_chart_the_key_says_what_to_do(enter: Enter, hands: Hands) -> None:
    enter("nina")
    hands.press("Ctrl+G")
    hands.see("Open the chart of the patient first. Then press Ctrl+G again.")


@pytest.mark.usefixtures("series_id")
def test_the_front_desk_is_refused_plainly(enter: Enter, hands: Hands, window: MainWindow, patient: str) -> None:
    enter("rita")
    work = window.centralWidget().findChild(Workplace)
    work.show_chart(patient)
    hands.press("Ctrl+G")
    assert work.findChildren(PatientCurve) == []
    hands.see("Your role does not include")


def test_scores_of_a_day_stand_beside_its_session(qtbot: Any, nurse: Desk, series_id: str) -> None:
    course = CourseSoFar(nurse)
    qtbot.addWidget(course)
    course.show_series(series.get(nurse, series_id))
    lines = " ".join(one.text() for one in course.findChildren(QLabel)).splitlines()
    (first,) = [line for line in lines if "02-Mar-2026" in line]
    assert "ketAMINE 41.2 mg" in first
    assert "PHQ-9 22" in first
    assert "Mood now 3 → 7," in first
    # Nothing was answered on the day of the second one.
    assert not [line for line in lines if "04-Mar-2026" in line and "PHQ-9" in line]
