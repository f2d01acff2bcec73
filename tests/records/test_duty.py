"""Who is on duty, and who is when nobody was named."""

from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.permissions import Role
from clinicdesk.records import duty, opening_hours, staff
from clinicdesk.storage.clock import DrivenClock

MONDAY = date(2026, 3, 2)


def test_without_a_name_all_clinicians_are_on_duty(receptionist: Desk) -> None:
    assert duty.today(receptionist) == duty.Duty(MONDAY, None, None)
    assert duty.receiver(receptionist).name == "All clinicians"


def test_the_named_one_is_on_duty_for_the_clinics_day_and_can_be_changed(
    receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    duty.name(receptionist, MONDAY, nurse.person.id, based_on=None)
    named = duty.today(receptionist)
    assert duty.receiver(receptionist).staff_id == nurse.person.id

    duty.name(nurse, MONDAY, prescriber.person.id, based_on=named.version)
    assert duty.receiver(receptionist).name == "Dr Pat Osei"
    with pytest.raises(ChangedElsewhere):
        duty.name(receptionist, MONDAY, nurse.person.id, based_on=named.version)

    clock.pass_time(hours=14)  # 23:00 in New York, Tuesday in Greenwich
    assert duty.receiver(receptionist).name == "Dr Pat Osei"
    clock.pass_time(hours=1)
    assert duty.receiver(receptionist).name == "All clinicians"


def test_whoever_is_on_duty_writes_to_the_other_clinicians(nurse: Desk) -> None:
    duty.name(nurse, MONDAY, nurse.person.id, based_on=None)
    assert duty.receiver(nurse).name == "All clinicians"


def test_somebody_who_left_is_not_on_duty(receptionist: Desk, nurse: Desk, administrator: Desk) -> None:
    duty.name(receptionist, MONDAY, nurse.person.id, based_on=None)
    member = staff.get(administrator, nurse.person.id)
    staff.change(administrator, member, name=member.name, roles=[Role.RECEPTIONIST], active=True)
    assert duty.today(receptionist).member is None
    assert duty.receiver(receptionist).name == "All clinicians"


def test_only_clinicians_can_be_named(receptionist: Desk, administrator: Desk) -> None:
    assert [member.name for member in duty.clinicians(receptionist)] == [
        "Dr Pat Osei",
        "Nina Okafor, RN",
        "Sam Rivera, MD",
    ]
    with pytest.raises(BadValue):
        duty.name(receptionist, MONDAY, administrator.person.id, based_on=None)


def test_a_week_ahead_has_the_days_the_clinic_opens(administrator: Desk) -> None:
    opening_hours.close_day(administrator, date(2026, 3, 4), reason="Holiday")
    days = duty.coming_days(administrator, 4)
    assert days == [date(2026, 3, 3), date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 9)]
    for weekday in range(5):
        opening_hours.set_day(administrator, weekday, None)
    assert duty.coming_days(administrator, 2) == [date(2026, 3, 3), date(2026, 3, 4)]
