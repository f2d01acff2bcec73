"""What reception does from the board: late visits moved, no-shows, the downtime pack, time that passes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import access, appointments, patients
from clinicdesk.records.appointments import Stage
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.appointments.places import book, slot
from tests.records.sessions import steps
from ui.today.visit_menu import VisitMenu

MONDAY = steps.TODAY
Open = Callable[..., Hands]


def register(desk: Desk, family: str) -> str:
    details = PatientDetails(family_name=family, given_name="Lee", birth_date=date(1970, 1, 1))
    return patients.register(desk, details=details)


@pytest.fixture
def overrunning(receptionist: Desk, clock: DrivenClock) -> tuple[str, str]:
    """Return a visit that should be over since 10:00, and the next one in its chair; it is 10:12."""
    long = book(receptionist, register(receptionist, "Adams"), slot(receptionist, 9))
    following = book(receptionist, register(receptionist, "Baker"), slot(receptionist, 10))
    appointments.arrive(receptionist, long)
    appointments.begin(receptionist, long)
    clock.pass_time(minutes=72)
    return long, following


def test_one_key_moves_what_a_late_visit_pushes(
    open_page: Open, receptionist: Desk, overrunning: tuple[str, str]
) -> None:
    hands = open_page(receptionist)
    hands.see("ADAMS, Lee (Chair 1) takes until 10:15, 15 min longer than booked.")
    hands.see("10:00 BAKER, Lee: Fits at 10:15")
    hands.find("Board").setFocus()
    hands.press("Ctrl+M")
    hands.see("Moved: BAKER, Lee to 10:15. Tell the patient.")
    hands.not_see("longer than booked")
    assert appointments.get(receptionist, overrunning[1]).slot == slot(receptionist, 10, 15)
    hands.see("10:15")


def test_what_fits_nowhere_today_leads_to_the_schedule(
    open_page: Open, qtbot, receptionist: Desk, clock: DrivenClock
) -> None:
    long = book(receptionist, register(receptionist, "Adams"), slot(receptionist, 13))
    # The only other chair is taken until the clinic closes, at five.
    last = book(receptionist, register(receptionist, "Baker"), slot(receptionist, 14, minutes=180))
    book(receptionist, register(receptionist, "Chen"), slot(receptionist, 13, minutes=240, place=1))
    clock.pass_time(hours=4)
    appointments.arrive(receptionist, long)
    appointments.begin(receptionist, long)
    clock.pass_time(minutes=72)
    hands = open_page(receptionist)
    hands.see("14:00 BAKER, Lee: Does not fit any more before the clinic closes")
    with qtbot.waitSignal(hands.window.appointment_opened) as opened:
        hands.press("Ctrl+M")
    assert opened.args == [last]


def test_a_few_minutes_move_nobody(open_page: Open, receptionist: Desk, clock: DrivenClock) -> None:
    long = book(receptionist, register(receptionist, "Adams"), slot(receptionist, 9))
    book(receptionist, register(receptionist, "Baker"), slot(receptionist, 10))
    appointments.arrive(receptionist, long)
    appointments.begin(receptionist, long)
    clock.pass_time(minutes=64)
    assert appointments.collisions(receptionist, clock.now())
    hands = open_page(receptionist)
    hands.not_see("longer than booked")
    clock.pass_time(minutes=2)
    hands.window.tick()
    hands.see("10 min longer than booked")


def test_a_no_show_is_marked_with_what_is_known_and_taken_back_by_coming(
    open_page: Open, receptionist: Desk, clock: DrivenClock
) -> None:
    missed = book(receptionist, register(receptionist, "Adams"), slot(receptionist, 9))
    hands = open_page(receptionist)
    hands.choose_row("Board", "ADAMS", open_it=False)
    assert not hands.found("Did not come…")
    clock.pass_time(minutes=20)
    hands.window.tick()
    hands.see("Late 20 min")
    hands.see("Not here yet")
    hands.click("Did not come…")
    hands.see("ADAMS, Lee goes to the list of people to call.")
    hands.click("Mark as no-show")
    hands.see("Write the reason; it goes into the record.")
    hands.type("What you know, for example “Not reached yet”", "Not reached yet")
    hands.click("Mark as no-show")
    hands.see("No-show")
    hands.see("Not coming  1")
    assert appointments.get(receptionist, missed).stage is Stage.NO_SHOW
    hands.see("Not reached yet")
    hands.click("Next step: Came after all")
    hands.see("ADAMS, Lee is here.")
    selected = hands.window.board.table.selected()
    assert selected is not None
    assert (selected.stage, selected.key != missed) == (Stage.ARRIVED, True)
    assert hands.found("Next step: Check in")


def test_a_place_given_away_is_told_and_nothing_is_recorded(
    open_page: Open, receptionist: Desk, clock: DrivenClock
) -> None:
    missed = book(receptionist, register(receptionist, "Adams"), slot(receptionist, 9))
    clock.pass_time(minutes=30)
    version = appointments.get(receptionist, missed).version
    appointments.mark_no_show(receptionist, missed, reason="Not reached yet", based_on=version)
    book(receptionist, register(receptionist, "Baker"), slot(receptionist, 9, 30, minutes=30))
    hands = open_page(receptionist)
    hands.choose_row("Board", "ADAMS", open_it=False)
    hands.press("Space")
    hands.see("Chair 1 is taken on Mon 02-Mar-2026 from 09:30 to 10:00.")
    assert appointments.get(receptionist, missed).stage is Stage.NO_SHOW


def test_the_downtime_pack_is_offered_until_the_day_is_open(open_page: Open, qtbot, receptionist: Desk) -> None:
    book(receptionist, register(receptionist, "Adams"), slot(receptionist, 9))
    hands = open_page(receptionist)
    hands.see("The downtime pack was never printed. Print it now: without power nothing prints.")
    with qtbot.waitSignal(hands.window.paper_requested) as asked:
        hands.click("Print downtime pack")
    assert asked.args == [PaperRequest("downtime-pack")]
    hands.choose_row("Board", "ADAMS", open_it=False)
    hands.press("Space")
    hands.not_see("Print it now")
    hands.see("The downtime pack was never printed.")
    access.printed(receptionist, paper="downtime-pack", patient_id=None)
    hands.see("Downtime pack printed today at 09:00.")


def test_the_list_of_the_day_that_is_shown_is_printed(open_page: Open, qtbot, receptionist: Desk) -> None:
    hands = open_page(receptionist)
    hands.click("Day after")
    with qtbot.waitSignal(hands.window.paper_requested) as asked:
        hands.click("Print day list")
    assert asked.args == [PaperRequest("day-list", "2026-03-03")]


def test_minutes_pass_on_the_board_and_the_clock_change_adds_none(
    open_page: Open, receptionist: Desk, clock: DrivenClock
) -> None:
    # The clocks of New York go back on 1 November 2026: from 01:59 to 01:00.
    clock.move_to(datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
    place = slot(receptionist, 3, minutes=30, day=date(2026, 11, 1))
    booked = appointments.book(
        receptionist, patient_id=register(receptionist, "Adams"), kind="follow_up", slot=place, outside_hours=True
    )
    appointments.arrive(receptionist, booked)
    hands = open_page(receptionist)
    hands.see("Waits 0 min")
    clock.pass_time(minutes=29)
    hands.window.tick()
    hands.see("Waits 29 min")
    clock.pass_time(minutes=2)
    hands.window.tick()
    hands.see("Waits 31 min")
    hands.see("Sun 01-Nov-2026")


def test_a_clock_set_to_the_same_minute_of_another_hour_is_seen(
    open_page: Open, receptionist: Desk, clock: DrivenClock
) -> None:
    book(receptionist, register(receptionist, "Adams"), slot(receptionist, 9))
    hands = open_page(receptionist)
    hands.not_see("Late")
    clock.set_wall(clock.now() + timedelta(hours=1))
    hands.window.tick()
    hands.see("Late 1 h")


def test_the_offer_to_undo_goes_when_somebody_else_goes_on(open_page: Open, receptionist: Desk, nurse: Desk) -> None:
    session_id = steps.plan_for(nurse, steps.register_zoe(nurse))
    hands = open_page(receptionist)
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.press("Space")
    hands.see("ÅNGSTRÖM, Zoë (Ms) is here.")
    steps.sessions.check_escort(nurse, session_id, name="Per", phone="218 555 0142")
    hands.not_see("is here.")
    hands.see("Preparation")


def test_the_keyboard_begins_with_the_first_visit_that_has_a_next_step(open_page: Open, receptionist: Desk) -> None:
    gone = book(receptionist, register(receptionist, "Adams"), slot(receptionist, 9))
    version = appointments.get(receptionist, gone).version
    appointments.cancel(receptionist, gone, reason="Ill", based_on=version)
    expected = book(receptionist, register(receptionist, "Baker"), slot(receptionist, 10))
    hands = open_page(receptionist)
    hands.window.setFocus()
    hands.press("Space")
    assert appointments.get(receptionist, expected).stage is Stage.ARRIVED


def test_a_visit_that_is_no_session_opens_the_chart_for_clinicians_too(open_page: Open, qtbot, nurse: Desk) -> None:
    patient_id = register(nurse, "Adams")
    book(nurse, patient_id, slot(nurse, 9))
    hands = open_page(nurse)
    hands.choose_row("Board", "ADAMS", open_it=False)
    with qtbot.waitSignal(hands.window.patient_opened) as opened:
        hands.press("Return")
    assert opened.args == [patient_id]


def test_where_there_is_no_room_for_the_pane_a_menu_offers_the_rest(
    open_page: Open, qtbot, receptionist: Desk, clock: DrivenClock
) -> None:
    missed = book(receptionist, register(receptionist, "Adams"), slot(receptionist, 9))
    clock.pass_time(minutes=20)
    hands = open_page(receptionist, 884, 452)
    hands.window.board.table.select_key(missed)
    assert not hands.window.board.pane.isVisible()
    (menu,) = hands.window.findChildren(VisitMenu)
    assert [words(action) for action in menu.actions() if action.isVisible()] == ["Open chart", "Did not come…"]
    chart, no_show = (action for action in menu.actions() if action.isVisible())
    with qtbot.waitSignal(hands.window.patient_opened):
        chart.trigger()
    no_show.trigger()
    hands.see("Did the patient not come?")


def words(action: QAction) -> str:
    return action.text().replace("&", "")


def test_the_chair_is_seen_beside_the_pane_and_namesakes_are_told_apart(open_page: Open, receptionist: Desk) -> None:
    book(receptionist, register(receptionist, "Lopez"), slot(receptionist, 9))
    details = PatientDetails(family_name="López", given_name="Lee", birth_date=date(1981, 5, 6))
    book(receptionist, patients.register(receptionist, details=details), slot(receptionist, 11, place=1))
    hands = open_page(receptionist, 1204, 632)
    table = hands.find("Board")
    titles = [
        table.model().headerData(column, Qt.Orientation.Horizontal) for column in range(table.model().columnCount())
    ]
    hands.window.board.table.selectRow(0)
    assert hands.window.board.pane.isVisible()
    assert not table.isColumnHidden(titles.index("Where"))
    hands.see("LOPEZ, Lee (01-Jan-1970)")
    hands.see("LÓPEZ, Lee (06-May-1981)")


def test_who_treats_and_receives_nobody_is_offered_the_chart_alone(
    open_page: Open, receptionist: Desk, administrator: Desk, clock: DrivenClock
) -> None:
    visit = book(receptionist, register(receptionist, "Adams"), slot(receptionist, 9))
    clock.pass_time(minutes=20)
    hands = open_page(administrator)
    hands.window.board.table.select_key(visit)
    hands.see("Open chart")
    appointments.arrive(receptionist, visit)
    for never in ("Did not come…", "Mark arrived", "Undo arrival", "Check in", "Type in from paper"):
        assert not hands.found(never), never


def test_the_front_desk_records_a_late_escort_and_who_takes_over(
    open_page: Open, receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    session_id = steps.plan_for(nurse, steps.register_zoe(nurse))
    steps.run(nurse, prescriber, session_id)
    hands = open_page(receptionist)
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.click("Escort…")
    hands.choose("The escort", "Is late")
    hands.click("Record")
    hands.see("Escort late")
    hands.click("Escort…")
    hands.choose("The escort", "Somebody else takes over")
    hands.type("Name", "Liv Dahl")
    hands.click("Record")
    hands.see("Type a phone number the escort answers today.")
    hands.type("Phone", "218 555 0177")
    hands.click("Record")
    hands.not_see("Escort late")
    escort = steps.sessions.escort_of(steps.sessions.get(nurse, session_id))
    assert escort is not None
    assert escort.name == "Liv Dahl"
