"""The schedule as an iCalendar file (RFC 5545), for a clinician's own calendar: when and where, and nothing about whom.

Calendars are copied to telephones and to other people's servers, so an event holds no name, no treatment and no remark.
"""

from datetime import date

from icalendar import Calendar, Event

from clinicdesk import __version__
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import appointments
from clinicdesk.records.appointments import Appointment, State

LONGEST_DAYS = 366


def export(desk: Desk, first: date, last: date, staff_id: str | None = None) -> bytes:
    """Return the bookings from ``first`` to ``last`` (clinic days, both included) as a calendar file.

    ``staff_id`` leaves only that clinician's. A booking keeps its UID for ever, so that a calendar which reads the file
    again moves what was moved. Cancelled bookings are in it, marked as cancelled, so that they vanish there too. Raises
    ``BadValue`` for days that end before they begin, or more than a year.
    """
    if not 0 <= (last - first).days < LONGEST_DAYS:
        raise BadValue(_("Choose a last day after the first one, at most a year later."), "last")
    calendar = Calendar()
    calendar.add("prodid", f"-//ClinicDesk//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for booked in appointments.between(desk, first, last, states=tuple(State)):
        if staff_id is None or booked.staff_id == staff_id:
            calendar.add_component(_event(desk, booked))
    return bytes(calendar.to_ical())


def exported(desk: Desk) -> None:
    """Record that the schedule left the program as a file."""
    desk.record("schedule.export")


def _event(desk: Desk, booked: Appointment) -> Event:
    event = Event()
    event.add("uid", f"{booked.id}@clinicdesk")
    event.add("dtstamp", desk.now())
    event.add("dtstart", booked.starts_at)
    event.add("dtend", booked.ends_at)
    event.add("summary", _("Appointment") if booked.patient_id else _("Not available"))
    if booked.chair:
        event.add("location", booked.chair)
    gone = booked.state is not State.BOOKED
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if gone else "OPAQUE")
    return event
