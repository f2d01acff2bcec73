"""A schedule with somebody on it."""

from collections.abc import Callable
from datetime import date, time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, chairs, patients, staff
from clinicdesk.records.appointments import Slot
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from ui.schedule.page import SchedulePage

MONDAY = date(2026, 3, 2)

Book = Callable[..., str]


def register(desk: Desk, family: str, given: str = "Per") -> str:
    """Register somebody and return the id."""
    details = PatientDetails(family_name=family, given_name=given, birth_date=date(1968, 7, 21))
    return patients.register(desk, details=details)


def chair_ids(desk: Desk) -> list[str]:
    """Return the ids of the chairs in the order of the columns."""
    return [chair.id for chair in chairs.all(desk)]


def staff_id(desk: Desk, login: str) -> str:
    """Return the id of somebody on the staff."""
    return next(one.id for one in staff.everybody(desk) if one.login == login)


def book(
    desk: Desk,
    family: str,
    at: time,
    minutes: int = 60,
    *,
    day: date = MONDAY,
    chair: int | None = 0,
    login: str = "",
    kind: str = "follow_up",
    patient_id: str | None = None,
) -> str:
    """Book somebody, registered for it unless the patient is given, and return the booking's id."""
    slot = Slot(
        appointments.instant(desk, day, at),
        minutes,
        None if chair is None else chair_ids(desk)[chair],
        staff_id(desk, login) if login else None,
    )
    return appointments.book(desk, patient_id=patient_id or register(desk, family), kind=kind, slot=slot)


@pytest.fixture
def open_page(qtbot):
    """Return a function that opens the schedule for somebody and gives the keyboard to it."""

    def open_for(desk: Desk, width: int = 1204, height: int = 632) -> Hands:
        page = SchedulePage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(width, height)
        with qtbot.waitActive(page):
            page.show()
        page.setFocus()
        qtbot.wait(5)
        return Hands(qtbot, page)

    return open_for


@pytest.fixture
def when() -> Callable[[Desk, str], tuple[str, str, int]]:
    """Return a function that says when and where a booking is: day, time and minutes, and the chair's name after."""

    def told(desk: Desk, appointment_id: str) -> tuple[str, str, int]:
        one = appointments.get(desk, appointment_id)
        return f"{desk.local(one.starts_at):%a %H:%M}", one.chair or one.staff, one.minutes

    return told
