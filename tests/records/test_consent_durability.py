"""Killed while forms are signed: nothing is half signed, what was told stands, and every seal is whole."""

import subprocess
import sys
import time
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import consents
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register

ROOT = Path(__file__).parents[2]
KILLS = 6


def sign_and_kill(clinic_file: Path, key: bytes, patient_id: str, pause_s: float) -> set[tuple[str, str]]:
    """Let a child have forms signed, kill it (SIGKILL) a moment after the second signature, and return what it told."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.records.consent_signer", str(clinic_file), key.hex(), patient_id],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    lines = [child.stdout.readline() for _signature in range(2)]
    time.sleep(pause_s)  # not a wait for anything: where in its work the child is hit
    child.kill()
    lines += [line for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    child.stdout.close()
    child.wait()
    return {(line.split()[0], line.split()[1]) for line in lines}


def test_nothing_is_half_signed_after_each_kill(clinic_file: Path, key: bytes) -> None:
    clinic = Clinic.open(clinic_file, key)
    patient_id = register(Desk.of_system(clinic, "PC"), details=PatientDetails(family_name="Doe", given_name="Ann"))
    clinic.close()
    told: set[tuple[str, str]] = set()
    for kill in range(KILLS):
        told |= sign_and_kill(clinic_file, key, patient_id, pause_s=kill * 0.011)

    clinic = Clinic.open(clinic_file, key)
    desk = Desk.of_system(clinic, "PC")
    found = consents.of_patient(desk, patient_id)
    assert len(told) >= 2 * KILLS
    assert told <= {(consent.id, str(one.role)) for consent in found for one in consent.signatures}
    for consent in found:
        signed = [str(one.role) for one in consent.signatures]
        assert signed == ["patient", "clinician"][: len(consent.seals)]
        assert [event.kind for event in consent.events if event.kind in ("signed", "explained")] == [
            "signed",
            "explained",
        ][: len(signed)]
        assert consents.prove(desk, consent).ok is (True if signed else None)
    assert clinic.verify() == []
    clinic.close()
