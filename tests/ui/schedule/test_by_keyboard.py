"""The whole schedule with the keyboard: walking, booking, moving, stretching, cancelling."""

from datetime import time

from clinicdesk.desk import Desk
from clinicdesk.records import appointments
from clinicdesk.records.appointments import State
from tests.ui.schedule.conftest import MONDAY, book, register


def keys(hands, *pressed: str) -> None:
    for one in pressed:
        hands.press(one)


def walk_to(hands, name: str) -> None:
    """Walk down from the top of the first column until a booking is under the cursor."""
    keys(hands, "Home", "Ctrl+Down")
    assert name in hands.find("Schedule").accessibleDescription()


def test_book_at_the_cursor_without_a_mouse(open_page, receptionist: Desk) -> None:
    register(receptionist, "Lindqvist")
    hands = open_page(receptionist)
    keys(hands, "Down", "Down", "Right", "Return")
    hands.qtbot.keyClicks(hands.find("Patient"), "lindq")
    keys(hands, "Return")
    hands.see("Record no.")
    keys(hands, "Ctrl+S")
    (one,) = appointments.on_day(receptionist, MONDAY)
    assert (one.patient_name, one.chair, one.minutes) == ("LINDQVIST, Per", "Chair 2", 60)
    assert receptionist.local(one.starts_at).time() == time(9, 30)
    hands.see("Booked: Mon 02-Mar-2026, 09:30–10:30.")
    assert hands.find("09:30 to 10:30, LINDQVIST, Per, First visit, Chair 2")
    assert hands.find("Schedule").hasFocus()


def test_pick_up_move_and_drop(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    keys(hands, "M", "Down", "Ctrl+Down", "Right", "Return")
    assert when(receptionist, one) == ("Mon 10:20", "Chair 2", 60)
    hands.see("Now Mon 02-Mar-2026, 10:20–11:20.")
    hands.click("Undo")
    assert when(receptionist, one) == ("Mon 10:00", "Chair 1", 60)


def test_stretch_with_shift(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    keys(hands, "Shift+Down", "Shift+Down", "Ctrl+Shift+Up", "Return")
    assert when(receptionist, one) == ("Mon 10:00", "Chair 1", 85)


def test_escape_puts_back(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    keys(hands, "M", "Down", "Right", "Escape", "Return")
    assert when(receptionist, one) == ("Mon 10:00", "Chair 1", 60)


def test_carry_to_the_next_day(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    keys(hands, "M", "PgDown", "Return")
    assert when(receptionist, one) == ("Tue 10:00", "Chair 1", 60)


def test_a_place_that_is_taken_is_told_in_one_sentence(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    book(receptionist, "Doe", time(11, 0))
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    keys(hands, "M", "Down", "Return")
    hands.see("Chair 1 is taken on Mon 02-Mar-2026 from 11:00 to 12:00.")
    assert when(receptionist, one) == ("Mon 10:00", "Chair 1", 60)


def test_outside_the_opening_hours_it_asks(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(16, 0))
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    keys(hands, "M", "Down", "Return")
    hands.see("the clinic is open from 08:00 to 17:00")
    hands.click("Leave it")
    assert when(receptionist, one) == ("Mon 16:00", "Chair 1", 60)
    keys(hands, "M", "Down", "Return")
    hands.click("Book it anyway")
    assert when(receptionist, one) == ("Mon 16:15", "Chair 1", 60)


def test_a_day_that_is_over_is_told_and_not_asked(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(16, 0))
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    keys(hands, "M", "PgUp", "Return")
    hands.see("Sun 01-Mar-2026 is over. Choose today or a later day.")
    assert when(receptionist, one) == ("Mon 16:00", "Chair 1", 60)


def test_cancel_with_a_reason(open_page, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    keys(hands, "Delete", "Return")
    hands.see("Choose a reason or write one")
    hands.click("Patient is ill")
    hands.click("Cancel visit")
    gone = appointments.get(receptionist, one)
    assert (gone.state, gone.state_reason) == (State.CANCELLED, "Patient is ill")
    hands.not_see("LINDQVIST")
    hands.click("Cancelled too")
    assert hands.find("10:00 to 11:00, LINDQVIST, Per, Follow-up visit, Chair 1, Cancelled")


def test_a_no_show_can_be_not_reached_yet(open_page, receptionist: Desk, clock) -> None:
    one = book(receptionist, "Lindqvist", time(9, 15))
    clock.pass_time(minutes=45)
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    hands.click("No-show…")
    hands.click("Not reached yet")
    hands.click("Record no-show")
    missed = appointments.get(receptionist, one)
    assert (missed.state, missed.state_reason) == (State.NO_SHOW, "Not reached yet")
    assert hands.find("09:15 to 10:15, LINDQVIST, Per, Follow-up visit, Chair 1, No-show")


def test_change_in_the_form(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    walk_to(hands, "LINDQVIST, Per")
    hands.click("Change…")
    hands.type("Time", "1330")
    hands.type("Minutes", "1:30")
    hands.choose("Chair or room", "Chair 2")
    hands.click("Save")
    assert when(receptionist, one) == ("Mon 13:30", "Chair 2", 90)


def test_what_hangs_over_the_schedule_hangs_on_where_a_place_is_taken(open_page, when, receptionist: Desk) -> None:
    book(receptionist, "Doe", time(10, 0))
    lost = book(receptionist, "Lindqvist", time(10, 0), chair=1)
    before = appointments.get(receptionist, lost)
    appointments.cancel(receptionist, lost, reason="Is ill", based_on=before.version)
    hands = open_page(receptionist)
    hands.window.start_booking(before.patient_id, appointment_id=lost)
    keys(hands, "Left", "Return")
    hands.see("Chair 1 is taken on Mon 02-Mar-2026 from 10:00 to 11:00.")
    keys(hands, *["Down"] * 4, "Return")
    hands.see("Booked: Mon 02-Mar-2026, 11:00–12:00.")
    (again,) = (one for one in appointments.of_patient(receptionist, before.patient_id) if one.state is State.BOOKED)
    assert when(receptionist, again.id) == ("Mon 11:00", "Chair 1", 60)
