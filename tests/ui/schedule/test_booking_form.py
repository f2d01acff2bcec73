"""The form: whom, what for, when, where; blocked time; sessions of the patient; what is said where."""

from datetime import time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import appointments
from tests.hands import Hands
from tests.ui.schedule.conftest import MONDAY, book, register
from tests.ui.schedule.test_offers import plan
from ui.schedule.wanted import parse_minutes


def find_patient(hands: Hands, typed: str) -> None:
    hands.qtbot.keyClicks(hands.find("Patient"), typed)
    hands.press("Return")


def test_time_is_blocked_without_a_patient(open_page, receptionist: Desk) -> None:
    hands = open_page(receptionist)
    hands.press("B")
    hands.choose("Visit", "Blocked time")
    assert not hands.found("Patient")
    hands.type("Remark", "Team meeting")
    hands.press("Ctrl+S")
    (one,) = appointments.on_day(receptionist, MONDAY)
    assert (one.patient_id, one.kind, one.minutes, one.remark) == (None, "blocked", 60, "Team meeting")
    assert hands.find("09:00 to 10:00, Team meeting, Chair 1")
    hands.click("Free this time…")
    assert not appointments.between(receptionist, MONDAY, MONDAY)


def test_the_sessions_of_the_patient_come_first(open_page, everyone: Desk) -> None:
    sessions = plan(everyone, register(everyone, "Lindqvist"))
    hands = open_page(everyone)
    hands.press("B")
    find_patient(hands, "lindqvist")
    kind = hands.find("Visit")
    assert kind.currentText() == "Session 1 of 6, planned 03-Mar-2026"
    usual = appointments.usual_minutes(everyone, "session", sessions[0])
    assert hands.find("Minutes").text() == str(usual)
    hands.press("Ctrl+S")
    booked = appointments.of_session(everyone, sessions[0])
    assert booked is not None
    assert booked.minutes == usual


def test_on_a_booking_the_form_begins_where_it_ends(open_page, receptionist: Desk) -> None:
    book(receptionist, "Doe", time(10, 0), 45)
    hands = open_page(receptionist)
    hands.press("Home")
    hands.press("Ctrl+Down")
    hands.press("B")
    assert hands.find("Time").text() == "10:45"


def test_a_typed_length_stays_when_the_visit_changes(open_page, receptionist: Desk) -> None:
    hands = open_page(receptionist)
    hands.press("B")
    assert hands.find("Minutes").text() == "30"
    hands.choose("Visit", "First visit")
    assert hands.find("Minutes").text() == "60"
    hands.type("Minutes", "45")
    hands.see("until 09:45")
    hands.choose("Visit", "Phone call")
    assert hands.find("Minutes").text() == "45"


def test_without_a_patient_nothing_is_booked_and_the_field_says_so(open_page, receptionist: Desk) -> None:
    hands = open_page(receptionist)
    hands.press("B")
    hands.press("Ctrl+S")
    hands.see("Type a name and choose the patient from the list.")
    assert hands.find("Patient").hasFocus()
    assert not appointments.on_day(receptionist, MONDAY)


def test_a_taken_place_is_told_in_the_form_and_what_was_typed_stays(open_page, receptionist: Desk) -> None:
    book(receptionist, "Doe", time(9, 0))
    register(receptionist, "Lindqvist")
    hands = open_page(receptionist)
    hands.press("Right")
    hands.press("B")
    find_patient(hands, "lindqvist")
    hands.choose("Chair or room", "Chair 1")
    hands.type("Time", "0915")
    hands.type("Remark", "Prefers the window")
    hands.press("Ctrl+S")
    hands.see("Chair 1 is taken on Mon 02-Mar-2026 from 09:00 to 10:00.")
    assert hands.find("Remark").text() == "Prefers the window"
    hands.type("Time", "1000")
    hands.press("Ctrl+S")
    hands.see("Booked: Mon 02-Mar-2026, 10:00–11:00.")


def test_who_was_never_here_has_a_first_visit_unless_another_is_chosen(open_page, receptionist: Desk) -> None:
    register(receptionist, "Lindqvist")
    book(receptionist, "Doe", time(9, 0))
    hands = open_page(receptionist)
    hands.press("B")
    find_patient(hands, "lindqvist")
    assert (hands.find("Visit").currentText(), hands.find("Minutes").text()) == ("First visit", "60")
    hands.type("Patient", "doe", leave=False)
    hands.press("Return")
    assert (hands.find("Visit").currentText(), hands.find("Minutes").text()) == ("Follow-up visit", "30")
    hands.choose("Visit", "Phone call")
    hands.type("Patient", "lindqvist", leave=False)
    hands.press("Return")
    assert hands.find("Visit").currentText() == "Phone call"


def test_outside_the_hours_the_form_asks_too(open_page, receptionist: Desk) -> None:
    register(receptionist, "Lindqvist")
    hands = open_page(receptionist)
    hands.press("B")
    find_patient(hands, "lindqvist")
    hands.type("Time", "1845")
    hands.press("Ctrl+S")
    hands.see("the clinic is open from 08:00 to 17:00")
    hands.click("Leave it")
    assert hands.find("Time").text() == "18:45"
    hands.press("Ctrl+S")
    hands.click("Book it anyway")
    (one,) = appointments.on_day(receptionist, MONDAY)
    assert receptionist.local(one.starts_at).time() == time(18, 45)


def test_nobody_found_leads_to_registration(open_page, receptionist: Desk) -> None:
    hands = open_page(receptionist)
    hands.press("B")
    with hands.qtbot.waitSignal(hands.window.registration_opened) as opened:
        find_patient(hands, "Nobody Here")
    assert opened.args == ["Nobody Here"]


def test_escape_leaves_the_form_and_the_keys_are_on_the_schedule_again(open_page, receptionist: Desk) -> None:
    hands = open_page(receptionist)
    hands.press("B")
    hands.press("Escape")
    hands.not_see("Book a visit\nPatient")
    assert hands.find("Schedule").hasFocus()


@pytest.mark.parametrize(
    ("typed", "minutes"), [("90", 90), ("1:30", 90), ("1 h 30", 90), ("2h", 120), ("45 min", 45), ("1h30min", 90)]
)
def test_lengths_as_people_write_them(typed: str, minutes: int) -> None:
    assert parse_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["0", "4", "-30", "1500", "abc", "1:2:3", "12345", "٣٠x"])
def test_what_is_no_length(typed: str) -> None:
    with pytest.raises(BadValue):
        parse_minutes(typed)


def half_fill(hands: Hands) -> None:
    hands.press("B")
    find_patient(hands, "lindqvist")
    hands.choose("Visit", "Phone call")
    hands.type("Remark", "Asks about parking")


def test_a_half_filled_booking_comes_back_after_a_crash(open_page, receptionist: Desk) -> None:
    register(receptionist, "Lindqvist")
    first = open_page(receptionist)
    half_fill(first)
    first.wait_for(lambda: receptionist.draft("schedule:booking") is not None, "the draft")
    # Another window finds what is there when the program is killed.
    first.window.hide()
    hands = open_page(receptionist)
    hands.see("This is what you were typing at 09:00.")
    assert hands.find("Patient").text() == "LINDQVIST, Per"
    hands.find("Remark").setFocus()
    hands.press("Ctrl+S")
    (one,) = appointments.on_day(receptionist, MONDAY)
    assert (one.kind, one.remark, one.minutes) == ("phone_call", "Asks about parking", 15)
    assert receptionist.draft("schedule:booking") is None


def test_a_half_filled_booking_goes_to_the_place_that_is_chosen_next(open_page, receptionist: Desk) -> None:
    register(receptionist, "Lindqvist")
    hands = open_page(receptionist)
    half_fill(hands)
    hands.find("Schedule").setFocus()
    hands.press("Down")
    hands.press("Down")
    hands.press("B")
    assert hands.find("Remark").text() == "Asks about parking"
    assert hands.find("Time").text() == "09:30"


def test_a_booking_for_somebody_else_does_not_overwrite_what_is_half_filled(open_page, receptionist: Desk) -> None:
    register(receptionist, "Lindqvist")
    other = register(receptionist, "Doe")
    hands = open_page(receptionist)
    half_fill(hands)
    hands.window.start_booking(other)
    hands.see("This booking is half filled.")
    assert hands.find("Remark").text() == "Asks about parking"
    hands.press("Esc")
    assert receptionist.draft("schedule:booking") is None
    hands.window.start_booking(other)
    assert hands.find("Patient").text() == "DOE, Per"
    assert hands.find("Remark").text() == ""


def test_moving_another_booking_leaves_what_is_half_filled(open_page, receptionist: Desk, when) -> None:
    register(receptionist, "Lindqvist")
    other = book(receptionist, "Doe", time(10, 0))
    hands = open_page(receptionist)
    half_fill(hands)
    hands.window.grid.sheet.select(other)
    hands.find("Schedule").setFocus()
    hands.press("M")
    hands.press("Down")
    hands.press("Return")
    assert when(receptionist, other)[0] == "Mon 10:15"
    assert hands.find("Remark").text() == "Asks about parking"
    hands.find("Remark").setFocus()
    hands.press("Ctrl+S")
    assert len(appointments.on_day(receptionist, MONDAY)) == 2
    assert receptionist.draft("schedule:booking") is None
