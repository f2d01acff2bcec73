"""Devices given one after the other: which is next, and how long to wait for it.

Source: label of the esketamine nasal spray (devices of 28 mg, 5 minutes of rest between them). The numbers stand in the
protocol file (``DeviceRule``), and an order keeps those it was signed with.
"""

from dataclasses import dataclass

from clinicdesk.rules.timeline import Moment, elapsed

_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class DeviceCourse:
    """How far the ordered devices are: ``given`` holds the moment of each, in the order they were given."""

    device_micrograms: int
    ordered_micrograms: int
    minutes_between: int
    given: tuple[Moment, ...]

    @property
    def ordered(self) -> int:
        """How many devices make the ordered dose; a dose is always whole devices."""
        return self.ordered_micrograms // self.device_micrograms

    @property
    def next_number(self) -> int | None:
        """The number of the device that comes next, counted from 1; None when all were given."""
        return len(self.given) + 1 if len(self.given) < self.ordered else None

    @property
    def given_micrograms(self) -> int:
        """The dose given so far."""
        return len(self.given) * self.device_micrograms

    def wait_milliseconds(self, now: Moment) -> int:
        """Return how long the rest after the last device still goes on; 0 when the next one may be given."""
        if not self.given or self.next_number is None:
            return 0
        return max(self.minutes_between * _MINUTE - elapsed(self.given[-1], now).milliseconds, 0)
