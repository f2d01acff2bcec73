"""Settings: what an administrator changes, what everybody may, and checking the record."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.errors import NewPasswordWanted
from clinicdesk.permissions import Role
from clinicdesk.records import practice, staff
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD
from tests.hands import Hands
from ui import theme
from ui.main_window import MainWindow

Enter = Callable[[str], None]


@pytest.fixture
def settings(enter: Enter, hands: Hands) -> Callable[[str, str], Hands]:
    """Return a function that signs somebody in and opens a tab of the settings."""

    def opened(login: str, tab: str) -> Hands:
        enter(login)
        hands.click("Settings")
        hands.click(tab)
        return hands

    return opened


Settings = Callable[[str, str], Hands]


def test_the_administrator_changes_the_practice(
    settings: Settings, everyone: Desk, window: MainWindow, clock: DrivenClock
) -> None:
    hands = settings("ada", "Practice")
    hands.type("Name of the practice", "Lakeside Clinic")
    hands.choose("Paper size", "A4")
    hands.choose("Lock after", "10 minutes")
    hands.click("Save")
    hands.see("Saved.")
    made = practice.get(everyone)
    assert (made.name, made.paper_size, made.lock_after_minutes) == ("Lakeside Clinic", "A4", 10)
    assert made.address == "12 Harbour Lane\nDuluth, MN 55802"
    # It holds from now on, also in this window.
    clock.pass_time(minutes=9)
    window.tick()
    assert not window.is_locked()
    clock.pass_time(minutes=1)
    window.tick()
    assert window.is_locked()


def test_a_practice_without_a_name_is_told_beside_the_field(settings: Settings, everyone: Desk) -> None:
    hands = settings("ada", "Practice")
    hands.type("Name of the practice", " ")
    hands.click("Save")
    hands.see("Give the name of the practice")
    assert practice.get(everyone).name == "Harbour Infusion Clinic"


def test_somebody_else_changed_the_practice_meanwhile(settings: Settings, everyone: Desk) -> None:
    hands = settings("ada", "Practice")
    hands.type("Phone", "111")
    now = practice.get(everyone)
    practice.change(
        everyone,
        based_on=now.version,
        name=now.name,
        address=now.address,
        phone="222",
        paper_size=now.paper_size,
        time_zone=now.time_zone,
        lock_after_minutes=5,
    )
    hands.click("Save")
    hands.see("Sam Rivera, MD changed this at 09:00")
    assert hands.find("Phone").text() == "111"
    hands.click("Show theirs")
    assert hands.find("Phone").text() == "222"


def test_what_was_being_typed_is_there_again_after_another_sign_in(
    settings: Settings, window: MainWindow, qtbot: Any
) -> None:
    hands = settings("ada", "Practice")
    hands.type("Phone", "333")
    hands.press("Ctrl+L")
    for login in ("rita", "ada"):
        hands.type("Login", login)
        hands.type("Password", PASSWORD, leave=False)
        with qtbot.waitSignal(window.signed_in):
            hands.press("Return")
        hands.press("Ctrl+L")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.click("Settings")
    assert hands.find("Phone").text() == "333"
    hands.see("This is what you were typing. It is not saved yet.")
    hands.click("Discard it")
    assert hands.find("Phone").text() == "+1 218 555 0100"


def test_others_read_the_practice_and_change_nothing(settings: Settings) -> None:
    hands = settings("nina", "Practice")
    hands.see("An administrator can change this.")
    assert not hands.found("Save")
    assert not hands.found("Recovery sheet…")
    assert hands.find("Name of the practice").isReadOnly()


def test_adds_somebody_who_can_then_sign_in(settings: Settings, everyone: Desk) -> None:
    hands = settings("ada", "People")
    hands.click("Add a person…")
    hands.type("Name, as it prints on records", "Kim Lee, RN")
    hands.type("Login", "kim")
    hands.click("Nurse")
    hands.type("Password", PASSWORD)
    hands.type("Password again", PASSWORD)
    hands.click("Save")
    hands.see("Kim Lee, RN is saved.")
    with pytest.raises(NewPasswordWanted):
        staff.sign_in(everyone.clinic, login="kim", password=PASSWORD, workstation="x")
    desk = staff.sign_in(
        everyone.clinic, login="kim", password=PASSWORD, workstation="x", new_password="four quiet words here"
    )
    assert desk.person.roles == {Role.NURSE}


def test_a_taken_login_is_told_and_the_form_stays(settings: Settings) -> None:
    hands = settings("ada", "People")
    hands.click("Add a person…")
    hands.type("Name, as it prints on records", "Another Nina")
    hands.type("Login", "nina")
    hands.click("Nurse")
    hands.type("Password", PASSWORD)
    hands.type("Password again", PASSWORD)
    hands.click("Save")
    hands.see("This login is taken.")
    assert hands.find("Name, as it prints on records").text() == "Another Nina"
    hands.click("Cancel")


def test_who_leaves_can_no_longer_sign_in(settings: Settings, everyone: Desk) -> None:
    hands = settings("ada", "People")
    hands.choose_row("People", "Nina Okafor, RN", open_it=False)
    hands.click("Leaves…")
    hands.see("Nothing waits for Nina Okafor, RN.")
    hands.click("Hand over and end sign-in")
    hands.see("Nina Okafor, RN can no longer sign in.")
    hands.see("No longer")
    assert not next(m for m in staff.everybody(everyone) if m.login == "nina").active


def test_the_last_administrator_stays_one(settings: Settings, everyone: Desk) -> None:
    sam = next(m for m in staff.everybody(everyone) if m.login == "all")
    staff.change(everyone, sam, name=sam.name, roles=sam.roles - {Role.ADMINISTRATOR}, active=True)
    hands = settings("ada", "People")
    hands.choose_row("People", "Ada Lang", open_it=False)
    hands.click("Leaves…")
    hands.click("Hand over and end sign-in")
    hands.see("This is the last administrator")
    hands.click("Cancel")


def test_changes_the_own_password(settings: Settings, everyone: Desk) -> None:
    hands = settings("rita", "People")
    assert not hands.found("Add a person…")
    hands.click("Change my password…")
    hands.type("Current password", "wrong one")
    hands.type("New password", "four quiet words here")
    hands.type("New password again", "four quiet words here")
    hands.click("Save")
    hands.see("The login or the password is wrong.")
    hands.type("Current password", PASSWORD)
    hands.click("Save")
    hands.see("Your password is changed.")
    staff.sign_in(everyone.clinic, login="rita", password="four quiet words here", workstation="x")


def test_the_look_changes_at_once_and_is_kept(settings: Settings, choices: Workstation, qapp: QApplication) -> None:
    hands = settings("rita", "This PC")
    hands.choose("Colours", "Dark")
    hands.choose("Text size", "125 %")
    assert (theme.current().scheme, theme.current().text_percent) == ("dark", 125)
    kept = Workstation.load(choices.folder)
    assert (kept.colour_scheme, kept.text_percent) == ("dark", 125)
    theme.apply(qapp, "light")


def test_checking_a_sound_record(settings: Settings) -> None:
    hands = settings("rita", "Record")
    hands.click("Check the record")
    hands.see("The record is whole")
    assert hands.found("Check the record")


def test_checking_names_what_was_changed_from_outside(settings: Settings, everyone: Desk, key: bytes) -> None:
    from clinicdesk.storage.database import connect

    hands = settings("rita", "Record")
    writer = connect(everyone.clinic.path, key, writing=True)
    writer.execute("UPDATE practice SET phone = '000'")
    writer.close()
    hands.click("Check the record")
    hands.see("1 thing is wrong.")
    hands.see("practice")


def test_the_licences_can_be_read(settings: Settings) -> None:
    hands = settings("rita", "About")
    hands.see("What ClinicDesk is built on")
    hands.choose("Licence text", "lgpl-3.0")
    hands.see("GNU LESSER GENERAL PUBLIC LICENSE")


def test_the_clinics_own_words_for_the_crisis_card(settings: Settings, nurse: Desk) -> None:
    hands = settings("ada", "Crisis card")
    hands.type("Words for the crisis card (F8)", "Dr Osei: +1 218 555 0199")
    hands.click("Save")
    hands.see("Saved.")
    known = practice.get(nurse)
    assert (known.crisis_words, known.name) == ("Dr Osei: +1 218 555 0199", "Harbour Infusion Clinic")


def test_only_an_administrator_writes_on_the_crisis_card(settings: Settings) -> None:
    hands = settings("rita", "Crisis card")
    hands.see("An administrator can change this.")
    hands.not_see("Save\n")
    hands.type("Words for the crisis card (F8)", "Mine")
    hands.not_see("Mine")
