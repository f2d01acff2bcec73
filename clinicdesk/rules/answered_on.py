"""When a sheet of paper was filled in, as it is typed from it: a day, a time, or both."""

from datetime import UTC, datetime, time

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.dates import date_text, parse_date, parse_time


def parse_answered_at(text: str, now: datetime) -> datetime:
    """Read ``23-Nov-2026``, ``09:40`` (today) or ``23-Nov-2026 09:40``; ``now`` carries the clinic's zone.

    A day without a time is its beginning: whoever filled it in on the day of a treatment usually did so before. Raises
    ``BadValue``, also for what is in the future; an unclear day is asked for, never guessed.
    """
    typed = " ".join(text.split())
    day_text, clock = (typed, time()) if not _has_time(typed) else _split(typed)
    day = parse_date(day_text, now.date()) if day_text else now.date()
    at = datetime.combine(day, clock, now.tzinfo)
    if at > now:
        raise BadValue(_("This is in the future. Type when it was answered."), "answered_at")
    if at.astimezone(UTC).astimezone(now.tzinfo).time() != clock:
        raise BadValue(_("There was no such time on this day: the clocks went forward. Check the time."), "answered_at")
    return at


def answered_text(at: datetime) -> str:
    """Return a moment as ``parse_answered_at`` reads it; the beginning of a day is the day alone."""
    return date_text(at.date()) if at.time() == time() else f"{date_text(at.date())} {at:%H:%M}"


def _has_time(typed: str) -> bool:
    return ":" in typed or typed.lower().endswith(("am", "pm"))


def _split(typed: str) -> tuple[str, time]:
    """Return the words of the day, if there are any, and the time, which stands last."""
    day_text, _space, clock = typed.rpartition(" ")
    if clock.lower() in ("am", "pm"):
        day_text, _space, hour = day_text.rpartition(" ")
        clock = f"{hour} {clock}"
    return day_text, parse_time(clock)
