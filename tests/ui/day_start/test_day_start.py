"""The checks of the day on Today: asked of clinicians once, nothing answered beforehand, the sound is played."""

from collections.abc import Callable

from PySide6.QtWidgets import QRadioButton

from clinicdesk.desk import Desk
from clinicdesk.records import day_checks
from tests.hands import Hands
from ui.main_window import MainWindow

Enter = Callable[[str], None]


def answer_all(hands: Hands, *, but: str = "") -> None:
    hands.click("Play the sound")
    for item in day_checks.preset().items:
        hands.click(f"{item.title}: {'Not in order' if item.id == but else 'In order'}")


def test_a_nurse_is_asked_once(enter: Enter, hands: Hands, nurse: Desk, window: MainWindow) -> None:
    enter("nina")
    hands.click("Check the day")
    answer_all(hands)
    hands.click("Record")
    found = day_checks.of_today(nurse)
    assert found is not None
    assert found.by_name == "Nina Okafor, RN"
    hands.not_see("Check the day")
    window.tick()
    hands.not_see("Check the day")


def test_nothing_is_answered_beforehand_and_an_unheard_sound_is_not_in_order(enter: Enter, hands: Hands) -> None:
    enter("nina")
    hands.click("Check the day")
    marks = [hands.find(f"{item.title}: In order") for item in day_checks.preset().items]
    assert not any(mark.isChecked() for mark in marks if isinstance(mark, QRadioButton))
    assert not hands.find("Sound of the alarms: In order").isEnabled()
    hands.click("Record")
    hands.see("Answer each line first")
    hands.click("Play the sound")
    assert hands.find("Sound of the alarms: In order").isEnabled()


def test_what_is_not_in_order_needs_words_and_stays_on_today(enter: Enter, hands: Hands, nurse: Desk) -> None:
    enter("nina")
    hands.click("Check the day")
    answer_all(hands, but="suction")
    hands.click("Record")
    hands.see("Say what is done")
    hands.type("What is done about what is not in order", "Spare pump fetched")
    hands.click("Record")
    hands.see("Not in order today: Suction. Spare pump fetched")
    assert day_checks.of_today(nurse) is not None
    hands.click("Look again")
    answer_all(hands)
    hands.click("Record")
    hands.not_see("Not in order today")


def test_the_front_desk_is_not_asked(enter: Enter, hands: Hands) -> None:
    enter("rita")
    hands.see("Today")
    hands.not_see("Check the day")


def test_a_colleague_elsewhere_is_asked_no_more(
    enter: Enter, hands: Hands, prescriber: Desk, window: MainWindow
) -> None:
    enter("nina")
    hands.see("Check the day")
    day_checks.record(prescriber, answers={item.id: True for item in day_checks.preset().items})
    window.tick()
    hands.not_see("Check the day")


def test_the_cockpit_says_that_it_is_not_done_and_offers_it(enter: Enter, hands: Hands, nurse: Desk) -> None:
    enter("nina")
    hands.press("Ctrl+7")
    hands.see("The checks of the day are not done yet.")
    hands.click("Checks of the day")
    answer_all(hands)
    hands.click("Record")
    hands.not_see("not done yet")
    assert day_checks.of_today(nurse) is not None
