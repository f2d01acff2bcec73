"""A window in which an infusion runs: it is shown everywhere, and closing the window says what that means."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.sessions import steps
from tests.ui.conftest import OpenWindow
from ui.main_window import MainWindow

Enter = Callable[[str], None]


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, everyone: Desk) -> str:
    """Return the id of a session that started now."""
    session_id = steps.plan_for(everyone, steps.register_zoe(everyone))
    steps.run(nurse, prescriber, session_id)
    return session_id


@pytest.mark.usefixtures("running")
def test_the_top_bar_counts_it_and_leads_there(enter: Enter, hands: Hands) -> None:
    enter("nina")
    hands.press("Ctrl+2")
    hands.click("1 infusion running")
    hands.see("Flowsheet")
    hands.click("Back")
    assert hands.found("Find a patient")
    hands.see("Latest charts")


@pytest.mark.usefixtures("running")
def test_it_leads_the_reception_to_the_board(enter: Enter, hands: Hands) -> None:
    enter("rita")
    hands.press("Ctrl+2")
    hands.click("1 infusion running")
    hands.find("Board")


def test_it_appears_when_somebody_else_starts_it(
    enter: Enter, hands: Hands, window: MainWindow, nurse: Desk, prescriber: Desk, everyone: Desk
) -> None:
    session_id = steps.plan_for(everyone, steps.register_zoe(everyone))
    enter("rita")
    assert not hands.found("1 infusion running")
    steps.run(nurse, prescriber, session_id)
    window.tick()
    hands.see("1 infusion running")


@pytest.mark.usefixtures("running")
def test_the_lock_shows_it_by_chair_and_without_a_name(
    enter: Enter, hands: Hands, window: MainWindow, clock: DrivenClock
) -> None:
    enter("nina")
    hands.press("Ctrl+L")
    clock.pass_time(minutes=23)
    window.tick()
    hands.see("23 min")
    hands.find("Infusing")
    assert "ngstr" not in hands.texts()


@pytest.mark.usefixtures("running")
def test_closing_says_that_it_goes_on(enter: Enter, hands: Hands, window: MainWindow) -> None:
    enter("nina")
    window.close()
    hands.see("An infusion is running")
    hands.click("Stay")
    assert window.isVisible()
    window.close()
    hands.click("Close ClinicDesk")
    hands.qtbot.waitUntil(lambda: not window.isVisible())


@pytest.mark.usefixtures("running")
def test_it_is_back_after_the_next_start(
    qtbot: Any, enter: Enter, window: MainWindow, open_window: OpenWindow, clinic_file: Path, key: bytes
) -> None:
    enter("nina")
    window.close_now()
    hands = Hands(qtbot, open_window(clinic_file, key))
    hands.type("Login", "nina")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("1 infusion running")
