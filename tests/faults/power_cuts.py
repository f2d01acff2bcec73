"""The power goes: what was flushed is there, of what was not anything may be, whole, in part or not at all.

One scenario is recorded write by write below SQLCipher; then disks are made as a cut at any moment may leave them, and
each is opened. Everything acknowledged before the cut must be there, and the file must be whole.
"""

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import staff
from clinicdesk.storage.clock import SystemClock
from tests.conftest import PASSWORD
from tests.faults.disk import Done, failing_disk
from tests.faults.hour import Place, Told, keeps, make, work
from tests.faults.report import Outcome

_STEPS = 80
_SECTOR = 512
"""What a disk writes whole or not at all."""


def run(folder: Path, cuts: int) -> Iterator[Outcome]:
    """Cut the power at so many random moments of the scenario."""
    place = make(folder / "made")
    start, log, who = _recorded(place, folder / "recorded")
    chance = random.Random(11)
    outcome = Outcome("power cut: unflushed writes lost or torn")
    for _number in range(cuts):
        moment = chance.randrange(len(log))
        _cut_once(place, folder / "cut", start, log[:moment], who, chance, outcome)
        outcome.tries += 1
    outcome.words = f"{len(log):,} writes, flushes and acknowledgements recorded"
    yield outcome


def _recorded(place: Place, folder: Path) -> tuple[dict[str, bytes], list[Done], str]:
    """Return the files as they were, everything done to them since, with what was acknowledged when, and who did."""
    shutil.copytree(place.path.parent, folder)
    start = {file.name: file.read_bytes() for file in folder.iterdir()}
    with failing_disk() as disk:
        clinic = Clinic.open(folder / place.path.name, place.key, SystemClock())
        disk.is_logging = True
        desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="DARK-PC")
        for number, told in enumerate(work(desk, place, seed=3, count=_STEPS)):
            disk.keep("told", "\t".join((told.what, told.name, told.digest)))
            if number % 25 == 24:
                # As happens by itself after a thousand pages: the log goes into the file and begins anew.
                desk.clinic.ledger._connection.execute("PRAGMA wal_checkpoint(RESTART)")
        disk.is_logging = False
        log = list(disk.log)
        who = desk.person.id
        clinic.close()
    return start, log, who


def _cut_once(
    place: Place,
    folder: Path,
    start: dict[str, bytes],
    log: Sequence[Done],
    who: str,
    chance: random.Random,
    outcome: Outcome,
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in _left(start, log, chance).items():
        (folder / name).write_bytes(content)
    told = [Told(*one.file.split("\t")) for one in log if one.what == "told"]
    try:
        clinic = Clinic.open(folder / place.path.name, place.key, SystemClock())
    except ClinicDeskError as problem:
        outcome.lost.append(f"after {len(log)} writes it does not open: {type(problem).__name__}")
        return
    outcome.lost += [f"{one.what} {one.name} after {len(log)}" for one in told if not keeps(clinic, who, one)]
    outcome.unseen += [f"after {len(log)}: {finding.sentence}" for finding in clinic.verify()]
    clinic.close()


def _left(start: dict[str, bytes], log: Sequence[Done], chance: random.Random) -> dict[str, bytes]:
    """Return the files as a cut after this log may leave them."""
    files = {name: bytearray(content) for name, content in start.items()}
    waiting: dict[str, list[Done]] = {}
    for done in log:
        if done.what == "flush":
            for one in waiting.pop(done.file, []):
                _apply(files, one, one.content)
        elif done.what == "delete":
            waiting.pop(done.file, None)
            files.pop(done.file, None)
        elif done.what in ("write", "cut"):
            waiting.setdefault(done.file, []).append(done)
    for unflushed in waiting.values():
        for one in unflushed:
            _maybe(files, one, chance)
    # The shared index of the log is rebuilt from it; after a cut it is gone.
    return {name: bytes(content) for name, content in files.items() if not name.endswith("-shm")}


def _maybe(files: dict[str, bytearray], one: Done, chance: random.Random) -> None:
    """Let a write that was not flushed arrive, not arrive, or arrive sector by sector."""
    fate = chance.choice(("whole", "not", "torn"))
    if fate == "whole" or (fate == "torn" and one.what == "cut"):
        _apply(files, one, one.content)
    elif fate == "torn":
        for begin in range(0, len(one.content), _SECTOR):
            if chance.random() < 0.5:
                part = one.content[begin : begin + _SECTOR]
                _apply(files, Done("write", one.file, one.offset + begin), part)


def _apply(files: dict[str, bytearray], one: Done, content: bytes) -> None:
    file = files.setdefault(one.file, bytearray())
    if one.what == "cut":
        del file[one.offset :]
        return
    end = one.offset + len(content)
    if len(file) < end:
        file.extend(bytes(end - len(file)))
    file[one.offset : end] = content
