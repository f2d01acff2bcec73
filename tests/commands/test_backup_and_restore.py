"""``clinicdesk backup`` and ``clinicdesk restore``: a lost PC costs minutes, also without a screen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk import workstation
from clinicdesk.__main__ import main
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups
from clinicdesk.storage import keys
from tests.storage.test_ledger import add_patient

Run = Callable[..., int]


@pytest.fixture
def key_file(key: bytes, tmp_path: Path) -> Path:
    """Return a file with the recovery key, as somebody typed it from the sheet."""
    path = tmp_path / "key"
    path.write_text(" ".join(keys.to_words(key)), encoding="utf-8")
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a folder for backups."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def backup(clinic_file: Path, key_file: Path) -> Run:
    """Return a function that runs ``clinicdesk backup`` with more words."""
    return lambda *words: main(["backup", "--clinic", str(clinic_file), "--key-file", str(key_file), *map(str, words)])


@pytest.fixture
def with_place(clinic_file: Path, key: bytes, stick: Path) -> Path:
    """Register a patient and choose the folder for this PC's backups; return the folder."""
    clinic = Clinic.open(clinic_file, key)
    desk = Desk.of_system(clinic, workstation.name())
    add_patient(desk, 1, "Moss")
    backups.add_place(desk, stick, backups.Kind.EXTERNAL)
    clinic.close()
    return stick


def test_into_one_folder_without_any_place(backup: Run, stick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert backup() == 1
    assert "--folder D" in capsys.readouterr().err
    assert backup("--folder", stick) == 0
    assert "Made and read back: " in capsys.readouterr().out
    assert len(list(stick.glob("*.backup"))) == 1


def test_a_new_pc_from_the_stick_and_the_sheet(
    backup: Run, with_place: Path, key_file: Path, key: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backup() == 0
    assert backup("--copy") == 0
    assert backup("--prove") == 0
    said = capsys.readouterr().out
    assert "was restored whole, up to entry" in said
    new = tmp_path / "new PC" / "clinic.clinicdesk"

    assert main(["restore", str(with_place), "--list"]) == 0
    [listed] = capsys.readouterr().out.splitlines()
    assert main(["restore", str(with_place), "--clinic", str(new), "--key-file", str(key_file)]) == 0

    said = capsys.readouterr().out
    assert "up to entry" in listed
    assert f"Restored {new}: up to entry" in said
    clinic = Clinic.open(new, key)
    assert [row["family_name"] for row in clinic.rows("SELECT family_name FROM patients")] == ["Moss"]
    clinic.close()


def test_an_old_file_is_named_anew_and_said(
    backup: Run, with_place: Path, key_file: Path, clinic_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup()

    assert main(["restore", str(with_place), "--clinic", str(clinic_file), "--key-file", str(key_file)]) == 0

    assert "The file that was there is now clinic.before-restore-" in capsys.readouterr().out


def test_a_key_of_another_clinic_is_told(
    backup: Run, with_place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup()
    other = tmp_path / "other key"
    other.write_text(" ".join(keys.to_words(keys.new_key())), encoding="utf-8")

    code = main(["restore", str(with_place), "--clinic", str(tmp_path / "x.clinicdesk"), "--key-file", str(other)])

    assert code == 1
    assert "opens none of these backups" in capsys.readouterr().err
    assert not (tmp_path / "x.clinicdesk").exists()


def test_a_stick_that_is_not_there_is_told(backup: Run, with_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_place.rmdir()

    assert backup() == 1
    assert "is not there. Plug the disk in" in capsys.readouterr().err
    assert main(["restore", str(with_place)]) == 1
    assert "is not there" in capsys.readouterr().err
