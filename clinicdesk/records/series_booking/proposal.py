"""What is wished for a series, and where each of its sessions would go."""

from dataclasses import dataclass
from datetime import date, time

from clinicdesk.language import _
from clinicdesk.records.appointments import Slot
from clinicdesk.rules.protocol import Protocol

NO_TIME = _("Without a time it stays to be booked.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one session of a proposal goes. Without a ``slot`` it has its day only, and ``reason`` says why.

    With a slot ``reason`` may say why it is at another time or in another chair than was wished.
    """

    number: int
    day: date
    slot: Slot | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a series is booked by: the clinic's time of day, and a chair and clinician if it must be these.

    Without a time nothing is booked: the sessions have their days and stay to be booked.
    ``weekdays`` (0 is Monday) chooses among the days the clinic is open; None: any of them.
    """

    patient_id: str
    protocol: Protocol
    first_day: date
    time: time | None
    chair_id: str | None = None
    staff_id: str | None = None
    weekdays: frozenset[int] | None = None

    @property
    def minutes(self) -> int:
        """How long each visit takes."""
        return self.protocol.visit_minutes


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where the sessions of a series would go. ``broken`` are the rules of the protocol these days break, in words."""

    wish: Wish
    places: tuple[Place, ...]
    broken: tuple[str, ...]

    @property
    def unplaced(self) -> tuple[Place, ...]:
        """The sessions for which no place was found."""
        return tuple(place for place in self.places if place.slot is None)
