"""The administrator's overview in the window: what needs attention, and the way to it."""

from collections.abc import Callable

import pytest

from tests.hands import Hands

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
    hands.see("Your role does not include this.")
    hands.not_see("Needs attention")
