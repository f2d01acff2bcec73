"""People on the screen: one's own codes, temporary staff, and handing on what waits for who leaves."""

import re
from collections.abc import Callable
from datetime import date

import pyotp
import pytest
import zxingcpp
from PIL import ImageQt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel

from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import notes, second_factor, staff, to_sign
from clinicdesk.records.sessions import nurse as nurse_of
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.sessions import steps
from ui.main_window import MainWindow
from ui.settings.own_codes import OwnCodes
from ui.shell.qr_picture import QrPicture

Enter = Callable[[str], None]


def people(enter: Enter, hands: Hands, login: str) -> None:
    enter(login)
    hands.click("Settings")
    hands.click("People")


def test_sets_up_a_second_factor_from_the_letters_and_takes_it_away(
    enter: Enter, hands: Hands, window: MainWindow, clock: DrivenClock, nurse: Desk
) -> None:
    people(enter, hands, "nina")
    hands.click("Set up a second factor…")
    dialog = window.findChild(OwnCodes)
    scanned = zxingcpp.read_barcode(ImageQt.fromqimage(dialog.findChild(QrPicture).grab().toImage()))
    phone = pyotp.TOTP("".join(re.findall(r"\b[A-Z2-7]{4}\b", hands.texts())[:8]))
    # What a camera reads is what stands there to be typed.
    assert pyotp.parse_uri(scanned.text).secret == phone.secret
    hands.type("Password", PASSWORD)
    hands.type("Code the phone shows now", "123")
    hands.click("Set it up")
    hands.see("This is not the code the phone shows now.")
    hands.type("Code the phone shows now", phone.at(clock.now()))
    hands.click("Set it up")
    hands.see("From your next sign-in, a code is asked for as well.")
    assert second_factor.has_one(nurse, nurse.person.id)

    clock.pass_time(minutes=1)
    hands.click("Take my second factor away…")
    hands.type("Password", PASSWORD)
    hands.type("Code the phone shows now", phone.at(clock.now()))
    hands.click("Take it away")
    hands.see("No code is asked for any more.")
    assert not second_factor.has_one(nurse, nurse.person.id)


def test_a_last_day_is_given_and_told(enter: Enter, hands: Hands, nurse: Desk) -> None:
    people(enter, hands, "ada")
    hands.choose_row("People", "Nina Okafor, RN")
    hands.type("Last day, of temporary staff", "1 mar 2026")
    hands.click("Save")
    hands.see("This day has passed.")
    hands.type("Last day, of temporary staff", "31 mar 2026")
    hands.click("Save")
    hands.see("Nina Okafor, RN is saved.")
    hands.see("Until Tue 31-Mar-2026")
    assert staff.get(nurse, nurse.person.id).ends_on == date(2026, 3, 31)


def test_who_leaves_hands_on_only_once_it_is_said_to_whom(
    enter: Enter, hands: Hands, nurse: Desk, prescriber: Desk
) -> None:
    zoe = steps.register_zoe(nurse)
    note_id = notes.write(nurse, patient_id=zoe, kind="progress", body="Slept well.")
    people(enter, hands, "ada")
    hands.choose_row("People", "Nina Okafor, RN", open_it=False)
    hands.click("Leaves…")
    hands.see("Who gets what waits for Nina Okafor, RN?")
    # Enter, pressed at once, ends nobody's work.
    assert isinstance(QApplication.focusWidget(), QComboBox)
    # The administrator learns how much it is, and nothing of it.
    hands.not_see("ÅNGSTRÖM")
    hands.click("Hand over and end sign-in")
    hands.see("Choose who gets this.")
    hands.choose("1 note to sign", "Dr Pat Osei")
    hands.click("Hand over and end sign-in")
    hands.see("Nina Okafor, RN can no longer sign in. 1 thing was handed over.")
    assert [item.key for item in to_sign.waiting(prescriber)] == [f"note {note_id}"]


def test_who_knows_the_recovery_sheet_suggests_a_new_key(enter: Enter, hands: Hands) -> None:
    people(enter, hands, "ada")
    hands.choose_row("People", "Sam Rivera, MD", open_it=False)
    hands.click("Leaves…")
    hands.see("Sam Rivera, MD has had the recovery sheet in hand.")
    hands.click("Cancel")


def test_the_administrator_is_told_of_what_temporary_staff_left(
    enter: Enter, hands: Hands, nurse: Desk, prescriber: Desk, administrator: Desk, clock: DrivenClock
) -> None:
    zoe = steps.register_zoe(nurse)
    notes.write(nurse, patient_id=zoe, kind="progress", body="Slept well.")
    nina = staff.get(nurse, nurse.person.id)
    today = nurse.local(clock.now()).date()
    staff.change(administrator, nina, name=nina.name, roles=nina.roles, active=True, ends_on=today)
    clock.pass_time(days=1)
    people(enter, hands, "ada")
    hands.see("Nina Okafor, RN no longer works here, and something still waits for them.")
    hands.click("Hand it over…")
    hands.choose("1 note to sign", "Dr Pat Osei")
    hands.click("Hand over")
    hands.see("1 thing was handed over.")
    hands.not_see("something still waits")
    assert to_sign.count(prescriber) == 1


def test_who_has_another_role_now_hands_on_what_only_the_old_one_could_do(
    enter: Enter, hands: Hands, nurse: Desk, prescriber: Desk, administrator: Desk
) -> None:
    notes.write(nurse, patient_id=steps.register_zoe(nurse), kind="progress", body="Slept well.")
    nina = staff.get(nurse, nurse.person.id)
    staff.change(administrator, nina, name=nina.name, roles=[Role.RECEPTIONIST], active=True)
    people(enter, hands, "ada")
    hands.see("Nina Okafor, RN has another role now, and something waits that only the old one could do.")
    hands.click("Hand it over…")
    hands.not_see("end sign-in")
    hands.choose("1 note to sign", "Dr Pat Osei")
    hands.click("Hand over")
    hands.see("1 thing was handed over.")
    assert to_sign.count(prescriber) == 1
    assert staff.get(administrator, nina.id).active


def test_a_chair_is_taken_over_by_who_says_so_with_a_pin(
    enter: Enter, hands: Hands, nurse: Desk, prescriber: Desk, administrator: Desk
) -> None:
    session_id = steps.plan_for(nurse, steps.register_zoe(nurse))
    steps.run(nurse, prescriber, session_id)
    people(enter, hands, "ada")
    hands.choose_row("People", "Nina Okafor, RN", open_it=False)
    hands.click("Leaves…")
    hands.see("Nina Okafor, RN answers for a patient in a chair.")
    hands.click("Hand over and end sign-in")
    hands.see("Type the login of who takes over.")
    hands.type("Login of who takes over", "pat")
    hands.type("Their PIN", PASSWORD)
    hands.click("Hand over and end sign-in")
    hands.see("Nina Okafor, RN can no longer sign in.")
    assert [line.id for line in nurse_of.of_person(administrator, prescriber.person.id)] == [session_id]


@pytest.mark.parametrize("way", ["Change my password…", "Set my PIN…", "Set up a second factor…"])
def test_a_dialog_of_ones_own_is_whole_on_a_small_screen(
    enter: Enter, hands: Hands, window: MainWindow, way: str
) -> None:
    people(enter, hands, "nina")
    hands.click(way)
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    dialog.resize(dialog.minimumWidth(), 200)
    QApplication.processEvents()
    assert dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width())
    for words in dialog.findChildren(QLabel):
        assert not words.isVisible() or words.width() >= words.minimumSizeHint().width(), words.text()
        assert not words.isVisible() or dialog.rect().contains(words.mapTo(dialog, words.rect().bottomRight()))
    hands.press("Esc")
