"""Messages at the keyboard: written, answered, taken, done; what is being typed is kept."""

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import messages
from clinicdesk.records.messages import Receiver
from tests.hands import Hands
from tests.records.calls.steps import register
from ui.messages.page import MessagesPage


@pytest.fixture
def open_page(qtbot: Any) -> Any:
    def open_for(desk: Desk) -> Hands:
        page = MessagesPage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1204, 640)
        with qtbot.waitExposed(page):
            page.show()
        page.setFocus()
        return Hands(qtbot, page)

    return open_for


def to(desk: Desk) -> Receiver:
    return Receiver(desk.person.name, staff_id=desk.person.id)


def test_a_message_is_written_without_a_mouse(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    patient_id = register(receptionist, "Ångström", "Zoë")
    hands = open_page(receptionist)
    hands.press("N")
    hands.choose("To", "Nina Okafor, RN")
    hands.press("Tab")
    for key in "angs":
        hands.press(key)
    hands.press("Return")
    hands.press("Tab")
    for key in "Call":
        hands.press(key)
    hands.press("Ctrl+Return")
    hands.see("Sent.")
    (message,) = messages.inbox(nurse)
    assert (message.body, message.patient_id, message.urgent) == ("call", patient_id, False)
    hands.see("Sent  1")


def test_an_urgent_one_is_marked_so(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    hands = open_page(receptionist)
    hands.click("New message")
    hands.choose("To", "All clinicians")
    hands.type("Message", "Please come to the desk")
    hands.click("Urgent")
    hands.click("Send")
    assert [message.urgent for message in messages.inbox(nurse)] == [True]


def test_what_is_missing_is_said_at_its_field(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    hands = open_page(receptionist)
    hands.press("N")
    hands.press("Ctrl+Return")
    hands.see("Choose who gets it.")
    hands.choose("To", nurse.person.name)
    hands.type("About patient", "nobody such")
    hands.press("Ctrl+Return")
    hands.see("Choose a patient from the list, or empty this field.")
    hands.press("Ctrl+A")
    hands.press("Delete")
    hands.press("Ctrl+Return")
    hands.see("Write what your colleague should know.")
    assert messages.inbox(nurse) == []


def test_reading_taking_and_finishing_with_a_remark(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    message_id = messages.send(receptionist, to=messages.to_clinicians(), body="Who calls\nthe pharmacy?")
    hands = open_page(nurse)
    hands.choose_row("Messages", "Rita Moss", open_it=False)
    hands.see("Who calls\nthe pharmacy?")
    assert messages.unread_count(nurse) == 0
    hands.press("T")
    hands.see("Nina Okafor, RN took this")
    hands.press("M")
    for key in "Sent":
        hands.press(key)
    hands.press("Return")
    hands.see("Done. Rita Moss can read it.")
    found = messages.get(receptionist, message_id)
    assert (found.taken_by, found.done_by, found.remark) == ("Nina Okafor, RN", "Nina Okafor, RN", "sent")
    hands.see("Inbox  0")
    hands.click("Done 1")
    hands.see("sent")


def test_a_reply_goes_to_the_sender_and_quotes(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    patient_id = register(receptionist)
    asked = messages.send(receptionist, to=to(nurse), body="May he drive?", patient_id=patient_id)
    hands = open_page(nurse)
    hands.choose_row("Messages", "Rita Moss", open_it=False)
    hands.press("R")
    hands.see("> May he drive?")
    for key in "No":
        hands.press(key)
    hands.press("Ctrl+Return")
    (answer,) = messages.inbox(receptionist)
    assert (answer.body, answer.answers, answer.patient_id) == ("no", asked, patient_id)


def test_somebody_took_it_first(open_page: Any, receptionist: Desk, nurse: Desk, prescriber: Desk) -> None:
    message_id = messages.send(receptionist, to=messages.to_clinicians(), body="Please come", urgent=True)
    hands = open_page(nurse)
    hands.choose_row("Messages", "Rita Moss", open_it=False)
    messages.take(prescriber, message_id)
    hands.see("Dr Pat Osei took this")
    hands.not_see("I see to it")


def test_new_ones_come_by_themselves_and_disturb_nobody(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    messages.send(receptionist, to=to(nurse), body="First")
    hands = open_page(nurse)
    hands.choose_row("Messages", "First", open_it=False)
    hands.press("R")
    hands.type("Message", "Half an ans", leave=False)
    messages.send(receptionist, to=to(nurse), body="Second", urgent=True)
    hands.see("Inbox  2")
    hands.see("Half an ans")


def test_what_is_being_typed_survives_leaving(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    patient_id = register(receptionist)
    hands = open_page(receptionist)
    hands.window.start_message(patient_id)
    hands.choose("To", nurse.person.name)
    hands.type("Message", "Half a mess")
    hands.window.leave()
    hands.window.hide()
    again = open_page(receptionist)
    again.see("Half a mess")
    again.see("Record no. 000 001")
    again.press("Ctrl+Return")
    assert messages.inbox(nurse)[0].body == "Half a mess"
    assert receptionist.draft("messages") is None


def test_each_thing_begun_stays_until_it_is_sent(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    patient_id = register(receptionist)
    messages.send(nurse, to=to(receptionist), body="Is he here?")
    hands = open_page(receptionist)
    hands.press("N")
    hands.choose("To", nurse.person.name)
    hands.type("Message", "Half a mess", leave=False)
    hands.choose_row("Messages", "Is he here?", open_it=False)
    hands.press("R")
    hands.type("Message", "Half an ans", leave=False)
    hands.window.start_message(patient_id)
    hands.see("Record no. 000 001")
    hands.type("Message", "About Per", leave=False)
    hands.window.leave()
    hands.window.hide()
    again = open_page(receptionist)
    again.see("About Per")
    again.choose("To", nurse.person.name)
    again.press("Ctrl+Return")
    assert "About Per" not in receptionist.draft("messages").body
    again.press("N")
    again.see("Half a mess")
    again.press("Ctrl+Return")
    again.choose_row("Messages", "Is he here?", open_it=False)
    again.press("R")
    again.see("Half an ans")
    again.press("Ctrl+Return")
    assert [message.body for message in messages.inbox(nurse)] == ["Half an ans", "Half a mess", "About Per"]
    assert receptionist.draft("messages") is None


def test_what_is_typed_is_kept_a_moment_later(open_page: Any, qtbot: Any, receptionist: Desk, nurse: Desk) -> None:
    hands = open_page(receptionist)
    hands.press("N")
    hands.choose("To", nurse.person.name)
    hands.type("Message", "Half a mess", leave=False)
    qtbot.waitUntil(lambda: receptionist.draft("messages") is not None)


def test_a_remark_stays_with_its_message(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    one = messages.send(receptionist, to=to(nurse), body="First")
    messages.send(receptionist, to=to(nurse), body="Second")
    hands = open_page(nurse)
    hands.choose_row("Messages", "First", open_it=False)
    hands.type("Remark for the sender", "Called, all well")
    hands.choose_row("Messages", "Second", open_it=False)
    assert hands.find("Remark for the sender").displayText() == ""
    hands.window.leave()
    hands.window.hide()
    again = open_page(nurse)
    again.choose_row("Messages", "First", open_it=False)
    again.press("D")
    assert messages.get(receptionist, one).remark == "Called, all well"
    assert nurse.draft("messages") is None


def test_a_reply_sent_on_to_somebody_else_is_read_without_what_it_answers(
    open_page: Any, receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    first = messages.send(receptionist, to=to(nurse), body="Please come", urgent=True)
    messages.send(receptionist, to=messages.to_clinicians(), body="Please come, somebody", urgent=True, answers=first)
    hands = open_page(prescriber)
    hands.choose_row("Messages", "somebody", open_it=False)
    hands.see("Rita Moss to All clinicians")
    hands.not_see("> Please come")


def test_reception_sees_nothing_of_what_clinicians_write(
    open_page: Any, receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    messages.send(prescriber, to=to(nurse), body="Pressure too high")
    messages.send(nurse, to=messages.to_clinicians(), body="Handover at four")
    hands = open_page(receptionist)
    hands.see("Nothing waits for you.")
    hands.not_see("Pressure")
    hands.not_see("Handover")
    messages.send(nurse, to=Receiver("", role=Role.RECEPTIONIST), body="For the desk")
    hands.see("For the desk")


def test_the_chart_is_one_key_away(open_page: Any, qtbot: Any, receptionist: Desk, nurse: Desk) -> None:
    patient_id = register(receptionist)
    messages.send(receptionist, to=to(nurse), body="Hello", patient_id=patient_id)
    hands = open_page(nurse)
    with qtbot.waitSignal(hands.window.patient_opened) as opened:
        hands.choose_row("Messages", "Rita Moss")
    assert opened.args == [patient_id]


def test_every_button_has_a_name_of_its_own(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    messages.send(receptionist, to=to(nurse), body="Hello")
    hands = open_page(nurse)
    hands.choose_row("Messages", "Rita Moss", open_it=False)
    names = [b.accessibleName() or b.text() for b in hands.window.findChildren(QPushButton) if b.isVisible()]
    # "Done" is a list and a button; the list's name carries its count.
    assert len(names) == len(set(names))
