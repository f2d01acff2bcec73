"""The program is killed while somebody types a note without a pause; what was kept is there, and typing goes on."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.records import note_drafts, notes, patients, staff
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START
from tests.hands import Hands
from tests.journeys.note_writer import TEXT
from tests.ui.conftest import OpenWindow

ROOT = Path(__file__).parents[2]
KEEPINGS = 3
"""How often the child must have kept its draft while it typed on and on; one that waits for a pause never does."""


@pytest.fixture
def patient(clinic_file: Path, key: bytes) -> str:
    """Return the id of a patient; the file is closed."""
    clinic = Clinic.open(clinic_file, key, DrivenClock(START))
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="TEST-PC")
    patient_id = patients.register(desk, details=PatientDetails(family_name="Lindqvist", given_name="Per"))
    clinic.close()
    return patient_id


def type_and_be_killed(clinic_file: Path, key: bytes, settings: Path) -> list[tuple[int, int]]:
    """Let a child type until it kept its draft some times, and kill it; return what it said each time."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.note_writer", str(clinic_file), key.hex(), str(settings), "Lindqvist"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdout is not None
    kept = []
    for line in child.stdout:
        kept.append(_read(line))
        if len(kept) == KEEPINGS:
            child.kill()
            break
    kept += [_read(line) for line in child.stdout.read().splitlines()]
    child.stdout.close()
    assert child.wait() != 0
    assert len(kept) >= KEEPINGS, "the child ended by itself"
    return kept


def _read(line: str) -> tuple[int, int]:
    _kept, letters, milliseconds = line.split("\t")
    return int(letters), int(milliseconds)


@pytest.mark.skipif(os.name == "nt", reason="killing by SIGKILL is what Unix has")
def test_what_was_typed_without_a_pause_is_kept_and_comes_back(
    qtbot: Any, open_window: OpenWindow, patient: str, clinic_file: Path, key: bytes, tmp_path: Path
) -> None:
    said = type_and_be_killed(clinic_file, key, tmp_path / "settings-of-the-child")
    kept = [letters for letters, _milliseconds in said]
    assert kept == sorted(set(kept))
    # What a crash would have lost then. On a machine that does much else, one of them may have had to wait.
    assert min(milliseconds for _letters, milliseconds in said) < 2000
    clinic = Clinic.open(clinic_file, key, DrivenClock(START))
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="OTHER-PC")
    assert clinic.verify() == []
    draft = note_drafts.find(desk, note_drafts.place_of_new_note(desk, patient))
    assert draft is not None
    assert len(draft.body) >= kept[-1]
    assert (TEXT * (len(draft.body) // len(TEXT) + 1)).startswith(draft.body)
    nina = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="OTHER-PC")
    assert note_drafts.find(nina, note_drafts.place_of_new_note(nina, patient)) is None
    assert notes.of_patient(desk, patient) == []
    clinic.close()

    hands = Hands(qtbot, open_window(clinic_file, key))
    hands.type("Login", "all")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Today")
    hands.press("Ctrl+K")
    hands.type("Find a patient", "lindq", leave=False)
    hands.see("LINDQVIST")
    hands.press("Return")
    hands.click("Notes")
    hands.see("Draft saved")
    assert hands.find("Text of the note").toPlainText() == draft.body
    hands.press("Ctrl+S")
    hands.see("unsigned")
