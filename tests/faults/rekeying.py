"""The program is killed (SIGKILL) at steps of a change of key: exactly one of the keys opens the clinic, whole."""

import hashlib
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicFileProblem, FileLocked
from clinicdesk.storage import blobs, head, keys, rekeying, turns
from tests.faults.hour import Place, make
from tests.faults.report import Outcome

_WATCHED = frozenset({rekeying.__file__, turns.__file__})
_MOST = 6
"""So often a line is a step of its own; a line of a loop over rows is reached a million times."""
_WHOLE_EVERY = 25


def run(folder: Path, kills: int) -> Iterator[Outcome]:
    """Kill a change of key so many times at most, at different steps of it. Needs ``fork``."""
    outcome = Outcome("killed while the key changes (SIGKILL)")
    if not hasattr(os, "fork"):
        outcome.words = "not tried: this system cannot fork"
        yield outcome
        return
    place = make(folder)
    new_key = keys.new_key()
    steps = _steps_of(place, folder / "whole", new_key)
    chosen = sorted(random.Random(7).sample(range(steps), min(kills, steps)))
    was_new = False
    new_from = 0
    for number, step in enumerate(chosen, start=1):
        outcome.tries = number
        copy = _fresh(place, folder / f"killed-{step}")
        if not _killed(copy, place.key, new_key, step):
            outcome.lost.append(f"step {step}: it was not reached")
            continue
        opened = [key for key in (place.key, new_key) if _opens(copy, key, whole=number % _WHOLE_EVERY == 0)]
        if len(opened) != 1:
            outcome.lost.append(f"step {step}: {len(opened)} keys open the clinic")
        elif was_new and opened[0] != new_key:
            outcome.lost.append(f"step {step}: the old key opens again")
        elif opened[0] == new_key and not was_new:
            was_new, new_from = True, step
        shutil.rmtree(copy.parent)
    outcome.words = f"of {steps} steps; the new key counts from step {new_from}"
    yield outcome


def _fresh(place: Place, folder: Path) -> Path:
    """Return a copy of the clinic's files in a folder of its own."""
    folder.mkdir(parents=True)
    copy = folder / place.path.name
    for file in (place.path, head.path_of(place.path), blobs.path_of(place.path)):
        if file.exists():
            shutil.copy(file, copy.with_name(file.name))
    return copy


def _steps_of(place: Place, folder: Path, new_key: bytes) -> int:
    """Let a child change the key to the end, and return how many steps it took."""
    copy = _fresh(place, folder)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(_change(copy, place.key, new_key, _never)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        steps = int(told.read())
    os.waitpid(child, 0)
    return steps


def _killed(copy: Path, key: bytes, new_key: bytes, step: int) -> bool:
    """Let a child change the key and die at a step; return whether it came that far."""
    child = os.fork()
    if child == 0:
        _change(copy, key, new_key, lambda at: os.kill(os.getpid(), signal.SIGKILL) if at == step else None)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _never(_step: int) -> None:
    return


def _change(copy: Path, key: bytes, new_key: bytes, at_step: Callable[[int], None]) -> int:
    """Change the key of a copy; ``at_step`` is called before each step. Returns how many there were."""
    steps = 0
    reached: dict[tuple[str, int], int] = {}

    def watch(frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal steps
        if frame.f_code.co_filename not in _WATCHED:
            return None
        if event == "line":
            line = (frame.f_code.co_filename, frame.f_lineno)
            reached[line] = reached.get(line, 0) + 1
            if reached[line] <= _MOST:
                at_step(steps)
                steps += 1
        return watch

    clinic = Clinic.open(copy, key)
    change = clinic.sealing_anew(new_key, lambda _clinic: None)
    clinic.close()
    sys.settrace(watch)
    change(lambda _done, _of, _what: None)
    sys.settrace(None)
    return steps


def _opens(copy: Path, key: bytes, *, whole: bool) -> bool:
    """Tell whether a key opens the clinic, with all its entries; ``whole`` also verifies it."""
    try:
        clinic = Clinic.open(copy, key)
    except ClinicFileProblem:
        return False
    try:
        last = head.read(copy)
        if last is None or last.seq != clinic.entry_count or last.key_id != keys.key_id(key):
            return False
        return not whole or not clinic.verify()
    finally:
        clinic.close()


def run_together(folder: Path, changes: int) -> Iterator[Outcome]:
    """Let two programs open the clinic, record and close it, again and again, while a third changes its key."""
    outcome = Outcome("the key changes while others open, record and close")
    if not hasattr(os, "fork"):
        outcome.words = "not tried: this system cannot fork"
        yield outcome
        return
    place = make(folder)
    known = {keys.key_id(key): key for key in (place.key, *(_numbered(number) for number in range(changes)))}
    done = folder / "done"
    readers = [_start(lambda told, name=name: _record_until(place.path, known, done, name, told)) for name in "ab"]
    changed = 0
    told: list[str] = []
    while changed < changes:
        # One after the other acknowledges something, and goes on while the key changes.
        told.append(readers[changed % 2].readline().strip())
        changed += _change_once(place.path, known, _numbered(changed))
    done.touch()
    told += [entry for reader in readers for entry in reader.read().split()]
    for reader in readers:
        reader.close()
        os.wait()
    outcome.tries = changes
    clinic = Clinic.open(place.path, _numbered(changes - 1))
    there = {row["id"] for row in clinic.rows("SELECT id FROM ledger")}
    outcome.lost += [entry for entry in told if entry not in there]
    outcome.unseen += [finding.sentence for finding in clinic.verify()]
    clinic.close()
    outcome.words = f"{len(told):,} acknowledgements looked for"
    yield outcome


def _numbered(number: int) -> bytes:
    return hashlib.sha256(f"key {number}".encode()).digest()


def _start(work: Callable[[int], None]) -> TextIO:
    """Start work in a child, and return where what it acknowledges can be read."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        work(writing)
        os._exit(0)
    os.close(writing)
    return os.fdopen(reading, encoding="ascii")


def _record_until(path: Path, known: dict[str, bytes], done: Path, name: str, told: int) -> None:
    parent = os.getppid()
    while not done.exists() and os.getppid() == parent:
        clinic = _opened(path, known)
        if clinic is not None:
            entry = Desk.of_system(clinic, name).record("practice.verify")
            os.write(told, f"{entry.id}\n".encode())
            clinic.close()


def _change_once(path: Path, known: dict[str, bytes], new_key: bytes) -> bool:
    """Change the key, unless somebody has the clinic open just now."""
    last = head.read(path)
    if last is None:
        return False
    try:
        rekeying.rekey(path, known[last.key_id], new_key)
    except FileLocked:
        return False
    return True


def _opened(path: Path, known: dict[str, bytes]) -> Clinic | None:
    """Open the clinic with the key its head names, as every program does; None where it changes in that moment."""
    try:
        rekeying.finish(path)
        last = head.read(path)
        return Clinic.open(path, known[last.key_id]) if last else None
    except ClinicFileProblem:
        return None
