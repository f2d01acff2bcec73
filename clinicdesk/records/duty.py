"""Who is the clinician on duty: whom reception turns to when a patient needs a clinician now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.permissions import CLINICAL
from clinicdesk.records import opening_hours, staff
from clinicdesk.records.messages import Receiver, to_clinicians
from clinicdesk.records.staff import StaffMember
from clinicdesk.storage.entry import insert, update

_AHEAD = timedelta(days=60)
"""How far ahead open days are looked for."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty on a day. ``member`` is None where nobody is named: then all clinicians are.

    ``version`` is what a change is based on; None where nobody was ever named for the day.
    """

    day: date
    member: StaffMember | None
    version: str | None


def on_day(desk: Desk, day: date) -> Duty:
    """Return who is on duty on a day of the clinic. Somebody who no longer works here as a clinician does not count."""
    row = desk.row("SELECT version, staff_id FROM duties WHERE id = ?", day.isoformat())
    if row is None:
        return Duty(day, None, None)
    member = staff.get(desk, row["staff_id"])
    return Duty(day, member if _can(member) else None, row["version"])


def today(desk: Desk) -> Duty:
    """Return who is on duty now."""
    return on_day(desk, desk.local(desk.now()).date())


def coming_days(desk: Desk, count: int) -> list[date]:
    """Return the next days the clinic opens, today not among them; where it opens on no day at all, the next days."""
    today = desk.local(desk.now()).date()
    days = [today + timedelta(days=number) for number in range(1, _AHEAD.days + 1)]
    open_days = opening_hours.open_days(desk)
    return ([day for day in days if day in open_days] or days)[:count]


def clinicians(desk: Desk) -> Sequence[StaffMember]:
    """Return who can be named: active nurses and prescribers, by name."""
    return [member for member in staff.everybody(desk) if _can(member)]


def name(desk: Desk, day: date, staff_id: str, *, based_on: str | None) -> None:
    """Name the clinician on duty for a day. Raises ``BadValue``; ``ChangedElsewhere`` when somebody else just did."""
    if not _can(staff.get(desk, staff_id)):
        raise BadValue(_("Choose a nurse or a prescriber who works here."), "staff_id")
    row_id = day.isoformat()
    named = (
        insert("duties", row_id, staff_id=staff_id)
        if based_on is None
        else update("duties", row_id, based_on, staff_id=staff_id)
    )
    desk.record("duty.set", named)


def receiver(desk: Desk) -> Receiver:
    """Return who gets an urgent message now: the clinician on duty, or all clinicians where nobody else is."""
    member = today(desk).member
    if member is None or member.id == desk.person.id:
        return to_clinicians()
    return Receiver(member.name, staff_id=member.id)


def _can(member: StaffMember) -> bool:
    return member.active and bool(member.roles & CLINICAL)
