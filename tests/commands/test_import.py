"""``clinicdesk import`` as somebody types it: the lines it prints, and its exit codes."""

from pathlib import Path

import pytest

from clinicdesk.__main__ import main
from clinicdesk.clinic import Clinic
from clinicdesk.storage import keys
from tests.conftest import PASSWORD
from tests.exchange.synthea_files import write_all


@pytest.fixture
def words(clinic_file: Path, key: bytes, tmp_path: Path) -> list[str]:
    """Return the words that say which clinic, and that its administrator imports."""
    (tmp_path / "key").write_text(" ".join(keys.to_words(key)), encoding="utf-8")
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    opening = ["--clinic", str(clinic_file), "--key-file", str(tmp_path / "key")]
    return ["import", *opening, "--staff", "ada", "--password-file", str(tmp_path / "password")]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "synthea"
    folder.mkdir()
    return write_all(folder)


def count(clinic_file: Path, key: bytes) -> int:
    clinic = Clinic.open(clinic_file, key)
    try:
        return int(next(clinic.rows("SELECT count(*) AS n FROM patients"))["n"])
    finally:
        clinic.close()


def test_an_import_prints_a_line_a_kind(
    words: list[str], files: Path, clinic_file: Path, key: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, str(files), "--dry-run"]) == 0
    assert count(clinic_file, key) == 0
    counted = capsys.readouterr().out

    assert main([*words, str(files)]) == 0
    assert capsys.readouterr().out == counted
    assert counted.splitlines() == [
        "patients: 3 added, 0 already there, 0 rejected",
        "allergies: 2 added, 0 already there, 0 rejected",
        "medications: 2 added, 0 already there, 0 rejected",
        "conditions: 1 added, 0 already there, 0 rejected",
    ]
    assert count(clinic_file, key) == 3

    assert main([*words, str(files)]) == 0
    assert capsys.readouterr().out.startswith("patients: 0 added, 3 already there, 0 rejected\n")


def test_rejected_rows_are_named_without_the_patient(
    words: list[str], files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (files / "patients.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"bad{number},1995-02-30,,,Colin,Secretname,M,,,,\n" for number in range(30))

    assert main([*words, str(files), "--rejected", str(tmp_path / "rejected.csv")]) == 0

    told = capsys.readouterr()
    assert told.out.startswith("patients: 3 added, 0 already there, 30 rejected\n")
    assert "patients.csv line 5: BIRTHDATE is not a day of the calendar" in told.err
    assert "… and 10 more" in told.err
    assert "Secretname" not in told.err
    assert len((tmp_path / "rejected.csv").read_text(encoding="utf-8-sig").splitlines()) == 31


def test_what_cannot_be_imported_ends_with_a_sentence(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, str(tmp_path / "nothing")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_only_an_administrator_imports(
    words: list[str], files: Path, clinic_file: Path, key: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    words[words.index("ada")] = "rita"
    assert main([*words, str(files)]) == 1
    assert "Your role does not include this." in capsys.readouterr().err
    assert count(clinic_file, key) == 0
