"""Settings: chairs and rooms, opening hours, closed days."""

from collections.abc import Callable
from datetime import date, time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, chairs, opening_hours
from clinicdesk.records.appointments import Slot
from clinicdesk.workstation import Workstation
from tests.hands import Hands
from tests.ui.schedule.conftest import book
from ui.record_check.card import CheckCard
from ui.settings.settings_page import SettingsPage
from ui.widgets.background import Background

Settings = Callable[[Desk, str], Hands]


@pytest.fixture
def open_tab(qtbot, choices: Workstation) -> Settings:
    """Return a function that opens a tab of the settings for somebody."""

    def opened(desk: Desk, tab: str) -> Hands:
        background = Background()
        page = SettingsPage(desk, choices, check=CheckCard(desk, background))
        desk.clinic.listen(page.refresh)

        def close(_page: object) -> None:
            desk.clinic.stop_listening(page.refresh)
            background.close()

        qtbot.addWidget(page, before_close_func=close)
        page.resize(1100, 700)
        with qtbot.waitActive(page):
            page.show()
        hands = Hands(qtbot, page)
        hands.click(tab)
        return hands

    return opened


def names(desk: Desk) -> list[str]:
    return [chair.name for chair in chairs.all(desk)]


def test_adds_a_room_and_moves_it_to_the_front(open_tab: Settings, administrator: Desk) -> None:
    hands = open_tab(administrator, "Chairs and rooms")
    hands.click("Add…")
    hands.type("Name", "Room A")
    hands.choose("Kind", "Room")
    hands.click("Save")
    hands.see("Room A is saved.")
    assert names(administrator) == ["Chair 1", "Chair 2", "Room A"]
    hands.choose_row("Chairs and rooms", "Room A", open_it=False)
    hands.click("Move up")
    hands.click("Move up")
    assert names(administrator) == ["Room A", "Chair 1", "Chair 2"]
    assert not hands.find("Move up").isEnabled()


def test_a_name_that_is_taken_is_told_at_the_field(open_tab: Settings, administrator: Desk) -> None:
    hands = open_tab(administrator, "Chairs and rooms")
    hands.choose_row("Chairs and rooms", "Chair 2")
    hands.type("Name", "chair 1")
    hands.click("Save")
    hands.see("There is a chair or room of this name.")
    assert names(administrator) == ["Chair 1", "Chair 2"]


def test_a_chair_goes_out_of_use_only_without_bookings(
    open_tab: Settings, administrator: Desk, receptionist: Desk
) -> None:
    first, second = chairs.all(administrator)
    at = appointments.instant(receptionist, date(2026, 3, 3), time(9))
    blocked = Slot(at, 60, first.id, None)
    appointments.book(receptionist, patient_id=None, kind="blocked", slot=blocked)
    hands = open_tab(administrator, "Chairs and rooms")
    hands.choose_row("Chairs and rooms", first.name, open_it=False)
    hands.click("Take out of use")
    hands.see("1 visit is still booked into Chair 1.")
    hands.choose_row("Chairs and rooms", second.name, open_it=False)
    hands.click("Take out of use")
    assert names(administrator) == ["Chair 1"]
    hands.choose_row("Chairs and rooms", second.name, open_it=False)
    hands.click("Use again")
    assert names(administrator) == ["Chair 1", "Chair 2"]


def test_saturday_is_opened_and_wednesday_closed(open_tab: Settings, administrator: Desk) -> None:
    hands = open_tab(administrator, "Opening hours")
    hands.click("Saturday")
    hands.type("Saturday closes", "1230")
    hands.click("Wednesday")
    hands.click("Save hours")
    hands.see("The opening hours are saved.")
    week = opening_hours.week(administrator)
    assert week[5] == (time(8), time(12, 30))
    assert week[2] is None
    assert week[0] == (time(8), time(17))


def test_new_hours_say_which_visits_they_leave_outside(
    open_tab: Settings, administrator: Desk, receptionist: Desk
) -> None:
    book(receptionist, "Lindqvist", time(16), day=date(2026, 3, 4))
    hands = open_tab(administrator, "Opening hours")
    hands.type("Wednesday closes", "1530")
    hands.click("Save hours")
    hands.see("The opening hours are saved. 1 visit is booked outside them: move it on the schedule.")


def test_hours_that_make_no_sense_name_their_day(open_tab: Settings, administrator: Desk) -> None:
    hands = open_tab(administrator, "Opening hours")
    hands.type("Tuesday closes", "7")
    hands.click("Save hours")
    hands.see("Tuesday: This is not a time.")
    hands.type("Tuesday closes", "0700")
    hands.click("Save hours")
    hands.see("Tuesday: the clinic must close after it opens.")
    assert opening_hours.week(administrator)[1] == (time(8), time(17))


def test_closing_a_day_says_what_is_booked_on_it(open_tab: Settings, administrator: Desk, receptionist: Desk) -> None:
    at = appointments.instant(receptionist, date(2026, 3, 6), time(9))
    blocked = Slot(at, 60, chairs.all(receptionist)[0].id, None)
    appointments.book(receptionist, patient_id=None, kind="blocked", slot=blocked)
    hands = open_tab(administrator, "Opening hours")
    hands.type("Day", "6mar26")
    hands.click("Close this day")
    hands.see("Say why the clinic is closed")
    hands.type("Why", "Founders' day")
    hands.click("Close this day")
    hands.see("Fri 06-Mar-2026 is closed. 1 visit is booked on it: move it on the schedule.")
    assert opening_hours.hours_on(receptionist, date(2026, 3, 6)) is None
    hands.choose_row("Closed days", "Founders' day", open_it=False)
    hands.click("Open again")
    hands.see("Fri 06-Mar-2026 is open again.")
    assert opening_hours.hours_on(receptionist, date(2026, 3, 6)) is not None


def test_others_read_and_change_nothing(open_tab: Settings, receptionist: Desk) -> None:
    hands = open_tab(receptionist, "Chairs and rooms")
    hands.see("An administrator can change this.")
    assert not hands.found("Add…")
    hands.click("Opening hours")
    assert not hands.found("Save hours")
    assert not hands.find("Monday opens").isEnabled()
