"""Steps of the front desk that the tests of calls begin with."""

from datetime import UTC, date, datetime, time

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, chairs, patients, series, sessions
from clinicdesk.records.appointments import Slot
from clinicdesk.records.patient_details import PatientDetails
from tests.records.sessions import steps as treated

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def register(desk: Desk, family: str = "Lindqvist", given: str = "Per", **more: object) -> str:
    known = {"birth_date": date(1968, 7, 21), "phone_mobile": "+1 218 555 0142", "leave_message": "yes"} | more
    return patients.register(desk, details=PatientDetails(family_name=family, given_name=given, **known))  # type: ignore[arg-type]


def slot(desk: Desk, day: date, at: time, minutes: int = 30, *, chair: int | None = None) -> Slot:
    starts_at = datetime.combine(day, at, desk.zone()).astimezone(UTC)
    return Slot(starts_at, minutes, chairs.all(desk)[chair].id if chair is not None else None)


def book(desk: Desk, patient_id: str, day: date, at: time = time(9, 0), kind: str = "follow_up") -> str:
    return appointments.book(desk, patient_id=patient_id, kind=kind, slot=slot(desk, day, at))


def book_session(desk: Desk, session_id: str, day: date, at: time = time(9, 0)) -> str:
    patient_id = sessions.line(desk, session_id).patient_id
    place = slot(desk, day, at, 120, chair=0)
    return appointments.book(desk, patient_id=patient_id, kind="session", slot=place, session_id=session_id)


def miss(desk: Desk, appointment_id: str, reason: str = "Not reached yet") -> None:
    version = appointments.get(desk, appointment_id).version
    appointments.mark_no_show(desk, appointment_id, reason=reason, based_on=version)


def cancel(desk: Desk, appointment_id: str, reason: str = "Has a cold") -> None:
    version = appointments.get(desk, appointment_id).version
    appointments.cancel(desk, appointment_id, reason=reason, based_on=version)


def plan(desk: Desk, patient_id: str, *days: date, protocol: str = "iv-ketamine-mood") -> list[str]:
    """Plan a series of somebody whom it suits on these days, nothing booked, and return the sessions' ids."""
    treated.eligible(desk, patient_id)
    series_id = series.plan(
        desk, patient_id=patient_id, protocol_name=protocol, days=days, time=None, indication="Depression"
    )
    return [line.id for line in sessions.of_series(desk, series_id)]


def change_details(desk: Desk, patient_id: str, **details: object) -> None:
    """Change what is known of a patient."""
    known = patients.get(desk, patient_id)
    kept = {name: getattr(known, name) for name in PatientDetails.__dataclass_fields__}
    patients.amend(desk, patient_id, details=PatientDetails(**(kept | details)), based_on=known.version)  # type: ignore[arg-type]
