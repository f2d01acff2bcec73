"""Making a backup: whole or not at all, while others write, and never of a damaged file."""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from clinicdesk import errors
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups
from clinicdesk.records.migrations import SCHEMA
from clinicdesk.storage.backups import files, making
from clinicdesk.storage.database import connect, connect_finished, is_plain_or_foreign
from tests.storage.test_ledger import add_patient

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def unfinished(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.endswith(".part")]


def test_a_backup_is_sealed_with_the_clinics_key_and_keeps_what_the_file_is(
    desk: Desk, place: backups.Place, folder: Path, key: bytes
) -> None:
    add_patient(desk, 1, "Moss")
    backup = backups.make(desk, place, "asked").backup

    assert backup is not None
    assert is_plain_or_foreign(backup.path) is False
    assert b"Moss" not in backup.path.read_bytes()
    with pytest.raises(errors.WrongKey):
        making.check(backup.path, bytes(32), backup.seq, backup.chain_hash)
    copy = connect_finished(backup.path, key)
    assert copy.execute("PRAGMA user_version").fetchone()[0] == SCHEMA.version
    assert copy.execute("PRAGMA journal_mode").fetchone()[0] == "delete"  # nothing is ever written beside it
    copy.close()
    assert sorted(path.name for path in folder.iterdir()) == ["about these files.txt", backup.path.name]


def test_others_record_while_a_backup_is_made_and_it_ends(desk: Desk, clinic: Clinic, folder: Path, key: bytes) -> None:
    # Enough pages for several steps; each step is followed by an entry of somebody else.
    for _number in range(40):
        desk.record("practice.change", reason=os.urandom(200_000).hex())
    before = clinic.entry_count
    steps: list[int] = []

    def record_one_more(done: int, _of: int) -> None:
        steps.append(done)
        add_patient(desk, len(steps), "Meanwhile")

    backup = making.make(clinic.path, key, clinic.file_id, folder, at=NOW, progress=record_one_more)

    assert len(steps) > 1
    assert steps == sorted(steps)  # it never began anew
    assert backup.seq == before
    assert clinic.entry_count == before + len(steps)


@pytest.mark.parametrize("page", [2, 40, -1])
def test_a_file_with_a_damaged_page_is_refused(
    clinic: Clinic, clinic_file: Path, folder: Path, key: bytes, page: int
) -> None:
    file_id = clinic.file_id
    clinic.close()
    content = bytearray(clinic_file.read_bytes())
    at = page % (len(content) // 4096) * 4096 + 1000
    content[at] ^= 1
    clinic_file.write_bytes(content)

    with pytest.raises(errors.FileDamaged, match="damaged"):
        making.make(clinic_file, key, file_id, folder, at=NOW)

    assert list(folder.iterdir()) == []


def test_a_cancelled_backup_leaves_nothing(clinic: Clinic, folder: Path, key: bytes) -> None:
    def cancel(_done: int, _of: int) -> None:
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        making.make(clinic.path, key, clinic.file_id, folder, at=NOW, progress=cancel)

    assert list(folder.iterdir()) == []


def test_a_backup_that_was_changed_afterwards_does_not_pass(desk: Desk, place: backups.Place, key: bytes) -> None:
    backup = backups.make(desk, place, "asked").backup
    assert backup is not None
    content = bytearray(backup.path.read_bytes())
    content[len(content) // 2] ^= 1
    backup.path.write_bytes(content)

    with pytest.raises(errors.FileDamaged, match="Take another"):
        making.check(backup.path, key, backup.seq, backup.chain_hash)


def test_a_folder_that_is_gone_is_told_and_recorded(desk: Desk, place: backups.Place, folder: Path) -> None:
    folder.rmdir()

    [made] = backups.make_all(desk, "daily")

    assert "is not there. Plug the disk in" in made.problem
    assert backups.history(desk, place.id)[0].problem == made.problem
    [copied] = backups.copy_all(desk)
    assert "is not there" in copied.problem


def test_a_full_disk_is_told_before_the_first_page(
    clinic: Clinic, folder: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=5))

    with pytest.raises(errors.DiskFull, match="There is no room in"):
        making.make(clinic.path, key, clinic.file_id, folder, at=NOW)


def test_what_a_crash_left_unfinished_long_ago_is_taken_away(desk: Desk, place: backups.Place, folder: Path) -> None:
    old, new = folder / "clinicdesk_x.backup.00.part", folder / "clinicdesk_y.backup.00.part"
    for part in (old, new):
        part.write_bytes(b"half")
    long_ago = (datetime.now(UTC) - timedelta(days=1)).timestamp()
    os.utime(old, (long_ago, long_ago))

    backups.make(desk, place, "asked")

    assert unfinished(folder) == [new.name]


def test_two_windows_make_a_backup_at_the_same_moment(desk: Desk, place: backups.Place, folder: Path) -> None:
    problems: list[str] = []

    def make() -> None:
        with desk.beside() as own:
            problems.append(backups.make(own, place, "asked").problem)

    threads = [threading.Thread(target=make) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == ["", ""]
    assert unfinished(folder) == []


def test_before_the_tables_change_a_copy_is_kept_beside_the_file_and_in_every_place(
    clinic: Clinic, clinic_file: Path, folder: Path, key: bytes
) -> None:
    from clinicdesk import workstation

    here = Desk.of_system(clinic, workstation.name())
    backups.add_place(here, folder, backups.Kind.NETWORK)
    clinic.close()
    older = connect(clinic_file, key, writing=True)
    older.execute("PRAGMA user_version = 0")
    older.close()

    again = Clinic.open(clinic_file, key)

    [line] = backups.history(
        Desk.of_system(again, "PC"), backups.places(Desk.of_system(again, workstation.name()))[0].id
    )
    again.close()
    assert line.occasion is backups.Occasion.MIGRATION
    [backup] = files.in_folder(folder)
    assert backup.path.name == line.file_name
    aside = clinic_file.with_name(f"clinic.before-version-{SCHEMA.version}.clinicdesk")
    making.check(aside, key, backup.seq, backup.chain_hash)


def test_a_name_says_everything_and_nothing_of_anybody(desk: Desk, place: backups.Place, folder: Path) -> None:
    made = backups.make(desk, place, "asked").backup

    assert made is not None
    assert made.path.name == (
        f"clinicdesk_{desk.clinic.file_id}_20260302T140000000Z_{made.seq}_{made.chain_hash}_{desk.clinic.key_id}.backup"
    )
    (folder / "clinicdesk_notes.backup").write_text("somebody else's")
    assert files.in_folder(folder) == [made]


def test_a_backup_that_was_cut_at_a_page_does_not_pass(desk: Desk, place: backups.Place, key: bytes) -> None:
    backup = backups.make(desk, place, "asked").backup
    assert backup is not None
    backup.path.write_bytes(backup.path.read_bytes()[:-4096])

    with pytest.raises(errors.ClinicFileProblem):
        making.check(backup.path, key, backup.seq, backup.chain_hash)
