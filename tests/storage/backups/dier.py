"""A program of its own that makes, copies or restores, and kills itself at the n-th thing it does to a file.

It prints ``done`` when it came to the end. What it does to files is seen by Python's audit events and, within a
backup, by its steps; between two of them nothing is decided.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups, restoring
from clinicdesk.storage.clock import DrivenClock

_EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}


class Death:
    """Comes at the n-th event once it is armed."""

    def __init__(self, at: int) -> None:
        self._left = at
        self.is_armed = False

    def look(self, event: str, values: tuple[Any, ...]) -> None:
        if event in _EVENTS or (event == "open" and _writes(values)):
            self.step()

    def step(self, _done: int = 0, _of: int = 0) -> None:
        if self.is_armed:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _writes(values: tuple[Any, ...]) -> bool:
    """Whether an open may change something; a flushed folder or a read file may not."""
    return bool(values[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def main(verb: str, path: str, key: str, folder: str, at: str) -> None:
    death = Death(int(at))
    clock = DrivenClock(datetime(2026, 3, 3, 14, 0, tzinfo=UTC))
    sys.addaudithook(death.look)
    if verb == "restore":
        backup = restoring.find(Path(folder))[0]
        death.is_armed = True
        restoring.restore(backup, bytes.fromhex(key), Path(path), clock=clock, progress=death.step)
    else:
        desk = Desk.of_system(Clinic.open(Path(path), bytes.fromhex(key), clock), "PC-1")
        death.is_armed = True
        if verb == "make":
            backups.make_all(desk, "daily", death.step)
        else:
            backups.copy_all(desk)
    death.is_armed = False
    sys.stdout.write("done\n")


main(*sys.argv[1:])
