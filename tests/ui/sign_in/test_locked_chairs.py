"""The locked screen: chairs and alarms without names, and a row recorded with a PIN, which opens nothing."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import chairs, pins, series, sessions, staff
from clinicdesk.records.sessions import Session, patient_call
from clinicdesk.rules.alarms import Sound
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.sessions import steps
from tests.ui.cockpit.chairs import run
from ui.main_window import MainWindow
from ui.workplace import Workplace

Enter = Callable[[str], None]
PIN = "481902"
SECRETS = ("ngstr", "zo\u00eb", "zoe", "1968", "21-jul", "major depression", "128", "82.4")
"""What says who sits there, or what was found: nobody who walks by may read it."""


@pytest.fixture
def running(clinic: Clinic, nurse: Desk, prescriber: Desk, everyone: Desk) -> str:
    for login in ("nina", "pat", "rita"):
        pins.set_pin(
            staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC"), password=PASSWORD, pin=PIN
        )
    session_id = steps.plan_for(everyone, steps.register_zoe(everyone))
    steps.run(nurse, prescriber, session_id)
    return session_id


@pytest.fixture
def locked(running: str, enter: Enter, hands: Hands, window: MainWindow, clock: DrivenClock) -> str:
    """Lock the window over the open session, ten minutes into it; return the session's id."""
    enter("nina")
    hands.click("1 infusion running")
    clock.pass_time(minutes=10)
    hands.press("Ctrl+L")
    window.tick()
    return running


def type_row(hands: Hands, *, pressure: str = "141/82", pin: str = PIN, login: str = "") -> None:
    hands.press("F2")
    hands.type("Blood pressure", pressure)
    hands.type("Heart rate", "74")
    if login:
        hands.type("Your login", login)
    hands.type("Your PIN", pin, leave=False)
    hands.press("Return")


def read(desk: Desk, session_id: str) -> Session:
    return sessions.get(desk, session_id)


def test_a_row_is_recorded_for_who_owns_the_pin_and_the_screen_stays_locked(
    locked: str, hands: Hands, window: MainWindow, nurse: Desk
) -> None:
    type_row(hands, login="pat")
    hands.see("by Dr Pat Osei")
    heart = read(nurse, locked).latest(Kind.HEART_RATE)
    assert heart is not None
    assert (heart.value, heart.by_name) == (74, "Dr Pat Osei")
    assert window.is_locked()
    hands.not_see("Flowsheet")


def test_a_wrong_pin_keeps_what_is_typed(locked: str, hands: Hands, nurse: Desk) -> None:
    before = read(nurse, locked).observations
    type_row(hands, pin="999111")
    hands.see("wrong")
    assert read(nurse, locked).observations == before
    assert hands.find("Blood pressure").text() == "141/82"
    hands.type("Your PIN", PIN, leave=False)
    hands.press("Return")
    hands.see("by Nina Okafor")
    latest = read(nurse, locked).latest(Kind.SYSTOLIC)
    assert latest is not None
    assert latest.value == 141


def test_the_row_bears_the_time_it_was_typed_not_that_of_the_pin(
    locked: str, hands: Hands, nurse: Desk, clock: DrivenClock, window: MainWindow
) -> None:
    hands.press("F2")
    hands.type("Heart rate", "74")
    typed_at = clock.now()
    clock.pass_time(minutes=4)
    window.tick()
    hands.type("Your PIN", PIN, leave=False)
    hands.press("Return")
    hands.see("Recorded for")
    heart = read(nurse, locked).latest(Kind.HEART_RATE)
    assert heart is not None
    assert heart.moment.at == typed_at


def test_the_front_desk_records_no_vital_signs(locked: str, hands: Hands, nurse: Desk) -> None:
    before = read(nurse, locked).observations
    type_row(hands, login="rita")
    hands.see("Your role does not include recording vital signs")
    assert read(nurse, locked).observations == before
    assert hands.find("Heart rate").text() == "74"


def test_what_cannot_be_is_refused_before_the_pin_is_looked_at(locked: str, hands: Hands, nurse: Desk) -> None:
    before = read(nurse, locked).observations
    type_row(hands, pressure="80/120")
    hands.see("the first number must be the higher one")
    assert read(nurse, locked).observations == before


def test_what_is_unusual_is_asked_about_once(locked: str, hands: Hands, nurse: Desk) -> None:
    hands.press("F2")
    hands.type("Heart rate", "182", leave=False)
    hands.click("Record")
    hands.see("is unusual")
    hands.type("Your PIN", PIN, leave=False)
    hands.press("Return")
    hands.see("Recorded for")
    heart = read(nurse, locked).latest(Kind.HEART_RATE)
    assert heart is not None
    assert heart.value == 182


def test_many_wrong_pins_wait_and_a_colleague_need_not(locked: str, hands: Hands, nurse: Desk) -> None:
    type_row(hands, pin="999111")
    for _try in range(3):
        hands.type("Your PIN", "999112", leave=False)
        hands.press("Return")
    assert not hands.find("Wait 2 s").isEnabled()
    hands.type("Your login", "pat")
    hands.type("Your PIN", PIN, leave=False)
    hands.press("Return")
    hands.see("by Dr Pat Osei")
    assert read(nurse, locked).latest(Kind.HEART_RATE) is not None


def test_half_a_row_comes_back_after_the_lock(locked: str, hands: Hands, window: MainWindow) -> None:
    hands.press("F2")
    hands.type("Heart rate", "74")
    hands.type("Your PIN", "48", leave=False)
    window.tick()
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    assert not window.is_locked()
    hands.press("Ctrl+L")
    assert hands.find("Heart rate").text() == "74"
    assert hands.find("Your PIN").text() == ""
    assert locked


def test_a_half_typed_row_survives_a_crash(locked: str, hands: Hands, window: MainWindow, nurse: Desk) -> None:
    hands.press("F2")
    hands.type("Heart rate", "74")
    window.tick()
    draft = nurse.draft(f"locked:{locked}:vitals")
    assert draft is not None
    assert '"heart_rate": "74"' in draft.body
    hands.click("Clear")
    assert nurse.draft(f"locked:{locked}:vitals") is None


# Attacks --------------------------------------------------------------------------------------------------------------


def spoken(interface: QAccessibleInterface | None) -> list[str]:
    """Return all a screen reader finds below a window, hidden parts left out."""
    if interface is None or not interface.isValid() or interface.state().invisible:
        return []
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)
    found = [interface.text(kind) for kind in kinds]
    for place in range(interface.childCount()):
        found += spoken(interface.child(place))
    return found


def seen_of(widget: QWidget) -> list[str]:
    return [str(getattr(widget, name)()) for name in ("text", "toolTip", "windowTitle") if hasattr(widget, name)]


def test_nothing_says_who_sits_there(locked: str, hands: Hands, nurse: Desk, receptionist: Desk) -> None:
    sessions.observe(nurse, locked, values={Kind.SYSTOLIC: 199, Kind.DIASTOLIC: 99}, comment="Zoë sees Ångström")
    patient_call.call(receptionist, locked, card="sick")
    hands.see("The patient calls")
    everything: list[str] = []
    for window in QApplication.topLevelWidgets():
        if not window.isVisible():
            continue
        everything.append(window.windowTitle())
        everything += spoken(QAccessible.queryAccessibleInterface(window))
        for widget in window.findChildren(QWidget):
            if widget.isVisible():
                everything += seen_of(widget)
    text = "\n".join(everything).casefold()
    assert "chairs" in text
    for secret in (*SECRETS, "199", "i feel sick"):
        assert secret not in text, secret


def test_a_call_and_an_overdue_row_show_while_locked(
    locked: str, hands: Hands, window: MainWindow, clock: DrivenClock, nurse: Desk
) -> None:
    hands.see("Vital signs")
    call_id = patient_call.call(nurse, locked)
    hands.see("The patient calls")
    sessions.go(nurse, locked, f"call:{call_id}")
    hands.see("Nina Okafor, RN is going")
    clock.pass_time(minutes=20)
    window.tick()
    hands.see("30 min")


def test_the_keys_of_the_work_do_nothing(locked: str, hands: Hands, window: MainWindow) -> None:
    for keys in ("Ctrl+K", "Ctrl+1", "Ctrl+7", "F4", "F6", "F7", "F10", "F11", "F12", "Ctrl+P", "Escape", "Alt+C"):
        hands.press(keys)
    assert window.is_locked()
    hands.not_see("Flowsheet")
    assert locked


def test_who_recovers_is_still_on_the_locked_screen(locked: str, hands: Hands, nurse: Desk) -> None:
    sessions.end(nurse, locked, ended=sessions.EndReason.COMPLETED)
    hands.find("Recovery")


def test_a_row_typed_for_who_has_left_is_not_recorded(
    locked: str, hands: Hands, nurse: Desk, clock: DrivenClock
) -> None:
    hands.press("F2")
    hands.type("Heart rate", "74")
    sessions.end(nurse, locked, ended=sessions.EndReason.COMPLETED)
    hands.not_see("The patient has left")
    before = sessions.get(nurse, locked).observations
    # The chair is taken by the next patient while the row still stands there.
    other = steps.plan_for(nurse, steps.register_zoe(nurse))
    sessions.arrive(nurse, other)
    hands.see("The patient has left")
    assert not hands.find("Record").isEnabled()
    hands.type("Your PIN", PIN, leave=False)
    hands.press("Return")
    assert sessions.get(nurse, locked).observations == before
    assert sessions.get(nurse, other).observations == ()
    hands.click("Clear")
    clock.pass_time(minutes=1)


def test_f2_goes_back_to_a_half_typed_row_though_another_chair_calls(locked: str, hands: Hands, nurse: Desk) -> None:
    other = steps.plan_for(nurse, steps.register_zoe(nurse))
    # The other one sits in no chair of the list, and so can be told apart.
    first, second = "No chair", chairs.all(nurse)[0].name
    line = sessions.line(nurse, other)
    series.move(nurse, other, day=line.planned_on, time=line.planned_time, based_on=line.version, chair=second)
    sessions.arrive(nurse, other)
    hands.click(f"Type values for {second}")
    hands.type("Heart rate", "74")
    hands.click("Password")
    patient_call.call(nurse, locked)
    hands.see(f"{first}: The patient calls")
    hands.press("F2")
    hands.see(f"Vital signs for {second}")
    assert hands.find("Heart rate").text() == "74"
    hands.click("Clear")
    hands.press("F2")
    hands.see(f"Vital signs for {first}")


def test_sounds_go_on_while_locked(locked: str, window: MainWindow, clock: DrivenClock, nurse: Desk) -> None:
    work = window.findChild(Workplace)
    assert work is not None
    heard: list[Sound] = []
    work.chairs._play = heard.append
    patient_call.call(nurse, locked)
    window.tick()
    assert Sound.LOUD in heard
    heard.clear()
    clock.pass_time(seconds=40)
    window.tick()
    assert Sound.LOUD in heard


def test_f2_goes_where_somebody_is_wanted_longest(
    enter: Enter, hands: Hands, window: MainWindow, clock: DrivenClock, nurse: Desk, prescriber: Desk
) -> None:
    for place in (1, 0):
        run(nurse, prescriber, place)
        clock.pass_time(minutes=3)
    enter("nina")
    clock.pass_time(minutes=30)
    hands.press("Ctrl+L")
    window.tick()
    hands.press("F2")
    hands.see("Vital signs for Chair 2")


def test_the_letters_of_the_fields_are_those_of_the_cockpit(locked: str, hands: Hands, nurse: Desk) -> None:
    hands.press("F2")
    for sign in "141/82h74s97":
        hands.press(sign)
    hands.type("Your PIN", PIN, leave=False)
    hands.press("Return")
    hands.see("Recorded for")
    found = sessions.latest_values(read(nurse, locked))
    assert [found[kind] for kind in (Kind.SYSTOLIC, Kind.HEART_RATE, Kind.SPO2)] == [141, 74, 97]
