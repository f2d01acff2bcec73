"""A calendar file says when and where, and nothing about whom or what for."""

from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.exchange import icalendar
from clinicdesk.records import appointments, chairs, patients, staff
from clinicdesk.records.appointments import Slot
from clinicdesk.records.patient_details import PatientDetails

MONDAY = date(2026, 3, 2)


@pytest.fixture
def booked(everyone: Desk) -> str:
    """Book Zoë with Dr Osei on Monday at 10:00, and return the booking's id."""
    patient_id = patients.register(everyone, details=PatientDetails(family_name="Ångström", given_name="Zoë"))
    osei = next(member for member in staff.everybody(everyone) if member.login == "pat")
    slot = Slot(datetime(2026, 3, 2, 10, 0, tzinfo=everyone.zone()), 60, chairs.all(everyone)[0].id, osei.id)
    return appointments.book(everyone, patient_id=patient_id, kind="follow_up", slot=slot, remark="afraid of needles")


def events(content: bytes) -> list[dict[str, str]]:
    calendar = Calendar.from_ical(content)
    return [{str(name): str(value.to_ical().decode()) for name, value in e.items()} for e in calendar.walk("VEVENT")]


def test_a_booking_is_an_event_without_a_name(everyone: Desk, booked: str) -> None:
    content = icalendar.export(everyone, MONDAY, MONDAY)

    (event,) = events(content)
    assert event["UID"] == f"{booked}@clinicdesk"
    assert (event["DTSTART"], event["DTEND"]) == ("20260302T150000Z", "20260302T160000Z")
    assert (event["SUMMARY"], event["LOCATION"], event["STATUS"]) == ("Appointment", "Chair 1", "CONFIRMED")
    for secret in ("ngstr", "Zo", "needles", "ollow"):
        assert secret not in content.decode()


def test_a_cancelled_booking_is_cancelled_there_too(everyone: Desk, booked: str) -> None:
    appointments.cancel(everyone, booked, reason="ill", based_on=appointments.get(everyone, booked).version)

    (event,) = events(icalendar.export(everyone, MONDAY, MONDAY))
    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == f"{booked}@clinicdesk"


@pytest.mark.usefixtures("booked")
def test_only_the_days_and_the_clinician_asked_for(everyone: Desk) -> None:
    def count(first: date, staff_id: str | None = None) -> int:
        return len(events(icalendar.export(everyone, first, first + timedelta(days=6), staff_id)))

    osei = next(member for member in staff.everybody(everyone) if member.login == "pat")
    assert count(MONDAY) == 1
    assert count(MONDAY, osei.id) == 1
    assert count(MONDAY, everyone.person.id) == 0
    assert count(MONDAY + timedelta(days=1)) == 0


@pytest.mark.parametrize("days", [-1, 366, 4000])
def test_days_that_make_no_sense_are_told(everyone: Desk, days: int) -> None:
    with pytest.raises(BadValue, match="Choose a last day"):
        icalendar.export(everyone, MONDAY, MONDAY + timedelta(days=days))
