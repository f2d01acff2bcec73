"""For how long something counts that was asked, measured or decided once.

How many days is the clinic's to set: it stands in the files, each with its source. Here is only the counting: what was
done on a day counts on that day and on as many days after it; on the next it has expired.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clinicdesk.language import _

SOON_DAYS = 14
"""How long before its last day something is said to run out soon. Our own choice: two weeks of appointments."""


class State(StrEnum):
    """Where something stands on a day."""

    MISSING = "missing"
    EXPIRED = "expired"
    SOON = "soon"
    VALID = "valid"

    @property
    def words(self) -> str:
        """Return it as people say it."""
        return {
            State.MISSING: _("Missing"),
            State.EXPIRED: _("Expired"),
            State.SOON: _("Runs out soon"),
            State.VALID: _("Counts"),
        }[self]


class Subject(StrEnum):
    """What can run out."""

    WEIGHT = "weight"
    WORKUP = "workup"
    MEDICINES = "medicines"
    ELIGIBILITY = "eligibility"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that counts for a time: what it is, when it was last done, and its last day (None: not done)."""

    subject: Subject
    key: str
    title: str
    done_on: date | None
    until: date | None

    def state(self, on: date) -> State:
        """Return where it stands on a day."""
        return state_until(self.until, on)


def last_day(done_on: date, valid_days: int) -> date:
    """Return the last day on which something counts that was done on a day."""
    return done_on + timedelta(days=valid_days)


def state_until(until: date | None, on: date) -> State:
    """Return where something stands on a day, by its last day; None where it was never done."""
    if until is None:
        return State.MISSING
    if until < on:
        return State.EXPIRED
    return State.SOON if until - on < timedelta(days=SOON_DAYS) else State.VALID


def standing(done_on: date | None, valid_days: int, on: date) -> State:
    """Return where something stands on a day that counts for so many days. What was done later counts too."""
    return state_until(last_day(done_on, valid_days) if done_on else None, on)


def run_out(things: Iterable[Held], on: date) -> tuple[Held, ...]:
    """Return what does not count on a day: expired, or never done."""
    return tuple(one for one in things if one.state(on) in (State.EXPIRED, State.MISSING))
