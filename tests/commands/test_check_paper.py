"""``clinicdesk check-paper``: a fingerprint read from a paper, and what this clinic knows of it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.__main__ import main
from clinicdesk.clinic import Clinic
from clinicdesk.records import consents, patients, staff
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START
from tests.printing.sheets import texts
from tests.records.consenting import countersign, prepared, sign
from tests.records.test_consent_proof import overwrite_blob


@pytest.fixture
def paper(clinic_file: Path, key: bytes) -> bytes:
    """Return a form that was signed by patient and clinician; the file is closed."""
    clinic = Clinic.open(clinic_file, key, DrivenClock(START))
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="TEST-PC")
    patient = patients.register(desk, details=PatientDetails(family_name="Ångström", given_name="Zoë"))
    consent = countersign(desk, sign(desk, prepared(desk, patient)))
    content = clinic.blobs.fetch(str(consent.signed_paper))
    clinic.close()
    return content


@pytest.fixture
def check(clinic_file: Path, key: bytes, tmp_path: Path) -> Callable[..., int]:
    key_file = tmp_path / "key"
    key_file.write_text(" ".join(keys.to_words(key)), encoding="utf-8")

    def run(*words: str) -> int:
        return main(["check-paper", *words, "--clinic", str(clinic_file), "--key-file", str(key_file)])

    return run


def printed_fingerprint(paper: bytes) -> list[str]:
    """Read the five groups of digits from the paper, as a person would."""
    found = re.search(r"(?:[0-9a-f]{4} ){4}[0-9a-f]{4}", " ".join(" ".join(texts(paper)).split()))
    assert found is not None
    return found[0].split()


def test_what_is_printed_on_a_signed_form_is_known(
    check: Callable[..., int], paper: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(*printed_fingerprint(paper)) == 0
    said = capsys.readouterr().out
    assert "Yes: form 000001, “Consent to intravenous ketamine for a mood disorder”" in said
    assert "Unchanged since it was signed." in said
    assert "ngström" not in said


@pytest.mark.usefixtures("paper")
def test_a_fingerprint_of_another_clinic_is_not_known(
    check: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("0000 0000 0000 0000 0000") == 1
    assert "has signed nothing with this fingerprint" in capsys.readouterr().err


def test_a_changed_paper_is_told(
    check: Callable[..., int], paper: bytes, clinic_file: Path, key: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    clinic = Clinic.open(clinic_file, key, DrivenClock(START))
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="TEST-PC")
    consent = consents.by_form_number(desk, 1)
    overwrite_blob(clinic, str(consent.signed_paper), paper.replace(b"%%EOF", b"%%EOE"))
    clinic.close()
    assert check(*printed_fingerprint(paper)) == 1
    assert "The signed paper is missing or damaged." in capsys.readouterr().out
