"""Where a time axis is marked, from hours to years: at full hours, midnights, Mondays and first days of months."""

from datetime import UTC, date, datetime, time, timedelta

from clinicdesk import formats
from clinicdesk.rules.dates import MONTHS

_MOST = 7
_HOURS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
_HOURS_OF_A_MONTH = 730.5


def hours_from(origin: datetime, moment: datetime) -> float:
    """Return the hours between two moments; not those on the clock, which is set twice a year."""
    return (moment.astimezone(UTC) - origin.astimezone(UTC)).total_seconds() / 3600


def moment_at(origin: datetime, hour: float) -> datetime:
    """Return the moment so many hours from ``origin``, in its zone."""
    return (origin.astimezone(UTC) + timedelta(hours=hour)).astimezone(origin.tzinfo)


def time_ticks(origin: datetime, low: float, high: float) -> tuple[tuple[float, str], ...]:
    """Return some seven marks between two hours from ``origin``, with their labels, in the zone of ``origin``.

    The year is said only where the marks are months: a caller says from when to when the axis reaches.
    """
    start, end = moment_at(origin, low), moment_at(origin, high)
    wide = high - low
    for hours in _HOURS:
        if wide <= hours * _MOST:
            found = _hourly(start, end, hours)
            return tuple((hours_from(origin, at), words) for at, words in found)
    for days in _DAYS:
        if wide <= days * 24 * _MOST:
            found = _daily(start, end, days)
            return tuple((hours_from(origin, at), words) for at, words in found)
    months = next((one for one in _MONTHS if wide <= one * _HOURS_OF_A_MONTH * _MOST), _MONTHS[-1])
    return tuple((hours_from(origin, at), words) for at, words in _monthly(start, end, months))


def _hourly(start: datetime, end: datetime, step: int) -> list[tuple[datetime, str]]:
    """Return full hours; the first one, and each midnight, tells its day."""
    found: list[tuple[datetime, str]] = []
    for midnight in _midnights(start, end):
        for hour in range(0, 24, step):
            at = midnight.replace(hour=hour)
            # An hour that the clock leaps over is none.
            if not start <= at <= end or moment_at(at, 0).hour != hour:
                continue
            words = formats.format_time(at)
            if not hour:
                words = _day_words(at)
            elif not found:
                words = f"{_day_words(at)} {words}"
            found.append((at, words))
    return found


def _daily(start: datetime, end: datetime, step: int) -> list[tuple[datetime, str]]:
    """Return midnights; with a step of a week or two those of Mondays: day 1 of the calendar was one."""
    days = _midnights(start, end)
    return [(at, _day_words(at)) for at in days if at.toordinal() % step == 1 % step and start <= at <= end]


def _monthly(start: datetime, end: datetime, step: int) -> list[tuple[datetime, str]]:
    found = []
    first = start.year * 12 + start.month - 1
    for number in range(first - first % step, end.year * 12 + end.month, step):
        at = _midnight(date(number // 12, number % 12 + 1, 1), start)
        words = str(at.year) if step % 12 == 0 else f"{MONTHS[at.month - 1]}-{at.year}"
        if start <= at <= end:
            found.append((at, words))
    return found


def _midnights(start: datetime, end: datetime) -> list[datetime]:
    days = (end.date() - start.date()).days
    return [_midnight(start.date() + timedelta(days=count), start) for count in range(days + 1)]


def _midnight(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time(), like.tzinfo)


def _day_words(at: datetime) -> str:
    return f"{at.day:02d}-{MONTHS[at.month - 1]}"
