"""The administrator's overview in the window: what needs attention, and the way to it."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import emergency
from clinicdesk.records.attention import Subject
from tests.hands import Hands
from tests.records.sessions import steps
from ui.administration.overview import WAYS

Enter = Callable[[str], None]


def test_leads_to_where_a_thing_is_dealt_with(enter: Enter, hands: Hands) -> None:
    enter("ada")
    hands.press("Ctrl+0")
    hands.see("Needs attention")
    hands.see("No backups are made on this PC.")
    hands.see("Last proven restore")
    hands.click("Show backups")
    hands.see("There is no place yet.")


@pytest.mark.parametrize("login", ["rita", "nina", "pat"])
def test_is_for_administrators(enter: Enter, hands: Hands, login: str) -> None:
    enter(login)
    hands.press("Ctrl+0")
    hands.see("Your role does not include this. Shift+F1 shows what it includes")
    hands.not_see("Needs attention")
    hands.press("Shift+F1")
    hands.see("You are here as:")
    hands.press("Esc")


def test_an_emergency_access_leads_to_their_list(enter: Enter, hands: Hands, nurse: Desk, receptionist: Desk) -> None:
    emergency.begin(receptionist, steps.register_zoe(nurse), "Found on the floor, cannot wait").close()
    enter("ada")
    hands.press("Ctrl+0")
    hands.see("1 emergency access by Rita Moss is to be read by you.")
    hands.click("Show emergency access")
    hands.see("Found on the floor, cannot wait")


def test_whatever_needs_attention_has_a_way() -> None:
    assert set(WAYS) == set(Subject)


def test_what_waits_under_access_is_led_to_itself(enter: Enter, hands: Hands) -> None:
    enter("ada")
    hands.press("Ctrl+0")
    hands.see("The state of the record was not written down since yesterday.")
    hands.click("Show slips")
    hands.see("I copied it by hand")
