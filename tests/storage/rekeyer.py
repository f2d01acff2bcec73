"""A program of its own that changes the key of a clinic file and dies by SIGKILL at one step of what does it.

A step is a line reached for the first, second … time. Without one it goes to the end and prints the steps it took.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from clinicdesk.clinic import Clinic
from clinicdesk.records import keys
from clinicdesk.records.staff import sign_in
from clinicdesk.storage import keys as stored_keys
from clinicdesk.storage import rekeying, turns
from tests.conftest import PASSWORD

WATCHED = {rekeying.__file__: "rekeying", turns.__file__: "turns"}
MOST = 4  # a line of a loop over rows is reached a million times
reached: dict[str, int] = {}
steps: list[str] = []


def main(path: str, old: str, new: str, deadly: str) -> None:
    clinic = Clinic.open(Path(path), bytes.fromhex(old))
    desk = sign_in(clinic, login="ada", password=PASSWORD, workstation="PC")
    change = keys.changing(desk, bytes.fromhex(new), password=PASSWORD, reason="the sheet was lost")
    assert stored_keys.key_id(bytes.fromhex(new)) != clinic.key_id
    clinic.close()

    def watch(frame: FrameType, event: str, _arg: Any) -> Any:
        name = WATCHED.get(frame.f_code.co_filename)
        if name is None:
            return None
        if event == "line":
            place = f"{name}:{frame.f_lineno}"
            reached[place] = reached.get(place, 0) + 1
            step = f"{place}#{reached[place]}"
            if step == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            if reached[place] <= MOST:
                steps.append(step)
        return watch

    sys.settrace(watch)
    change(lambda _done, _of, _what: None)
    sys.settrace(None)
    sys.stdout.write("\n".join(steps))


main(*sys.argv[1:])
