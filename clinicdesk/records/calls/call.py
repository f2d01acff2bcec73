"""What a call is: why somebody is called, how it ended, and a line of a call list."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clinicdesk.language import _


class Purpose(StrEnum):
    """Why patients are called. The values are stored, so they never change."""

    REMINDER = "reminder"
    NO_SHOW = "no_show"
    REBOOK = "rebook"
    RECALL = "recall"
    MEASURES = "measures"


class Outcome(StrEnum):
    """How an attempt ended. The values are stored, so they never change."""

    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    CALL_LATER = "call_later"
    NO_CALLS = "no_calls"


TAKEN_BACK = "taken_back"
"""Stored in place of an outcome by a row that takes an attempt back."""


def purpose_name(purpose: Purpose) -> str:
    """Return what the list is called."""
    return {
        Purpose.REMINDER: _("Reminders"),
        Purpose.NO_SHOW: _("Did not come"),
        Purpose.REBOOK: _("Cancelled, to rebook"),
        Purpose.RECALL: _("No next visit"),
        Purpose.MEASURES: _("Questionnaires"),
    }[purpose]


def outcome_name(outcome: Outcome) -> str:
    """Return an outcome as people say it."""
    return {
        Outcome.REACHED: _("Reached"),
        Outcome.LEFT_MESSAGE: _("Left a message"),
        Outcome.NO_ANSWER: _("No answer"),
        Outcome.WRONG_NUMBER: _("Wrong number"),
        Outcome.CALL_LATER: _("Call back later"),
        Outcome.NO_CALLS: _("Wants no calls"),
    }[outcome]


def ends(purpose: Purpose, outcome: Outcome) -> bool:
    """Tell whether nothing is left to do after an outcome; a reminder that was left as a message has been given."""
    return outcome is Outcome.REACHED or (purpose is Purpose.REMINDER and outcome is Outcome.LEFT_MESSAGE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tried to reach a patient: when (UTC), about what, at which number, and how it ended."""

    id: str
    purpose: Purpose
    subject_id: str
    outcome: Outcome
    remark: str
    phone: str
    called_at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody is to be called. ``subject_id`` is the booking or the session it is about, or the key of a due date.

    ``at`` is the booking's start (UTC), or None where there is only a day, or neither. ``why`` is for reception's eyes.
    ``stands`` says that the booking is neither cancelled nor marked as missed.
    """

    purpose: Purpose
    patient_id: str
    subject_id: str
    why: str
    at: datetime | None = None
    day: date | None = None
    appointment_id: str | None = None
    session_id: str | None = None
    stands: bool = False


@dataclass(frozen=True, slots=True)
class CallLine:
    """One line of a call list.

    Attributes:
        due: Why, and about what.
        name: ``LINDQVIST, Per``; ``ask_for`` is how to ask for the patient: ``Per Lindqvist``.
        phone: The number to call, by the contact rules; empty where nobody may or can call.
        rules: What to know before calling: short phrases, the weightiest first.
        say: What to say to the patient, in words that tell nobody else anything.
        message: What to leave on a machine or with somebody else; empty where no message may be left.
        first: A clinician wants this patient called first.
        attempts: The last attempts to reach the patient, about whatever, the newest first.
        barred: Why this patient is not called; empty for those who are.
        done: The attempt after which nothing is left to do, if there was one.
    """

    due: Due
    name: str
    ask_for: str
    birth_date: date | None
    record_number: int
    phone: str
    may_leave_message: bool | None
    rules: tuple[str, ...]
    say: str
    message: str
    first: bool
    attempts: tuple[Attempt, ...]
    barred: str
    done: Attempt | None

    @property
    def key(self) -> str:
        """What tells this line from all others."""
        return f"{self.due.purpose} {self.due.subject_id}"

    @property
    def tried(self) -> tuple[Attempt, ...]:
        """The attempts about this very matter, the newest first."""
        return tuple(a for a in self.attempts if (a.purpose, a.subject_id) == (self.due.purpose, self.due.subject_id))


@dataclass(frozen=True, slots=True)
class CallList:
    """A call list: those to call in their order, those who are not called, with the reason, and those done today."""

    purpose: Purpose
    to_call: tuple[CallLine, ...]
    apart: tuple[CallLine, ...]
    done: tuple[CallLine, ...]
