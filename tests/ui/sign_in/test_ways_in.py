"""The sign-in and the lock on the screen: codes, PINs, who is offered, and what the lock leaves to nobody."""

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from PySide6.QtGui import QGuiApplication

from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import pins, second_factor, staff
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from ui.main_window import MainWindow

Enter = Callable[[str], None]
PIN = "481902"


@pytest.fixture
def phone(receptionist: Desk, clock: DrivenClock) -> pyotp.TOTP:
    """Return the phone of Rita, who is asked for codes."""
    offer = second_factor.offer(receptionist, "")
    made = pyotp.TOTP(offer.secret)
    second_factor.set_up(receptionist, offer.secret, password=PASSWORD, code=made.at(clock.now()))
    clock.pass_time(minutes=1)
    return made


def test_the_code_is_asked_below_the_password(
    phone: pyotp.TOTP, hands: Hands, window: MainWindow, clock: DrivenClock, qtbot: Any
) -> None:
    hands.see("Harbour Infusion Clinic")
    assert not hands.found("Code from your phone")
    hands.type("Login", "rita")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Type the code that your phone shows now.")
    hands.type("Code from your phone", "000000", leave=False)
    hands.press("Return")
    hands.see("This code is wrong or was used already.")
    hands.type("Code from your phone", phone.at(clock.now()), leave=False)
    with qtbot.waitSignal(window.signed_in, timeout=10_000):
        hands.press("Return")
    hands.see("Rita Moss")


def test_another_login_is_asked_for_no_code(phone: pyotp.TOTP, hands: Hands) -> None:
    assert phone
    hands.see("Harbour Infusion Clinic")
    hands.type("Login", "rita")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Type the code that your phone shows now.")
    hands.type("Login", "nina")
    assert not hands.found("Code from your phone")


def test_the_pin_opens_the_lock_and_a_colleague_takes_the_seat_with_one_key_and_theirs(
    enter: Enter, hands: Hands, window: MainWindow, receptionist: Desk, nurse: Desk
) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    pins.set_pin(nurse, password=PASSWORD, pin="907135")
    enter("nina")
    hands.press("Ctrl+2")
    hands.press("Ctrl+L")
    hands.see("Or your PIN.")
    hands.type("Password", "907135", leave=False)
    hands.press("Return")
    assert not window.is_locked()
    assert hands.found("Patients")

    hands.press("Ctrl+L")
    # By name, so that each keeps their number: Nina, then Rita.
    hands.press("Alt+2")
    assert hands.find("Login").text() == "rita"
    hands.qtbot.keyClicks(window.focusWidget(), PIN)
    hands.press("Return")
    hands.see("Rita Moss")
    assert not window.is_locked()


def test_wrong_passwords_for_one_login_hold_no_other(
    hands: Hands, window: MainWindow, qtbot: Any, enter: Enter
) -> None:
    hands.see("Harbour Infusion Clinic")
    for _try in range(3):
        hands.type("Login", "rita")
        hands.type("Password", "not hers at all", leave=False)
        hands.press("Return")
    hands.see("Wait 2 s")
    enter("nina")
    hands.press("Ctrl+L")
    for _try in range(3):
        hands.type("Login", "pat")
        hands.type("Password", "not hers at all", leave=False)
        hands.press("Return")
    hands.see("Wait 2 s")
    hands.type("Login", "ada")
    hands.type("Password", PASSWORD, leave=False)
    with qtbot.waitSignal(window.signed_in, timeout=10_000):
        hands.press("Return")


def test_the_way_in_stays_beside_its_field_whatever_is_said_under_it(enter: Enter, hands: Hands) -> None:
    enter("nina")
    hands.press("Ctrl+L")
    hands.type("Login", "rita")
    hands.type("Password", "not hers at all", leave=False)
    hands.press("Return")
    hands.see("is wrong.")
    field, way_in = (
        widget.mapTo(hands.window, widget.rect().center()).y()
        for widget in (hands.find("Password"), hands.find("Sign in"))
    )
    assert abs(field - way_in) <= 3


def test_nobody_is_offered_who_has_no_pin_or_came_too_long_ago(
    enter: Enter, hands: Hands, window: MainWindow, receptionist: Desk, clock: DrivenClock
) -> None:
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    clock.pass_time(hours=12)
    enter("nina")
    hands.press("Ctrl+L")
    assert window.is_locked()
    hands.not_see("With their PIN")
    hands.not_see("Rita Moss")
    hands.not_see("Or your PIN.")


def test_whose_roles_change_is_locked_at_once_and_comes_back_as_what_they_are(
    enter: Enter, hands: Hands, window: MainWindow, administrator: Desk
) -> None:
    enter("rita")
    rita = next(one for one in staff.everybody(administrator) if one.login == "rita")
    staff.change(administrator, rita, name="Rita Moss, RN", roles=[Role.NURSE], active=True)
    window.tick()
    assert window.is_locked()
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Rita Moss, RN")
    assert not window.is_locked()


def test_who_leaves_is_locked_out_at_once(enter: Enter, hands: Hands, window: MainWindow, administrator: Desk) -> None:
    enter("rita")
    rita = next(one for one in staff.everybody(administrator) if one.login == "rita")
    staff.change(administrator, rita, name=rita.name, roles=rita.roles, active=False)
    window.tick()
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("The login or the password is wrong.")
    assert window.is_locked()


def test_the_lock_forgets_what_was_copied(enter: Enter, hands: Hands, window: MainWindow) -> None:
    enter("rita")
    hands.press("Ctrl+2")
    QGuiApplication.clipboard().setText("LINDQVIST, Anna 03-May-1961")
    window.lock()
    assert QGuiApplication.clipboard().text() == ""
    assert hands.find("Password")


def test_what_another_program_copied_stays(
    enter: Enter, hands: Hands, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter("rita")
    # Offscreen no other program's window can be the active one.
    monkeypatch.setattr(QGuiApplication, "focusWindow", lambda: None)
    QGuiApplication.clipboard().setText("of another program")
    monkeypatch.undo()
    window.lock()
    assert QGuiApplication.clipboard().text() == "of another program"
    QGuiApplication.clipboard().clear()
    assert hands.find("Password")
