"""What the schedule offers: sessions to book, the rest of a series to shift, those who wait for a freed place."""

from datetime import date, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, opening_hours, patients, series, waiting_list
from clinicdesk.records.appointments import Slot, State
from clinicdesk.records.patient_details import PatientDetails
from tests.ui.schedule.conftest import MONDAY, book, chair_ids, register
from ui.schedule.following import freed_part

TUESDAY = MONDAY + timedelta(days=1)
DAYS = [TUESDAY + timedelta(days=step) for step in (0, 2, 6, 8, 13, 15)]


def plan(desk: Desk, patient_id: str) -> list[str]:
    """Plan six sessions without times, and return their ids."""
    series_id = series.plan(
        desk, patient_id=patient_id, protocol_name="iv-ketamine-mood", days=DAYS, time=None, indication="Depression"
    )
    return [session.id for session in series.get(desk, series_id).sessions]


def book_session(desk: Desk, patient_id: str, session_id: str, day: date, at: time) -> str:
    slot = Slot(appointments.instant(desk, day, at), 120, chair_ids(desk)[0], None)
    return appointments.book(desk, patient_id=patient_id, kind="session", slot=slot, session_id=session_id)


def test_a_planned_session_is_put_on_the_schedule_by_keyboard(open_page, everyone: Desk) -> None:
    sessions = plan(everyone, register(everyone, "Lindqvist"))
    hands = open_page(everyone)
    hands.choose_row("Sessions to book", "1 of 6", open_it=False)
    hands.press("Return")
    hands.see("Choose a place with the arrows or the mouse")
    hands.see("Tue 03-Mar-2026")
    hands.press("Right")
    hands.press("Down")
    hands.press("Return")
    booked = appointments.of_session(everyone, sessions[0])
    assert booked is not None
    assert (booked.chair, f"{everyone.local(booked.starts_at):%a %H:%M}") == ("Chair 2", "Tue 08:15")
    assert booked.minutes == appointments.usual_minutes(everyone, "session", sessions[0])
    assert hands.find("To book 4")


def test_a_session_to_book_says_what_became_of_its_visit(open_page, everyone: Desk) -> None:
    patient = register(everyone, "Lindqvist")
    sessions = plan(everyone, patient)
    one = book_session(everyone, patient, sessions[0], TUESDAY, time(9))
    before = appointments.get(everyone, one)
    appointments.cancel(everyone, one, reason="No escort", based_on=before.version)
    hands = open_page(everyone)
    hands.choose_row("Sessions to book", "1 of 6", open_it=False)
    hands.see("Cancelled: No escort")
    hands.choose_row("Sessions to book", "2 of 6", open_it=False)
    hands.not_see("Cancelled: No escort")


def test_bookings_left_on_a_closed_day_are_listed_and_lead_there(
    open_page, receptionist: Desk, administrator: Desk, clock
) -> None:
    thursday = date(2026, 3, 5)
    book(receptionist, "Lindqvist", time(10, 0), day=thursday)
    clock.pass_time(minutes=1)
    hands = open_page(receptionist)
    assert not hands.found("Bookings to move")
    opening_hours.close_day(administrator, thursday, reason="Holiday")
    hands.see("to move  1")
    hands.choose_row("Bookings to move", "LINDQVIST")
    hands.see("Thu 05-Mar-2026, closed: Holiday")
    assert "LINDQVIST, Per" in hands.find("Schedule").accessibleDescription()
    hands.press("M")
    hands.press("PgUp")
    hands.press("Return")
    hands.see("Now Wed 04-Mar-2026, 10:00–11:00.")
    hands.wait_for(lambda: not hands.found("Bookings to move"), "an end of what is to be moved")


def test_a_call_list_leads_here_to_book_again(open_page, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    before = appointments.get(receptionist, one)
    appointments.cancel(receptionist, one, reason="Ill", based_on=before.version)
    hands = open_page(receptionist)
    hands.window.start_booking(before.patient_id, appointment_id=one)
    hands.press("PgDown")
    hands.press("Return")
    again = [a for a in appointments.of_patient(receptionist, before.patient_id) if a.state is State.BOOKED]
    assert [f"{receptionist.local(a.starts_at):%a %H:%M}" for a in again] == ["Tue 10:00"]


def test_a_booking_begins_for_a_patient_from_elsewhere(open_page, receptionist: Desk) -> None:
    patient = register(receptionist, "Lindqvist")
    hands = open_page(receptionist)
    hands.window.start_booking(patient)
    assert hands.find("Patient").text() == "LINDQVIST, Per"
    hands.press("Ctrl+S")
    (one,) = appointments.on_day(receptionist, MONDAY)
    assert one.patient_id == patient


def test_moving_a_session_offers_to_shift_the_rest(open_page, everyone: Desk) -> None:
    patient = register(everyone, "Lindqvist")
    sessions = plan(everyone, patient)
    first = book_session(everyone, patient, sessions[0], TUESDAY, time(9))
    second = book_session(everyone, patient, sessions[1], DAYS[1], time(9))
    hands = open_page(everyone)
    hands.window.show_appointment(first)
    hands.press("M")
    hands.press("PgDown")
    hands.press("Return")
    hands.see("Shift the rest?")
    hands.see("5 sessions come after the one that was moved.")
    hands.click("Shift them")
    assert everyone.local(appointments.get(everyone, first).starts_at).date() == TUESDAY + timedelta(days=1)
    assert everyone.local(appointments.get(everyone, second).starts_at).date() == DAYS[1] + timedelta(days=1)


def test_the_rest_can_stay_where_it_is(open_page, everyone: Desk) -> None:
    patient = register(everyone, "Lindqvist")
    sessions = plan(everyone, patient)
    first = book_session(everyone, patient, sessions[0], TUESDAY, time(9))
    hands = open_page(everyone)
    hands.window.show_appointment(first)
    hands.press("M")
    hands.press("PgDown")
    hands.press("Return")
    hands.click("Leave them")
    hands.not_see("Shift the rest?")
    assert everyone.local(appointments.get(everyone, first).starts_at).date() == TUESDAY + timedelta(days=1)


def wait(desk: Desk, family: str, minutes: int = 30, **details: str) -> str:
    patient = patients.register(
        desk,
        details=PatientDetails(family_name=family, given_name="Ann", birth_date=date(1980, 1, 1), **details),
    )
    return waiting_list.add(desk, patient_id=patient, kind="follow_up", minutes=minutes)


def test_a_freed_place_is_offered_to_those_who_wait(open_page, receptionist: Desk) -> None:
    wait(receptionist, "Marsh", phone_mobile="+1 218 555 0142")
    wait(receptionist, "Abernathy", phone_mobile="+1 218 555 0143", do_not_call="yes")
    wait(receptionist, "Toolong", minutes=240)
    book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    hands.press("Home")
    hands.press("Ctrl+Down")
    hands.press("Delete")
    hands.click("Patient is ill")
    hands.click("Cancel visit")
    hands.see("Waiting for this place")
    hands.see("+1 218 555 0142")
    hands.not_see("555 0143")
    hands.not_see("TOOLONG")
    hands.choose_row("Waiting for this place", "MARSH", open_it=False)
    hands.click("Book into it")
    (one,) = [a for a in appointments.on_day(receptionist, MONDAY) if a.state is State.BOOKED]
    assert (one.patient_name, f"{receptionist.local(one.starts_at):%H:%M}") == ("MARSH, Ann", "10:00")
    assert [entry.patient_name for entry in waiting_list.open(receptionist)] == ["ABERNATHY, Ann", "TOOLONG, Ann"]


def test_nothing_is_offered_where_nobody_waits(open_page, receptionist: Desk) -> None:
    book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    hands.press("Home")
    hands.press("Ctrl+Down")
    hands.press("M")
    hands.press("PgDown")
    hands.press("Return")
    hands.not_see("Waiting for this place")


def test_what_is_free_of_a_place_that_was_left(receptionist: Desk) -> None:
    def at(hour: int, minute: int = 0):
        return appointments.instant(receptionist, MONDAY, time(hour, minute))

    place = Slot(at(10), 120, "chair", None)
    now = at(8)
    assert freed_part(None, None, now) is None
    assert freed_part(place, None, now) == place
    assert freed_part(place, Slot(at(10), 60, "chair", None), now) == Slot(at(11), 60, "chair", None)
    assert freed_part(place, Slot(at(11), 120, "chair", None), now) == Slot(at(10), 60, "chair", None)
    assert freed_part(place, Slot(at(10), 120, "other", None), now) == place
    assert freed_part(place, None, at(11, 3)) == Slot(at(11, 5), 55, "chair", None)
    assert freed_part(place, None, at(11, 50)) is None
