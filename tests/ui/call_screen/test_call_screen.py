"""The call screen: one press calls, nothing stops by itself, no key and no lock leads out of it."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import patients, pins, sessions, staff
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.sessions import steps
from tests.ui.hand_over.conftest import Sheet
from ui import theme
from ui.call_screen.window import CallWindow
from ui.hand_over.page import HandOverPage
from ui.main_window import MainWindow
from ui.session.more_menu import MoreMenu
from ui.widgets.dialog import Question

Enter = Callable[[str], None]
PIN = "481902"


@pytest.fixture
def running(clinic: Clinic, nurse: Desk, prescriber: Desk, everyone: Desk) -> str:
    for login in ("nina", "pat"):
        desk = staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC")
        pins.set_pin(desk, password=PASSWORD, pin=PIN)
    session_id = steps.plan_for(everyone, steps.register_zoe(everyone))
    steps.run(nurse, prescriber, session_id)
    return session_id


def call_windows() -> list[CallWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, CallWindow) and one.isVisible()]


def part(window: QWidget, name: str) -> QWidget:
    buttons = [one for one in window.findChildren(QAbstractButton) if one.isVisible()]
    found = [one for one in buttons if name in (one.accessibleName(), one.text().replace("&", ""))]
    assert len(found) == 1, (name, [one.text() for one in buttons])
    return found[0]


def press(window: QWidget, name: str) -> None:
    QTest.mouseClick(part(window, name), Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def words(window: QWidget) -> str:
    shown = [one for one in window.findChildren(QWidget) if one.isVisible() and hasattr(one, "text")]
    return "\n".join(str(one.text()) for one in shown)


@pytest.fixture
def screen(running: str, enter: Enter, hands: Hands) -> CallWindow:
    """Open the call screen from the open session, as a nurse does."""
    enter("nina")
    hands.click("1 infusion running")
    hands.press("Ctrl+K")
    hands.type("Find a patient", "call screen", leave=False)
    hands.press("Return")
    hands.qtbot.waitUntil(lambda: len(call_windows()) == 1)
    assert running
    return call_windows()[0]


def events(desk: Desk, session_id: str, kind: EventKind) -> list[Any]:
    return [event.detail for event in sessions.get(desk, session_id).events_of(kind)]


def test_the_large_button_calls_and_the_team_s_answer_is_shown(screen: CallWindow, running: str, nurse: Desk) -> None:
    press(screen, "I need help")
    session = sessions.get(nurse, running)
    call = session.last_event(EventKind.CALLED)
    assert call is not None
    assert "has been told" in words(screen)
    assert any(one.key == f"call:{call.id}" for one in sessions.alarms(session, sessions.now_of(nurse)))
    sessions.go(nurse, running, f"call:{call.id}")
    screen._desk.clinic.refresh()
    assert "on the way to you" in words(screen)
    sessions.settle_alarm(nurse, running, f"call:{call.id}", done="Sat with her")
    screen._desk.clinic.refresh()
    assert "on the way" not in words(screen)


def test_a_call_nobody_answers_leads_to_the_bell(
    screen: CallWindow, running: str, nurse: Desk, clock: DrivenClock, window: MainWindow
) -> None:
    press(screen, "I am afraid")
    clock.pass_time(seconds=50)
    window.tick()
    assert "Please press the call bell" in words(screen)
    call = sessions.get(nurse, running).last_event(EventKind.CALLED)
    assert call is not None
    sessions.go(nurse, running, f"call:{call.id}")
    window.tick()
    assert "on the way to you" in words(screen)


def test_please_stop_is_a_call_and_stops_nothing(screen: CallWindow, running: str, nurse: Desk) -> None:
    press(screen, "Please stop")
    assert sessions.get(nurse, running).phase is Phase.RUNNING
    assert events(nurse, running, EventKind.CALLED) == [{"card": "stop", "words": "Please stop"}]
    assert "Nothing stops by itself" in words(screen)


def test_pressing_again_and_again_is_one_call_until_a_minute_has_passed(
    screen: CallWindow, running: str, nurse: Desk, clock: DrivenClock
) -> None:
    for _time in range(5):
        press(screen, "I need help")
    assert len(events(nurse, running, EventKind.CALLED)) == 1
    press(screen, "I feel sick")
    assert len(events(nurse, running, EventKind.CALLED)) == 2
    clock.pass_time(seconds=61)
    press(screen, "I need help")
    assert len(events(nurse, running, EventKind.CALLED)) == 3


def test_distress_and_i_am_fine_are_written_down_and_call_nobody(screen: CallWindow, running: str, nurse: Desk) -> None:
    press(screen, "Distress 7 of 10")
    press(screen, "I am fine")
    session = sessions.get(nurse, running)
    distress = session.latest(Kind.DISTRESS)
    assert distress is not None
    assert distress.value == 7
    assert session.events_of(EventKind.CALLED) == ()
    assert [event.detail["card"] for event in session.events_of(EventKind.FEELING)] == ["", "fine"]


def test_no_name_and_the_bell_is_said(screen: CallWindow) -> None:
    shown = words(screen).casefold()
    assert "ngstr" not in shown + screen.windowTitle().casefold() + screen.accessibleName().casefold()
    assert "does not replace the call bell" in shown


def test_a_call_that_cannot_be_recorded_says_press_the_bell(
    screen: CallWindow, running: str, nurse: Desk, busy: Any
) -> None:
    with busy(screen._desk):
        press(screen, "I need help")
    assert "press the call bell" in words(screen)
    assert events(nurse, running, EventKind.CALLED) == []


def test_no_key_closes_or_moves_it_and_the_work_keeps_the_keyboard(
    screen: CallWindow, window: MainWindow, hands: Hands
) -> None:
    hands.press("F2")
    typing = QApplication.focusWidget()
    press(screen, "I am cold")
    assert QApplication.focusWidget() is typing
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_F11, Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_L):
        for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            QTest.keyClick(screen, key, held)
    assert call_windows() == [screen]
    assert not window.is_locked()


def test_it_closes_only_with_a_pin(screen: CallWindow) -> None:
    screen.close()
    assert call_windows() == [screen]
    assert "Close the call screen" in words(screen)
    for digit in "111222":
        press(screen, digit)
    press(screen, "Close the call screen")
    assert call_windows() == [screen]
    for digit in PIN:
        press(screen, digit)
    press(screen, "Close the call screen")
    QApplication.processEvents()
    assert call_windows() == []


def test_the_page_for_staff_goes_when_left_alone(screen: CallWindow, clock: DrivenClock, window: MainWindow) -> None:
    press(screen, "Staff")
    press(screen, "4")
    clock.pass_time(seconds=31)
    window.tick()
    press(screen, "Staff")
    assert [one.text() for one in screen.findChildren(QLineEdit) if one.accessibleName() == "PIN or password"] == [""]
    press(screen, "Back to the cards")
    part(screen, "I need help")


def test_the_lock_leaves_it_and_a_call_while_locked_is_recorded(
    screen: CallWindow, running: str, hands: Hands, window: MainWindow, nurse: Desk
) -> None:
    hands.press("Ctrl+L")
    assert window.is_locked()
    assert call_windows() == [screen]
    press(screen, "I need help")
    assert len(events(nurse, running, EventKind.CALLED)) == 1
    hands.see("The patient calls")


def test_it_outlives_who_signs_in_next_and_goes_with_the_clinic(
    screen: CallWindow, running: str, hands: Hands, window: MainWindow, nurse: Desk
) -> None:
    hands.press("Ctrl+L")
    hands.type("Login", "rita")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("answers for")
    hands.click("Sign in all the same")
    hands.qtbot.waitUntil(lambda: not window.is_locked())
    assert call_windows() == [screen]
    press(screen, "I am thirsty")
    call = sessions.get(nurse, running).last_event(EventKind.CALLED)
    assert call is not None
    assert call.by_name == "Rita Moss"
    window.close_now()
    assert call_windows() == []


def test_the_signed_in_person_closes_it_by_a_command(screen: CallWindow, hands: Hands) -> None:
    assert screen.isVisible()
    hands.press("Ctrl+K")
    hands.type("Find a patient", "close the call", leave=False)
    hands.press("Return")
    hands.qtbot.waitUntil(lambda: call_windows() == [])


def test_it_goes_when_the_patient_has_left(running: str, enter: Enter, window: MainWindow, nurse: Desk) -> None:
    other = steps.plan_for(nurse, steps.register_zoe(nurse))
    sessions.arrive(nurse, other)
    enter("nina")
    work = window.findChild(_workplace())
    assert work is not None
    work.show_session(other)
    work.open_call_screen()
    assert [one.session_id for one in call_windows()] == [other]
    sessions.not_treated(nurse, other, reason="Fever", decided_by=sessions.DecidedBy.CLINICIAN)
    window.tick()
    assert call_windows() == []
    assert running


def test_it_does_not_open_for_who_has_not_come(enter: Enter, hands: Hands, window: MainWindow, nurse: Desk) -> None:
    planned = steps.plan_for(nurse, steps.register_zoe(nurse))
    enter("nina")
    work = window.findChild(_workplace())
    assert work is not None
    work.show_session(planned)
    work.open_call_screen()
    hands.see("mark the patient as arrived")
    assert call_windows() == []


def test_it_speaks_the_patient_s_language(nurse: Desk, enter: Enter, window: MainWindow) -> None:
    luz = patients.register(
        nurse,
        details=PatientDetails(family_name="Vega", given_name="Luz", birth_date=steps.BORN, language="Español"),
    )
    session_id = steps.plan_for(nurse, luz)
    sessions.arrive(nurse, session_id)
    enter("nina")
    window.centralWidget().findChild(_workplace()).show_session(session_id)
    window.centralWidget().findChild(_workplace()).open_call_screen()
    screen = call_windows()[0]
    part(screen, "Necesito ayuda")
    part(screen, "Por favor, paren")
    assert "timbre" in words(screen)


def _workplace() -> type[QWidget]:
    from ui.workplace import Workplace

    return Workplace


@pytest.mark.parametrize("spoken", ["English", "Español"])
def test_all_of_it_fits_on_a_small_monitor(nurse: Desk, qtbot: Any, qapp: QApplication, spoken: str) -> None:
    theme.apply(qapp, "light")
    details = PatientDetails(family_name="Vega", given_name="Luz", birth_date=steps.BORN, language=spoken)
    session_id = steps.plan_for(nurse, patients.register(nurse, details=details))
    sessions.arrive(nurse, session_id)
    screen = CallWindow(nurse, session_id)
    screen.show()
    smallest = screen.minimumSizeHint()
    assert smallest.width() <= 1024
    assert smallest.height() <= 768
    screen.close_now()
    qtbot.addWidget(screen)


def test_every_button_is_large_enough_for_a_shaking_finger(screen: CallWindow) -> None:
    for name in ("I need help", "I feel sick", "Distress 0 of 10", "Distress 10 of 10"):
        found = part(screen, name)
        assert min(found.width(), found.height()) >= 44, name
        corner = found.mapTo(screen, QPoint(found.width(), found.height()))
        assert corner.x() <= screen.width()
        assert corner.y() <= screen.height()


def test_the_session_s_menu_opens_it(running: str, enter: Enter, hands: Hands, window: MainWindow) -> None:
    enter("nina")
    hands.click("1 infusion running")
    menu = window.findChild(MoreMenu)
    assert menu is not None
    entry = next(action for action in menu.actions() if "Call s" in action.text())
    assert entry.isVisible()
    entry.trigger()
    hands.qtbot.waitUntil(lambda: len(call_windows()) == 1)
    assert call_windows()[0].session_id == running


def test_it_works_while_the_pc_is_handed_to_somebody_else(
    screen: CallWindow, running: str, window: MainWindow, nurse: Desk
) -> None:
    work = window.findChild(_workplace())
    assert work is not None
    work.hand_over(lambda: Sheet("en"))
    QApplication.processEvents()
    question = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Question) and one.isVisible())
    press(question, "Hand over")
    assert window.findChild(HandOverPage) is not None
    assert call_windows() == [screen]
    press(screen, "I need help")
    assert len(events(nurse, running, EventKind.CALLED)) == 1
