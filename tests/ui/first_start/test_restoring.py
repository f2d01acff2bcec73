"""Bringing a clinic back: on a new PC from backup and recovery sheet, and in place of a damaged file."""

from pathlib import Path
from typing import Any

import pytest

from clinicdesk import workstation
from clinicdesk.clinic import Clinic
from clinicdesk.records import backups, chairs, staff
from clinicdesk.records.backups import Kind
from clinicdesk.storage import keys
from clinicdesk.storage.backups.restoring import Restored
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.ui.conftest import OpenWindow
from ui.first_start.backup_step import BackupStep
from ui.first_start.restore_step import told

START_OF_PAGE = b"\x00" * 4096


@pytest.fixture
def stick(clinic_file: Path, key: bytes, clock: DrivenClock, tmp_path: Path) -> Path:
    """Return a folder with a backup of a clinic, and one entry that was copied after it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    clinic = Clinic.open(clinic_file, key, clock)
    desk = staff.sign_in(clinic, login="ada", password=PASSWORD, workstation=workstation.name())
    backups.add_place(desk, folder, Kind.EXTERNAL)
    backups.make_all(desk, "daily")
    chairs.add(desk, name="The new chair")
    backups.copy_all(desk)
    clinic.close()
    return folder


def sign_in(hands: Hands) -> None:
    hands.type("Login", "ada")
    hands.type("Password", PASSWORD, leave=False)
    with hands.qtbot.waitSignal(hands.window.signed_in, timeout=10_000):
        hands.press("Return")


def choose_folder(hands: Hands, folder: Path) -> None:
    """Choose a folder as the dialog of the operating system would tell it."""
    hands.see("Which backup?")
    step = next(one for one in hands.widgets() if isinstance(one, BackupStep))
    step.show_folder(str(folder))


@pytest.mark.usefixtures("ring")
def test_a_new_pc_is_set_up_from_backup_and_sheet(
    qtbot: Any,
    open_window: OpenWindow,
    stick: Path,
    key: bytes,
    tmp_path: Path,
    choices: Workstation,
) -> None:
    new = tmp_path / "new PC" / "clinic.clinicdesk"
    hands = Hands(qtbot, open_window(new))
    hands.see("Step 1 of 5")
    hands.click("I have a backup…")
    choose_folder(hands, stick.parent)  # who chooses the whole disk finds it as well
    hands.click("Next")
    hands.see(f"Take the recovery sheet with the key number {keys.key_id(key)}.")
    hands.type("The 24 words of the recovery sheet", " ".join(keys.to_words(keys.new_key())), leave=False)
    hands.click("Next")
    hands.see("These are the words of another sheet.")
    hands.type("The 24 words of the recovery sheet", " ".join(keys.to_words(key)), leave=False)
    hands.click("Next")
    hands.see("Where the clinic file lies")
    hands.click("Restore")
    hands.see("The clinic is back:")
    hands.click("Open the clinic")
    hands.see("Harbour Infusion Clinic")
    hands.type("Login", "ada")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Ada Lang")
    desk_chairs = [one.name for one in chairs.all(hands.window._seat.desk)]  # type: ignore[attr-defined]
    assert "The new chair" in desk_chairs
    assert Workstation.load(choices.folder).clinic_file == new


@pytest.mark.usefixtures("ring")
def test_a_damaged_file_is_kept_aside(
    qtbot: Any, open_window: OpenWindow, clinic_file: Path, key: bytes, stick: Path
) -> None:
    keys.keep(key)
    content = clinic_file.read_bytes()
    clinic_file.write_bytes(content[:4096] + START_OF_PAGE * (len(content) // 4096 - 1))
    hands = Hands(qtbot, open_window(clinic_file))
    hands.see("The clinic file is damaged")
    hands.click("Restore from a backup…")
    choose_folder(hands, stick)
    hands.click("Next")
    hands.see("This PC knows the key of this backup.")
    hands.click("Next")
    hands.see("It is renamed and kept aside, not overwritten.")
    hands.click("Restore")
    hands.see("The clinic is back:")
    hands.see("The file that was there is kept as clinic.before-restore-")
    hands.click("Open the clinic")
    hands.see("Harbour Infusion Clinic")
    (aside,) = clinic_file.parent.glob("clinic.before-restore-*.clinicdesk")
    assert aside.read_bytes()[4096:8192] == START_OF_PAGE


def test_given_up_it_leaves_everything_as_it_was(qtbot: Any, open_window: OpenWindow, tmp_path: Path) -> None:
    hands = Hands(qtbot, open_window(tmp_path / "new" / "clinic.clinicdesk"))
    hands.see("Step 1 of 5")
    hands.click("I have a backup…")
    hands.see("Step 1 of 4")
    hands.click("Next")
    hands.see("Choose a folder, and one of the backups in it.")
    hands.click("Cancel")
    hands.see("Step 1 of 5")


@pytest.mark.usefixtures("ring")
def test_from_administration_the_clinic_is_left_for_it(
    qtbot: Any, open_window: OpenWindow, clinic_file: Path, key: bytes, stick: Path
) -> None:
    keys.keep(key)
    window = open_window(clinic_file)
    hands = Hands(qtbot, window)
    sign_in(hands)
    hands.press("Ctrl+0")
    hands.click("Backups")
    hands.click("Restore from a backup…")
    hands.click("Go on")
    hands.see("Step 1 of 4")
    hands.click("Cancel")
    hands.see("Harbour Infusion Clinic")
    sign_in(hands)
    hands.press("Ctrl+0")
    hands.click("Backups")
    hands.click("Restore from a backup…")
    hands.click("Go on")
    choose_folder(hands, stick)
    for _step in range(2):
        hands.click("Next")
    hands.click("Restore")
    hands.see("The clinic is back:")
    hands.click("Open the clinic")
    hands.see("Harbour Infusion Clinic")


@pytest.mark.usefixtures("ring")
def test_a_folder_without_backups_and_a_damaged_backup_are_told(
    qtbot: Any, open_window: OpenWindow, stick: Path, key: bytes, tmp_path: Path
) -> None:
    keys.keep(key)
    new = tmp_path / "new" / "clinic.clinicdesk"
    hands = Hands(qtbot, open_window(new))
    hands.see("Step 1 of 5")
    hands.click("I have a backup…")
    empty = tmp_path / "empty"
    empty.mkdir()
    choose_folder(hands, empty)
    hands.see("There is no backup in this folder.")
    (backup,) = stick.glob("*.backup")
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    choose_folder(hands, stick)
    hands.click("Next")
    hands.click("Next")
    hands.click("Restore")
    hands.see("is damaged. Take another one.")
    assert not new.exists()
    hands.click("Back")
    hands.see("Where the clinic file lies")


def test_says_what_must_be_erased_again() -> None:
    lines = told(Restored(seq=90, from_backup_seq=80, blobs=0, missing=0, unreadable=0, revived=2))
    assert lines[-1] == "2 entries that were erased by law came back with this backup. Erase them again."
