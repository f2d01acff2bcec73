"""The list of consent texts in the settings, and adopting one of them."""

from collections.abc import Callable
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import wordings
from tests.conftest import PASSWORD
from tests.hands import Hands

Enter = Callable[[str], None]
MOOD = "iv-ketamine-mood.en"


@pytest.fixture
def texts(enter: Enter, hands: Hands) -> Callable[[str], Hands]:
    """Return a function that signs somebody in and opens the consent texts."""

    def opened(login: str) -> Hands:
        enter(login)
        hands.click("Settings")
        hands.click("Consent texts")
        return hands

    return opened


def test_every_text_is_listed_with_who_stands_for_it(texts: Callable[[str], Hands]) -> None:
    hands = texts("ada")
    title = wordings.shipped()[MOOD].title
    hands.see(title)
    line = next(line for line in hands.texts().split("\n") if line.startswith(title))
    assert "English" in line
    assert "Sam Rivera, MD, 02-Mar-2026" in line
