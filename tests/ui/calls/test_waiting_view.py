"""The waiting list on the screen: adding, a freed place taken with two keys, coming off the list."""

from datetime import time
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, waiting_list
from tests.hands import Hands
from tests.records.calls.steps import TUESDAY, cancel, plan, register, slot
from ui.calls.page import CallsPage


@pytest.fixture
def open_page(qtbot: Any) -> Any:
    def open_for(desk: Desk) -> Hands:
        page = CallsPage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1204, 640)
        with qtbot.waitExposed(page):
            page.show()
        page.setFocus()
        page.show_list("waiting")
        return Hands(qtbot, page)

    return open_for


def give_up(desk: Desk) -> None:
    place = slot(desk, TUESDAY, time(9, 0), 60, chair=0)
    gone = appointments.book(desk, patient_id=register(desk, "Gone"), kind="follow_up", slot=place)
    cancel(desk, gone)


def test_a_wish_is_added_at_the_keyboard(open_page: Any, receptionist: Desk) -> None:
    patient_id = register(receptionist, "Ångström", "Zoë")
    hands = open_page(receptionist)
    hands.see("Nobody waits for a place.")
    hands.click("Add to the waiting list")
    hands.type("Patient", "angs")
    hands.choose("Visit", "Follow-up visit")
    assert hands.find("Minutes").displayText() == "30"
    hands.click("Tue")
    hands.type("Not before", "0900")
    hands.type("Over by", "1200")
    hands.press("Ctrl+S")
    hands.see("Tue; 09:00–12:00")
    hands.see("Waiting list  1")
    (entry,) = waiting_list.open(receptionist)
    assert (entry.patient_id, entry.minutes, entry.weekdays) == (patient_id, 30, frozenset({1}))
    assert (entry.from_time, entry.until_time) == (time(9, 0), time(12, 0))


def test_a_session_can_wait_for_an_earlier_place(open_page: Any, receptionist: Desk, prescriber: Desk) -> None:
    patient_id = register(receptionist)
    (session_id,) = plan(prescriber, patient_id, TUESDAY)
    hands = open_page(receptionist)
    hands.click("Add to the waiting list")
    hands.type("Patient", "lindq")
    hands.choose("Visit", "Session 1 of 1")
    hands.press("Ctrl+S")
    hands.see("Waiting list  1")
    assert waiting_list.open(receptionist)[0].session_id == session_id


def test_what_is_missing_is_said_at_its_field(open_page: Any, receptionist: Desk) -> None:
    register(receptionist)
    hands = open_page(receptionist)
    hands.click("Add to the waiting list")
    hands.press("Ctrl+S")
    hands.see("Choose the patient from the list.")
    hands.type("Patient", "lindq")
    hands.press("Ctrl+S")
    hands.see("Choose what the patient waits for.")
    hands.choose("Visit", "First visit")
    hands.type("Until day", "never")
    hands.press("Ctrl+S")
    assert waiting_list.open(receptionist) == []


def test_a_freed_place_is_taken_with_two_keys(open_page: Any, receptionist: Desk) -> None:
    patient_id = register(receptionist)
    waiting_list.add(receptionist, patient_id=patient_id, kind="follow_up", minutes=30)
    hands = open_page(receptionist)
    hands.see("No given-up place suits now.")
    give_up(receptionist)
    hands.see("1 place")
    hands.see("Tue 03-Mar-2026 09:00, 30 min")
    hands.find("Waiting list").setFocus()
    hands.press("Return")
    hands.press("Return")
    hands.see("LINDQVIST, Per has the place on Tue 03-Mar-2026 09:00, 30 min.")
    hands.see("Waiting list  0")
    assert [one.patient_id for one in appointments.between(receptionist, TUESDAY, TUESDAY)] == [patient_id]


def test_somebody_comes_off_the_list_with_a_reason(open_page: Any, receptionist: Desk) -> None:
    waiting_list.add(receptionist, patient_id=register(receptionist), kind="follow_up", minutes=30)
    hands = open_page(receptionist)
    hands.click("Take off the waiting list")
    hands.type("Why", "Waits no more", leave=False)
    hands.click("Take off")
    hands.see("LINDQVIST, Per is off the waiting list.")
    assert waiting_list.open(receptionist) == []


def test_what_is_filled_in_survives_leaving_and_closing(open_page: Any, receptionist: Desk) -> None:
    register(receptionist)
    hands = open_page(receptionist)
    hands.click("Add to the waiting list")
    hands.type("Patient", "lindq", leave=False)
    hands.press("Return")
    hands.choose("Visit", "Follow-up visit")
    hands.type("Not before", "10:0", leave=False)
    hands.click("Wed")
    hands.window.leave()
    hands.window.hide()
    again = open_page(receptionist)
    assert again.find("Not before").text() == "10:0"
    assert again.find("Wed").isChecked()
    again.type("Not before", "10:00")
    again.click("Add")
    (entry,) = waiting_list.open(receptionist)
    assert (entry.from_time, entry.weekdays, entry.minutes) == (time(10, 0), {2}, 30)
    again.window.leave()
    assert receptionist.draft("calls") is None


def test_who_comes_off_the_list_elsewhere_gives_the_next_key_to_nobody_else(
    open_page: Any, receptionist: Desk, nurse: Desk
) -> None:
    give_up(receptionist)
    for family in ("Adams", "Baker"):
        waiting_list.add(receptionist, patient_id=register(receptionist, family), kind="follow_up", minutes=30)
    hands = open_page(receptionist)
    hands.press("Return")
    waiting_list.close(nurse, waiting_list.open(nurse)[0], reason="Called")
    hands.see("ADAMS, Per left the waiting list.")
    hands.press("Return")
    assert appointments.between(receptionist, TUESDAY, TUESDAY) == []


def test_who_is_taken_off_is_who_was_asked_about(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    for family in ("Adams", "Baker"):
        waiting_list.add(receptionist, patient_id=register(receptionist, family), kind="follow_up", minutes=30)
    hands = open_page(receptionist)
    hands.click("Take off the waiting list")
    waiting_list.close(nurse, waiting_list.open(nurse)[0], reason="Called")
    hands.type("Why", "Waits no more", leave=False)
    hands.click("Take off")
    hands.see("Nina Okafor, RN changed this at 09:00")
    assert [one.patient_name for one in waiting_list.open(receptionist)] == ["BAKER, Per"]


def test_who_may_not_be_called_is_marked(open_page: Any, receptionist: Desk) -> None:
    patient_id = register(receptionist, do_not_call="yes")
    waiting_list.add(receptionist, patient_id=patient_id, kind="follow_up", minutes=30)
    hands = open_page(receptionist)
    hands.see("Not by phone")
    hands.see("Do not call")
    hands.not_see("555 0142")


def test_what_others_add_does_not_disturb_who_fills_in_the_form(
    open_page: Any, receptionist: Desk, nurse: Desk
) -> None:
    register(receptionist)
    hands = open_page(receptionist)
    hands.click("Add to the waiting list")
    hands.type("Patient", "lindq")
    waiting_list.add(nurse, patient_id=register(nurse, "Other"), kind="intake", minutes=60)
    hands.see("Waiting list  1")
    hands.see("Record no. 000 001")
