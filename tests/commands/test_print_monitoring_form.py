"""``clinicdesk print monitoring-form``: the data for a programme's form, by record number and day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinicdesk.__main__ import main
from clinicdesk.clinic import Clinic
from clinicdesk.records import staff
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.printing.sheets import texts
from tests.records.sessions import nasal_steps as nasal
from tests.records.sessions import steps


@pytest.fixture
def given(clinic_file: Path, key: bytes) -> None:
    """Give patient 1 a device, and close the file."""
    clinic = Clinic.open(clinic_file, key, DrivenClock(datetime(2026, 3, 2, 14, 0, tzinfo=UTC)))
    nurse, prescriber = (
        staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC") for login in ("nina", "pat")
    )
    session_id = nasal.plan(nurse, steps.register_zoe(nurse))
    nasal.ready(nurse, prescriber, session_id)
    nasal.device(nurse, session_id)
    clinic.close()


def test_it_is_printed_by_record_number_and_day(
    given: None,  # noqa: ARG001 - given before
    clinic_file: Path,
    key: bytes,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    key_file, password_file, out = tmp_path / "key", tmp_path / "password", tmp_path / "form.pdf"
    key_file.write_text(" ".join(keys.to_words(key)), encoding="utf-8")
    password_file.write_text(PASSWORD, encoding="utf-8")
    unattended = ["--clinic", str(clinic_file), "--key-file", str(key_file), "--password-file", str(password_file)]
    words = ["print", "monitoring-form", "1", "--date", "2026-03-02", "--out", str(out)]
    assert main([*words, *unattended, "--staff", "nina"]) == 0
    assert "24KX01" in texts(out.read_bytes())[0]
    assert capsys.readouterr().out == f"Data for the monitoring form: {out}\n"
    # The front desk reads nothing clinical, by no way.
    refused = [*words[:-1], str(tmp_path / "other.pdf")]
    assert main([*refused, *unattended, "--staff", "rita"]) != 0
    assert not (tmp_path / "other.pdf").exists()
