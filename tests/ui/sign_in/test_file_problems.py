"""Every way a clinic file can refuse to open has a sentence and a way out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.records import keys as clinic_keys
from clinicdesk.records import practice
from clinicdesk.storage import head, keys, start_pin
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.database import connect
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.ui.conftest import OpenWindow, OwnKeyring

HandsOn = Callable[..., Hands]


@pytest.fixture
def hands_on(qtbot: Any, open_window: OpenWindow) -> HandsOn:
    """Return a function that opens a window on a file and returns hands at it."""

    def opened(file: Path, key: bytes | None = None, kept: Workstation | None = None) -> Hands:
        return Hands(qtbot, open_window(file, key, kept))

    return opened


@pytest.fixture
def words(key: bytes) -> str:
    """Return the recovery key as a person reads it from the sheet."""
    return " ".join(keys.to_words(key))


def sign_in(hands: Hands, login: str = "nina", name: str = "Nina Okafor, RN") -> None:
    hands.type("Login", login)
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see(name)


def test_without_a_keyring_the_recovery_key_is_asked(hands_on: HandsOn, clinic_file: Path, words: str) -> None:
    hands = hands_on(clinic_file)
    hands.see("Type the recovery key")
    hands.see(f"It stands on the sheet with the key {keys.key_id(keys.from_words(words))}.")
    hands.type("The 24 words of the recovery sheet", words.upper().replace(" ", "  "))
    hands.click("Open the clinic")
    hands.see("Harbour Infusion Clinic")
    hands.see("the recovery key is asked at each start")
    sign_in(hands)


def test_the_keyring_keeps_the_key_once_an_administrator_signed_in(
    hands_on: HandsOn, clinic_file: Path, words: str, ring: OwnKeyring, choices: Workstation
) -> None:
    hands = hands_on(clinic_file)
    hands.see("This PC does not know the key of this clinic yet.")
    hands.type("The 24 words of the recovery sheet", words)
    hands.click("Open the clinic")
    hands.see("This account keeps the key once an administrator has signed in here.")
    assert ring.kept == {}
    sign_in(hands, "ada", "Ada Lang")
    hands.wait_for(lambda: bool(ring.kept), "the key in the keyring")
    assert list(ring.kept.values()) == [keys.from_words(words).hex()]
    hands.window.close()

    # The next start asks nothing, even when the file beside it that names the key is gone.
    head.path_of(clinic_file).unlink()
    again = hands_on(clinic_file, kept=Workstation.load(choices.folder))
    again.see("Harbour Infusion Clinic")
    again.window.close()
    # Neither the key nor its words were written to a file.
    settings = (choices.folder / "this-pc.toml").read_text(encoding="utf-8")
    assert keys.from_words(words).hex() not in settings
    assert words.split()[0] not in settings.split()
    # Who admitted the account is in the record.
    clinic = Clinic.open(clinic_file, keys.from_words(words))
    admitted = list(clinic.rows("SELECT account, admitted_by FROM admitted_accounts"))
    clinic.close()
    assert [row["account"] for row in admitted] == [clinic_keys.account_name()]


def test_somebody_else_who_knows_the_recovery_key_gets_in_and_leaves_it_nowhere(
    hands_on: HandsOn, clinic_file: Path, words: str, ring: OwnKeyring
) -> None:
    hands = hands_on(clinic_file)
    hands.type("The 24 words of the recovery sheet", words)
    hands.click("Open the clinic")
    hands.see("This account keeps the key once an administrator has signed in here.")
    sign_in(hands)
    hands.window.close()
    assert ring.kept == {}
    hands_on(clinic_file).see("This PC does not know the key of this clinic yet.")


def test_a_key_behind_a_start_pin_is_asked_for_and_opens(
    hands_on: HandsOn, clinic_file: Path, key: bytes, ring: OwnKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_pin, "cost", {"time_cost": 1, "memory_cost": 16, "parallelism": 2})
    keys.keep(key, "4711 0815")
    hands = hands_on(clinic_file)
    hands.see("The start PIN of this PC")
    hands.type("Start PIN of this PC", "4711 0816", leave=False)
    hands.press("Return")
    hands.see("This is not the start PIN of this PC.")
    hands.type("Start PIN of this PC", "4711 0815", leave=False)
    hands.press("Return")
    hands.see("Harbour Infusion Clinic")
    sign_in(hands)
    assert len(ring.kept) == 1


def test_who_forgot_the_start_pin_types_the_recovery_key(
    hands_on: HandsOn, clinic_file: Path, key: bytes, words: str, ring: OwnKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_pin, "cost", {"time_cost": 1, "memory_cost": 16, "parallelism": 2})
    keys.keep(key, "4711 0815")
    hands = hands_on(clinic_file)
    hands.click("Type the recovery key…")
    hands.type("The 24 words of the recovery sheet", words)
    hands.click("Open the clinic")
    hands.see("This account keeps the key once an administrator has signed in here.")
    sign_in(hands, "ada", "Ada Lang")
    hands.wait_for(lambda: list(ring.kept.values()) == [key.hex()], "the key without a PIN")


def test_a_locked_keyring_can_be_unlocked_and_tried_again(
    hands_on: HandsOn, clinic_file: Path, key: bytes, ring: OwnKeyring
) -> None:
    keys.keep(key)
    ring.locked = True
    hands = hands_on(clinic_file)
    hands.see("The keyring of this PC is locked.")
    ring.locked = False
    hands.click("Try again")
    hands.see("Harbour Infusion Clinic")
    sign_in(hands)


def test_a_locked_keyring_can_be_passed_by_with_the_recovery_key(
    hands_on: HandsOn, clinic_file: Path, key: bytes, words: str, ring: OwnKeyring
) -> None:
    keys.keep(key)
    ring.locked = True
    hands = hands_on(clinic_file)
    hands.click("Type the recovery key…")
    hands.type("The 24 words of the recovery sheet", words)
    hands.click("Open the clinic")
    hands.see("Harbour Infusion Clinic")


def test_words_with_a_mistake_are_named_and_stay(hands_on: HandsOn, clinic_file: Path, words: str) -> None:
    hands = hands_on(clinic_file)
    wrong = "riwer " + words.split(" ", 1)[1]
    hands.type("The 24 words of the recovery sheet", wrong)
    hands.click("Open the clinic")
    hands.see("Word 1 is not on the list of words.")
    hands.see(wrong)


def test_the_words_of_another_clinic_do_not_open_this_one(hands_on: HandsOn, clinic_file: Path) -> None:
    hands = hands_on(clinic_file)
    others = " ".join(keys.to_words(keys.new_key()))
    hands.type("The 24 words of the recovery sheet", others)
    hands.click("Open the clinic")
    hands.see("These are the words of the sheet with the key")
    hands.see(others)


def test_a_wrong_key_leads_to_the_recovery_key(hands_on: HandsOn, clinic_file: Path, words: str) -> None:
    hands = hands_on(clinic_file, keys.new_key())
    hands.see("The key does not open")
    hands.click("Type the recovery key…")
    hands.type("The 24 words of the recovery sheet", words)
    hands.click("Open the clinic")
    hands.see("Harbour Infusion Clinic")


def test_a_file_of_something_else(hands_on: HandsOn, tmp_path: Path, key: bytes) -> None:
    letter = tmp_path / "letter.clinicdesk"
    letter.write_text("Dear patient", encoding="utf-8")
    hands = hands_on(letter, key)
    hands.see("is not a ClinicDesk file. Choose another file.")
    assert hands.found("Choose another file…")
    assert hands.found("Make a new clinic…")


def test_a_file_that_is_gone(hands_on: HandsOn, tmp_path: Path, choices: Workstation) -> None:
    gone = tmp_path / "gone.clinicdesk"
    hands = hands_on(None, kept=choices.with_choices(clinic_file=gone))
    hands.see("There is no file gone.clinicdesk.")
    hands.click("Make a new clinic…")
    hands.see("Step 1 of 5")


def test_the_best_way_out_has_the_focus(hands_on: HandsOn, tmp_path: Path, choices: Workstation) -> None:
    hands = hands_on(None, kept=choices.with_choices(clinic_file=tmp_path / "gone.clinicdesk"))
    hands.wait_for(hands.find("Choose another file…").hasFocus, "the focus on another file")


def test_a_file_of_a_newer_version(hands_on: HandsOn, clinic_file: Path, key: bytes) -> None:
    writer = connect(clinic_file, key, writing=True)
    writer.execute("PRAGMA user_version = 9999")
    writer.close()
    hands_on(clinic_file, key).see("A newer version of ClinicDesk made")


def test_a_damaged_file(hands_on: HandsOn, clinic_file: Path, key: bytes) -> None:
    content = bytearray(clinic_file.read_bytes())
    content[100:4000] = bytes(3900)
    clinic_file.write_bytes(content)
    hands = hands_on(clinic_file, key)
    hands.see("is damaged. Do not work on")
    assert hands.found("Choose another file…")
    assert not hands.found("Open it as it is")


def test_a_file_another_program_holds(
    hands_on: HandsOn, clinic_file: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinicdesk.storage import database

    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 20)
    holder = connect(clinic_file, key, writing=True)
    holder.execute("BEGIN EXCLUSIVE")
    hands = hands_on(clinic_file, key)
    hands.see("Another program is using")
    holder.execute("ROLLBACK")
    holder.close()
    hands.click("Try again")
    hands.see("Harbour Infusion Clinic")
    sign_in(hands)


def test_a_file_whose_newest_entries_are_missing_opens_only_on_purpose(
    hands_on: HandsOn, clinic_file: Path, key: bytes, clock: DrivenClock
) -> None:
    before = clinic_file.read_bytes()
    clinic = Clinic.open(clinic_file, key, clock)
    from clinicdesk.records import staff

    staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="x")
    clinic.close()
    clinic_file.write_bytes(before)
    hands = hands_on(clinic_file, key)
    hands.see("The newest entries of")
    hands.click("Open it as it is")
    hands.see("Harbour Infusion Clinic")


@pytest.mark.usefixtures("ring")
def test_another_file_can_be_chosen(hands_on: HandsOn, tmp_path: Path, key: bytes, clinic_file: Path) -> None:
    keys.keep(key)
    letter = tmp_path / "letter.clinicdesk"
    letter.write_text("Dear patient", encoding="utf-8")
    hands = hands_on(letter, key)
    hands.click("Choose another file…")
    dialog = hands.window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(clinic_file))
    dialog.reject()
    hands.see("Harbour Infusion Clinic")


def test_the_sample_clinic_opens_anywhere_and_says_so_on_every_screen(
    hands_on: HandsOn, tmp_path: Path, clock: DrivenClock, choices: Workstation
) -> None:
    file = tmp_path / f"sample{SUFFIX}"
    clinic = Clinic.create_sample(file, clock)
    practice.found(clinic, name="Sample", login="all", staff_name="Sam", password=PASSWORD)
    clinic.close()
    hands = hands_on(file)
    sentence = "Sample clinic: the people in it do not exist."
    hands.see(sentence)
    hands.type("Login", "all")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Today")
    hands.see(sentence)
    hands.press("Ctrl+L")
    hands.see(sentence)
    # It never becomes the clinic of this PC.
    assert Workstation.load(choices.folder).clinic_file is None


def test_wrong_passwords_wait_longer_and_longer(hands: Hands, clock: DrivenClock) -> None:
    hands.see("Harbour Infusion Clinic")
    for _try in range(3):
        hands.type("Login", "nina")
        hands.type("Password", "not the password", leave=False)
        hands.press("Return")
    hands.see("Wait 2 seconds first.")
    hands.see("Wait 2 s")
    # Pressing Enter meanwhile does nothing; the right password gets in once the time is over.
    hands.press("Return")
    clock.pass_time(seconds=3)
    hands.qtbot.waitUntil(lambda: bool(hands.found("Sign in")), timeout=5000)
    sign_in(hands)
