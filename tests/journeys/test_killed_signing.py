"""The program is killed while a patient fills in and signs: what was filled in is back, nothing is half signed."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.records import consents, patients, pins, staff
from clinicdesk.records.consents import Status, sealing
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START
from tests.hands import Hands
from tests.journeys import signing
from tests.ui.conftest import OpenWindow

ROOT = Path(__file__).parents[2]


@pytest.fixture
def prepared(clinic_file: Path, key: bytes) -> str:
    """Return the id of a form that waits to be signed; the file is closed."""
    clinic = Clinic.open(clinic_file, key, DrivenClock(START))
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="TEST-PC")
    pins.set_pin(desk, password=PASSWORD, pin=signing.PIN)
    patient = patients.register(desk, details=PatientDetails(family_name="Lindqvist", given_name="Per"))
    consent_id = consents.prepare(desk, patient_id=patient, text_name="iv-ketamine-mood")
    clinic.close()
    return consent_id


def fill_in_and_be_killed(clinic_file: Path, key: bytes, settings: Path, at: str) -> list[str]:
    """Let a child fill in the form until it says a word, kill it, and return what it said."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.signer", str(clinic_file), key.hex(), str(settings)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdout is not None
    said = []
    for line in child.stdout:
        said.append(line.strip())
        if said[-1] == at:
            child.kill()
            break
    said += [line.strip() for line in child.stdout.read().splitlines()]
    child.stdout.close()
    assert child.wait() != 0
    assert at in said, "the child ended by itself"
    return said


@pytest.mark.skipif(os.name == "nt", reason="killing by SIGKILL is what Unix has")
@pytest.mark.parametrize("at", ["kept", "signing", "signed"])
def test_a_form_is_signed_or_it_is_not(
    qtbot: Any, open_window: OpenWindow, prepared: str, clinic_file: Path, key: bytes, tmp_path: Path,
    clock: DrivenClock, at: str,
) -> None:  # fmt: skip
    said = fill_in_and_be_killed(clinic_file, key, tmp_path / "settings-of-the-child", at)
    clinic = Clinic.open(clinic_file, key, clock)
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="OTHER-PC")
    consent = consents.get(desk, prepared)
    assert clinic.verify() == []
    if consent.status is not Status.PREPARED:
        assert consent.status is Status.INCOMPLETE
        assert sealing.newest(desk, consent) is not None
        clinic.close()
        return
    assert "signed" not in said
    assert consent.signatures == consent.seals == ()
    clinic.close()

    hands = Hands(qtbot, open_window(clinic_file, key))
    hands.type("Login", "all")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Today")
    signing.open_consents(hands, "lindq", "LINDQVIST")
    signing.hand_over(hands)
    # Initials and reading are there; agreeing and signing are one act, and are done again.
    hands.see("Still missing: agreement to sign here, signature.")
    hands.click(signing.AGREE)
    hands.draw("Signature")
    hands.click("I agree and sign")
    hands.see("You have signed this form.")
