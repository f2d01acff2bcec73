"""When the clinic is open: hours by weekday, and single days it is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.spacing import OpenDays
from clinicdesk.storage.entry import Value, insert, update

Hours = tuple[time, time]
"""From when to when, by the clinic's own clock."""


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A single day on which the clinic is closed, and why."""

    day: date
    reason: str
    version: str


def week(desk: Desk) -> dict[int, Hours | None]:
    """Return the hours by weekday (0 is Monday); None on a day that is always closed."""
    found: dict[int, Hours | None] = dict.fromkeys(range(7))
    for row in desk.rows("SELECT * FROM opening_hours"):
        if row["opens"] and row["closes"]:
            found[int(row["id"])] = (time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"]))
    return found


def set_day(desk: Desk, weekday: int, hours: Hours | None) -> None:
    """Set the hours of a weekday (0 is Monday); None closes it. Visits booked outside stay as they are."""
    if hours is not None and hours[0] >= hours[1]:
        raise BadValue(_("The clinic must close after it opens, on the same day."), "closes")
    columns: dict[str, Value] = {
        "opens": hours[0].strftime("%H:%M") if hours else None,
        "closes": hours[1].strftime("%H:%M") if hours else None,
    }
    row = desk.row("SELECT version FROM opening_hours WHERE id = ?", str(weekday))
    desk.record(
        "place.change",
        update("opening_hours", str(weekday), row["version"], **columns)
        if row
        else insert("opening_hours", str(weekday), **columns),
    )


def closed_days(desk: Desk, first: date | None = None) -> list[ClosedDay]:
    """Return the single days on which the clinic is closed, by date, from ``first`` on."""
    rows = desk.rows(
        "SELECT * FROM closed_days WHERE open_again = 0 AND id >= ? ORDER BY id", first.isoformat() if first else ""
    )
    return [ClosedDay(date.fromisoformat(row["id"]), row["reason"], row["version"]) for row in rows]


def close_day(desk: Desk, day: date, *, reason: str) -> None:
    """Close the clinic on a day. What is booked on it stays: ``appointments.outside_hours`` lists what to move."""
    if not reason.strip():
        raise BadValue(_("Say why the clinic is closed, for example “Thanksgiving”."), "reason")
    columns: dict[str, Value] = {"reason": reason.strip(), "open_again": 0}
    row = desk.row("SELECT version FROM closed_days WHERE id = ?", day.isoformat())
    desk.record(
        "place.change",
        update("closed_days", day.isoformat(), row["version"], **columns)
        if row
        else insert("closed_days", day.isoformat(), **columns),
    )


def open_again(desk: Desk, closed: ClosedDay) -> None:
    """Open the clinic after all on a day it was to be closed."""
    desk.record("place.change", update("closed_days", closed.day.isoformat(), closed.version, open_again=1))


def open_days(desk: Desk, weekdays: frozenset[int] | None = None) -> OpenDays:
    """Return the days the clinic treats, for the rules of spacing; ``weekdays`` chooses among them."""
    opened = frozenset(weekday for weekday, hours in week(desk).items() if hours)
    chosen = opened if weekdays is None else opened & weekdays
    return OpenDays(chosen, frozenset(closed.day for closed in closed_days(desk)))


def changed_last(desk: Desk, first: date, last: date) -> Mapping[date, str]:
    """Return for each day of a range the version (the later one sorts behind) in which its hours were last changed."""
    weekly = {int(row["id"]): row["version"] for row in desk.rows("SELECT id, version FROM opening_hours")}
    single = {row["id"]: row["version"] for row in desk.rows("SELECT id, version FROM closed_days")}
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return {day: max(weekly.get(day.weekday(), ""), single.get(day.isoformat(), "")) for day in days}


def hours_on(desk: Desk, day: date) -> tuple[datetime, datetime] | None:
    """Return from when to when (UTC) the clinic is open on a day, or None when it is closed."""
    return hours_between(desk, day, day)[day]


def hours_between(desk: Desk, first: date, last: date) -> Mapping[date, tuple[datetime, datetime] | None]:
    """Return the opening hours (UTC) of each day of a range, in two queries."""
    weekly = week(desk)
    closed = {closed.day for closed in closed_days(desk, first)}
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return {
        day: None if day in closed or (hours := weekly[day.weekday()]) is None else _instants(desk, day, hours)
        for day in days
    }


def _instants(desk: Desk, day: date, hours: Hours) -> tuple[datetime, datetime]:
    opens, closes = (datetime.combine(day, at, desk.zone()).astimezone(UTC) for at in hours)
    return opens, closes
