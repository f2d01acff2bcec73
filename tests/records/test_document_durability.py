"""Killed while it files: no entry names a document whose bytes are not there, and none that was told is lost."""

import subprocess
import sys
import time
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import documents
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register

ROOT = Path(__file__).parents[2]
KILLS = 8


def file_and_kill(clinic_file: Path, key: bytes, patient_id: str, first: int, pause_s: float) -> set[str]:
    """Let a child file documents, kill it (SIGKILL) a moment after the second, and return those it told of."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.records.document_filer", str(clinic_file), key.hex(), patient_id, str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    told = [child.stdout.readline().split()[0] for _document in range(2)]
    time.sleep(pause_s)  # not a wait for anything: where in its work the child is hit
    child.kill()
    told += [line.split()[0] for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    child.stdout.close()
    child.wait()
    return set(told)


def test_every_entry_names_bytes_that_are_there_after_each_kill(clinic_file: Path, key: bytes) -> None:
    clinic = Clinic.open(clinic_file, key)
    patient_id = register(Desk.of_system(clinic, "PC"), details=PatientDetails(family_name="Doe", given_name="Ann"))
    clinic.close()
    told: set[str] = set()
    for kill in range(KILLS):
        told |= file_and_kill(clinic_file, key, patient_id, kill * 1000, pause_s=kill * 0.003)

    clinic = Clinic.open(clinic_file, key)
    desk = Desk.of_system(clinic, "PC")
    filed = documents.of_patient(desk, patient_id)
    assert len(told) >= 2 * KILLS
    assert told <= {document.id for document in filed}
    for document in filed:
        assert len(documents.content(desk, document.id)) == document.size_bytes
    assert clinic.verify() == []
    clinic.close()
