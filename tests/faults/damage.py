"""Bytes change on the disk, pages come back from an older day, the log is cut or gone: told, never shown as good."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.errors import ClinicFileProblem
from clinicdesk.records import staff
from clinicdesk.storage import blobs
from clinicdesk.storage.clock import SystemClock
from tests.conftest import PASSWORD
from tests.faults.hour import Place, Told, keeps, make, work
from tests.faults.report import Outcome

_PAGE = 4096

Damage = Callable[[Path, Path, random.Random], None]
"""Damages the files in a folder; the second folder holds them as they were an hour earlier."""


def run(folder: Path, often: int) -> Iterator[Outcome]:
    """Damage a clinic file in each way so many times."""
    place = make(folder / "made")
    before, after, logged = folder / "before", folder / "after", folder / "logged"
    _record(place, 5, 40)
    shutil.copytree(place.path.parent, before)
    told, who = _record(place, 6, 60)
    shutil.copytree(place.path.parent, after)
    more, who = _record(place, 8, 30, killed_into=logged)
    for fault, of, everything, damage in (
        ("a byte of the clinic file flipped", after, told, _flip(place.path.name)),
        ("a page of the clinic file zeroed", after, told, _zero(place.path.name)),
        ("a page of the clinic file as it was before", after, told, _old_page(place.path.name)),
        ("the clinic file cut short", after, told, _cut(place.path.name)),
        ("the clinic file as it was before, beside its head", after, told, _old_file(place.path.name)),
        ("a byte of the stored papers flipped", after, told, _flip(blobs.path_of(place.path).name)),
        ("a byte of the log flipped", logged, told + more, _flip(f"{place.path.name}-wal")),
        ("the log cut short", logged, told + more, _cut(f"{place.path.name}-wal")),
        ("the log gone", logged, told + more, _remove(f"{place.path.name}-wal")),
        ("a log left from before", logged, told + more, _wrong_log(place.path.name)),
    ):
        outcome = Outcome(fault)
        chance = random.Random(fault)
        for _number in range(often):
            _damage_once(place, folder / "tried", of, before, everything, who, damage, chance, outcome)
        yield outcome


def _record(place: Place, seed: int, count: int, killed_into: Path | None = None) -> tuple[list[Told], str]:
    """Record some steps; ``killed_into`` gets the files as they are before the log goes into the file."""
    clinic = Clinic.open(place.path, place.key, SystemClock())
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="DAMAGED-PC")
    told = list(work(desk, place, seed, count))
    if killed_into is not None:
        shutil.copytree(place.path.parent, killed_into)
    clinic.close()
    return told, desk.person.id


def _damage_once(
    place: Place,
    folder: Path,
    of: Path,
    before: Path,
    told: list[Told],
    who: str,
    damage: Damage,
    chance: random.Random,
    outcome: Outcome,
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(of, folder)
    damage(folder, before, chance)
    outcome.tries += 1
    try:
        clinic = Clinic.open(folder / place.path.name, place.key, SystemClock())
    except ClinicFileProblem:
        return
    except Exception as error:
        outcome.unseen.append(f"{type(error).__name__} instead of a sentence")
        return
    try:
        if not clinic.verify():
            # Nothing to find: then nothing may be missing. A byte that nobody reads any more does no harm.
            outcome.unseen += [f"{one.what} {one.name} is missing" for one in told if not keeps(clinic, who, one)]
    except ClinicFileProblem:
        pass
    except Exception as error:
        outcome.unseen.append(f"verify: {type(error).__name__} instead of a sentence")
    finally:
        clinic.close()


def _flip(name: str) -> Damage:
    def flip(folder: Path, _before: Path, chance: random.Random) -> None:
        content = bytearray((folder / name).read_bytes())
        at = chance.randrange(len(content))
        content[at] ^= chance.randint(1, 255)
        (folder / name).write_bytes(content)

    return flip


def _zero(name: str) -> Damage:
    def zero(folder: Path, _before: Path, chance: random.Random) -> None:
        content = bytearray((folder / name).read_bytes())
        at = chance.randrange(len(content) // _PAGE) * _PAGE
        content[at : at + _PAGE] = bytes(_PAGE)
        (folder / name).write_bytes(content)

    return zero


def _old_page(name: str) -> Damage:
    def put_back(folder: Path, before: Path, chance: random.Random) -> None:
        content, old = bytearray((folder / name).read_bytes()), (before / name).read_bytes()
        pages = [
            at
            for at in range(0, min(len(old), len(content)), _PAGE)
            if old[at : at + _PAGE] != content[at : at + _PAGE]
        ]
        at = chance.choice(pages)
        content[at : at + _PAGE] = old[at : at + _PAGE]
        (folder / name).write_bytes(content)

    return put_back


def _cut(name: str) -> Damage:
    def cut(folder: Path, _before: Path, chance: random.Random) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: chance.randrange(len(content))])

    return cut


def _remove(name: str) -> Damage:
    def remove(folder: Path, _before: Path, _chance: random.Random) -> None:
        (folder / name).unlink()

    return remove


def _old_file(name: str) -> Damage:
    def put_back(folder: Path, before: Path, _chance: random.Random) -> None:
        shutil.copy(before / name, folder / name)

    return put_back


def _wrong_log(name: str) -> Damage:
    def keep_log(folder: Path, before: Path, _chance: random.Random) -> None:
        # The file comes from a copy, the log from today: what a hasty restore leaves.
        shutil.copy(before / name, folder / name)

    return keep_log
