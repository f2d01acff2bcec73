"""The command, as a script or an administrator would use it: words in, sentences and exit codes out."""

import subprocess
import sys
from pathlib import Path

import pytest

from clinicdesk import __version__
from clinicdesk.__main__ import main
from clinicdesk.clinic import Clinic
from clinicdesk.records import erasing, staff
from clinicdesk.storage import keys
from tests.conftest import PASSWORD
from tests.records.sessions import steps
from tests.storage.test_ledger import tamper

ROOT = Path(__file__).parents[2]


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return path


@pytest.fixture
def made(tmp_path: Path, password_file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, Path]:
    """Return a clinic file made by the command, and a file with the recovery key it printed."""
    path, key_file = tmp_path / "made.clinicdesk", tmp_path / "key"
    words = ["--name", "Zoë's <b>Clinic</b>", "--staff", "ada", "--password-file", str(password_file)]
    assert main(["new", str(path), *words]) == 0
    key_file.write_text(capsys.readouterr().out.splitlines()[-1], encoding="utf-8")
    return path, key_file


def test_new_prints_the_recovery_key_alone_on_its_last_line(made: tuple[Path, Path]) -> None:
    path, key_file = made
    text = key_file.read_text(encoding="utf-8")

    assert len(text.split()) == 24
    clinic = Clinic.open(path, keys.from_words(text))
    assert [row["name"] for row in clinic.rows("SELECT name FROM practice")] == ["Zoë's <b>Clinic</b>"]
    clinic.close()


def test_verify_says_all_is_well(made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path, key_file = made

    assert main(["verify", "--clinic", str(path), "--key-file", str(key_file)]) == 0
    assert capsys.readouterr().out == "The record is whole: its 1 entry and every row are what was recorded.\n"


def test_verify_names_what_is_wrong(made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path, key_file = made
    clinic = Clinic.open(path, keys.from_words(key_file.read_text(encoding="utf-8")))
    tamper(clinic, "UPDATE practice SET phone = '1'")
    clinic.close()

    assert main(["verify", "--clinic", str(path), "--key-file", str(key_file)]) == 1
    assert capsys.readouterr().err == (
        "practice practice differs from the ledger.\n"
        "1 thing is wrong. Do not work on; copy the file aside and restore the newest backup.\n"
    )


def test_a_wrong_key_and_a_missing_file_are_refused_with_a_sentence(
    made: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, _key_file = made
    other = tmp_path / "other-key"
    other.write_text(" ".join(keys.to_words(keys.new_key())), encoding="utf-8")

    assert main(["verify", "--clinic", str(path), "--key-file", str(other)]) == 1
    assert "The key does not open made.clinicdesk." in capsys.readouterr().err
    assert main(["verify", "--clinic", str(tmp_path / "no.clinicdesk"), "--key-file", str(other)]) == 1
    assert "There is no file no.clinicdesk." in capsys.readouterr().err


def test_a_refused_new_clinic_leaves_nothing_behind(
    tmp_path: Path, password_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x" / "made.clinicdesk"
    words = ["--name", " ", "--staff", "ada", "--password-file", str(password_file)]

    assert main(["new", str(path), *words]) == 1
    assert "Give the name of the practice" in capsys.readouterr().err
    assert list(path.parent.iterdir()) == []


def test_a_new_clinic_never_replaces_a_file(made: tuple[Path, Path], password_file: Path) -> None:
    path, _key_file = made
    before = path.read_bytes()

    assert main(["new", str(path), "--name", "B", "--staff", "ada", "--password-file", str(password_file)]) == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize("words", [["new"], ["import"], ["verify", "--nonsense"], ["nonsense", "verify"]])
def test_wrong_usage_is_told_with_code_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2


def test_no_traceback_reaches_a_person(made: tuple[Path, Path], tmp_path: Path) -> None:
    path, _key_file = made
    nonsense = tmp_path / "binary"
    nonsense.write_bytes(b"\xff\xfe\x00nonsense")
    done = subprocess.run(
        [sys.executable, "-m", "clinicdesk", "verify", "--clinic", str(path), "--key-file", str(nonsense)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == "clinicdesk: binary cannot be read. Check its name and folder.\n"


def test_the_version_is_told_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "clinicdesk", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"ClinicDesk {__version__}\n"
    for heavy in ("PySide6", "sqlite_utils", "reportlab", "keyring", "argon2"):
        assert f" {heavy}" not in done.stderr, f"{heavy} is imported only to tell the version"


def test_verify_says_by_whom_something_was_erased(
    clinic_file: Path, key: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key_file = tmp_path / "key"
    key_file.write_text(" ".join(keys.to_words(key)), encoding="utf-8")
    clinic = Clinic.open(clinic_file, key)
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="TEST-PC")
    erasing.chart(desk, steps.register_zoe(desk), ground="court", reason="Order 12")
    clinic.close()

    assert main(["verify", "--clinic", str(clinic_file), "--key-file", str(key_file)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("The record is whole")
    assert said[2].startswith("• 1 entry: Erased by Sam Rivera, MD, ")
    assert said[2].endswith(": ordered by a court or an authority. Order 12")
