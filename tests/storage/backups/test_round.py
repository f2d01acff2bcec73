"""From a living clinic to a folder and back: backup, copies, restore."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk import errors
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups, restoring
from clinicdesk.storage import head, keys
from clinicdesk.storage.backups import files
from clinicdesk.storage.clock import DrivenClock
from tests.storage.test_ledger import add_patient

Names = Callable[[Clinic], list[str]]
pytestmark = pytest.mark.usefixtures("place")


def test_a_backup_and_what_was_copied_after_it_come_back(
    desk: Desk, folder: Path, key: bytes, tmp_path: Path, clock: DrivenClock, families: Names
) -> None:
    add_patient(desk, 1, "In the backup")
    [made] = backups.make_all(desk, "asked")
    assert made.problem == ""
    clock.pass_time(minutes=1)
    add_patient(desk, 2, "Copied after it")
    digest = desk.clinic.blobs.keep(b"a scan")
    desk.record("practice.change", patient=None, reason=f"names {digest}")
    [copied] = backups.copy_all(desk)
    assert (copied.problem, copied.papers) == ("", 1)
    add_patient(desk, 3, "Never copied")

    target = tmp_path / "new PC" / "clinic.clinicdesk"
    restored = restoring.restore(restoring.find(folder)[0], key, target, clock=clock)

    assert restored.unreadable == restored.missing == 0
    clinic = Clinic.open(target, key, clock)
    assert families(clinic) == ["In the backup", "Copied after it"]
    assert clinic.blobs.fetch(digest) == b"a scan"
    assert clinic.verify() == []
    assert [entry.action for entry in clinic.ledger.entries_after(restored.seq)] == ["backup.restore"]
    clinic.close()


def test_an_old_file_is_set_aside_whole_and_no_log_of_it_stays(
    desk: Desk, clinic: Clinic, clinic_file: Path, folder: Path, key: bytes, clock: DrivenClock, families: Names
) -> None:
    add_patient(desk, 1, "Kept")
    backups.make_all(desk, "asked")
    add_patient(desk, 2, "Only in the old file")
    log = clinic_file.with_name(clinic_file.name + "-wal")
    kept_log = log.read_bytes()
    clinic.close()
    log.write_bytes(kept_log)  # as after a power cut

    restored = restoring.restore(restoring.find(folder)[0], key, clinic_file, clock=clock)

    assert restored.aside is not None
    assert restored.aside.with_name(restored.aside.name + "-wal").exists()
    assert not log.exists()
    again = Clinic.open(clinic_file, key, clock)
    assert families(again) == ["Kept"]
    again.close()
    old = Clinic.open(restored.aside, key, clock)
    assert families(old) == ["Kept", "Only in the old file"]
    old.close()


def test_a_backup_is_proven_and_the_proof_recorded(desk: Desk, clinic_file: Path) -> None:
    add_patient(desk, 1, "Moss")
    backups.make_all(desk, "asked")
    backups.copy_all(desk)

    proof = backups.prove(desk)

    assert (proof.words, proof.is_whole, proof.behind) == ("", True, 0)
    assert backups.state(desk).last_proven_at == desk.now()
    assert not list(clinic_file.parent.glob("proving*"))


def test_a_wrong_key_is_told_and_nothing_is_touched(
    desk: Desk, clinic: Clinic, clinic_file: Path, folder: Path
) -> None:
    backups.make_all(desk, "asked")
    clinic.close()
    before = clinic_file.read_bytes()

    with pytest.raises(errors.WrongKey):
        restoring.restore(restoring.find(folder)[0], keys.new_key(), clinic_file)

    assert clinic_file.read_bytes() == before
    assert not list(clinic_file.parent.glob("*restor*"))


def test_the_head_of_a_backup_is_its_last_entry(desk: Desk, folder: Path) -> None:
    add_patient(desk, 1, "Moss")
    last = head.read(desk.clinic.path)
    [made] = backups.make_all(desk, "asked")

    assert last is not None
    assert made.backup is not None
    assert (made.backup.seq, made.backup.chain_hash) == (last.seq, last.chain_hash[:16])
    assert files.in_folder(folder) == [made.backup]
