"""When something happened, as people type it: minutes ago, a time of day, or a day and a time."""

from datetime import UTC, date, datetime, timedelta

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.dates import parse_date, parse_time
from clinicdesk.rules.typed_quantities import parse_minutes

MOST_MINUTES = 720


def parse_moment(text: str, now: datetime, name: str, sheet_day: date | None = None) -> datetime:
    """Read ``3`` or ``3 min`` (minutes ago), ``10:05`` (the last 10:05) or ``01-Mar-2026 10:05``.

    ``now`` is aware and carries the clinic's zone. A time without a day is the latest one that is not in the future; in
    what is typed in from paper it is on the day of the sheet (``sheet_day``), and a bare number is a time (``1005``),
    since nobody counts minutes from a day ago. Raises ``BadValue``; an unclear day is asked for, never guessed.
    """
    typed = text.strip()
    if ":" not in typed and sheet_day is None:
        return now - timedelta(minutes=parse_minutes(typed, name, MOST_MINUTES))
    day_text, _space, time_text = typed.rpartition(" ")
    if time_text.lower() in ("am", "pm"):
        day_text, _space, hour = day_text.rpartition(" ")
        time_text = f"{hour} {time_text}"
    at = parse_time(time_text)
    day = parse_date(day_text, now.date()) if day_text else sheet_day or now.date()
    moment = datetime.combine(day, at, now.tzinfo)
    if not day_text and sheet_day is None and moment > now:
        moment = datetime.combine(day - timedelta(days=1), at, now.tzinfo)
    if moment.astimezone(UTC).astimezone(now.tzinfo).time() != at:
        raise BadValue(_("There was no such time on this day: the clocks went forward. Check the time."))
    return moment
