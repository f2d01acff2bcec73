"""What a request of a patient is when it is read: what is asked for, by whom, until when, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clinicdesk.language import _


class Right(StrEnum):
    """What is asked for. The values are stored, so they never change."""

    COPY = "copy"
    AMENDMENT = "amendment"
    ACCOUNTING = "accounting"
    RESTRICTION = "restriction"
    ERASURE = "erasure"


def right_name(right: Right) -> str:
    """Return what is asked for as people say it."""
    return {
        Right.COPY: _("Copy of the chart"),
        Right.AMENDMENT: _("Correction of the chart"),
        Right.ACCOUNTING: _("List of disclosures"),
        Right.RESTRICTION: _("Restriction"),
        Right.ERASURE: _("Erasure"),
    }[right]


class Relation(StrEnum):
    """Who asks. The values are stored, so they never change."""

    SELF = "self"
    PARENT = "parent"
    GUARDIAN = "guardian"
    ATTORNEY = "attorney"
    OTHER = "other"


def relation_name(relation: Relation) -> str:
    """Return who asks, as people say it."""
    return {
        Relation.SELF: _("The patient"),
        Relation.PARENT: _("A parent"),
        Relation.GUARDIAN: _("A guardian or health-care agent"),
        Relation.ATTORNEY: _("A lawyer or another person, with a written permission"),
        Relation.OTHER: _("Somebody else"),
    }[relation]


class Step(StrEnum):
    """What happens to a request. The values are stored, so they never change."""

    EXTENDED = "extended"
    GRANTED = "granted"
    DENIED = "denied"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"


def step_name(step: Step) -> str:
    """Return what happened, as people say it."""
    return {
        Step.EXTENDED: _("Put off"),
        Step.GRANTED: _("Granted"),
        Step.DENIED: _("Refused"),
        Step.SENT: _("Given"),
        Step.WITHDRAWN: _("Withdrawn"),
        Step.NOTED: _("Noted"),
    }[step]


SENT_ONES = frozenset({Right.COPY, Right.ACCOUNTING})
"""What ends with something that is given; all else ends with a decision."""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a request. ``due_on`` is the new last day of one that was put off."""

    step: Step
    at: datetime
    staff_name: str
    words: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Request:
    """One request with all that became of it, the earliest step first. ``due_on`` counts a day it was put off to."""

    id: str
    version: str
    patient_id: str
    right: Right
    received_on: date
    asked_by: str
    relation: Relation
    identity: str
    scope: str
    due_on: date
    taken_by: str
    events: tuple[Event, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.ended is None

    @property
    def ended(self) -> Event | None:
        """The step that ended it."""
        ends = {Step.DENIED, Step.WITHDRAWN, Step.SENT if self.right in SENT_ONES else Step.GRANTED}
        return next((event for event in self.events if event.step in ends), None)

    @property
    def is_in_force(self) -> bool:
        """Whether it is a restriction that was granted: it binds the clinic from then on."""
        return self.right is Right.RESTRICTION and self.ended is not None and self.ended.step is Step.GRANTED

    @property
    def was_put_off(self) -> bool:
        """Whether the one extension there is was used."""
        return any(event.step is Step.EXTENDED for event in self.events)

    def days_left(self, today: date) -> int:
        """Return the days until it is due; below zero it is late."""
        return (self.due_on - today).days
