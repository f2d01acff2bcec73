"""The program is killed (SIGKILL) at random points while it records: nothing that was acknowledged may be missing."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.records import staff
from clinicdesk.storage.clock import SystemClock
from tests.conftest import PASSWORD
from tests.faults.hour import Place, Told, keeps, make, work
from tests.faults.report import Outcome

_LATEST_MS = 12
"""A step takes a millisecond or two: kills fall before, within and after several of them."""
_WHOLE_EVERY = 250


def run(folder: Path, kills: int) -> Iterator[Outcome]:
    """Kill a recording process so many times. Needs ``fork``, so that a child is at work within a millisecond."""
    outcome = Outcome("killed while recording (SIGKILL)")
    if not hasattr(os, "fork"):
        outcome.words = "not tried: this system cannot fork"
        yield outcome
        return
    place = make(folder)
    chance = random.Random(7)
    told_so_far = 0
    for number in range(1, kills + 1):
        told = _killed_once(place, number, chance.uniform(0, _LATEST_MS) / 1000)
        told_so_far += len(told)
        outcome.tries = number
        _look(place, told, outcome, whole=number % _WHOLE_EVERY == 0 or number == kills)
    outcome.words = f"{told_so_far:,} acknowledgements looked for"
    yield outcome


def _killed_once(place: Place, seed: int, after_seconds: float) -> list[Told]:
    """Let a child record, kill it after a while, and return what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _record_for_ever(place, seed, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as heard:
        # From its first acknowledgement on: opening the file is tried elsewhere.
        first = heard.readline()
        time.sleep(after_seconds)
        os.kill(child, signal.SIGKILL)
        rest = heard.read()
    os.waitpid(child, 0)
    lines = [line for line in (first + rest).splitlines(keepends=True) if line.endswith(b"\n")]
    return [Told(*line.decode().rstrip("\n").split("\t")) for line in lines]


def _record_for_ever(place: Place, seed: int, writing: int) -> None:
    """Be the child. It never comes back: whatever happens, the parent must not go on twice."""
    try:
        clinic = Clinic.open(place.path, place.key, SystemClock())
        desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="KILLED-PC")
        for told in work(desk, place, seed):
            os.write(writing, f"{told.what}\t{told.name}\t{told.digest}\n".encode())
    finally:
        os._exit(1)


def _look(place: Place, told: list[Told], outcome: Outcome, *, whole: bool) -> None:
    clinic = Clinic.open(place.path, place.key, SystemClock())
    try:
        if not told:
            outcome.unseen.append("a child acknowledged nothing: it could not open the file")
        who = next(clinic.rows("SELECT id FROM staff WHERE login = 'all'"))["id"]
        outcome.lost += [f"{one.what} {one.name}" for one in told if not keeps(clinic, who, one)]
        if whole:
            outcome.unseen += [finding.sentence for finding in clinic.verify()]
    finally:
        clinic.close()
