"""The disk is full, or fails at one write, flush, cut or read: each time at every place of a recorded scenario.

What was acknowledged before stays; the step that failed says what to do and left nothing half done; once the disk
works again, so does the clinic.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import CannotWrite, ClinicFileProblem, DiskFailed, DiskFull, FileDamaged
from clinicdesk.records import staff
from clinicdesk.storage.clock import SystemClock
from tests.conftest import PASSWORD
from tests.faults import disk as layer
from tests.faults.disk import Disk, failing_disk
from tests.faults.hour import Place, Told, keeps, make, work
from tests.faults.report import Outcome

_STEPS = 24
"""Of the scenario: every kind of step several times."""


def run(folder: Path, at_most: int) -> Iterator[Outcome]:
    """Try every place of the scenario, or ``at_most`` of them, evenly spread."""
    place = make(folder / "made")
    for fault, kinds, code, stays, expected in (
        ("disk full from one write on", ("write",), layer.FULL, True, DiskFull),
        ("the medium becomes read-only", ("write",), layer.READ_ONLY, True, CannotWrite),
        ("one write fails", ("write",), layer.IO_WRITE, False, DiskFailed),
        ("one flush fails", ("flush",), layer.IO_FLUSH, False, DiskFailed),
        ("one read fails", ("read",), layer.IO_READ, False, DiskFailed),
        ("writes, flushes and cuts fail from one on", ("write", "flush", "cut"), layer.IO_WRITE, True, DiskFailed),
    ):
        outcome = Outcome(fault)
        total = _count(place, folder / "count", kinds)
        step = max(1, total // at_most)
        for number in range(1, total + 1, step):
            _fail_once(place, folder / "tried", outcome, kinds, number, code, stays, expected)
            outcome.tries += 1
        outcome.words = f"{total:,} places in the scenario"
        yield outcome


def _opened(place: Place, folder: Path) -> Clinic:
    """Open a fresh copy of the clinic."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place.path.parent, folder)
    return Clinic.open(folder / place.path.name, place.key, SystemClock())


def _sit_down(clinic: Clinic) -> Desk:
    return staff.sign_in(clinic, login="all", password=PASSWORD, workstation="FAULTY-PC")


def _count(place: Place, folder: Path, kinds: tuple[str, ...]) -> int:
    """Return how many places the scenario has where such a thing can fail."""
    with failing_disk() as disk:
        clinic = _opened(place, folder)
        desk = _sit_down(clinic)
        disk.fail(*kinds, at=-1, code=layer.OK)
        for _told in work(desk, place, seed=1, count=_STEPS):
            pass
        count = disk.count
        disk.heal()
        clinic.close()
    return count


def _fail_once(
    place: Place,
    folder: Path,
    outcome: Outcome,
    kinds: tuple[str, ...],
    number: int,
    code: int,
    stays: bool,
    expected: type[ClinicFileProblem],
) -> None:
    told: list[Told] = []
    with failing_disk() as disk:
        clinic = _opened(place, folder)
        desk = _sit_down(clinic)
        who = desk.person.id
        disk.fail(*kinds, at=number, code=code, stays=stays)
        _work_on(desk, place, told, outcome, number, expected)
        _go_on(disk, clinic, desk, place, told, outcome, number)
    clinic = Clinic.open(folder / place.path.name, place.key, SystemClock())
    outcome.lost += [f"{one.what} {one.name} (place {number})" for one in told if not keeps(clinic, who, one)]
    outcome.unseen += [f"place {number}: {finding.sentence}" for finding in clinic.verify()]
    clinic.close()


def _work_on(
    desk: Desk, place: Place, told: list[Told], outcome: Outcome, number: int, expected: type[ClinicFileProblem]
) -> None:
    try:
        # What was told before it fails is in the list.
        told.extend(work(desk, place, seed=1, count=_STEPS))
    except (expected, CannotWrite, FileDamaged):
        # A connection that met a failed read calls everything damaged from then on.
        return
    except Exception as error:
        outcome.unseen.append(f"place {number}: {type(error).__name__} instead of a sentence")


def _go_on(
    disk: Disk, clinic: Clinic, desk: Desk, place: Place, told: list[Told], outcome: Outcome, number: int
) -> None:
    """Once the disk works again, work goes on: at once, or after the file was opened anew."""
    disk.heal()
    try:
        told += work(desk, place, seed=2, count=3)
    except ClinicFileProblem:
        # A connection that met a failed read stays closed; the window says so and the next start goes on.
        pass
    except Exception as error:
        outcome.unseen.append(f"place {number}, afterwards: {type(error).__name__} instead of a sentence")
    finally:
        clinic.close()
