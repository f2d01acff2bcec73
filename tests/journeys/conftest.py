"""The program as a person meets it: its window on this test's clinic file, with a PC that has no keyring."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backends import fail

from clinicdesk.desk import Desk
from tests.hands import Hands
from tests.ui.conftest import choices, enter, hands, open_window, ring, window
from ui.workplace import Workplace

__all__ = ["choices", "desk_of", "enter", "hands", "open_window", "ring", "window"]


def desk_of(hands: Hands) -> Desk:
    """Return the desk of whoever is signed in at the window, to compare the record with what the window shows."""
    return hands.window.centralWidget().findChild(Workplace).desk


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """Keep the keyring of whoever runs the tests out of them; ``ring`` gives a test one of its own."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)
