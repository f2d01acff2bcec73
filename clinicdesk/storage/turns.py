"""One at a time: opening a clinic file, and putting other files in its place.

SQLite guards a file once it is open. Nothing guards the moment in which a program has looked a name up and has not yet
opened the file; somebody who puts another file under that name would leave it writing into nowhere.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinicdesk import errors
from clinicdesk.language import _

_PATIENCE_SECONDS = 5.0
"""An opener is done within a moment; whoever changes the key may take minutes."""


def path_of(clinic_file: Path) -> Path:
    """Return the empty file by which Windows takes turns; other systems lock the folder itself."""
    return clinic_file.with_suffix(".turn")


@contextmanager
def turn(clinic_file: Path) -> Iterator[None]:
    """Wait for one's turn with a clinic file, and keep others waiting meanwhile; a program that dies gives it up.

    Raises ``FileLocked`` when the wait is too long. A folder that cannot be locked is one that cannot be written.
    """
    try:
        if sys.platform == "win32":
            descriptor = os.open(path_of(clinic_file), os.O_RDWR | os.O_CREAT)
        else:
            descriptor = os.open(clinic_file.parent, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        _wait(descriptor, clinic_file)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, clinic_file: Path) -> None:
    give_up = time.monotonic() + _PATIENCE_SECONDS
    while not _try(descriptor):
        if time.monotonic() > give_up:
            raise errors.FileLocked(
                _("Another program is using {file}. Close it, or wait a moment, and try again.").format(
                    file=clinic_file.name
                )
            )
        time.sleep(0.02)


def _try(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks
    return True
