"""What is copied between two backups: sealed, whole, and enough to bring everything back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import FileDamaged
from clinicdesk.records import backups, restoring
from clinicdesk.storage.backups import batches, copying
from clinicdesk.storage.backups.sealed import Seal
from clinicdesk.storage.clock import DrivenClock
from tests.storage.test_ledger import add_patient

Names = Callable[[Clinic], list[str]]


def entry_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.entries"))


def restored(folder: Path, key: bytes, target: Path, clock: DrivenClock) -> tuple[Clinic, restoring.Restored]:
    outcome = restoring.restore(restoring.find(folder)[0], key, target, clock=clock)
    return Clinic.open(target, key, clock), outcome


def test_nothing_is_copied_before_there_is_a_backup_to_follow(desk: Desk, place: backups.Place, folder: Path) -> None:
    [copied] = backups.copy_all(desk)

    assert copied.needs_backup
    assert copied.place == place
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("place")
def test_a_folder_that_has_gone_is_not_made_anew_for_a_paper(desk: Desk, folder: Path) -> None:
    desk.clinic.blobs.keep(b"a scan")
    folder.rmdir()

    [made] = backups.make_all(desk, "asked")

    assert "is not there" in made.problem
    assert not folder.exists()


@pytest.mark.usefixtures("place")
def test_copies_hold_no_name_and_are_not_written_twice(desk: Desk, folder: Path, key: bytes) -> None:
    backups.make_all(desk, "asked")
    backups.copy_all(desk)  # the entry about the backup itself
    add_patient(desk, 1, "Moss")
    digest = desk.clinic.blobs.keep(b"Moss, a scan")
    desk.record("practice.change", reason=digest)

    first, second = backups.copy_all(desk)[0], backups.copy_all(desk)[0]

    assert (first.entries, first.papers) == (2, 1)
    assert (second.entries, second.papers) == (0, 0)
    for path in folder.rglob("*"):
        if path.is_file():
            assert b"Moss" not in path.read_bytes()
            assert digest not in path.name
            assert digest[:40] not in path.name
    [line] = list(batches.read(batches.in_folder(entry_files(folder)[0].parent.parent)[1], Seal(key)))[:1]
    assert b"Moss" in line.content


@pytest.mark.usefixtures("place")
def test_what_somebody_took_away_is_copied_again(desk: Desk, folder: Path) -> None:
    backups.make_all(desk, "asked")
    add_patient(desk, 1, "Moss")
    backups.copy_all(desk)
    for path in entry_files(folder):
        path.unlink()

    assert backups.copy_all(desk)[0].entries > 0
    assert entry_files(folder)


@pytest.mark.usefixtures("place")
def test_a_changed_or_renamed_copy_does_not_open(desk: Desk, folder: Path, key: bytes) -> None:
    backups.make_all(desk, "asked")
    backups.copy_all(desk)
    [path] = entry_files(folder)
    content = path.read_bytes()
    with pytest.raises(FileDamaged):
        Seal(bytes(32)).read(path)
    renamed = path.with_name(path.name.replace("00000", "00009", 1))
    renamed.write_bytes(content)
    with pytest.raises(FileDamaged):
        Seal(key).read(renamed)
    for broken in (content[:-1], content[:20], b"", content[:30] + bytes([content[30] ^ 1]) + content[31:]):
        path.write_bytes(broken)
        with pytest.raises(FileDamaged):
            Seal(key).read(path)


@pytest.mark.usefixtures("place")
def test_the_copies_of_a_day_become_one_with_the_next_backup(
    desk: Desk, folder: Path, clock: DrivenClock, key: bytes, tmp_path: Path, families: Names
) -> None:
    backups.make_all(desk, "asked")
    for number in range(5):
        add_patient(desk, number + 1, f"Patient {number}")
        backups.copy_all(desk)
        clock.pass_time(minutes=1)
    assert len(entry_files(folder)) == 5

    clock.pass_time(days=1)
    [made] = backups.make_all(desk, "daily")

    assert len(entry_files(folder)) == 1
    # Should the newest backup be damaged, the one before and what follows it lead to the same place.
    assert made.backup is not None
    made.backup.path.unlink()
    clinic, outcome = restored(folder, key, tmp_path / "new.clinicdesk", clock)
    assert len(families(clinic)) == 5
    assert outcome.seq == made.backup.seq
    clinic.close()


@pytest.mark.usefixtures("place")
def test_two_pasts_in_one_folder_are_told_apart(
    desk: Desk, clinic: Clinic, folder: Path, clock: DrivenClock, key: bytes, clinic_file: Path, families: Names
) -> None:
    backups.make_all(desk, "asked")
    add_patient(desk, 1, "Lost with the PC")
    backups.copy_all(desk)
    for path in entry_files(folder):
        path.rename(path.with_suffix(".away"))  # the stick was elsewhere when the clinic was restored
    clinic.close()
    clock.pass_time(hours=1)
    again, _outcome = restored(folder, key, clinic_file, clock)
    for path in folder.rglob("*.away"):
        path.rename(path.with_suffix(".entries"))
    clock.pass_time(hours=1)
    of_again = Desk.of_system(again, "PC-1")
    add_patient(of_again, 1, "Recorded anew")
    add_patient(of_again, 2, "And another")

    [copied] = backups.copy_all(of_again)
    again.close()

    assert copied.entries >= 3
    third, outcome = restored(folder, key, clinic_file, clock)
    assert families(third) == ["Recorded anew", "And another"]
    assert outcome.unreadable == 0
    assert third.verify() == []
    third.close()


@pytest.mark.usefixtures("place")
def test_a_damaged_copy_ends_the_way_and_is_counted(
    desk: Desk, folder: Path, clock: DrivenClock, key: bytes, tmp_path: Path, families: Names
) -> None:
    backups.make_all(desk, "asked")
    for number, name in enumerate(("One", "Two", "Three"), start=1):
        add_patient(desk, number, name)
        backups.copy_all(desk)
    middle = entry_files(folder)[1]
    middle.write_bytes(middle.read_bytes()[:-1])

    clinic, outcome = restored(folder, key, tmp_path / "new.clinicdesk", clock)

    assert families(clinic) == ["One"]
    assert outcome.unreadable == 1
    assert clinic.verify() == []
    clinic.close()
    proof = backups.prove(desk)
    assert not proof.is_whole
    assert "damaged" in proof.words
    assert backups.state(desk).tone == "danger"


@pytest.mark.usefixtures("place")
def test_papers_that_only_the_backup_knows_are_copied_with_it(desk: Desk, folder: Path) -> None:
    desk.clinic.blobs.keep(b"a paper whose entry was never recorded")

    backups.make_all(desk, "asked")

    assert len(copying.papers_in(folder, desk.clinic.file_id, desk.clinic.key_id)) >= 1
