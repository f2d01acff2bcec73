"""Where and when tests book."""

from datetime import date, datetime, time

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, chairs, staff
from clinicdesk.records.appointments import Slot
from tests.records.sessions.steps import TODAY


def at(desk: Desk, hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    """Return a time of the clinic's day, in UTC."""
    return appointments.instant(desk, day, time(hour, minute))


def chair(desk: Desk, place: int = 0) -> str:
    """Return the id of a chair: the clinic has two."""
    return chairs.all(desk)[place].id


def clinician(desk: Desk, login: str = "pat") -> str:
    """Return somebody's id."""
    return next(member.id for member in staff.everybody(desk) if member.login == login)


def slot(
    desk: Desk, hour: int, minute: int = 0, minutes: int = 60, day: date = TODAY, place: int | None = 0, **more: str
) -> Slot:
    """Return a place in the schedule: an hour in the first chair unless told otherwise."""
    chair_id = None if place is None else chair(desk, place)
    return Slot(at(desk, hour, minute, day), minutes, chair_id, more.get("staff_id"))


def book(desk: Desk, patient_id: str, where: Slot, kind: str = "follow_up", **more: str) -> str:
    """Book a follow-up visit, or another kind."""
    return appointments.book(desk, patient_id=patient_id, kind=kind, slot=where, **more)  # type: ignore[arg-type]
