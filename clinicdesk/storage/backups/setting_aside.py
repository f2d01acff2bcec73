"""Putting a restored file in its place: the old one is renamed with all that lies beside it, never overwritten.

In this order: the old file first, then its write-ahead log and the rest; the new file last. A crash in between leaves
no file under the clinic's name, never one beside another's log; whoever restores again goes on where it broke off.
"""

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from clinicdesk.errors import FileLocked
from clinicdesk.language import _
from clinicdesk.storage import blobs, head, rekeying
from clinicdesk.storage.backups import files

_SQLITE_SHARED = (0x40000002, 510)  # the bytes SQLite locks while a file is open


def beside(clinic_file: Path) -> list[Path]:
    """Return everything that belongs to a clinic file besides itself, whether it is there or not."""
    large = blobs.path_of(clinic_file)
    logs = [path.with_name(path.name + end) for path in (clinic_file, large) for end in ("-wal", "-shm", "-journal")]
    return [*logs, large, head.path_of(clinic_file), rekeying.folder_of(clinic_file)]


def set_aside(target: Path, at: datetime) -> Path | None:
    """Rename a clinic file and what lies beside it; return its new name, or None where there was nothing.

    Raises ``FileLocked`` when a program has it open, and then nothing was renamed.
    """
    rest = [path for path in beside(target) if path.exists()]
    if not target.exists() and not rest:
        return None
    aside = _broken_off(target) if not target.exists() else None
    aside = aside or _free(target.with_name(f"{_aside_start(target)}{at:%Y%m%d-%H%M%S}{_suffix(target)}"))
    if target.exists():
        refuse_open(target)
        with _told_if_open(target):
            target.rename(aside)
    for old, new in zip(beside(target), beside(aside), strict=True):
        if old.exists() and not new.exists():
            old.rename(new)
    files.flush_folder(target.parent)
    return aside


def put_in_place(made: Path, target: Path) -> None:
    """Give a finished restored file the clinic's name, itself last."""
    for new, place in zip(beside(made), beside(target), strict=True):
        if new.exists():
            os.replace(new, place)  # noqa: PTH105
    files.put_in_place(made, target)


def remove(clinic_file: Path) -> None:
    """Remove an unfinished file of ours and what lies beside it."""
    for path in (clinic_file, *beside(clinic_file)):
        if not path.is_dir():
            path.unlink(missing_ok=True)


def _broken_off(target: Path) -> Path | None:
    """Return the file whose setting aside was broken off: the latest, where it has nothing yet of what is left."""
    found = sorted(target.parent.glob(f"{glob.escape(_aside_start(target))}*{glob.escape(_suffix(target))}"))
    if not found:
        return None
    pairs = zip(beside(target), beside(found[-1]), strict=True)
    return None if any(old.exists() and new.exists() for old, new in pairs) else found[-1]


def _aside_start(target: Path) -> str:
    return f"{target.stem}.before-restore-"


def _suffix(target: Path) -> str:
    """Return how the old file's new name ends; without an end what lies beside it would keep its own names."""
    return target.suffix or ".clinicdesk"


def _free(path: Path) -> Path:
    """Return the name, or the next one that nothing has."""
    number, free = 2, path
    while free.exists() or any(one.exists() for one in beside(free)):
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free


@contextmanager
def _told_if_open(target: Path) -> Iterator[None]:
    """Say that a program has the file open: Windows does not rename it then, elsewhere its lock is asked for."""
    try:
        yield
    except (PermissionError, BlockingIOError) as error:
        sentence = _("{file} is open. Close every window of ClinicDesk, on every account, then restore again.")
        raise FileLocked(sentence.format(file=target.name)) from error


def refuse_open(target: Path) -> None:
    """Raise ``FileLocked`` when another process has a clinic file open. Needs no key; this process must not have it."""
    if not target.exists():
        return
    try:
        import fcntl
    except ImportError:
        with _told_if_open(target):
            target.rename(target)  # Windows refuses to rename what is open
        return
    start, length = _SQLITE_SHARED
    with suppress(PermissionError), target.open("r+b") as file, _told_if_open(target):
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
