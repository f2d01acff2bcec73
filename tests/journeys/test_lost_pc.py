"""The PC is gone in the middle of an infusion: another one goes on from the stick and the recovery sheet."""

import platform
import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents, sessions, staff
from clinicdesk.records.documents import Source
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD, START
from tests.exchange import outside_files
from tests.hands import Hands
from tests.journeys.conftest import desk_of
from tests.records.sessions import steps
from tests.ui.conftest import OpenWindow, OwnKeyring
from ui.shell.status_bar import StatusBar

AFTER = 127


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return the folder of a stick that is plugged in."""
    folder = tmp_path / "stick" / "ClinicDesk backups"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def old_pc(tmp_path: Path, clinic_file: Path) -> Path:
    """Return the clinic file on the disk of the PC that will be lost."""
    disk = tmp_path / "old PC"
    disk.mkdir()
    for part in clinic_file.parent.glob("clinic.*"):
        shutil.move(part, disk / part.name)
    return disk / clinic_file.name


@pytest.fixture
def infusion(old_pc: Path, key: bytes) -> str:
    """Return the id of a session that runs, of a patient with a scanned letter; the file is closed."""
    clinic = Clinic.open(old_pc, key, DrivenClock(START))
    nurse, prescriber = (
        staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC") for login in ("nina", "pat")
    )
    patient_id = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, patient_id)
    steps.run(nurse, prescriber, session_id)
    letter = incoming.from_bytes(outside_files.pdf("From her cardiologist"))
    documents.file(nurse, patient_id=patient_id, incoming=letter, source=Source.DROPPED, kind="lab_result")
    clinic.close()
    return session_id


def sign_in(hands: Hands, login: str) -> Desk:
    hands.see("Harbour Infusion Clinic")
    hands.type("Login", login)
    hands.type("Password", PASSWORD, leave=False)
    with hands.qtbot.waitSignal(hands.window.signed_in, timeout=10_000):
        hands.press("Return")
    return desk_of(hands)


def choose_folder(hands: Hands, folder: Path) -> None:
    """Choose a folder in the dialog of the operating system."""
    hands.click("Choose…")
    dialog = hands.window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.reject()


def copied(desk: Desk) -> int:
    """Return the last entry that is on the stick."""
    return max((seq for seq, _at in desk.clinic.local.copies().values()), default=0)


def add_place(hands: Hands, stick: Path) -> None:
    hands.press("Ctrl+0")
    hands.click("Show backups")
    hands.click("Add a place…")
    choose_folder(hands, stick)
    hands.choose("Kind", "External disk or stick")
    hands.click("Save")
    hands.see("The backup was made, read back, and is whole.")


def let_pass(hands: Hands, clock: DrivenClock, seconds: int) -> None:
    """Let the seconds pass one after the other, as the window counts them."""
    for _second in range(seconds):
        clock.pass_time(seconds=1)
        hands.window.tick()


def restore(hands: Hands, stick: Path, key: bytes | None = None) -> None:
    """Walk through the four steps; with ``key`` the words of the recovery sheet are typed."""
    hands.see("Which backup?")
    choose_folder(hands, stick)
    hands.click("Next")
    if key is not None:
        hands.see(f"Take the recovery sheet with the key number {keys.key_id(key)}.")
        hands.type("The 24 words of the recovery sheet", " ".join(keys.to_words(key)), leave=False)
    hands.click("Next")
    hands.see("Where the clinic file lies")
    hands.click("Restore")
    hands.see("The clinic is back:")
    hands.click("Open the clinic")


def values(desk: Desk, session_id: str, kind: Kind) -> list[int | None]:
    return [one.value for one in sessions.get(desk, session_id).observations if one.kind == kind]


def test_another_pc_goes_on_with_the_infusion_of_the_lost_one(
    qtbot: Any,
    open_window: OpenWindow,
    old_pc: Path,
    infusion: str,
    stick: Path,
    key: bytes,
    clock: DrivenClock,
    ring: OwnKeyring,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys.keep(key)
    hands = Hands(qtbot, open_window(old_pc))
    desk = sign_in(hands, "ada")
    add_place(hands, stick)
    let_pass(hands, clock, 1)
    hands.wait_for(lambda: bool(hands.window.findChild(StatusBar).words()), "the bar below")
    nurse = staff.sign_in(desk.clinic, login="nina", password=PASSWORD, workstation="TEST-PC")
    sessions.observe(nurse, infusion, values={Kind.SYSTOLIC: AFTER, Kind.DIASTOLIC: 80})
    reached = desk.clinic.entry_count
    # While somebody is in a chair, ten seconds are the longest that a value is on this PC alone.
    let_pass(hands, clock, 10)
    hands.wait_for(lambda: copied(desk) >= reached, "the copy of the last values")
    hands.window.close_now()

    # The PC is gone, with its disk, its keyring and its settings; whoever works at the new one has stick and sheet.
    shutil.rmtree(old_pc.parent)
    ring.kept.clear()
    monkeypatch.setattr(platform, "node", lambda: "NEW-PC")
    new = tmp_path / "new PC" / "clinic.clinicdesk"
    hands = Hands(qtbot, open_window(new, kept=Workstation.load(tmp_path / "new settings")))
    hands.see("Step 1 of 5")
    hands.click("I have a backup…")
    restore(hands, stick, key)
    desk = sign_in(hands, "ada")

    nurse = staff.sign_in(desk.clinic, login="nina", password=PASSWORD, workstation="NEW-PC")
    assert sessions.line(nurse, infusion).phase is Phase.RUNNING
    assert values(nurse, infusion, Kind.SYSTOLIC)[-1] == AFTER
    (letter,) = documents.of_patient(nurse, sessions.line(nurse, infusion).patient_id)
    assert b"%PDF" in documents.content(nurse, letter.id)
    assert desk.clinic.verify() == []
    assert [entry.action for entry in desk.clinic.ledger.entries_after(reached, desk.clinic.reader)].count(
        "backup.restore"
    ) == 1
    hands.wait_for(lambda: list(ring.kept.values()) == [key.hex()], "the key in the keyring of the new PC")
    hands.press("Ctrl+0")
    hands.see("No backups are made on this PC.")
