"""Handing the PC over and taking it back, at the real window."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.clinic import Clinic
from clinicdesk.records import pins, staff
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.ui.hand_over.conftest import PIN, Sheet
from ui.hand_over import keypad
from ui.main_window import MainWindow
from ui.workplace import Workplace

Handed = Callable[..., Sheet]
TakeBack = Callable[..., None]
Wait = Callable[[float], None]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_the_patient_sees_the_content_alone_and_the_pin_brings_the_work_back(
    handed: Handed, hands: Hands, window: MainWindow, work: Callable[[], Workplace], take_back: TakeBack
) -> None:
    before = window.windowState()
    sheet = handed()

    assert window.isFullScreen()
    assert not work().isVisible()
    hands.see("A form for the patient")
    hands.not_see("Today")
    assert focused() is sheet.name.line

    told: list[str] = []
    sheet.taken_back.connect(lambda: told.append("back"))
    hands.click("Give back to staff")
    hands.not_see("A form for the patient")
    assert focused().accessibleName() == "PIN or password"
    take_back()

    hands.see("Today")
    assert told == ["back"]
    assert window.windowState() == before
    assert not window.is_locked()
    assert work().isVisible()


def test_who_finished_is_thanked_in_their_language_and_only_staff_go_on(
    handed: Handed, hands: Hands, take_back: TakeBack
) -> None:
    sheet = handed(language="es")
    hands.click("Finished")

    hands.see("Gracias.")
    hands.see("Por favor, devuelva este dispositivo.")
    assert not sheet.isVisible()
    hands.click("Devolver al personal")
    hands.click("Volver")
    hands.see("Gracias.")
    hands.click("Devolver al personal")
    take_back()
    hands.see("Today")


def test_a_wrong_pin_changes_nothing_and_soon_has_to_wait(
    handed: Handed, hands: Hands, take_back: TakeBack, wait: Wait
) -> None:
    handed()
    hands.click("Give back to staff")
    for _try in range(3):
        take_back("135791")
    hands.see("Wait 2 seconds first.")
    assert not hands.find("Wait 2 s").isEnabled()
    take_back()
    hands.not_see("Today")
    wait(2)
    take_back()
    hands.see("Today")


def test_a_colleague_need_not_wait_for_the_tries_of_another_login(
    handed: Handed, hands: Hands, take_back: TakeBack
) -> None:
    handed()
    hands.click("Give back to staff")
    for _try in range(3):
        take_back("135790")
    hands.see("Wait 2 s")
    hands.type("Login", "NINA ")
    hands.see("Take the device back")
    take_back()
    hands.see("Locked by")


def test_nothing_typed_is_no_wrong_try(handed: Handed, hands: Hands, clinic: Clinic) -> None:
    handed()
    hands.click("Give back to staff")
    hands.press("Return")
    hands.see("Type your PIN or your password.")
    assert clinic.local.failed_sign_ins("pin rita") == (0, None)


def test_a_colleague_takes_the_device_back_and_finds_the_work_locked(
    handed: Handed, hands: Hands, take_back: TakeBack, window: MainWindow
) -> None:
    handed()
    hands.click("Give back to staff")
    take_back(login="nina")

    hands.see("Locked by Rita Moss.")
    assert window.is_locked()
    assert not window.isFullScreen()


def test_the_password_works_too(handed: Handed, hands: Hands, take_back: TakeBack) -> None:
    handed()
    hands.click("Give back to staff")
    take_back(PASSWORD)
    hands.see("Today")


def test_the_type_grows_and_the_page_turns_dark_for_this_page_only(
    handed: Handed, hands: Hands, take_back: TakeBack
) -> None:
    sheet = handed()
    assert sheet.percents == [130]
    height = sheet.name.line.height()
    hands.click("Larger type")
    hands.press("Ctrl++")
    assert sheet.percents == [130, 150, 175]
    assert sheet.name.line.height() > height
    hands.press("Ctrl+-")
    assert sheet.percents[-1] == 150

    def corner() -> int:
        return sheet.window().grab().toImage().pixelColor(3, sheet.window().height() - 3).lightness()

    assert corner() > 200
    hands.click("Light type on a dark page")
    assert corner() < 60
    hands.click("Give back to staff")
    take_back()
    hands.see("Today")
    assert hands.window.grab().toImage().pixelColor(700, 690).lightness() > 200


def test_on_a_touch_screen_the_pin_is_touched(
    monkeypatch: pytest.MonkeyPatch, handed: Handed, hands: Hands, window: MainWindow
) -> None:
    screen = QTest.createTouchDevice()
    monkeypatch.setattr(keypad.QInputDevice, "devices", lambda: [screen])
    handed()
    hands.click("Give back to staff")
    for sign in f"{PIN[:3]}7":
        hands.click(sign)
    hands.click("Erase the last digit")
    hands.press(PIN[3])
    for sign in PIN[4:]:
        hands.click(sign)
    hands.press("Return")
    hands.see("Today")
    assert not window.is_locked()


# Left alone -----------------------------------------------------------------------------------------------------------


def test_left_alone_it_warns_then_covers_and_a_touch_goes_on_where_it_was(
    handed: Handed, hands: Hands, wait: Wait
) -> None:
    sheet = handed()
    hands.type("Anything else", "I have", leave=False)
    wait(69)
    hands.not_see("Are you still there?")
    wait(2)
    hands.see("this page will be covered in 20 seconds")
    wait(20)

    hands.see("Touch to go on")
    hands.not_see("A form for the patient")
    assert not sheet.isVisible()
    assert sheet.kept
    hands.click("Touch to go on")
    hands.see("A form for the patient")
    hands.press("!")
    assert sheet.remark.text() == "I have!"


def test_the_warning_goes_with_a_touch(handed: Handed, hands: Hands, wait: Wait) -> None:
    handed()
    wait(75)
    hands.see("Are you still there?")
    hands.press("Tab")
    wait(1)
    hands.not_see("Are you still there?")


def test_the_key_that_wakes_presses_nothing(handed: Handed, hands: Hands, wait: Wait) -> None:
    sheet = handed()
    sheet.finish.setFocus()
    wait(91)
    hands.press("Space")
    hands.see("A form for the patient")
    assert sheet.isVisible()
    assert focused() is sheet.finish


def test_left_alone_for_long_it_is_for_staff_who_then_give_their_password(
    handed: Handed, hands: Hands, wait: Wait, take_back: TakeBack, window: MainWindow
) -> None:
    handed()
    wait(91)
    wait(299)
    wait(2)
    hands.click("Touch to go on")

    hands.see("Take the device back")
    assert not hands.found("Go back")
    wait(91)
    hands.click("Touch to go on")
    assert not hands.found("Go back")
    take_back()
    hands.see("Locked by Rita Moss.")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Today")
    assert not window.is_locked()


def test_thanked_and_left_for_long_the_pin_alone_does_not_open_the_work(
    handed: Handed, hands: Hands, wait: Wait, take_back: TakeBack
) -> None:
    handed()
    hands.click("Finished")
    wait(3600)
    hands.click("Give back to staff")
    take_back()
    hands.see("Locked by")


def test_the_seat_does_not_lock_over_it(handed: Handed, hands: Hands, wait: Wait) -> None:
    handed()
    for _minute in range(20):
        wait(60)
    hands.see("Touch to go on")
    hands.not_see("Locked by")


def test_a_half_typed_pin_does_not_stay(handed: Handed, hands: Hands, wait: Wait) -> None:
    handed()
    hands.click("Give back to staff")
    hands.type("PIN or password", "4819", leave=False)
    wait(91)
    hands.click("Touch to go on")
    hands.see("A form for the patient")
    hands.click("Give back to staff")
    assert not focused().text()  # type: ignore[attr-defined]


# Before ---------------------------------------------------------------------------------------------------------------


def test_who_has_no_pin_sets_one_first(
    enter: Callable[[str], None], hands: Hands, work: Callable[[], Workplace], window: MainWindow, clinic: Clinic
) -> None:
    enter("rita")
    hands.press("Escape")
    work().hand_over(Sheet)
    hands.see("Set my PIN")
    hands.not_see("A form for the patient")
    hands.type("Password", PASSWORD)
    hands.type("New PIN", "123456")
    hands.type("PIN again", "123456", leave=False)
    hands.press("Return")
    hands.see("among the first anybody would try")
    hands.type("New PIN", PIN)
    hands.type("PIN again", PIN, leave=False)
    hands.press("Return")

    hands.see("A form for the patient")
    assert window.isFullScreen()
    assert pins.check_pin(clinic, "rita", PIN).name == "Rita Moss"


def test_who_leaves_the_question_keeps_the_pc(
    enter: Callable[[str], None], hands: Hands, work: Callable[[], Workplace], window: MainWindow
) -> None:
    enter("rita")
    hands.press("Escape")
    work().hand_over(Sheet)
    hands.click("Cancel")
    hands.see("Today")
    assert not window.isFullScreen()


@pytest.mark.parametrize("login", ["rita", "nina"])
def test_a_pin_is_set_in_settings(
    login: str, enter: Callable[[str], None], hands: Hands, work: Callable[[], Workplace], clinic: Clinic
) -> None:
    enter(login)
    work().show_place("settings")
    hands.click("People")
    hands.click("Set my PIN…")
    hands.type("Password", PASSWORD)
    hands.type("New PIN", PIN)
    hands.type("PIN again", PIN, leave=False)
    hands.press("Return")
    hands.see("Your PIN is set.")
    hands.see("Change my PIN…")
    assert pins.check_pin(clinic, login, PIN)
    member = next(one for one in staff.everybody(work().desk) if one.login == login)
    assert pins.has_pin(work().desk, member.id)
