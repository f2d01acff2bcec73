"""``clinicdesk copy-chart``: one command makes both files, records the disclosure, and ends the request."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pyotp
import pytest
from pypdf import PdfReader

from clinicdesk.__main__ import main
from clinicdesk.clinic import Clinic
from clinicdesk.records import disclosures, patients, rights, second_factor, staff
from clinicdesk.storage import keys
from tests.conftest import PASSWORD
from tests.printing import treated


@pytest.fixture
def request_id(clinic_file: Path, key: bytes) -> str:
    """Register patient 1, who asks for a copy, and close the file."""
    clinic = Clinic.open(clinic_file, key)
    desk = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="TEST-PC")
    patient = treated.register(desk)
    said = {"asked_by": "Per Ångström", "relation": "attorney", "identity": "permission seen"}
    today = date(2026, 3, 2)
    made = rights.take(desk, patient, right="copy", received_on=today, **said)  # type: ignore[arg-type]
    clinic.close()
    return made


@pytest.fixture
def copy(clinic_file: Path, key: bytes, tmp_path: Path) -> Callable[..., int]:
    key_file, password_file = tmp_path / "key", tmp_path / "password"
    key_file.write_text(" ".join(keys.to_words(key)), encoding="utf-8")
    password_file.write_text(PASSWORD, encoding="utf-8")
    unattended = ["--clinic", str(clinic_file), "--key-file", str(key_file), "--password-file", str(password_file)]

    def run(*words: object, login: str = "nina") -> int:
        return main(["copy-chart", *map(str, words), *unattended, "--staff", login])

    return run


def test_both_files_the_disclosure_and_the_end_of_the_request(
    copy: Callable[..., int], request_id: str, clinic_file: Path, key: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "stick"
    out.mkdir()
    assert copy(1, "--out", out) == 0
    assert sorted(path.suffix for path in out.iterdir()) == [".json", ".pdf"]
    pdf = next(path for path in out.iterdir() if path.suffix == ".pdf")
    assert "Copy of the chart" in PdfReader(pdf).pages[0].extract_text()
    clinic = Clinic.open(clinic_file, key)
    desk = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="TEST-PC")
    [left] = disclosures.of_patient(desk, patients.by_record_number(desk, 1).id)
    assert (left.recipient, left.basis, left.request_id) == ("Per Ångström", "authorised", request_id)
    assert not rights.get(desk, request_id).is_open
    clinic.close()


def test_refusals_are_sentences(
    copy: Callable[..., int],
    request_id: str,  # noqa: ARG001 - the patient is there
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert copy(1, "--out", tmp_path, login="rita") == 1
    assert "Only a clinician makes a copy of a chart" in capsys.readouterr().err
    assert copy(1, "--out", tmp_path / "nowhere") == 1
    assert "no such folder" in capsys.readouterr().err
    assert copy(7, "--out", tmp_path) == 1
    assert not list(tmp_path.glob("*.pdf"))


def test_who_has_a_second_factor_gives_its_code(
    copy: Callable[..., int],
    request_id: str,  # noqa: ARG001 - the patient is there
    clinic_file: Path,
    key: bytes,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    clinic = Clinic.open(clinic_file, key)
    desk = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="TEST-PC")
    secret = second_factor.offer(desk, "").secret
    # The code of a minute ago, so that the one of now is still good for the command.
    before = pyotp.TOTP(secret).at(desk.now() - timedelta(seconds=30))
    second_factor.set_up(desk, secret, password=PASSWORD, code=before)
    clinic.close()
    assert copy(1, "--out", tmp_path) == 1
    assert "--code DIGITS" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.pdf"))
    assert copy(1, "--out", tmp_path, "--code", pyotp.TOTP(secret).now()) == 0
    assert list(tmp_path.glob("*.pdf"))
