"""The clock of the sample clinic: it starts months ago and is moved up to now, so that entries carry past times."""

from datetime import datetime, timedelta

from clinicdesk.storage.clock import Clock, whole_milliseconds

TODAY = timedelta(hours=5)
"""How much of the past belongs to this run of the PC. Visits of today fit in; those of yesterday are over by then."""

_EARLIER = "sample-clinic"


class PastClock:
    """Stands still until it is moved, and never goes beyond the PC's own time.

    What happened within the last hours carries this PC's own boot, so that an infusion running "now" shows its timers
    without a gap. The uptime may be less than nothing there: the PC may have been started later than the infusion.
    """

    def __init__(self, real: Clock, start: datetime) -> None:
        self._start = whole_milliseconds(start)
        self._at = self._start
        self._present = real.now()
        self._present_uptime_ms = real.uptime_ms()
        self._present_boot = real.boot

    @property
    def present(self) -> datetime:
        """The time on the PC's own clock when this one was made: where the past ends."""
        return self._present

    @property
    def boot(self) -> str:
        return self._present_boot if self._is_today else _EARLIER

    def now(self) -> datetime:
        return self._at

    def uptime_ms(self) -> int:
        if self._is_today:
            return self._present_uptime_ms - (self._present - self._at) // timedelta(milliseconds=1)
        return (self._at - self._start) // timedelta(milliseconds=1)

    def move_to(self, at: datetime) -> None:
        """Let time pass until ``at``; a moment that is past already or not here yet is not gone to."""
        self._at = min(max(self._at, whole_milliseconds(at)), self._present)

    @property
    def _is_today(self) -> bool:
        return self._present - self._at <= TODAY
