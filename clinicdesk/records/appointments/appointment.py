"""What a booking is when it is read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from clinicdesk.rules.booking import Span, Taken


class State(StrEnum):
    """How a booking stands. The values are stored, so they never change."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class Stage(StrEnum):
    """Where a visit stands on its day, for sessions from their course, for others from what the front desk recorded."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    CHECKED_IN = "checked_in"
    PREPARATION = "preparation"
    IN_TREATMENT = "in_treatment"
    RECOVERY = "recovery"
    DISCHARGED = "discharged"
    NOT_TREATED = "not_treated"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


HERE = frozenset({Stage.ARRIVED, Stage.CHECKED_IN, Stage.PREPARATION, Stage.IN_TREATMENT, Stage.RECOVERY})
"""The patient is in the clinic."""
BEGUN = frozenset({Stage.IN_TREATMENT, Stage.RECOVERY})
"""The visit itself has begun and is not over."""
GONE = frozenset({Stage.CANCELLED, Stage.NO_SHOW, Stage.NOT_TREATED})
"""The booking takes nobody's time any more."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where: ``starts_at`` aware, kept in UTC; ``staff_id`` is whose time the visit takes, if anybody's."""

    starts_at: datetime
    minutes: int
    chair_id: str | None = None
    staff_id: str | None = None

    def __post_init__(self) -> None:
        # Minutes added to a local time are those of the wall clock: over a change of it they are not what passes.
        object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))

    @property
    def span(self) -> Span:
        """The time it takes."""
        return Span.of(self.starts_at, self.minutes)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booking. Without a patient it is time that is taken: a break, a meeting.

    ``patient_id`` is the registration that stays where some were merged. ``title`` says what for: the words of the kind
    of visit, for a session ``Session 3 of 6``. Names are empty where there is none. Times are UTC.
    """

    id: str
    version: str
    patient_id: str | None
    session_id: str | None
    kind: str
    title: str
    starts_at: datetime
    minutes: int
    chair_id: str | None
    chair: str
    staff_id: str | None
    staff: str
    remark: str
    state: State
    state_reason: str
    stage: Stage
    arrived_at: datetime | None
    checked_in_at: datetime | None
    began_at: datetime | None
    left_at: datetime | None
    patient_name: str
    birth_date: date | None
    record_number: int | None

    @property
    def ends_at(self) -> datetime:
        """When it is to end (UTC)."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def slot(self) -> Slot:
        """When and where, as it can be given back with a change."""
        return Slot(self.starts_at, self.minutes, self.chair_id, self.staff_id)

    @property
    def taken(self) -> Taken | None:
        """What it keeps others from, or None: what is cancelled, missed or not treated takes no time.

        Who left early gave the rest of the time back.
        """
        if self.stage in GONE:
            return None
        end = self.ends_at if self.left_at is None else min(self.ends_at, max(self.left_at, self.starts_at))
        return Taken(self.id, Span(self.starts_at, end), holds(self.chair_id, self.staff_id, self.patient_id))


def holds(chair_id: str | None, staff_id: str | None, patient_id: str | None) -> frozenset[str]:
    """Return what a booking needs alone: its chair, its clinician, and the patient, who cannot be in two places."""
    named = (("chair", chair_id), ("staff", staff_id), ("patient", patient_id))
    return frozenset(f"{what} {row_id}" for what, row_id in named if row_id)
