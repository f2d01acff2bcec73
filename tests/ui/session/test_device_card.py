"""Nasal devices on the session page: the rest, the next device, the stay; keys and words that agree."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.journeys.keyboard import letters_used_twice
from tests.records.sessions import nasal_steps as nasal
from tests.records.sessions import steps
from ui import theme
from ui.session.page import SessionPage

Opened = Callable[[], Hands]


@pytest.fixture
def session_id(everyone: Desk) -> str:
    made = nasal.plan(everyone, steps.register_zoe(everyone))
    nasal.ready(everyone, everyone, made)
    return made


@pytest.fixture
def open_page(qtbot: Any, qapp: QApplication, everyone: Desk, session_id: str) -> Opened:
    theme.apply(qapp, "light")

    def open_it() -> Hands:
        page = SessionPage(everyone)
        everyone.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: everyone.clinic.stop_listening(page.refresh))
        page.resize(1280, 720)
        with qtbot.waitExposed(page):
            page.show()
        page.show_session(session_id)
        return Hands(qtbot, page)

    return open_it


def test_the_rest_is_counted_from_the_record_and_not_by_the_screen(
    open_page: Opened, everyone: Desk, session_id: str, clock: DrivenClock
) -> None:
    nasal.device(everyone, session_id)
    clock.pass_time(minutes=3)
    hands = open_page()
    hands.see("2:00")
    hands.see("until device 2")
    hands.see("Device 1 of 2 given")
    clock.pass_time(minutes=2)
    hands.window.tick()
    hands.see("device 2 may be given")
    # Said once, by the card that has the button for it.
    hands.not_see("Device 2 of 2 may be given")


def test_no_alt_key_stands_for_two_things(open_page: Opened, everyone: Desk, session_id: str) -> None:
    hands = open_page()
    assert letters_used_twice() == {}
    hands.click("Give the first device")
    assert letters_used_twice() == {}
    hands.click("Cancel")
    nasal.device(everyone, session_id)
    assert letters_used_twice() == {}
    for opened in ("Give device 2 of 2", "No further device"):
        hands.click(opened)
        assert letters_used_twice() == {}
        hands.click("Cancel")


def test_an_early_device_asks_for_its_reason_at_a_field_of_its_own(
    open_page: Opened, everyone: Desk, session_id: str, clock: DrivenClock
) -> None:
    nasal.device(everyone, session_id)
    clock.pass_time(minutes=4)
    hands = open_page()
    hands.click("Give device 2 of 2")
    hands.type("Lot on the device", "24KX02")
    hands.type("Expires", "06/2027")
    assert not hands.found("Reason to give it early")
    hands.click("Given now")
    hands.see("The rest of 5 min is not over: 1:00 left. Wait, or give a reason.")
    hands.type("Reason to give it early", "Patient moved the spray by accident")
    hands.click("Given now")
    hands.see("Device 2 of 2 given")
    devices = sessions.get(everyone, session_id).events_of(EventKind.DEVICE)
    assert [event.detail["reason"] for event in devices] == [None, "Patient moved the spray by accident"]


def test_an_expired_device_is_refused_where_it_is_typed(open_page: Opened, everyone: Desk, session_id: str) -> None:
    nasal.device(everyone, session_id)
    hands = open_page()
    hands.click("Give device 2 of 2")
    hands.type("Lot on the device", "OLD")
    hands.type("Expires", "01/2026")
    hands.click("Given now")
    hands.see("This lot expired on 31-Jan-2026.")


def test_the_form_is_due_from_the_first_device_on(open_page: Opened, everyone: Desk, session_id: str) -> None:
    hands = open_page()
    assert not hands.found("Fill the monitoring form")
    nasal.device(everyone, session_id)
    hands.see("SPRAVATO REMS: due by Mon 09-Mar-2026.")
    asked: list[str] = []
    hands.window.monitoring_form_opened.connect(asked.append)  # type: ignore[attr-defined]
    hands.click("Fill the monitoring form")
    assert asked == [session_id]


def test_the_last_device_is_taken_back_and_can_still_be_given(
    open_page: Opened, everyone: Desk, session_id: str, clock: DrivenClock
) -> None:
    nasal.device(everyone, session_id)
    clock.pass_time(minutes=5)
    nasal.device(everyone, session_id)
    hands = open_page()
    page = hands.window
    assert isinstance(page, SessionPage)
    page._menu._actions["device_not_given"].trigger()
    hands.see("Device 2 of")
    hands.type("Reason", "Still in its box")
    hands.click("Take it out of the dose")
    session = sessions.get(everyone, session_id)
    assert len(session.devices_given) == 1
    hands.see("Device 1 of 2 given")
    hands.click("Give device 2 of 2")
    hands.see("Lot on the device")
    assert letters_used_twice() == {}
