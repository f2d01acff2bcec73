"""The curve on the screen: what is drawn is the figure, the keys walk and say it, the table holds the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.figures.score_curve import score_figure
from clinicdesk.figures.time_ticks import moment_at
from clinicdesk.records import series, sessions
from clinicdesk.records.measures import courses, recording
from tests.records.measures.followed_course import go_through, right_now, score
from tests.records.sessions.steps import patient as patient
from tests.records.sessions.steps import session_id as session_id
from ui import theme
from ui.curve.all_curves import AllCurves
from ui.curve.course_told import CourseTold
from ui.curve.curve_drawing import CurveDrawing
from ui.curve.curve_panel import CurvePanel
from ui.curve.curve_table import CurveTable
from ui.curve.curve_view import CurveView
from ui.curve.patient_curve import PatientCurve


@pytest.fixture
def results(nurse: Desk, prescriber: Desk, patient: str, session_id: str) -> list[str]:
    """Return the four results of a course: 22, 14, 10 and 12 in six weeks."""
    return go_through(nurse, prescriber, patient, sessions.line(nurse, session_id).series_id)


@pytest.fixture
def show(qtbot: Any, qapp: QApplication) -> Callable[[Desk, str], CurvePanel]:
    """Return a function that shows the curves of a patient to somebody."""
    theme.apply(qapp, "light")

    def shown(desk: Desk, patient_id: str) -> CurvePanel:
        panel = CurvePanel(desk)
        qtbot.addWidget(panel, before_close_func=lambda _panel: desk.clinic.stop_listening(panel.refresh))
        desk.clinic.listen(panel.refresh)
        panel.resize(1200, 800)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.show_patient(patient_id)
        return panel

    return shown


def table_of(panel: CurvePanel) -> CurveTable:
    return panel.findChild(CurveTable)


def drawing_of(view: CurveView, *, aligned: bool = False) -> CurveDrawing:
    assert view.figure is not None
    letter = QFontMetricsF(theme.font("caption"))
    return CurveDrawing(view.figure, QRectF(view.rect()), letter, aligned=aligned)


def told_in(panel: CurvePanel) -> str:
    told = panel.findChild(CourseTold)
    return " ".join(one.text() for one in told.findChildren(QWidget) if not one.isHidden() and hasattr(one, "text"))


@pytest.mark.usefixtures("results")
def test_the_screen_draws_the_figure_of_the_record(show: Callable[..., CurvePanel], nurse: Desk, patient: str) -> None:
    panel = show(nurse, patient)
    (phq,) = courses.followed(nurse, patient)
    assert panel.view.figure == score_figure(phq)
    drawing, picture = drawing_of(panel.view), panel.view.grab().toImage()
    for point in drawing.figure.points:
        place = drawing.place_of(point).toPoint()
        assert QColor(picture.pixel(place)).name() == theme.token("accent").name()


@pytest.mark.usefixtures("results")
def test_an_overlapping_score_is_hollow(show: Callable[..., CurvePanel], nurse: Desk, patient: str) -> None:
    soon = score(nurse, patient, 8, nurse.now() - timedelta(days=7))
    panel = show(nurse, patient)
    drawing, picture = drawing_of(panel.view), panel.view.grab().toImage()
    (hollow,) = [point for point in drawing.figure.points if point.overlapping]
    assert hollow.id == soon
    assert QColor(picture.pixel(drawing.place_of(hollow).toPoint())).name() == theme.token("surface").name()
    assert "overlaps" in next(row.what for row in table_of(panel).rows() if row.id == soon)


@pytest.mark.usefixtures("results")
def test_the_table_holds_every_score_and_every_treatment(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str
) -> None:
    rows = table_of(show(nurse, patient)).rows()
    assert [(row.score, row.change, row.what) for row in rows if not row.treatment] == [
        ("12", "−45 %", "moderate, Response lost"),
        ("10", "−54 %", "moderate, Response"),
        ("14", "−36 %", "moderate"),
        ("22", "", "severe, Baseline"),
    ]
    assert [row.what for row in rows if row.treatment] == ["ketAMINE 41.2 mg, IV"] * 2


@pytest.mark.usefixtures("results")
def test_what_became_of_it_stands_beside_its_definition(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str
) -> None:
    words = told_in(show(nurse, patient))
    for sentence in (
        "Baseline 22 (severe) on 02-Mar-2026.",
        "Response: 10 (moderate) on 30-Mar-2026.",
        "A response is a score 50 % or more below the baseline.",
        "Here: 11 or less.",
        "Time to response: 28 days.",
        "PHQ-9 asks about the last 2 weeks",
        "Response lost: 12 (moderate) on 13-Apr-2026.",
        "No remission so far.",
        "Latest 12 (moderate) on 13-Apr-2026: −45 % from the baseline.",
    ):
        assert sentence in words


def test_the_arrow_keys_walk_through_scores_and_treatments_and_say_them(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str, results: list[str]
) -> None:
    panel = show(nurse, patient)
    view, table = panel.view, table_of(panel)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    said = [view.accessibleDescription()]
    for _key in range(6):
        QTest.keyClick(view, Qt.Key.Key_Right)
        said.append(view.accessibleDescription())
    assert said[0] == "02-Mar-2026 09:00: PHQ-9 22, severe, baseline"
    assert said[1] == "02-Mar-2026 09:00: session 1 of 6, ketAMINE 41.2 mg, IV"
    assert said[4] == "30-Mar-2026 10:00: PHQ-9 10, moderate, response, baseline 22"
    # At the end it stays.
    assert said[5] == said[6] == "13-Apr-2026 10:00: PHQ-9 12, moderate, response lost, baseline 22"
    selected = table.selected()
    assert selected is not None
    assert selected.id == results[3]


def test_the_mouse_finds_what_it_points_at(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str, results: list[str]
) -> None:
    panel = show(nurse, patient)
    drawing = drawing_of(panel.view)
    place = drawing.place_of(drawing.figure.points[2]).toPoint() + QPoint(3, -2)
    QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=place)
    selected = table_of(panel).selected()
    assert selected is not None
    assert selected.id == results[2]


def test_a_row_of_the_table_is_shown_on_the_curve_even_where_it_does_not_reach(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str, results: list[str]
) -> None:
    panel = show(nurse, patient)
    for _key in range(4):
        QTest.keyClick(panel.view, Qt.Key.Key_Plus)
    QTest.keyClick(panel.view, Qt.Key.Key_PageDown)
    assert panel.view.figure is not None
    assert panel.view.figure.points[0].hour < panel.view.figure.hour_min
    table_of(panel).select_key(results[0])
    assert panel.view.figure.hour_min <= panel.view.figure.points[0].hour <= panel.view.figure.hour_max


def hours(view: CurveView) -> tuple[float, float]:
    assert view.figure is not None
    return view.figure.hours


@pytest.mark.usefixtures("results")
def test_keys_zoom_and_move_within_the_whole(show: Callable[..., CurvePanel], nurse: Desk, patient: str) -> None:
    view = show(nurse, patient).view
    whole = hours(view)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    closer = hours(view)
    assert closer[1] - closer[0] == pytest.approx((whole[1] - whole[0]) / 1.5)
    for _key in range(9):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert hours(view)[1] == pytest.approx(whole[1])
    for _key in range(40):
        QTest.keyClick(view, Qt.Key.Key_Plus)
    assert hours(view)[1] - hours(view)[0] == pytest.approx(6)
    for _key in range(40):
        QTest.keyClick(view, Qt.Key.Key_Minus)
    assert hours(view) == whole
    QTest.keyClick(view, Qt.Key.Key_Plus)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert hours(view) == whole


def turn(view: CurveView, degrees: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    """Turn the wheel over the middle of the curve; tell whether the curve took it."""
    middle = QPointF(view.rect().center())
    event = QWheelEvent(
        middle,
        view.mapToGlobal(middle),
        QPoint(),
        QPoint(0, degrees),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    QApplication.sendEvent(view, event)
    return event.isAccepted()


@pytest.mark.usefixtures("results")
def test_the_wheel_zooms_where_the_mouse_is_and_else_scrolls_the_page(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str
) -> None:
    panel = show(nurse, patient)
    table_of(panel).setFocus()
    whole = hours(panel.view)
    turn(panel.view, 120)
    assert hours(panel.view) == whole
    before = drawing_of(panel.view).hour_at(panel.view.rect().center().x())
    assert turn(panel.view, 120, Qt.KeyboardModifier.ControlModifier)
    assert hours(panel.view)[1] - hours(panel.view)[0] < whole[1] - whole[0]
    assert drawing_of(panel.view).hour_at(panel.view.rect().center().x()) == pytest.approx(before, abs=2)


def test_what_is_recorded_meanwhile_is_drawn_and_the_zoom_stays(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str, results: list[str]
) -> None:
    view = show(nurse, patient).view
    QTest.keyClick(view, Qt.Key.Key_Plus)
    closer = hours(view)
    new = score(nurse, patient, 3)
    assert view.figure is not None
    assert view.figure.points[-1].id == new
    assert hours(view) == pytest.approx(closer)
    recording.void(nurse, new, reason="Another patient's sheet")
    assert view.figure.points[-1].id == results[3]


@pytest.mark.usefixtures("results")
def test_each_measure_has_its_own_curve(show: Callable[..., CurvePanel], nurse: Desk, patient: str) -> None:
    right_now(nurse, patient, 7)
    panel = show(nurse, patient)
    buttons = {button.accessibleName(): button for button in panel.findChildren(QWidget) if hasattr(button, "click")}
    buttons["Mood now 1"].click()
    assert panel.view.figure is not None
    assert (panel.view.figure.measure, panel.view.figure.value_max) == ("Mood now", 10)
    # No rule is known for it: nothing is called a response.
    assert "response" not in told_in(panel).lower()


@pytest.mark.usefixtures("session_id")
def test_nothing_and_one_score_are_said_plainly(show: Callable[..., CurvePanel], nurse: Desk, patient: str) -> None:
    panel = show(nurse, patient)
    assert panel.view.figure is None
    assert not panel.view.isVisible()
    score(nurse, patient, 14)
    assert panel.view.isVisible()
    assert [row.score for row in table_of(panel).rows()] == ["14"]
    assert told_in(panel) == ""


@pytest.mark.usefixtures("results")
def test_the_front_desk_sees_no_curve(
    show: Callable[..., CurvePanel], receptionist: Desk, patient: str, qtbot: Any
) -> None:
    panel = show(receptionist, patient)
    assert panel.view.figure is None
    assert not table_of(panel).rows()
    # Neither that there is something nor that there is nothing.
    assert not [one for one in panel.findChildren(QWidget) if one.isVisible() and getattr(one, "text", str)()]
    assert CurvePanel(receptionist).isHidden()
    over = QWidget()
    qtbot.addWidget(over)
    with pytest.raises(NotAllowed):
        PatientCurve(over, receptionist, patient)
    assert over.findChildren(PatientCurve) == []


@pytest.mark.usefixtures("results")
def test_the_patient_sees_the_curve_alone(nurse: Desk, patient: str, qtbot: Any, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    over = QWidget()
    qtbot.addWidget(over)
    sheet = PatientCurve(over, nurse, patient, "phq-9")
    with qtbot.waitExposed(sheet):
        sheet.open()
    assert sheet.isFullScreen()
    words = " ".join(one.text() for one in sheet.findChildren(QWidget) if hasattr(one, "text"))
    for private in ("Ångström", "Zoë", sheet.windowTitle() + " of", "suicid", "death"):
        assert private not in words
    assert sheet.view.hasFocus()
    QTest.keyClick(sheet.view, Qt.Key.Key_Left)
    assert "PHQ-9 12" in sheet.view.accessibleDescription()
    with qtbot.waitSignal(sheet.finished):
        QTest.keyClick(sheet.view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.usefixtures("results")
def test_two_series_are_told_about_one_at_a_time(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str, session_id: str
) -> None:
    panel = show(nurse, patient)
    title = series.get(nurse, sessions.line(nurse, session_id).series_id).title
    assert told_in(panel).startswith(f"{title}, since 02-Mar-2026")


@pytest.mark.usefixtures("results")
def test_all_curves_stand_over_the_same_time_and_move_together(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str
) -> None:
    right_now(nurse, patient, 7)
    panel = show(nurse, patient)
    buttons = {button.accessibleName(): button for button in panel.findChildren(QWidget) if hasattr(button, "click")}
    buttons["All 2"].click()
    assert not panel.view.isVisible()
    assert panel.chosen() == ""
    phq, mood = panel.findChild(AllCurves).views
    assert between(phq) == between(mood)
    whole = between(phq)
    QTest.keyClick(mood, Qt.Key.Key_Plus)
    assert between(phq) == between(mood)
    assert whole[0] < between(phq)[0] < between(phq)[1] < whole[1]
    # Times stand below one another, whatever stands beside them.
    assert drawing_of(phq, aligned=True).plot.left() == drawing_of(mood, aligned=True).plot.left()
    buttons["PHQ-9 4"].click()
    assert panel.view.isVisible()


def between(view: CurveView) -> tuple[datetime, datetime]:
    """Return from when to when a curve shows, to the second."""
    assert view.figure is not None
    first, last = (moment_at(view.figure.origin, hour).replace(microsecond=0) for hour in view.figure.hours)
    return first, last


def rest(view: CurveView, place: QPointF) -> None:
    """Move the mouse to a place with no button pressed."""
    kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    event = QMouseEvent(kind, place, view.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


def tooltip_dots(view: CurveView) -> int:
    """Return how many dots of the curve have the colour of a tool tip: of words in a box."""
    picture = view.grab().toImage()
    colour = theme.token("tooltip").rgb()
    return sum(picture.pixel(x, y) == colour for x in range(0, picture.width(), 3) for y in range(picture.height()))


@pytest.mark.usefixtures("results")
def test_what_the_mouse_rests_on_is_told_in_a_box(show: Callable[..., CurvePanel], nurse: Desk, patient: str) -> None:
    view = show(nurse, patient).view
    drawing = drawing_of(view)
    before = tooltip_dots(view)
    rest(view, drawing.place_of(drawing.figure.points[1]))
    assert tooltip_dots(view) > before + 100
    rest(view, drawing.plot.center() + QPointF(0, -60))
    assert tooltip_dots(view) == before


@pytest.mark.usefixtures("results")
def test_the_mouse_takes_hold_of_a_curve_that_is_zoomed(
    show: Callable[..., CurvePanel], nurse: Desk, patient: str
) -> None:
    view = show(nurse, patient).view
    QTest.keyClick(view, Qt.Key.Key_Plus)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    low, high = hours(view)
    free = drawing_of(view).plot.center().toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=free)
    QTest.mouseMove(view, free + QPoint(80, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=free + QPoint(80, 0))
    assert hours(view)[0] < low
    assert hours(view)[1] - hours(view)[0] == pytest.approx(high - low)
    after = hours(view)
    rest(view, QPointF(free))
    assert hours(view) == after
