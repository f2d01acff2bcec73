"""Restoring: never over an old file, never beside its log, and every refusal leaves everything as it was."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinicdesk import errors
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups, restoring
from clinicdesk.records.migrations import SCHEMA
from clinicdesk.storage import head, turns
from clinicdesk.storage.backups import making, setting_aside
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.database import connect
from clinicdesk.storage.entry import insert
from tests.storage.test_ledger import add_patient

ROOT = Path(__file__).parents[3]
Names = Callable[[Clinic], list[str]]
HOLDER = """
import sys
from pathlib import Path
from clinicdesk.clinic import Clinic
clinic = Clinic.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
print("open", flush=True)
sys.stdin.readline()
"""


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def closed(desk: Desk, place: backups.Place, clinic: Clinic, clinic_file: Path) -> Path:
    """Return a clinic file with one patient that has a backup and is closed."""
    add_patient(desk, 1, "Moss")
    assert backups.make(desk, place, "asked").problem == ""
    clinic.close()
    return clinic_file


def test_a_file_that_is_open_elsewhere_is_not_touched(closed: Path, folder: Path, key: bytes) -> None:
    # Over a second: a real process opens the clinic.
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(closed), key.hex()],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    before = closed.read_bytes()

    with pytest.raises(errors.FileLocked, match="Close every window"):
        restoring.restore(restoring.find(folder)[0], key, closed)

    assert closed.read_bytes() == before
    assert not list(closed.parent.glob("*restor*"))
    holder.communicate("\n")
    restoring.restore(restoring.find(folder)[0], key, closed)


def test_a_destroyed_file_is_replaced_and_kept(closed: Path, folder: Path, key: bytes, clock: DrivenClock) -> None:
    closed.write_bytes(b"destroyed")

    outcome = restoring.restore(restoring.find(folder)[0], key, closed, clock=clock)

    assert outcome.aside is not None
    assert outcome.aside.name == "clinic.before-restore-20260302-140000.clinicdesk"
    assert outcome.aside.read_bytes() == b"destroyed"
    Clinic.open(closed, key, clock).close()


def test_restoring_twice_in_one_second_keeps_both_old_files(closed: Path, folder: Path, key: bytes) -> None:
    clock = DrivenClock(datetime(2026, 3, 2, tzinfo=UTC))
    first = restoring.restore(restoring.find(folder)[0], key, closed, clock=clock).aside
    second = restoring.restore(restoring.find(folder)[0], key, closed, clock=clock).aside

    assert first is not None
    assert second is not None
    assert first != second
    assert first.exists()
    assert second.exists()


def test_a_damaged_backup_is_refused_and_nothing_is_touched(closed: Path, folder: Path, key: bytes) -> None:
    backup = restoring.find(folder)[0]
    content = bytearray(backup.path.read_bytes())
    content[len(content) // 2] ^= 1
    backup.path.write_bytes(content)
    before = everything(closed.parent)

    with pytest.raises(errors.FileDamaged, match="Take another"):
        restoring.restore(backup, key, closed)

    assert everything(closed.parent) == before


def test_a_backup_that_was_cut_is_refused(closed: Path, folder: Path, key: bytes) -> None:
    backup = restoring.find(folder)[0]
    backup.path.write_bytes(backup.path.read_bytes()[: 4096 * 10])

    with pytest.raises(errors.ClinicFileProblem):
        restoring.restore(backup, key, closed)

    assert closed.exists()


def test_a_stick_that_is_pulled_out_meanwhile_is_told(closed: Path, folder: Path, key: bytes) -> None:
    backup = restoring.find(folder)[0]
    backup.path.unlink()

    with pytest.raises(errors.FileMissing, match="Plug the disk in"):
        restoring.restore(backup, key, closed)


def test_a_missing_paper_is_counted(
    desk: Desk, place: backups.Place, folder: Path, key: bytes, tmp_path: Path, clock: DrivenClock
) -> None:
    digest = desk.clinic.blobs.keep(b"a logo")
    practice = desk.row("SELECT version FROM practice")
    assert practice is not None
    from clinicdesk.storage.entry import update

    desk.record("practice.change", update("practice", "practice", practice["version"], logo_sha256=digest))
    backups.make(desk, place, "asked")
    for path in folder.rglob("*.paper"):
        path.unlink()

    outcome = restoring.restore(restoring.find(folder)[0], key, tmp_path / "new.clinicdesk", clock=clock)

    assert outcome.missing >= 1
    assert "missing" in backups.prove(desk).words


def test_what_was_erased_by_law_does_not_come_back(
    desk: Desk, place: backups.Place, folder: Path, key: bytes, tmp_path: Path, clock: DrivenClock
) -> None:
    digest = desk.clinic.blobs.keep(b"a wrong person's scan")
    backups.make(desk, place, "asked")
    staff_id = desk.row("SELECT id FROM staff")["id"]  # type: ignore[index]
    desk.record(
        "record.erase",
        insert(
            "erasures", desk.new_id(), subject="blob", subject_id=digest, ground="wrong_person", reason="scan",
            erased_at="2026-03-02T14:00:00.000Z", erased_by=staff_id,
        ),
    )  # fmt: skip
    backups.copy_all(desk)

    restoring.restore(restoring.find(folder)[0], key, tmp_path / "new.clinicdesk", clock=clock)
    clinic = Clinic.open(tmp_path / "new.clinicdesk", key, clock)
    assert not clinic.blobs.has(digest)
    clinic.close()

    papers = len(list(folder.rglob("*.paper")))
    backups.make(desk, place, "asked")
    assert len(list(folder.rglob("*.paper"))) == papers - 1


def test_setting_aside_that_broke_off_is_finished_with_the_same_name(closed: Path, folder: Path, key: bytes) -> None:
    aside = closed.with_name("clinic.before-restore-20260302-140000.clinicdesk")
    closed.rename(aside)  # the PC went dark here: the head and the papers still lie under the old name
    old_head = head.read(closed)

    restoring.restore(restoring.find(folder)[0], key, closed)

    assert head.read(aside) == old_head
    assert all(path.exists() for path in setting_aside.beside(aside) if path.suffix in {".head"})
    Clinic.open(closed, key).close()


def test_a_folder_without_backups_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound, match="no backup in this folder"):
        restoring.find(tmp_path)
    with pytest.raises(errors.FileMissing):
        restoring.find(tmp_path / "nowhere")


def test_a_backup_of_a_newer_version_is_refused(closed: Path, folder: Path, key: bytes, clock: DrivenClock) -> None:
    newer = connect(closed, key, writing=True)
    newer.execute(f"PRAGMA user_version = {SCHEMA.version + 1}")
    newer.close()
    last = head.read(closed)
    assert last is not None
    made = making.make(closed, key, last.file_id, folder, at=clock.now())

    with pytest.raises(errors.NewerFile, match="Install the newer version"):
        restoring.restore(made, key, closed.with_name("new.clinicdesk"))

    assert not list(closed.parent.glob("new*"))


@pytest.mark.parametrize("name", ["clinic", "Dr. Smith", "cl[1]nic.clinicdesk", "a?%20#n.clinicdesk", "ä ö.clinicdesk"])
def test_whatever_a_file_is_called_the_old_one_keeps_its_papers(
    desk: Desk, place: backups.Place, clinic: Clinic, folder: Path, key: bytes, tmp_path: Path, name: str
) -> None:
    backed_up = clinic.blobs.keep(b"backed up")
    assert backups.make(desk, place, "asked").problem == ""
    target = tmp_path / "other" / name
    restoring.restore(restoring.find(folder)[0], key, target)
    old = Clinic.open(target, key)
    digest = old.blobs.keep(b"only in the old file")
    old.close()

    aside = restoring.restore(restoring.find(folder)[0], key, target).aside

    assert aside is not None
    for path, paper in ((aside, digest), (target, backed_up)):
        found = Clinic.open(path, key)
        assert found.blobs.has(paper)
        found.close()
    assert not list(target.parent.glob("*restoring*"))


def test_of_two_restores_at_once_one_is_done_and_one_is_told(
    closed: Path, folder: Path, key: bytes, clock: DrivenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_PATIENCE_SECONDS", 0.0)
    told: list[errors.FileLocked] = []

    def begin_another(_done: int, _of: int) -> None:
        if not told:
            with pytest.raises(errors.FileLocked) as refused:
                restoring.restore(restoring.find(folder)[0], key, closed, clock=clock)
            told.append(refused.value)

    restoring.restore(restoring.find(folder)[0], key, closed, clock=clock, progress=begin_another)

    assert len(told) == 1
    clinic = Clinic.open(closed, key, clock)
    assert clinic.verify() == []
    clinic.close()


def test_a_log_whose_name_is_taken_aside_does_not_stay_beside_the_new_file(
    closed: Path, folder: Path, key: bytes, clock: DrivenClock
) -> None:
    aside = closed.with_name("clinic.before-restore-20260301-140000.clinicdesk")
    aside.write_bytes(closed.read_bytes())
    log, taken = (path.with_name(f"{path.name}-wal") for path in (closed, aside))
    taken.write_bytes(b"of the older file")
    closed.unlink()
    log.write_bytes(b"of a file that is gone")

    outcome = restoring.restore(restoring.find(folder)[0], key, closed, clock=clock)

    assert not log.exists()
    assert taken.read_bytes() == b"of the older file"
    assert outcome.aside is not None
    assert outcome.aside.with_name(f"{outcome.aside.name}-wal").read_bytes() == b"of a file that is gone"


def test_a_restored_file_is_not_called_proven_and_asks_for_the_password(
    desk: Desk, place: backups.Place, clinic: Clinic, folder: Path, key: bytes, tmp_path: Path
) -> None:
    assert clinic.verify() == []
    clinic.local.note_present("somebody", "this start", 1)
    backups.make(desk, place, "asked")
    restoring.restore(restoring.find(folder)[0], key, tmp_path / "new" / "clinic.clinicdesk")
    restored = Clinic.open(tmp_path / "new" / "clinic.clinicdesk", key)
    assert restored.check.last_proof() is None
    assert restored.local.present_since("this start") == {}
    restored.close()
