"""What was acknowledged is there: after a kill, and told when the disk lost it."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.errors import BehindItsHead, FileDamaged
from clinicdesk.storage import head
from clinicdesk.storage.blobs import Blobs
from clinicdesk.storage.database import SETTINGS, connect

ROOT = Path(__file__).parents[2]
RECORDINGS = 10


def record_and_kill(clinic_file: Path, key: bytes, first: int, count: int = RECORDINGS) -> list[tuple[str, str]]:
    """Let a child record, kill it (SIGKILL) after some acknowledgements, and return those it gave."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.recorder", str(clinic_file), key.hex(), str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    acknowledged = [child.stdout.readline().split() for _recording in range(count)]
    child.kill()
    acknowledged += [line.split() for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    child.stdout.close()
    child.wait()
    return [(entry, patient) for entry, patient in acknowledged]


def test_every_acknowledged_entry_survives_twenty_kills(clinic_file: Path, key: bytes) -> None:
    # Over 5 seconds: twenty real processes are started and killed.
    acknowledged: list[tuple[str, str]] = []
    for child in range(20):
        acknowledged += record_and_kill(clinic_file, key, 1 + child * 100_000)

    clinic = Clinic.open(clinic_file, key)
    entries = {entry.id for entry in clinic.ledger.entries_after(0)}
    patients = {row["id"] for row in clinic.rows("SELECT id FROM patients")}
    assert len(acknowledged) >= 20 * RECORDINGS
    assert {entry for entry, _patient in acknowledged} <= entries
    assert {patient for _entry, patient in acknowledged} <= patients
    assert clinic.verify() == []
    clinic.close()


def broken_off(clinic_file: Path, key: bytes) -> Path:
    """Leave a clinic file with a write-ahead log full of entries, as after a power cut; return the log."""
    record_and_kill(clinic_file, key, 1)
    log = clinic_file.with_name(clinic_file.name + "-wal")
    assert log.stat().st_size > 50_000
    return log


def test_a_cut_tail_of_the_log_is_told_at_the_next_start(clinic_file: Path, key: bytes) -> None:
    log = broken_off(clinic_file, key)
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size // 2)

    with pytest.raises(BehindItsHead, match="newest entries"):
        Clinic.open(clinic_file, key)

    clinic = Clinic.open(clinic_file, key, accept_behind=True)
    assert clinic.reader.execute("SELECT count(*) FROM ledger").fetchone()[0] > 0
    clinic.close()


def test_a_flipped_byte_in_the_tail_of_the_log_is_told_at_the_next_start(clinic_file: Path, key: bytes) -> None:
    log = broken_off(clinic_file, key)
    with log.open("r+b") as file:
        file.seek(log.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))

    with pytest.raises(BehindItsHead):
        Clinic.open(clinic_file, key)


def test_a_missing_head_does_not_stop_anybody(clinic_file: Path, key: bytes) -> None:
    head.path_of(clinic_file).unlink()

    Clinic.open(clinic_file, key).close()


def test_an_unreadable_head_does_not_stop_anybody(clinic_file: Path, key: bytes) -> None:
    head.path_of(clinic_file).write_text("nonsense")

    Clinic.open(clinic_file, key).close()


def test_a_flipped_byte_in_any_page_is_told(clinic_file: Path, key: bytes, tmp_path: Path) -> None:
    whole = clinic_file.read_bytes()
    choice = random.Random(7)
    for page in choice.sample(range(1, len(whole) // 4096), 12):
        damaged = tmp_path / "damaged.clinicdesk"
        place = page * 4096 + choice.randrange(4096)
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x40]) + whole[place + 1 :])
        shutil.copy(head.path_of(clinic_file), head.path_of(damaged))
        try:
            clinic = Clinic.open(damaged, key)
        except FileDamaged:
            continue
        try:
            assert clinic.verify(), f"the damage on page {page} was not found"
        finally:
            clinic.close()
            for beside in tmp_path.glob("damaged.clinicdesk-*"):
                beside.unlink()


@pytest.mark.parametrize("writing", [True, False])
def test_every_connection_has_the_settings_that_keep_data_safe(clinic_file: Path, key: bytes, writing: bool) -> None:
    connection = connect(clinic_file, key, writing=writing)
    found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}
    query_only = connection.execute("PRAGMA query_only").fetchone()[0]
    connection.close()

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "fullfsync": 1,
        "foreign_keys": 1,
        "cache_size": -65536,
        "temp_store": 2,
        "trusted_schema": 0,
    }
    assert query_only == (0 if writing else 1)


def test_all_connections_of_an_open_clinic_have_them_too(clinic: Clinic) -> None:
    for connection in (clinic.reader, clinic._writer, clinic.blobs._connection):
        assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS} == SETTINGS
    assert clinic.reader.execute("PRAGMA query_only").fetchone()[0] == 1


def test_large_content_is_kept_once_and_found_damaged(clinic_file: Path, key: bytes) -> None:
    blobs = Blobs(clinic_file, key)
    digest = blobs.keep(b"a signed paper")
    assert blobs.keep(b"a signed paper") == digest
    assert blobs.fetch(digest) == b"a signed paper"
    with pytest.raises(Exception, match="only added"):
        blobs._connection.execute("DELETE FROM blobs")
    blobs._connection.execute("DROP TRIGGER blobs_keep_content")
    blobs._connection.execute("UPDATE blobs SET content = x'00'")
    assert blobs.faults() == [digest]
    blobs.close()
