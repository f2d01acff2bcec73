"""Day and week, chairs and clinicians, the counter view, closed days, midnight and the change of the clock."""

from datetime import UTC, date, datetime, time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, chairs, opening_hours
from clinicdesk.records.appointments import Slot
from clinicdesk.storage.clock import DrivenClock
from tests.ui.schedule.conftest import MONDAY, book, chair_ids, register, staff_id
from ui.schedule import timetable, words
from ui.schedule.timetable import By, View


def titles(hands) -> list[str]:
    return [column.place.name for column in hands.window.grid.sheet.table.columns]


def test_a_week_shows_its_open_days_by_chair(open_page, receptionist: Desk) -> None:
    book(receptionist, "Lindqvist", time(10, 0), day=date(2026, 3, 5), chair=1)
    hands = open_page(receptionist)
    hands.press("W")
    assert titles(hands) == ["Chair 1", "Chair 2"] * 5
    assert hands.find("10:00 to 11:00, LINDQVIST, Per, Follow-up visit, Chair 2")
    hands.see("02-Mar-2026 to 08-Mar-2026")


def test_the_week_of_a_narrow_window_begins_where_the_cursor_is(
    open_page, receptionist: Desk, administrator: Desk, qtbot
) -> None:
    for number in range(3, 9):
        chairs.add(administrator, name=f"Chair {number}", kind="chair")
    hands = open_page(receptionist, width=800)
    grid = hands.window.grid
    hands.window.show_day(date(2026, 3, 6))
    hands.press("W")
    assert grid.sheet.table.columns[grid.sheet.column].day == date(2026, 3, 6)

    def in_sight() -> bool:
        left = grid.sheet.scale().rect(grid.sheet.column, 0, 60).left() - grid.horizontalScrollBar().value()
        return 0 <= left < grid.viewport().width()

    assert grid.horizontalScrollBar().maximum() > 0
    qtbot.waitUntil(in_sight)


def test_a_visit_on_a_closed_day_is_shown(open_page, receptionist: Desk, administrator: Desk) -> None:
    opening_hours.set_day(administrator, 5, (time(8), time(12)))
    book(receptionist, "Lindqvist", time(10, 0), day=date(2026, 3, 7))
    opening_hours.set_day(administrator, 5, None)
    hands = open_page(receptionist)
    hands.press("W")
    table = hands.window.grid.sheet.table
    assert [column.day for column in table.columns][-2:] == [date(2026, 3, 7)] * 2
    assert table.columns[-1].opens is None


def test_clinicians_have_columns_of_their_own(open_page, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0), login="nina")
    hands = open_page(receptionist)
    hands.click("Clinicians")
    assert titles(hands) == ["Dr Pat Osei", "Nina Okafor, RN", "Sam Rivera, MD"]
    hands.press("Right")
    hands.press("Ctrl+Down")
    hands.press("M")
    hands.press("Right")
    hands.press("Return")
    moved = appointments.get(receptionist, one)
    assert (moved.staff, moved.chair) == ("Sam Rivera, MD", "Chair 1")


def test_bookings_without_a_chair_have_a_column(open_page, receptionist: Desk) -> None:
    book(receptionist, "Lindqvist", time(10, 0), 15, chair=None, login="nina", kind="phone_call")
    hands = open_page(receptionist)
    assert titles(hands) == ["Chair 1", "Chair 2", "No chair"]


def test_another_view_puts_back_what_is_carried(open_page, when, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0), 15, chair=None, login="nina", kind="phone_call")
    hands = open_page(receptionist)
    hands.click("10:00 to 10:15, LINDQVIST, Per, Phone call, Nina Okafor, RN")
    hands.press("M")
    hands.click("Clinicians")
    assert hands.window.grid.sheet.carried is None
    hands.press("Return")
    assert when(receptionist, one) == ("Mon 10:00", "Nina Okafor, RN", 15)


def test_what_is_carried_from_a_column_that_the_next_day_lacks_hangs_in_its_last(open_page, receptionist: Desk) -> None:
    book(receptionist, "Lindqvist", time(10, 0), 15, chair=None, login="nina", kind="phone_call")
    hands = open_page(receptionist)
    hands.click("10:00 to 10:15, LINDQVIST, Per, Phone call, Nina Okafor, RN")
    hands.press("M")
    hands.press("PgDown")
    hands.press("Return")
    hands.see("Now Tue 03-Mar-2026, 10:00–10:15.")


def test_a_cancelled_booking_is_shown_when_it_is_asked_for(open_page, receptionist: Desk) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0), day=date(2026, 3, 5))
    before = appointments.get(receptionist, one)
    appointments.cancel(receptionist, one, reason="Ill", based_on=before.version)
    hands = open_page(receptionist)
    hands.choose("Shown columns", "Chair 2")
    hands.window.show_appointment(one)
    assert "LINDQVIST, Per" in hands.find("Schedule").accessibleDescription()
    hands.see("Ill")
    hands.see("Book again")


def test_only_one_chair(open_page, receptionist: Desk) -> None:
    book(receptionist, "Lindqvist", time(10, 0), chair=0)
    hands = open_page(receptionist)
    hands.choose("Shown columns", "Chair 2")
    assert titles(hands) == ["Chair 2"]
    assert not hands.found("10:00 to 11:00, LINDQVIST, Per, Follow-up visit, Chair 1")


def test_the_counter_sees_initials_and_no_birth_date(open_page, receptionist: Desk) -> None:
    one = appointments.get(receptionist, book(receptionist, "Lindqvist", time(10, 0)))
    appointments.change(receptionist, one.id, slot=one.slot, based_on=one.version, remark="Brings her wife")
    hands = open_page(receptionist)
    hands.click("10:00 to 11:00, LINDQVIST, Per, Follow-up visit, Chair 1")
    hands.see("Born 21-Jul-1968")
    hands.see("Brings her wife")
    hands.click("Counter view")
    hands.see("P. L.")
    everything = hands.texts() + "\n".join(widget.accessibleName() for widget in hands.widgets())
    assert "LINDQVIST" not in everything.upper()
    assert "1968" not in everything
    assert "wife" not in everything
    hands.click("Cancel visit…")
    hands.see("P. L., Mon 02-Mar-2026, 10:00–11:00. The place becomes free.")
    hands.press("Esc")
    assert hands.find("10:00 to 11:00, P. L., Follow-up visit, Chair 1")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("LINDQVIST, Per", "P. L."),
        ("NGUYEN, Minh Anh", "M. A. N."),
        ("O'NEIL, Ann", "A. O."),
        ("MADONNA", "M."),
        ("DE LA CRUZ, Ana", "A. D."),
        ("", "–"),
    ],
)
def test_initials(name: str, shown: str) -> None:
    assert words.initials(name) == shown


def test_typing_a_day_goes_there(open_page, receptionist: Desk) -> None:
    hands = open_page(receptionist)
    hands.type("Go to day", "9mar26", leave=False)
    hands.press("Return")
    hands.see("Mon 09-Mar-2026")
    hands.type("Go to day", "3/4/26", leave=False)
    hands.press("Return")
    hands.see("Day or month first?")
    hands.press("Tab")
    hands.click("Today")
    hands.see("Mon 02-Mar-2026")


def test_what_others_book_appears_and_the_cursor_stays(open_page, receptionist: Desk, nurse: Desk) -> None:
    hands = open_page(receptionist)
    for _time in range(4):
        hands.press("Down")
    before = hands.find("Schedule").accessibleDescription()
    book(nurse, "Doe", time(14, 0))
    assert hands.find("14:00 to 15:00, DOE, Per, Follow-up visit, Chair 1")
    assert hands.find("Schedule").accessibleDescription() == before


def test_a_booking_changed_meanwhile_is_told_and_nothing_moves(
    open_page, when, receptionist: Desk, nurse: Desk
) -> None:
    one = book(receptionist, "Lindqvist", time(10, 0))
    hands = open_page(receptionist)
    hands.press("Home")
    hands.press("Ctrl+Down")
    hands.press("M")
    before = appointments.get(nurse, one)
    slot = Slot(before.starts_at, 45, before.chair_id, None)
    appointments.change(nurse, one, slot=slot, based_on=before.version)
    hands.press("Down")
    hands.press("Return")
    hands.see("Nina Okafor, RN changed this at 09:00")
    assert when(receptionist, one) == ("Mon 10:00", "Chair 1", 45)


def test_the_schedule_turns_at_midnight_of_the_clinic(open_page, receptionist: Desk, clock: DrivenClock) -> None:
    hands = open_page(receptionist)
    hands.see("Mon 02-Mar-2026")
    clock.move_to(datetime(2026, 3, 3, 4, 59, tzinfo=UTC))
    hands.window.tick()
    hands.see("Mon 02-Mar-2026")
    clock.pass_time(minutes=1)
    hands.window.tick()
    hands.see("Tue 03-Mar-2026")


def test_the_hour_that_summer_time_leaves_out_is_told(open_page, receptionist: Desk, administrator: Desk) -> None:
    opening_hours.set_day(administrator, 6, (time(0), time(8)))
    one = book(receptionist, "Lindqvist", time(4, 0), day=date(2026, 3, 8))
    hands = open_page(receptionist)
    hands.window.show_appointment(one)
    hands.press("M")
    for _time in range(6):
        hands.press("Up")
    hands.press("Return")
    hands.see("The clocks go forward on Sun 08-Mar-2026, and there is no 02:30.")
    moved = appointments.get(receptionist, one)
    assert receptionist.local(moved.starts_at).time() == time(4, 0)


def test_missed_and_new_visits_of_one_time_stand_side_by_side(receptionist: Desk, clock: DrivenClock) -> None:
    first = book(receptionist, "Lindqvist", time(9, 0))
    clock.pass_time(minutes=20)
    one = appointments.get(receptionist, first)
    appointments.mark_no_show(receptionist, first, reason="Not reached yet", based_on=one.version)
    book(receptionist, "Doe", time(9, 30))
    table = timetable.read(receptionist, View(MONDAY, 1, By.CHAIR))
    assert sorted((block.lane, block.lanes) for block in table.blocks) == [(0, 2), (1, 2)]


def test_reading_asks_once_for_everything(receptionist: Desk) -> None:
    """A week of many bookings is read with the same few queries as one of few."""

    def queries() -> int:
        seen: list[str] = []
        receptionist.clinic.reader.set_trace_callback(seen.append)
        timetable.read(receptionist, View(MONDAY, 7, By.CHAIR))
        receptionist.clinic.reader.set_trace_callback(None)
        return len(seen)

    patient = register(receptionist, "Lindqvist")
    book(receptionist, "", time(9, 0), 15, patient_id=patient)
    few = queries()
    for hour in range(10, 16):
        slot = Slot(
            appointments.instant(receptionist, MONDAY, time(hour)),
            15,
            chair_ids(receptionist)[0],
            staff_id(receptionist, "nina"),
        )
        appointments.book(receptionist, patient_id=patient, kind="follow_up", slot=slot)
    assert queries() == few


def test_a_visit_that_goes_on_too_long_is_drawn_to_its_end(open_page, receptionist: Desk, clock: DrivenClock) -> None:
    long = book(receptionist, "Lindqvist", time(9, 0), 30)
    book(receptionist, "Doe", time(9, 45))
    appointments.arrive(receptionist, long)
    appointments.begin(receptionist, long)
    hands = open_page(receptionist)
    assert not hands.window.grid.sheet.overruns
    clock.pass_time(minutes=50)
    hands.window.tick()
    assert hands.window.grid.sheet.overruns == {long: 9 * 60 + 50}
    hands.window.grid.grab()
