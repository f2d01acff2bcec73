"""Checking the record: all of it, and what is new since it was proven last.

``python -m tests.bench.verify 25000`` makes and measures ten years of a clinic: 150,000 sessions, 3,150,000 values.
"""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.storage.clock import DrivenClock
from tests.bench import bare, ten_years
from tests.bench.measure import HEAD, Figure, Timing, compare, timed
from tests.bench.setting import KEY, Setting, found, sign_in

_DAY = 1_500
"""Entries of a full day."""


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure a clinic with one course of six sessions for every twenty of the entries asked for."""
    yield from measured(max(1, setting.sizes.entries // 20))


def measured(courses: int) -> Iterator[Figure]:
    """Measure a clinic of so many courses of treatment."""
    with TemporaryDirectory(prefix="clinicdesk-verify-") as name:
        folder = Path(name)
        clock = DrivenClock(datetime(2026, 3, 2, 14, tzinfo=UTC))
        clinic = found(folder / f"ledger{SUFFIX}", clock)
        try:
            desk = sign_in(clinic)
            ten_years.add_courses(clinic, desk, clock, courses)
            yield from _whole(clinic, folder)
            yield _day(clinic, desk)
        finally:
            clinic.close()


def _whole(clinic: Clinic, folder: Path) -> Iterator[Figure]:
    count = clinic.entry_count
    limit = timed(lambda: bare.replay(clinic.path, KEY, folder))
    pages = timed(lambda: bare.pages(clinic.path, KEY))
    faults: list[object] = []
    ours = timed(lambda: faults.extend(clinic.verify()))
    _expect_none(faults)
    # 25 seconds a million entries where bare hashes and rows take 5: these carry three rows each, so the ratio counts.
    name = f"verify {count:,} entries, {ten_years.size_of(clinic.path):,.0f} MB"
    yield compare(name, Timing(ours, ours), Timing(limit, limit), most=5)
    yield compare("… beside the pages alone", Timing(ours, ours), Timing(pages, pages))


def _day(clinic: Clinic, desk: Desk) -> Figure:
    """Check one more day."""
    for number in range(min(_DAY, clinic.entry_count)):
        desk.record("chart.open", reason=str(number))
    faults: list[object] = []
    ours = timed(lambda: faults.extend(clinic.verify_since_last_proof()))
    _expect_none(faults)
    limit = timed(lambda: clinic.reader.execute("SELECT sum(length(content)) FROM ledger WHERE seq > 0 LIMIT 1"))
    return compare("verify the day since the last proof", Timing(ours, ours), Timing(limit, limit), slowest=3000)


def _expect_none(faults: list[object]) -> None:
    if faults:
        raise RuntimeError("a clinic file that nobody touched does not verify")


if __name__ == "__main__":
    started = time.perf_counter()
    print(HEAD)
    for figure in measured(int(sys.argv[1])):
        print(figure.line(), flush=True)
    print(f"made and measured in {time.perf_counter() - started:.0f} s")
