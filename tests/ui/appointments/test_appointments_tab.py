"""The appointments tab: what is booked, the card, the message to copy, the way to the schedule."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import appointments, chairs, patients
from clinicdesk.records.appointments import Slot
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from tests.printing.test_front_desk_papers import book_session
from ui.appointments.tab import AppointmentsTab

TUESDAY = date(2026, 3, 3)


@pytest.fixture
def patient(everyone: Desk) -> str:
    return patients.register(everyone, details=PatientDetails(family_name="Ångström", given_name="Zoë"))


@pytest.fixture
def tab(qtbot: Any, everyone: Desk) -> Callable[[str], tuple[AppointmentsTab, Hands]]:
    def open_for(patient_id: str) -> tuple[AppointmentsTab, Hands]:
        made = AppointmentsTab(everyone)
        everyone.clinic.listen(made.refresh)
        qtbot.addWidget(made, before_close_func=lambda _tab: everyone.clinic.stop_listening(made.refresh))
        made.resize(1100, 600)
        with qtbot.waitActive(made):
            made.show()
        made.show_patient(patient_id)
        return made, Hands(qtbot, made)

    return open_for


def test_nothing_booked_offers_to_book(qtbot: Any, tab: Any, patient: str) -> None:
    made, hands = tab(patient)
    with qtbot.waitSignal(made.booking_asked) as asked:
        hands.click("Book now")
    assert asked.args == [patient]


def test_what_is_ahead_stands_above_what_was(everyone: Desk, tab: Any, patient: str) -> None:
    slot = Slot(datetime(2026, 3, 2, 8, 0, tzinfo=everyone.zone()), 30, chairs.all(everyone)[1].id)
    appointments.book(everyone, patient_id=patient, kind="follow_up", slot=slot)
    book_session(everyone, patient, TUESDAY, time(10, 30))

    _made, hands = tab(patient)

    rows = [row.starts_at.astimezone(everyone.zone()).date() for row in hands.find("Appointments").rows()]
    assert rows == [TUESDAY, TUESDAY - timedelta(days=1)]
    hands.see("No food after 04:30")


def test_the_message_is_copied_and_recorded(everyone: Desk, tab: Any, patient: str) -> None:
    book_session(everyone, patient, TUESDAY, time(10, 30))
    _made, hands = tab(patient)
    before = everyone.clinic.entry_count

    hands.click("Copy message")

    assert "10:30" in QGuiApplication.clipboard().text()
    assert "etamine" not in QGuiApplication.clipboard().text()
    hands.see("Copied.")
    assert everyone.clinic.entry_count == before + 1


def test_the_card_is_a_paper(qtbot: Any, everyone: Desk, tab: Any, patient: str) -> None:
    book_session(everyone, patient, TUESDAY, time(10, 30))
    made, hands = tab(patient)
    with qtbot.waitSignal(made.paper_requested) as asked:
        hands.press("Ctrl+P")
    assert asked.args == [PaperRequest("appointment-card", patient)]


def test_a_booking_made_elsewhere_appears_and_opens_in_the_schedule(
    qtbot: Any, everyone: Desk, tab: Any, patient: str
) -> None:
    made, hands = tab(patient)
    booked = book_session(everyone, patient, TUESDAY, time(10, 30))
    hands.choose_row("Appointments", "10:30", open_it=False)
    with qtbot.waitSignal(made.appointment_opened) as opened:
        hands.click("Show in schedule")
    assert opened.args == [booked]
