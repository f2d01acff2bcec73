"""Bookings that something else left behind are listed with the reason; nothing moves by itself."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, chairs, opening_hours, patients, staff
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.records.appointments.places import book, chair, clinician, slot
from tests.records.sessions.steps import TODAY, register_zoe

FRIDAY = TODAY + timedelta(days=4)


@pytest.fixture
def patient(receptionist: Desk) -> str:
    return register_zoe(receptionist)


def reasons(desk: Desk, last: date = FRIDAY) -> list[str]:
    return [one.reason for one in appointments.left_behind(desk, TODAY, last)]


def change(desk: Desk, patient_id: str, **more: date) -> None:
    patient = patients.get(desk, patient_id)
    names = PatientDetails.__dataclass_fields__
    details = PatientDetails(**{name: getattr(patient, name) for name in names})
    patients.amend(desk, patient_id, details=replace(details, **more), based_on=patient.version)


def test_a_week_in_which_nothing_changed_leaves_nothing_behind(receptionist: Desk, patient: str) -> None:
    book(receptionist, patient, slot(receptionist, 10))
    assert reasons(receptionist) == []


def test_closing_and_new_hours_leave_what_was_booked_and_not_what_was_meant(
    receptionist: Desk, administrator: Desk, patient: str, clock: DrivenClock
) -> None:
    left = book(receptionist, patient, slot(receptionist, 16, day=FRIDAY))
    clock.pass_time(minutes=1)
    opening_hours.set_day(administrator, 4, (time(8), time(12)))
    assert reasons(receptionist) == ["The clinic is closed on Fri 06-Mar-2026 or at this time."]
    clock.pass_time(minutes=1)
    seen = appointments.get(receptionist, left)
    meant = slot(receptionist, 13, day=FRIDAY)
    appointments.change(receptionist, left, slot=meant, based_on=seen.version, outside_hours=True)
    assert reasons(receptionist) == []
    clock.pass_time(minutes=1)
    opening_hours.close_day(administrator, FRIDAY, reason="Snow")
    assert [one.id for one in appointments.outside_hours(receptionist, TODAY, FRIDAY)] == [left]


def test_a_colleague_who_left_and_a_patient_who_died_or_moved(
    receptionist: Desk, administrator: Desk, patient: str
) -> None:
    book(receptionist, patient, slot(receptionist, 10, staff_id=clinician(receptionist)))
    book(receptionist, patient, slot(receptionist, 10, day=FRIDAY))
    member = staff.get(administrator, clinician(receptionist))
    staff.change(administrator, member, name=member.name, roles=member.roles, active=False)
    assert reasons(receptionist) == ["Dr Pat Osei no longer works here."]
    change(receptionist, patient, moved_away_on=TODAY)
    assert reasons(receptionist) == ["The patient has moved away."] * 2
    change(receptionist, patient, deceased_on=TODAY)
    assert reasons(receptionist) == ["The patient has died."] * 2


def test_a_chair_that_went_all_the_same(receptionist: Desk, administrator: Desk, patient: str) -> None:
    second = chairs.get(administrator, chair(administrator, 1))
    chairs.retire(administrator, second)
    # Another desk booked in the moment before.
    receptionist.record(
        "appointment.book",
        appointments.rows.booked("late", patient, "follow_up", slot(receptionist, 10)),
        patient=patient,
    )
    receptionist.record(
        "appointment.change",
        appointments.rows.update(
            "appointments", "late", appointments.get(receptionist, "late").version, chair_id=second.id
        ),
        patient=patient,
    )
    assert reasons(receptionist) == ["Chair 2 is no longer in use."]
