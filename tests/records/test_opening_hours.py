"""Opening hours by weekday, closed days, and the days a series may use."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed
from clinicdesk.records import appointments, opening_hours
from tests.records.appointments.places import book, slot
from tests.records.sessions.steps import TODAY, register_zoe

SATURDAY = date(2026, 3, 7)


def test_a_new_clinic_is_open_from_monday_to_friday(receptionist: Desk) -> None:
    week = opening_hours.week(receptionist)
    assert week[0] == (time(8), time(17))
    assert (week[5], week[6]) == (None, None)
    assert opening_hours.hours_on(receptionist, TODAY) == (
        datetime(2026, 3, 2, 13, tzinfo=UTC),
        datetime(2026, 3, 2, 22, tzinfo=UTC),
    )
    assert opening_hours.hours_on(receptionist, SATURDAY) is None


def test_hours_follow_the_clinics_clock_over_a_change_of_it(administrator: Desk) -> None:
    opening_hours.set_day(administrator, 6, (time(1), time(5)))
    opens, closes = opening_hours.hours_on(administrator, date(2026, 3, 8)) or (None, None)
    assert closes is not None
    assert opens is not None
    assert closes - opens == timedelta(hours=3)


def test_a_weekday_is_set_and_closed(administrator: Desk, receptionist: Desk) -> None:
    opening_hours.set_day(administrator, 5, (time(9), time(12)))
    opening_hours.set_day(administrator, 0, None)
    opening_hours.set_day(administrator, 5, (time(9), time(13)))
    week = opening_hours.week(receptionist)
    assert (week[0], week[5]) == (None, (time(9), time(13)))
    assert opening_hours.open_days(receptionist).weekdays == frozenset({1, 2, 3, 4, 5})
    assert opening_hours.open_days(receptionist, frozenset({0, 5})).weekdays == frozenset({5})
    with pytest.raises(BadValue):
        opening_hours.set_day(administrator, 5, (time(12), time(9)))
    with pytest.raises(NotAllowed):
        opening_hours.set_day(receptionist, 5, None)


def test_a_closed_day_lists_what_is_booked_on_it_and_keeps_it(administrator: Desk, receptionist: Desk) -> None:
    patient = register_zoe(receptionist)
    tuesday = TODAY + timedelta(days=1)
    booked = book(receptionist, patient, slot(receptionist, 10, day=tuesday))
    assert appointments.outside_hours(receptionist, TODAY, SATURDAY) == []
    opening_hours.close_day(administrator, tuesday, reason="Snow")
    assert [one.id for one in appointments.outside_hours(receptionist, TODAY, SATURDAY)] == [booked]
    assert appointments.get(receptionist, booked).starts_at == slot(receptionist, 10, day=tuesday).starts_at
    assert opening_hours.hours_on(receptionist, tuesday) is None
    assert tuesday not in opening_hours.open_days(receptionist)
    (closed,) = opening_hours.closed_days(receptionist)
    assert (closed.day, closed.reason) == (tuesday, "Snow")
    opening_hours.open_again(administrator, closed)
    assert opening_hours.closed_days(receptionist) == []
    with pytest.raises(ChangedElsewhere):
        opening_hours.open_again(administrator, closed)
    opening_hours.set_day(administrator, 1, (time(10, 30), time(17)))
    assert [one.id for one in appointments.outside_hours(receptionist, TODAY, SATURDAY)] == [booked]
    opening_hours.close_day(administrator, tuesday, reason="More snow")
    assert opening_hours.closed_days(receptionist, tuesday + timedelta(days=1)) == []
    with pytest.raises(BadValue, match="Say why"):
        opening_hours.close_day(administrator, TODAY, reason=" ")
