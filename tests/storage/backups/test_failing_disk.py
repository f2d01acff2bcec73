"""The disk is full or fails at a write of a backup or of a restore: it is said, and nothing half stays.

The file system under SQLite is made to fail; what Python itself writes (copies, names) is tried by ``test_dying``.
"""

from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicFileProblem, DiskFull, FileMissing
from clinicdesk.records import backups, restoring
from clinicdesk.storage.backups import files, making
from clinicdesk.storage.clock import DrivenClock
from tests.faults import disk as layer
from tests.faults.disk import failing_disk
from tests.storage.test_ledger import add_patient

FULL_DISK = (("write",), layer.FULL, True, DiskFull, "There is no room in")
PULLED_OUT = (("write", "cut", "flush"), layer.IO_WRITE, True, FileMissing, "cannot be reached any more")
TRIES = 10


@pytest.mark.parametrize(("kinds", "code", "stays", "expected", "words"), [FULL_DISK, PULLED_OUT])
def test_making_says_it_and_leaves_nothing(
    clinic: Clinic, folder: Path, key: bytes, clock: DrivenClock,
    kinds: tuple[str, ...], code: int, stays: bool, expected: type[ClinicFileProblem], words: str,
) -> None:  # fmt: skip
    def make() -> files.BackupFile:
        return making.make(clinic.path, key, clinic.file_id, folder, at=clock.now())

    with failing_disk() as disk:
        disk.fail(*kinds, at=-1, code=layer.OK)
        make().path.unlink()
        places = disk.count
        assert places > TRIES
        for at in range(1, places + 1, places // TRIES):
            disk.fail(*kinds, at=at, code=code, stays=stays)
            with pytest.raises(expected, match=words):
                make()
            disk.heal()
            assert [path.name for path in folder.iterdir() if path.suffix != ".txt"] == []
        made = make()
    making.check(made.path, key, made.seq, made.chain_hash)


def test_restoring_leaves_the_old_file_alone(
    desk: Desk, place: backups.Place, clinic: Clinic, clinic_file: Path, folder: Path, key: bytes, clock: DrivenClock
) -> None:
    backups.make(desk, place, "asked")
    for number in range(1, 4):
        add_patient(desk, number, "Moss")
    backups.copy_all(desk)
    clinic.close()
    before = clinic_file.read_bytes()

    def restore() -> restoring.Restored:
        return restoring.restore(restoring.find(folder)[0], key, clinic_file, clock=clock)

    with failing_disk() as disk:
        disk.fail("write", at=-1, code=layer.OK)
        restore()
        places = disk.count
        clinic_file.write_bytes(before)
        for at in range(1, places + 1, max(1, places // TRIES)):
            disk.fail("write", at=at, code=layer.FULL, stays=True)
            with pytest.raises(DiskFull, match="for the restored clinic"):
                restore()
            disk.heal()
            assert clinic_file.read_bytes() == before
            assert not list(clinic_file.parent.glob("*.restoring*"))
        restore()
    opened = Clinic.open(clinic_file, key, clock)
    assert opened.verify() == []
    opened.close()
