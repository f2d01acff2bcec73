"""What was erased by law does not come back with a backup from before, and the copies hold it no longer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups, restoring
from clinicdesk.storage import blobs
from clinicdesk.storage.backups import batches
from clinicdesk.storage.backups.sealed import Seal
from clinicdesk.storage.clock import DrivenClock
from tests.storage.test_erasing import PAPER, SECRET, erase, readable, written


@pytest.fixture
def owner(sign_in: Callable[[str], Desk], folder: Path) -> Desk:
    """Return a desk of somebody who may do everything, with a place for backups."""
    desk = sign_in("all")
    backups.add_place(desk, folder, backups.Kind.EXTERNAL)
    return desk


@pytest.fixture
def erased_after(owner: Desk, clock: DrivenClock) -> str:
    """Record, back up, record more, copy, and then erase all of it; return the digest of the paper."""
    owner.clinic.blobs.keep(b"before")
    backups.make_all(owner, "asked")
    clock.pass_time(minutes=1)
    note_id, document_id, digest = written(owner)
    backups.copy_all(owner)
    clock.pass_time(days=1)
    backups.make_all(owner, "daily")
    clock.pass_time(minutes=1)
    erase(owner, ("notes", note_id), ("documents", document_id), digests=(digest,))
    return digest


def copied_texts(folder: Path, key: bytes) -> bytes:
    [copies] = [path for path in folder.iterdir() if path.is_dir()]
    return b"".join(line.content for batch in batches.in_folder(copies) for line in batches.read(batch, Seal(key)))


def restore(folder: Path, key: bytes, target: Path, clock: DrivenClock) -> restoring.Restored:
    return restoring.restore(restoring.find(folder)[0], key, target, clock=clock)


def test_an_older_backup_brings_nothing_erased_back(
    owner: Desk, erased_after: str, folder: Path, key: bytes, tmp_path: Path, clock: DrivenClock
) -> None:
    backups.copy_all(owner)

    for number, backup in enumerate(restoring.find(folder)):
        target = tmp_path / f"{number}" / "clinic.clinicdesk"
        outcome = restoring.restore(backup, key, target, clock=clock)

        assert (outcome.revived, outcome.missing, outcome.unreadable) == (0, 0, 0)
        assert SECRET.encode() not in readable(target, key)
        assert PAPER[:50] not in readable(blobs.path_of(target), key)
        clinic = Clinic.open(target, key, clock)
        assert clinic.verify() == []
        assert not clinic.blobs.has(erased_after)
        clinic.close()


@pytest.mark.usefixtures("erased_after")
def test_the_copies_hold_it_no_longer(owner: Desk, folder: Path, key: bytes) -> None:
    assert SECRET.encode() in copied_texts(folder, key)

    backups.copy_all(owner)

    assert SECRET.encode() not in copied_texts(folder, key)


@pytest.mark.usefixtures("erased_after")
def test_a_backup_alone_takes_it_out_of_the_copies_too(owner: Desk, folder: Path, key: bytes) -> None:
    [made] = backups.make_all(owner, "asked")

    assert made.problem == ""
    assert SECRET.encode() not in copied_texts(folder, key)


@pytest.mark.usefixtures("erased_after")
def test_what_came_back_all_the_same_is_counted(
    owner: Desk, folder: Path, key: bytes, tmp_path: Path, clock: DrivenClock
) -> None:
    backups.copy_all(owner)
    [left] = folder.rglob("*.erased")
    left.unlink()

    outcome = restore(folder, key, tmp_path / "new.clinicdesk", clock)

    assert outcome.revived > 0
