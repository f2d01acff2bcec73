"""The page of a monitoring form: what the record answers, what is asked, the draft, the sending."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.records import monitoring_forms, sessions
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.journeys.keyboard import letters_used_twice
from tests.records.sessions import nasal_steps as nasal
from tests.records.sessions import steps
from ui import theme
from ui.monitoring_form.page import MonitoringFormPage

Opened = Callable[[Desk], Hands]


@pytest.fixture
def session_id(nurse: Desk, prescriber: Desk, clock: DrivenClock) -> str:
    """Return a session with two devices given."""
    made = nasal.plan(nurse, steps.register_zoe(nurse))
    nasal.ready(nurse, prescriber, made)
    nasal.device(nurse, made)
    clock.pass_time(minutes=5)
    nasal.device(nurse, made, lot="24KX02")
    return made


@pytest.fixture
def open_page(qtbot: Any, qapp: QApplication, session_id: str) -> Opened:
    theme.apply(qapp, "light")

    def open_for(desk: Desk) -> Hands:
        page = MonitoringFormPage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1280, 720)
        with qtbot.waitExposed(page):
            page.show()
        page.show_form(session_id)
        return Hands(qtbot, page)

    return open_for


def answers(desk: Desk, session_id: str) -> dict[str, str]:
    return dict(monitoring_forms.of_session(desk, sessions.get(desk, session_id)).answers)


def text_in(hands: Hands, name: str) -> str:
    return hands.find(name).text()  # type: ignore[attr-defined,no-any-return]


def test_it_begins_at_the_first_empty_field(open_page: Opened, nurse: Desk) -> None:
    hands = open_page(nurse)
    hands.see("To be sent by Mon 09-Mar-2026. 19 fields are empty.")
    assert text_in(hands, "Lot of each device") == "24KX01, 24KX02"
    assert hands.find("Sex").hasFocus()
    hands._write(hands.find("Sex"), "Female")
    hands.click("Next empty field")
    assert hands.find("First treatment with this drug?").hasFocus()
    assert letters_used_twice() == {}


def test_a_yes_asks_further_and_a_no_does_not(open_page: Opened, nurse: Desk) -> None:
    hands = open_page(nurse)
    assert not hands.found("Sedation gone after (minutes from the first device)")
    hands.choose("Sedation?", "Yes")
    hands.type("Sedation gone after (minutes from the first device)", "90")
    hands.choose("Sedation?", "No")
    hands.wait_for(
        lambda: not hands.found("Sedation gone after (minutes from the first device)"), "nothing further asked"
    )


def test_saving_takes_an_incomplete_form_and_refuses_what_cannot_be(
    open_page: Opened, nurse: Desk, session_id: str
) -> None:
    hands = open_page(nurse)
    hands.choose("Opioid?", "No")
    hands.type("Blood pressure at the end (mmHg)", "78/126")
    hands.see("Type the blood pressure as upper/lower, such as 128/78.")
    hands.click("Save")
    assert "opioid" not in answers(nurse, session_id)
    hands.type("Blood pressure at the end (mmHg)", "126/78")
    hands.press("Ctrl+S")
    hands.see("Saved.")
    kept = answers(nurse, session_id)
    assert (kept["opioid"], kept["bp_end"]) == ("no", "126/78")
    assert "maoi" not in kept


def test_half_a_form_comes_back(open_page: Opened, nurse: Desk) -> None:
    hands = open_page(nurse)
    hands.type("Respiratory status", "Normal")
    hands.window.leave()
    again = open_page(nurse)
    again.see("This is what you were typing. It is not saved yet.")
    assert text_in(again, "Respiratory status") == "Normal"


def test_marking_as_sent_says_what_is_empty_and_closes_the_form(
    open_page: Opened, nurse: Desk, session_id: str
) -> None:
    hands = open_page(nurse)
    hands.click("Mark as sent…")
    hands.see("19 fields are still empty.")
    hands.choose("How", "By fax")
    hands.click("Mark as sent")
    hands.see("Sent Mon 02-Mar-2026: By fax. Recorded by Nina Okafor, RN.")
    assert not hands.find("Opioid?").isEnabled()
    assert not hands.found("Save")
    assert monitoring_forms.open_forms(nurse) == []
    assert answers(nurse, session_id)["dose"] == "56 mg"


def test_what_is_recorded_meanwhile_stands_there(open_page: Opened, nurse: Desk, session_id: str) -> None:
    hands = open_page(nurse)
    sessions.report_adverse_event(
        nurse,
        session_id,
        kind="syncope",
        severity="life_threatening",
        related="possibly",
        action_taken="emergency",
        outcome="transferred",
    )
    hands.wait_for(lambda: hands.find("Serious adverse event?").currentText() == "Yes", "the event")  # type: ignore[attr-defined]


def test_an_overdue_form_says_so(open_page: Opened, nurse: Desk, clock: DrivenClock) -> None:
    clock.pass_time(days=8)
    hands = open_page(nurse)
    hands.see("Overdue: was to be sent by Mon 09-Mar-2026.")
