"""What is settled before the PC is handed over while infusions run."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from tests.hands import Hands
from tests.records.sessions import steps
from tests.ui.hand_over.conftest import Sheet
from ui.main_window import MainWindow
from ui.workplace import Workplace

Enter = Callable[[str], None]
Work = Callable[[], Workplace]


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, everyone: Desk, with_pins: None) -> str:  # noqa: ARG001 - they hand over
    """Return the id of a session that started now."""
    session_id = steps.plan_for(everyone, steps.register_zoe(everyone))
    steps.run(nurse, prescriber, session_id)
    return session_id


def test_who_follows_an_infusion_here_is_asked(
    running: str, enter: Enter, hands: Hands, work: Work, window: MainWindow
) -> None:
    enter("nina")
    work().show_session(running)
    work().hand_over(Sheet)
    hands.see("Infusions are running. Hand over this PC all the same?")
    hands.click("Keep this PC")
    assert not window.isFullScreen()
    hands.see("Flowsheet")

    work().hand_over(Sheet)
    hands.click("Hand over")
    hands.see("A form for the patient")
    hands.not_see("Flowsheet")
    assert window.isFullScreen()


@pytest.mark.usefixtures("running")
def test_a_pc_on_which_nobody_follows_one_is_handed_over_at_once(enter: Enter, hands: Hands, work: Work) -> None:
    enter("rita")
    work().hand_over(Sheet)
    hands.see("A form for the patient")
    hands.not_see("infusion")


def test_a_content_that_cannot_be_made_keeps_the_pc_and_says_why(
    with_pins: None,  # noqa: ARG001 - who hands over has one
    enter: Enter,
    hands: Hands,
    work: Work,
    window: MainWindow,
) -> None:
    def refuse() -> Sheet:
        raise NotAllowed("This form is signed already.")

    enter("rita")
    work().hand_over(refuse)
    hands.see("This form is signed already.")
    assert not window.isFullScreen()
    assert not window.is_locked()
