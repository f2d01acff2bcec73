"""Other programs beside ours: a second one that records as well, one that holds the file, and clocks that jump."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.errors import FileLocked
from clinicdesk.records import staff
from clinicdesk.storage.clock import DrivenClock, SystemClock
from clinicdesk.storage.database import connect
from tests.conftest import PASSWORD, START
from tests.faults.hour import Place, Told, keeps, make, work
from tests.faults.report import Outcome


def run_together(folder: Path, steps: int) -> Iterator[Outcome]:
    """Let two processes record so many steps each into one file at the same time."""
    place = make(folder)
    outcome = Outcome("two processes record at the same time")
    heard = [_child(_recording(place, seed, steps)) for seed in (21, 22)]
    told = [Told(*line.split("\t")) for reading, child in heard for line in _lines(reading, child)]
    # A draft belongs to one person in one place: of two programs the later one's stays.
    entries = [one for one in told if one.what != "draft"]
    clinic = Clinic.open(place.path, place.key, SystemClock())
    outcome.tries = len(told)
    outcome.lost += [f"{one.what} {one.name}" for one in entries if not keeps(clinic, "", one)]
    outcome.unseen += [finding.sentence for finding in clinic.verify()]
    if len(told) != 2 * steps:
        outcome.unseen.append(f"{2 * steps - len(told)} steps were refused because of the other program")
    clinic.close()
    yield outcome


def run_held(folder: Path, often: int) -> Iterator[Outcome]:
    """Record while another program holds the file for a moment, and for longer than anybody waits."""
    place = make(folder)
    outcome = Outcome("another program holds the file for 0.2 s")
    for _number in range(often):
        clinic = Clinic.open(place.path, place.key, SystemClock())
        desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="WAITING-PC")
        reading, child = _child(_holding(place, 0.2))
        os.read(reading, 1)
        told = next(work(desk, place, seed=1))
        outcome.tries += 1
        if not keeps(clinic, desk.person.id, told):
            outcome.lost.append(told.name)
        clinic.close()
        _lines(reading, child)
    yield outcome
    outcome = Outcome("another program keeps the file")
    clinic = Clinic.open(place.path, place.key, SystemClock())
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="WAITING-PC")
    before = clinic.entry_count
    reading, child = _child(_holding(place, 60))
    os.read(reading, 1)
    try:
        desk.record("chart.open", patient=place.patient)
        outcome.unseen.append("recorded although another program held the file")
    except FileLocked:
        pass
    outcome.tries = 1
    os.kill(child, signal.SIGKILL)
    _lines(reading, child)
    desk.record("chart.open", patient=place.patient)
    if clinic.entry_count != before + 1:
        outcome.unseen.append("what was refused was recorded all the same")
    clinic.close()
    yield outcome


def run_clocks(folder: Path, jumps: int) -> Iterator[Outcome]:
    """Let the wall clock jump by up to two years to and fro between steps."""
    place = make(folder)
    outcome = Outcome("the clock of the PC jumps")
    clock, chance = DrivenClock(START), random.Random(5)
    clinic = Clinic.open(place.path, place.key, clock)
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="CLOCK-PC")
    told = []
    for one in work(desk, place, seed=9, count=jumps):
        told.append(one)
        outcome.tries += 1
        clock.set_wall(START + timedelta(minutes=chance.randint(-1_000_000, 1_000_000)))
        clock.pass_time(seconds=1)
    outcome.lost += [f"{one.what} {one.name}" for one in told if not keeps(clinic, desk.person.id, one)]
    outcome.unseen += [finding.sentence for finding in clinic.verify()]
    ids = [row["id"] for row in clinic.rows("SELECT id FROM ledger ORDER BY seq")]
    if len(set(ids)) != len(ids):
        outcome.unseen.append("two entries have the same id")
    clinic.close()
    yield outcome


def _child(work_of: Callable[[int], None]) -> tuple[int, int]:
    """Start a child that writes to a pipe; return the end to read from, and its process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work_of(writing)
        finally:
            os._exit(0)
    os.close(writing)
    return reading, child


def _lines(reading: int, child: int) -> list[str]:
    with os.fdopen(reading, encoding="utf-8") as heard:
        lines = heard.read().splitlines()
    os.waitpid(child, 0)
    return lines


def _recording(place: Place, seed: int, steps: int) -> Callable[[int], None]:
    def record(writing: int) -> None:
        clinic = Clinic.open(place.path, place.key, SystemClock())
        desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation=f"PC-{seed}")
        for told in work(desk, place, seed, steps):
            # Whoever records last before this line may be the other one: then its entry is looked for as well.
            os.write(writing, f"{told.what}\t{told.name}\t{told.digest}\n".encode())
        clinic.close()

    return record


def _holding(place: Place, seconds: float) -> Callable[[int], None]:
    def hold(writing: int) -> None:
        connection = connect(place.path, place.key, writing=True)
        connection.execute("BEGIN EXCLUSIVE")
        os.write(writing, b"\n")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
        connection.close()

    return hold
