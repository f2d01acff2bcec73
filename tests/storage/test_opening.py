"""Opening a clinic file: each thing that can be wrong has its own sentence, and nothing is lost."""

import errno
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from clinicdesk import errors
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records.migrations import SCHEMA
from clinicdesk.storage import head, keys
from clinicdesk.storage.clock import SystemClock
from clinicdesk.storage.database import connect
from tests.storage.test_ledger import add_patient


def test_a_wrong_key_is_told(clinic_file: Path) -> None:
    with pytest.raises(errors.WrongKey, match="key does not open"):
        Clinic.open(clinic_file, keys.new_key())


def test_a_damaged_first_page_is_not_called_a_wrong_key(clinic_file: Path, key: bytes) -> None:
    with clinic_file.open("r+b") as file:
        file.seek(100)
        file.write(bytes(200))

    with pytest.raises(errors.FileDamaged, match="is damaged"):
        Clinic.open(clinic_file, key)


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7" + bytes(5000)])
def test_something_else_is_not_a_clinic_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.clinicdesk"
    path.write_bytes(content)

    with pytest.raises(errors.NotAClinicFile, match="not a ClinicDesk file"):
        Clinic.open(path, keys.new_key())
    assert path.read_bytes() == content


def test_a_plain_database_is_not_a_clinic_file(tmp_path: Path) -> None:
    path = tmp_path / "other.clinicdesk"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE songs (name)")
    other.commit()
    other.close()

    with pytest.raises(errors.NotAClinicFile):
        Clinic.open(path, keys.new_key())


def test_an_encrypted_file_of_another_program_is_not_a_clinic_file(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "other.clinicdesk"
    other = connect(path, key, writing=True)
    other.execute("CREATE TABLE songs (name)")
    other.close()

    with pytest.raises(errors.NotAClinicFile):
        Clinic.open(path, key)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.FileMissing, match="no file nowhere"):
        Clinic.open(tmp_path / "nowhere.clinicdesk", keys.new_key())


def test_a_newer_file_is_refused_and_left_as_it_is(clinic_file: Path, key: bytes) -> None:
    newer = connect(clinic_file, key, writing=True)
    newer.execute(f"PRAGMA user_version = {SCHEMA.version + 1}")
    newer.close()

    with pytest.raises(errors.NewerFile, match="newer version"):
        Clinic.open(clinic_file, key)


def test_a_file_another_program_holds_is_told(clinic_file: Path, key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinicdesk.storage.database.BUSY_MILLISECONDS", 50)
    other = connect(clinic_file, key, writing=True)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(errors.FileLocked, match="Another program is using"):
        Clinic.open(clinic_file, key)
    other.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_read_only_folder_is_told(clinic_file: Path, key: bytes) -> None:
    # An administrator may write everywhere, so as one the test becomes nobody for a moment.
    folder = Path(tempfile.mkdtemp())
    path = shutil.copy(clinic_file, folder / "clinic.clinicdesk")
    path.chmod(0o444)
    folder.chmod(0o555)
    administrator = os.geteuid() == 0
    if administrator:
        os.seteuid(65534)
    try:
        with pytest.raises(errors.CannotWrite, match=r"read-only|may write"):
            Clinic.open(path, key)
    finally:
        if administrator:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("no folder")

    with pytest.raises(errors.CannotWrite, match="Choose a folder you may write in"):
        Clinic.create(tmp_path / "a file" / "clinic.clinicdesk", keys.new_key())


def test_an_existing_file_is_never_overwritten(clinic_file: Path, key: bytes) -> None:
    before = clinic_file.read_bytes()

    with pytest.raises(errors.CannotWrite, match="exists already"):
        Clinic.create(clinic_file, key)
    assert clinic_file.read_bytes() == before


def test_a_full_disk_is_told_and_nothing_half_is_kept(everyone: Desk) -> None:
    add_patient(everyone, 1, "Doe")
    pages = everyone.clinic._writer.execute("PRAGMA page_count").fetchone()[0]
    everyone.clinic._writer.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(errors.DiskFull, match="Make room"):
        [add_patient(everyone, number, "D" * 2000) for number in range(2, 200)]

    everyone.clinic._writer.execute("PRAGMA max_page_count = 1000000")
    add_patient(everyone, 500, "Doe")
    assert everyone.clinic.verify() == []


def test_the_words_bring_the_key_back_however_they_are_typed() -> None:
    key = keys.new_key()
    words = keys.to_words(key)
    numbered = "\n".join(f"{number}. {word.upper()}" for number, word in enumerate(words, start=1))

    assert len(words) == 24
    assert keys.from_words(" ".join(words)) == keys.from_words(numbered) == keys.from_words(key.hex()) == key


def test_a_wrong_word_is_named_by_its_place() -> None:
    words = keys.to_words(bytes(range(32)))
    with pytest.raises(BadValue, match="Word 3 is not on the list"):
        keys.from_words(" ".join([*words[:2], "xylophon", *words[3:]]))
    with pytest.raises(BadValue, match="24 words; here are 23"):
        keys.from_words(" ".join(words[:-1]))
    with pytest.raises(BadValue, match="do not fit together"):
        keys.from_words(" ".join([*words[1:], words[0]]))


def test_only_the_sample_clinic_has_the_published_key(tmp_path: Path, clinic: Clinic) -> None:
    sample = Clinic.create_sample(tmp_path / "sample.clinicdesk")

    assert sample.is_sample
    assert not clinic.is_sample
    sample.close()


def test_no_real_clinic_can_be_made_with_the_published_key(tmp_path: Path) -> None:
    with pytest.raises(errors.NotAllowed, match="published key of the sample clinic"):
        Clinic.create(tmp_path / "real.clinicdesk", keys.SAMPLE_KEY)
    assert list(tmp_path.iterdir()) == []


def test_the_head_holds_no_name(everyone: Desk) -> None:
    add_patient(everyone, 1, "Lindqvist")
    text = head.path_of(everyone.clinic.path).read_text()

    assert "Lindqvist" not in text
    assert head.read(everyone.clinic.path) is not None


def test_a_head_that_cannot_be_opened_is_told(clinic_file: Path, key: bytes) -> None:
    head.path_of(clinic_file).unlink(missing_ok=True)
    head.path_of(clinic_file).mkdir()

    with pytest.raises(errors.CannotWrite, match=r"clinic\.head cannot be written"):
        Clinic.open(clinic_file, key)


def test_an_entry_is_recorded_though_the_head_cannot_be_written(
    everyone: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    heard = []
    everyone.clinic.listen(heard.append)
    with monkeypatch.context() as patch:
        patch.setattr("os.write", full)
        add_patient(everyone, 1, "Lindqvist")

    assert len(heard) == 1
    assert everyone.clinic.verify() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_large_content_is_for_nobody_else_on_the_pc(clinic: Clinic) -> None:
    clinic.blobs.keep(b"%PDF scan")

    assert clinic.path.with_suffix(".blobs").stat().st_mode & 0o077 == 0


def test_drafts_belong_to_one_person_and_survive_closing(clinic_file: Path, key: bytes, clinic: Clinic) -> None:
    clinic.local.keep_draft("nina", "note:1", '"half a sen"', None, clinic.clock.now())
    clinic.local.keep_draft("nina", "note:1", '"half a sentence"', None, clinic.clock.now())
    again = Clinic.open(clinic_file, key)

    draft = again.local.draft("nina", "note:1")
    assert draft is not None
    assert draft.body == '"half a sentence"'
    assert again.local.draft("rita", "note:1") is None
    again.local.drop_draft("nina", "note:1")
    assert again.local.drafts("nina") == []
    again.close()


def test_the_clock_of_the_pc_goes_on_and_knows_its_boot() -> None:
    clock, again = SystemClock(), SystemClock()
    first, at = clock.uptime_ms(), clock.now()

    assert again.boot == clock.boot, "a second look at the same start of the PC must give the same boot"
    assert clock.uptime_ms() >= first
    assert clock.now() >= at
    assert at.microsecond % 1000 == 0
