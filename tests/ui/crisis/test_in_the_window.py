"""Crisis card, urgent messages and calls in the program's own window, reached by their keys from wherever one is."""

from collections.abc import Callable
from datetime import time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import calls, messages
from clinicdesk.records.calls import Purpose
from tests.hands import Hands
from tests.records.calls.steps import TUESDAY, book, register
from ui.main_window import MainWindow
from ui.workplace import Workplace

Enter = Callable[[str], None]


@pytest.fixture
def patient(receptionist: Desk) -> str:
    return register(receptionist)


def test_from_an_open_chart_two_keys_fetch_a_clinician(
    enter: Enter, hands: Hands, window: MainWindow, nurse: Desk, patient: str
) -> None:
    enter("rita")
    work = window.centralWidget().findChild(Workplace)
    work.show_chart(patient)
    hands.press("F8")
    hands.see("Crisis Lifeline")
    hands.press("Return")
    hands.see("Nobody has taken it yet")
    (message,) = messages.urgent_waiting(nurse)
    assert message.patient_id == patient
    hands.press("Escape")


@pytest.mark.parametrize("place", ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6", "Ctrl+N"])
def test_an_urgent_message_stands_above_every_place(
    enter: Enter, hands: Hands, receptionist: Desk, window: MainWindow, place: str
) -> None:
    enter("nina")
    hands.press(place)
    messages.send(receptionist, to=messages.to_clinicians(), body="Please come", urgent=True)
    window.centralWidget().findChild(Workplace).tick()
    hands.see("Urgent: Rita Moss, 09:00. Please come")
    hands.press("F9")
    hands.not_see("Urgent: Rita")
    hands.see("Nina Okafor, RN took this")


def test_a_locked_screen_says_that_something_urgent_waits_and_nobodys_name(
    enter: Enter, hands: Hands, receptionist: Desk, patient: str
) -> None:
    enter("nina")
    hands.press("Ctrl+L")
    hands.see("Locked by Nina Okafor, RN")
    messages.send(receptionist, to=messages.to_clinicians(), body="Please come", patient_id=patient, urgent=True)
    hands.see("An urgent message waits for Nina Okafor, RN.")
    hands.not_see("LINDQVIST")
    hands.not_see("Please come")


def test_unread_messages_are_counted_on_the_rail(
    enter: Enter, hands: Hands, receptionist: Desk, nurse: Desk, window: MainWindow
) -> None:
    enter("nina")
    messages.send(receptionist, to=messages.to_clinicians(), body="One")
    messages.send(receptionist, to=messages.to_clinicians(), body="Two")
    hands.wait_for(lambda: hands.find("Messages").accessibleDescription() == "2 waiting", "the count")
    for message in messages.inbox(nurse):
        messages.read(nurse, message.id)
    hands.wait_for(lambda: hands.find("Messages").accessibleDescription() == "", "no count")
    assert window.windowTitle() == "ClinicDesk"


def test_a_message_about_the_open_chart_is_begun_by_command(
    enter: Enter, hands: Hands, window: MainWindow, patient: str
) -> None:
    enter("rita")
    work = window.centralWidget().findChild(Workplace)
    work.show_chart(patient)
    work.show_new_message()
    hands.see("Record no. 000 001")


def test_from_a_call_the_booking_is_shown_in_the_schedule(
    enter: Enter, hands: Hands, receptionist: Desk, patient: str
) -> None:
    book(receptionist, patient, TUESDAY, time(10, 0))
    assert len(calls.due(receptionist, Purpose.REMINDER)) == 1
    enter("rita")
    hands.press("Ctrl+4")
    hands.see("Show the booking")
    hands.press("B")
    hands.see("Tue 03-Mar-2026")
    hands.see("LINDQVIST, Per")


def test_the_numbers_are_one_key_away_from_a_locked_window_too(
    enter: Enter, hands: Hands, window: MainWindow, patient: str
) -> None:
    enter("rita")
    window.centralWidget().findChild(Workplace).show_chart(patient)
    hands.press("Ctrl+L")
    hands.see("F8 shows whom to call in a crisis.")
    hands.press("F8")
    hands.see("Crisis Lifeline")
    hands.not_see("LINDQVIST")
    hands.press("Escape")
    hands.not_see("Crisis Lifeline")
    hands.see("Locked by Rita Moss")
