"""A lost password costs minutes: an administrator helps, and the only administrator has the recovery sheet."""

from typing import Any

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import staff
from clinicdesk.storage import keys
from tests.conftest import PASSWORD
from tests.hands import Hands
from ui.main_window import MainWindow

GIVEN, OWN = "the owner made this up", "only Rita knows this one"


def sign_in(hands: Hands, login: str, password: str) -> None:
    hands.type("Login", login)
    hands.type("Password", password, leave=False)
    hands.press("Return")


def test_the_administrator_gives_a_new_password_at_the_locked_pc(
    hands: Hands, window: MainWindow, clinic: Clinic
) -> None:
    hands.see("Harbour Infusion Clinic")
    for wrong in ("spring is here", "summer is here"):
        sign_in(hands, "rita", wrong)
        hands.see("The login or the password is wrong.")
    hands.click("Forgotten your password?")
    hands.see("Ask an administrator of the clinic")
    hands.click("Back")

    sign_in(hands, "ada", PASSWORD)
    hands.see("Ada Lang")
    hands.click("Settings")
    hands.click("People")
    hands.choose_row("People", "Rita Moss", open_it=False)
    hands.click("New password…")
    hands.type("Password", GIVEN)
    hands.type("Password again", GIVEN)
    hands.click("Set the password")
    hands.see("Rita Moss can sign in with the new password.")

    # Rita takes the seat at the lock, and chooses what only she knows.
    hands.press("Ctrl+L")
    sign_in(hands, "rita", GIVEN)
    hands.see("Choose your own, which only you know.")
    hands.type("New password", OWN)
    hands.type("New password again", OWN, leave=False)
    hands.press("Return")
    hands.see("Rita Moss")
    assert not window.is_locked()
    assert staff.sign_in(clinic, login="rita", password=OWN, workstation="x").person.roles == {Role.RECEPTIONIST}


def test_the_only_administrator_sets_a_new_one_with_the_recovery_sheet(
    qtbot: Any, hands: Hands, window: MainWindow, clinic: Clinic, everyone: Desk, key: bytes
) -> None:
    ada = next(one for one in staff.everybody(everyone) if one.login == "ada")
    staff.change(everyone, ada, name=ada.name, roles=ada.roles, active=False)
    hands.see("Harbour Infusion Clinic")
    hands.type("Login", "all")
    hands.click("Forgotten your password?")
    hands.see("Nobody else is an administrator?")
    assert hands.find("Login").text() == "all"
    words = keys.to_words(key)
    hands.type("The 24 words of the recovery sheet", " ".join([words[1], words[0], *words[2:]]))
    hands.type("New password", OWN)
    hands.type("New password again", OWN)
    hands.click("Set the password")
    assert "The new password is set." not in hands.texts()
    hands.type("The 24 words of the recovery sheet", " ".join(words).upper())
    hands.click("Set the password")
    hands.see("The new password is set. Sign in with it.")

    hands.type("Password", OWN, leave=False)
    with qtbot.waitSignal(window.signed_in, timeout=10_000):
        hands.press("Return")
    hands.see("Sam Rivera, MD")
    entries = list(clinic.ledger.entries_after(0))
    assert [one.action for one in entries][-2:] == ["staff.recover", "staff.sign_in"]
    # Neither the words nor what was typed stays on the screen, or in the record.
    hands.press("Ctrl+L")
    assert words[0] not in hands.texts().split()
    assert not any(OWN in str(change.columns) for entry in entries for change in entry.changes)
