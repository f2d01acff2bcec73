"""How a wish on the waiting list reads."""

from datetime import time

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date, format_day, format_duration, format_time
from clinicdesk.language import _
from clinicdesk.records.freed_places import FreedPlace
from clinicdesk.records.waiting_list import WaitingEntry

WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def what(entry: WaitingEntry) -> str:
    """Return what somebody waits for, with its length."""
    return _("{visit}, {length}").format(visit=entry.title, length=format_duration(entry.minutes))


def when(entry: WaitingEntry) -> str:
    """Return when it could be."""
    days = ", ".join(WEEKDAYS[day] for day in sorted(entry.weekdays))
    parts = [days, _times(entry.from_time, entry.until_time)]
    if entry.earliest_on:
        parts.append(_("from {day}").format(day=format_date(entry.earliest_on)))
    if entry.latest_on:
        parts.append(_("until {day}").format(day=format_date(entry.latest_on)))
    return "; ".join(part for part in parts if part) or _("Any time")


def _times(first: time | None, last: time | None) -> str:
    if first and last:
        return f"{first:%H:%M}–{last:%H:%M}"
    if first:
        return _("after {time}").format(time=f"{first:%H:%M}")
    return _("before {time}").format(time=f"{last:%H:%M}") if last else ""


def place(desk: Desk, one: FreedPlace) -> str:
    """Return when a freed place begins and how long it is."""
    at = desk.local(one.slot.starts_at)
    length = format_duration(one.slot.minutes)
    return _("{day} {time}, {length}").format(day=format_day(at.date()), time=format_time(at), length=length)
