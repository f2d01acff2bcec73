"""The one source of time. Tests, the sample clinic and the tour drive their own."""

import platform
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall time, and time since the PC was started."""

    @property
    def boot(self) -> str:
        """Identify this run of the PC; uptimes compare only within one boot."""

    def now(self) -> datetime:
        """Return the time as UTC, in whole milliseconds."""

    def uptime_ms(self) -> int:
        """Return milliseconds since the PC was started; sleep counts, a changed wall clock does not."""


def whole_milliseconds(at: datetime) -> datetime:
    """Return the time in UTC, cut to milliseconds, which is what the record keeps."""
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)


def _boot_id() -> str:
    """Return the system's own name for this start of the PC, or one for this run of the program where it has none.

    With the latter a session that runs over a restart of the program shows its time as a gap: told, never wrong.
    """
    try:
        if sys.platform == "linux":
            return _boot_id_of_linux()
        if sys.platform == "darwin":
            return _boot_id_of_macos()
        if sys.platform == "win32":
            return _boot_id_of_windows()
    except (OSError, ValueError):
        pass
    return str(uuid.uuid4())


def _boot_id_of_linux() -> str:
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:  # noqa: PTH123 - start-up time
        return file.read().strip()


def _boot_id_of_macos() -> str:
    import ctypes

    size = ctypes.c_size_t(64)
    text = ctypes.create_string_buffer(size.value)
    if ctypes.CDLL(None).sysctlbyname(b"kern.bootsessionuuid", text, ctypes.byref(size), None, 0) != 0:
        raise OSError("the system does not tell its boot session")
    return text.value.decode("ascii")


def _boot_id_of_windows() -> str:
    import winreg  # type: ignore[import-not-found,unused-ignore]

    # Counted up by Windows at each start.
    where = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, where) as key:  # type: ignore[attr-defined,unused-ignore]
        number, _kind = winreg.QueryValueEx(key, "BootId")  # type: ignore[attr-defined,unused-ignore]
    return f"{platform.node()} start {number}"


# CLOCK_MONOTONIC stops while a Linux PC sleeps, and an infusion does not; on macOS it goes on, as does Windows' count.
_UPTIME_CLOCK = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


def _uptime_of_windows() -> int:
    import ctypes

    count = ctypes.windll.kernel32.GetTickCount64  # type: ignore[attr-defined,unused-ignore]
    count.restype = ctypes.c_uint64
    return int(count())


class SystemClock:
    """The PC's own clock."""

    def __init__(self) -> None:
        self._boot = _boot_id()

    @property
    def boot(self) -> str:
        return self._boot

    def now(self) -> datetime:
        return whole_milliseconds(datetime.now(UTC))

    def uptime_ms(self) -> int:
        if _UPTIME_CLOCK is None:
            return _uptime_of_windows()
        return time.clock_gettime_ns(_UPTIME_CLOCK) // 1_000_000


class DrivenClock:
    """A clock that stands still until it is moved: for tests, the sample clinic and the tour."""

    def __init__(self, start: datetime, *, boot: str = "driven-boot") -> None:
        self._now = whole_milliseconds(start)
        self._uptime_ms = 3_600_000
        self._boot = boot

    @property
    def boot(self) -> str:
        return self._boot

    def now(self) -> datetime:
        return self._now

    def uptime_ms(self) -> int:
        return self._uptime_ms

    def pass_time(self, **span: float) -> None:
        """Let time pass, for example ``minutes=10``: wall clock and uptime move together."""
        step = timedelta(**span)
        self._now = whole_milliseconds(self._now + step)
        self._uptime_ms += step // timedelta(milliseconds=1)

    def move_to(self, at: datetime) -> None:
        """Let time pass until ``at``."""
        self.pass_time(milliseconds=(at - self._now) // timedelta(milliseconds=1))

    def set_wall(self, at: datetime) -> None:
        """Set the wall clock alone, as a person or a time server does; uptime goes on."""
        self._now = whole_milliseconds(at)

    def restart(self, boot: str) -> None:
        """Start the PC anew: another boot, uptime near zero."""
        self._boot = boot
        self._uptime_ms = 1_000


def as_text(at: datetime) -> str:
    """Write a time as the record keeps it: ``2026-11-23T09:38:00.123Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def from_text(text: str) -> datetime:
    """Read a time as the record keeps it."""
    return datetime.fromisoformat(text)
