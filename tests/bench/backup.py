"""Backing ten years up, read back as always, beside the backup call of SQLCipher alone; also while people chart.

``python -m tests.bench.backup 25000`` makes and measures ten years of a clinic: 150,000 sessions, 3,150,000 values.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups
from clinicdesk.storage.backups import files, making
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.database import driver  # the bare one
from tests.bench import ten_years
from tests.bench.measure import HEAD, Figure, Timing, compare, often, side_by_side, timed
from tests.bench.setting import KEY, Setting, found, sign_in

_MOST = 1.3
_A_MINUTE = 20
"""Entries that two chairs and a front desk record in a minute."""
_TIMES = 5


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure a clinic with one course of six sessions for every twenty of the entries asked for."""
    yield from measured(max(1, setting.sizes.entries // 20))


def measured(courses: int) -> Iterator[Figure]:
    """Measure a clinic of so many courses of treatment."""
    with TemporaryDirectory(prefix="clinicdesk-backup-") as name:
        folder = Path(name)
        clock = DrivenClock(datetime(2026, 3, 2, 14, tzinfo=UTC))
        clinic = found(folder / f"ledger{SUFFIX}", clock)
        try:
            desk = sign_in(clinic)
            ten_years.add_courses(clinic, desk, clock, courses)
            stick = folder / "stick"
            stick.mkdir()
            yield from _made(clinic, stick)
            yield _while_charting(clinic, desk, stick)
            yield _copied(desk, stick)
        finally:
            clinic.close()


def _made(clinic: Clinic, stick: Path) -> Iterator[Figure]:
    size = f"{ten_years.size_of(clinic.path):,.0f} MB"
    ours, bare = side_by_side(lambda: _ours(clinic, stick), lambda: _bare(clinic, stick), _TIMES)
    yield compare(f"backup of {size}, read back", ours, bare, most=_MOST)
    backup = _ours(clinic, stick, keep=True)
    back = often(lambda: making.check(backup.path, KEY, backup.seq, backup.chain_hash), 3)
    yield compare("… of which the reading back", back, bare)
    backup.path.unlink()


def _ours(clinic: Clinic, stick: Path, *, keep: bool = False) -> files.BackupFile:
    backup = making.make(clinic.path, KEY, clinic.file_id, stick, at=clinic.clock.now())
    if not keep:
        backup.path.unlink()
    return backup


def _bare(clinic: Clinic, stick: Path) -> None:
    """Copy by the backup call alone into a file with the same key, and flush it."""
    path = stick / "bare"
    source, target = driver.connect(str(clinic.path)), driver.connect(str(path), isolation_level=None)
    for connection in (source, target):
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    source.backup(target)
    source.close()
    target.close()
    files.flush(path)
    path.unlink()


def _while_charting(clinic: Clinic, desk: Desk, stick: Path) -> Figure:
    """Time what somebody records, one entry each 50 ms, alone and while backups are made beside the window."""
    alone = _recorded(desk, 40)
    over = threading.Event()

    def keep_making() -> None:
        while not over.is_set():
            _ours(clinic, stick)

    beside = threading.Thread(target=keep_making)
    beside.start()
    try:
        during = _recorded(desk, 100)
    finally:
        over.set()
        beside.join()
    return compare("an entry while a backup is made; alone", during, alone, slowest=50)


def _recorded(desk: Desk, count: int) -> Timing:
    taken = []
    for _entry in range(count):
        taken.append(timed(lambda: desk.record("chart.open")))
        time.sleep(0.05)
    return Timing.of(taken)


def _copied(desk: Desk, stick: Path) -> Figure:
    """Copy a minute of entries, beside writing and flushing one small file."""
    backups.add_place(desk, stick, backups.Kind.THIS_DISK)
    backups.make_all(desk, "asked")
    taken, limits = [], []
    for number in range(20):
        for _entry in range(_A_MINUTE):
            desk.record("chart.open")
        taken.append(timed(lambda: backups.copy_all(desk)))
        limits.append(timed(lambda number=number: files.write_whole(stick / f"bare{number}", os.urandom(8000))))
    return compare("a minute of entries copied", Timing.of(taken), Timing.of(limits), slowest=1000)


if __name__ == "__main__":
    started = time.perf_counter()
    print(HEAD)
    for figure in measured(int(sys.argv[1])):
        print(figure.line(), flush=True)
    print(f"made and measured in {time.perf_counter() - started:.0f} s")
