"""What a person has picked up from the schedule, or brings to it, and where it hangs at the moment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clinicdesk.records.appointments import Appointment
from ui.schedule.scale import FINE_STEP
from ui.schedule.timetable import DAY_MINUTES, Block


@dataclass(frozen=True, slots=True)
class Carried:
    """Something on its way to a place: minutes of the day in a column.

    ``appointment`` is None for something not booked yet, ``subject`` then says what it is (a session to book, somebody
    on the waiting list). ``words`` stand on it while it hangs.
    """

    words: str
    column: int
    start: int
    minutes: int
    appointment: Appointment | None = None
    subject: object = None

    @classmethod
    def of_block(cls, block: Block, words: str) -> Carried:
        """Pick up a booking from where it stands."""
        return cls(words, block.column, block.start, block.appointment.minutes, block.appointment)

    @property
    def end(self) -> int:
        """The minute of the day at which it ends."""
        return self.start + self.minutes

    def later(self, minutes: int) -> Carried:
        """Hang it later, or earlier; never beyond the day, and on whole steps of five minutes."""
        latest = max(DAY_MINUTES - self.minutes, 0)
        return replace(self, start=min(max(self.start + minutes, 0), latest) // FINE_STEP * FINE_STEP)

    def longer(self, minutes: int) -> Carried:
        """Make it longer, or shorter; five minutes are the least, midnight is the latest end."""
        length = self.minutes + minutes
        return replace(self, minutes=min(max(length, FINE_STEP), DAY_MINUTES - self.start))

    def at(self, column: int, start: int) -> Carried:
        """Hang it in a column, beginning at a minute."""
        return replace(self, column=column).later(start - self.start)

    def stands_where(self, block: Block) -> bool:
        """Tell whether it hangs exactly where a block stands."""
        return (self.column, self.start, self.minutes) == (block.column, block.start, block.appointment.minutes)
