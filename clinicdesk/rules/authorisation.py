"""An insurer's prior authorisation: how many of its visits are used, and whether it is about to run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicdesk.language import _, ngettext
from clinicdesk.rules.dates import date_text

TOLD_BEFORE_DAYS = 14
"""Days before its end from which an authorisation is told as running out. Our own choice: a new one takes that long."""
TOLD_BEFORE_VISITS = 1
"""Visits left from which it is told as running out."""


class Standing(StrEnum):
    """How an authorisation stands on a day, the best first."""

    GOOD = "good"
    RUNNING_OUT = "running_out"
    NOT_YET = "not_yet"
    USED_UP = "used_up"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an insurer wrote: the days it holds for, both included, and how many visits; None: not said."""

    valid_from: date | None
    valid_until: date | None
    visits_allowed: int | None

    def covers(self, day: date) -> bool:
        """Whether a day lies within its dates."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)


def visits_used(terms: Terms, visits: Sequence[date]) -> int:
    """Return how many visits that took place lie within the dates; two on one day are two."""
    return sum(terms.covers(day) for day in visits)


def standing(terms: Terms, used: int, day: date) -> Standing:
    """Return how an authorisation stands on a day, before any visit of that day is counted in ``used``."""
    if terms.valid_until is not None and terms.valid_until < day:
        return Standing.EXPIRED
    if terms.visits_allowed is not None and used >= terms.visits_allowed:
        return Standing.USED_UP
    if terms.valid_from is not None and day < terms.valid_from:
        return Standing.NOT_YET
    few = terms.visits_allowed is not None and terms.visits_allowed - used <= TOLD_BEFORE_VISITS
    soon = terms.valid_until is not None and (terms.valid_until - day).days <= TOLD_BEFORE_DAYS
    return Standing.RUNNING_OUT if few or soon else Standing.GOOD


def used_words(terms: Terms, used: int) -> str:
    """Return ``3 of 6 visits used``, or ``3 visits used`` where no number was said."""
    if terms.visits_allowed is None:
        return ngettext("{count} visit used", "{count} visits used", used).format(count=used)
    return _("{used} of {allowed} visits used").format(used=used, allowed=terms.visits_allowed)


def warning(terms: Terms, used: int, day: date) -> str:
    """Return what to say of an authorisation that is not simply good, in a few words; empty where it is."""
    found = standing(terms, used, day)
    if found is Standing.EXPIRED and terms.valid_until:
        return _("expired {day}").format(day=date_text(terms.valid_until))
    if found is Standing.USED_UP:
        count = terms.visits_allowed or 0
        return ngettext("its {count} visit is used", "all {count} visits used", count).format(count=count)
    if found is Standing.NOT_YET and terms.valid_from:
        return _("valid only from {day}").format(day=date_text(terms.valid_from))
    return ", ".join(_running_out(terms, used, day)) if found is Standing.RUNNING_OUT else ""


def _running_out(terms: Terms, used: int, day: date) -> list[str]:
    words = []
    left = (terms.visits_allowed or 0) - used
    if terms.visits_allowed is not None and left <= TOLD_BEFORE_VISITS:
        words.append(ngettext("{count} visit left", "{count} visits left", left).format(count=left))
    days = (terms.valid_until - day).days if terms.valid_until else TOLD_BEFORE_DAYS + 1
    if days == 0:
        words.append(_("ends today"))
    elif days <= TOLD_BEFORE_DAYS:
        words.append(ngettext("ends in {count} day", "ends in {count} days", days).format(count=days))
    return words
