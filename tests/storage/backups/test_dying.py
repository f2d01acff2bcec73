"""Killed at any instant of making, copying or restoring, nothing is lost and nothing half is shown as whole.

Each test takes seconds: real processes are started and killed, one for each thing that is done to a file.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import FileMissing
from clinicdesk.records import backups, restoring
from clinicdesk.storage import head
from clinicdesk.storage.backups import files, making
from clinicdesk.storage.clock import DrivenClock
from tests.storage.test_ledger import add_patient

ROOT = Path(__file__).parents[3]
MOST = 200


def deaths(verb: str, clinic_file: Path, key: bytes, folder: Path, *, every: int = 1) -> Iterator[int]:
    """Start the program again and again, killed one thing (or ``every`` so many) later, until it comes to the end."""
    for at in range(1, MOST, every):
        run = subprocess.run(
            [sys.executable, "-m", "tests.storage.backups.dier", verb, clinic_file, key.hex(), folder, str(at)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.stderr == ""
        if run.stdout == "done\n":
            assert at > 3  # else nothing was tried
            return
        yield at
    pytest.fail("it never came to the end")


@pytest.fixture
def closed(desk: Desk, place: backups.Place, clinic: Clinic, clinic_file: Path, clock: DrivenClock) -> Path:
    """Return a closed clinic with a backup, a copied entry and paper, and one of each that were not copied yet."""
    add_patient(desk, 1, "In the backup")
    backups.make(desk, place, "asked")
    for number, name in ((2, "Copied"), (3, "Only here")):
        add_patient(desk, number, name)
        desk.record("practice.change", reason=clinic.blobs.keep(name.encode() * 100))
        if number == 2:
            clock.pass_time(minutes=1)
            backups.copy_all(desk)
    clinic.close()
    return clinic_file


def names(clinic: Clinic) -> list[str]:
    return [row["family_name"] for row in clinic.rows("SELECT family_name FROM patients ORDER BY record_number")]


def restored_names(folder: Path, key: bytes, target: Path, *, checked: bool = True) -> list[str]:
    outcome = restoring.restore(restoring.find(folder)[0], key, target)
    assert (outcome.missing, outcome.unreadable) == (0, 0)
    clinic = Clinic.open(target, key)
    found = names(clinic)
    assert not checked or clinic.verify() == []
    clinic.close()
    return found


@pytest.mark.parametrize("verb", ["make", "copy"])
def test_a_death_while_backing_up_leaves_only_whole_files(
    verb: str, closed: Path, key: bytes, folder: Path, tmp_path: Path
) -> None:
    kept = shutil.copytree(folder, tmp_path / "kept")

    for at in deaths(verb, closed, key, folder):
        for backup in files.in_folder(folder):
            making.check(backup.path, key, backup.seq, backup.chain_hash)
        if at % 4 == 1:
            came_back = restored_names(folder, key, tmp_path / f"{at}" / "new.clinicdesk")
            assert came_back[:2] == ["In the backup", "Copied"]
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)

    assert restored_names(folder, key, tmp_path / "new.clinicdesk") == ["In the backup", "Copied", "Only here"]


def test_a_death_while_restoring_loses_neither_the_old_file_nor_the_backup(
    closed: Path, key: bytes, folder: Path, tmp_path: Path
) -> None:
    kept = shutil.copytree(closed.parent, tmp_path / "kept", ignore=shutil.ignore_patterns("kept", "stick"))
    old = head.read(closed)
    assert old is not None

    for at in deaths("restore", closed, key, folder, every=2):
        checked = at % 12 == 1  # takes longer than all the rest
        try:
            clinic = Clinic.open(closed, key)
        except FileMissing:
            pass  # between the old file and the new one
        else:
            assert names(clinic) in (["In the backup", "Copied", "Only here"], ["In the backup", "Copied"])
            assert not checked or clinic.verify() == []
            clinic.close()
        assert restored_names(folder, key, closed, checked=checked) == ["In the backup", "Copied"]
        # The old file is there, whole, with all it had.
        found = [head.read(path) for path in closed.parent.glob("clinic.before-restore-*.clinicdesk")]
        assert old in found
        aside = next(p for p in closed.parent.glob("clinic.before-restore-*.clinicdesk") if head.read(p) == old)
        whole = Clinic.open(aside, key)
        assert names(whole)[-1] == "Only here"
        assert not checked or whole.verify() == []
        whole.close()
        for path in closed.parent.glob("clinic*"):
            path.unlink() if path.is_file() else shutil.rmtree(path)
        shutil.copytree(kept, closed.parent, dirs_exist_ok=True)
