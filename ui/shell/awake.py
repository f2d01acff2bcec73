"""Keeps the PC awake while somebody is treated: a PC that sleeps sounds no alarm.

Each system has its own way: Windows is told by a call, macOS and Linux by a program that holds the wish for as long as
it lives. Those programs end with us, also when we are killed. What cannot be done is told in the settings, and nowhere
else: there is nothing somebody at a chair could do about it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from clinicdesk.language import _

_SYSTEM_REQUIRED, _CONTINUOUS = 0x00000001, 0x80000000
"""Of Windows' SetThreadExecutionState: the system stays awake; until it is told otherwise. The screen may go dark."""

_holder: list[subprocess.Popen[bytes]] = []
_state = {"wanted": False, "failed": False}


def hold(wanted: bool) -> None:
    """Keep the PC awake from now on, or no longer. Asking again for what is so does nothing; nothing is raised."""
    if wanted == _state["wanted"]:
        return
    _state["wanted"] = wanted
    try:
        _state["failed"] = not (_tell_windows(wanted) if sys.platform == "win32" else _keep_program(wanted))
    except OSError:
        _state["failed"] = True


def is_held() -> bool:
    """Whether the PC is being kept awake."""
    return _state["wanted"] and not _has_failed()


def words() -> str:
    """Say in one sentence whether this PC is kept awake, or why that cannot be and what to do."""
    if _has_failed() or not can_hold():
        return _("ClinicDesk cannot keep this PC awake. Switch its sleep off in the settings of the system.")
    if _state["wanted"]:
        return _("This PC is kept awake: somebody is being treated.")
    return _("While somebody is treated, this PC is kept awake.")


def can_hold() -> bool:
    """Whether this PC has the means to be kept awake."""
    return sys.platform == "win32" or shutil.which(_command()[0]) is not None


def _has_failed() -> bool:
    # The program ends at once where the system refuses.
    return _state["failed"] or any(one.poll() is not None for one in _holder)


def _tell_windows(wanted: bool) -> bool:
    import ctypes

    flags = _CONTINUOUS | (_SYSTEM_REQUIRED if wanted else 0)
    return bool(ctypes.windll.kernel32.SetThreadExecutionState(flags))  # type: ignore[attr-defined]


def _keep_program(wanted: bool) -> bool:
    while _holder:
        _let_go(_holder.pop())
    if not wanted:
        return True
    if not can_hold():
        return False
    quiet = subprocess.DEVNULL
    _holder.append(subprocess.Popen(_command(), stdin=subprocess.PIPE, stdout=quiet, stderr=quiet))
    return True


def _command() -> list[str]:
    """Return the program that holds the wish. It ends with us: by our number, or when its input is closed."""
    if sys.platform == "darwin":
        return ["caffeinate", "-i", "-w", str(os.getpid())]
    # Told to everybody at the PC: no word of a patient.
    return ["systemd-inhibit", "--what=idle:sleep", "--who=ClinicDesk", "--why=Somebody is being treated", "cat"]


def _let_go(program: subprocess.Popen[bytes]) -> None:
    if program.stdin is not None:
        program.stdin.close()
    program.terminate()
    program.wait()
