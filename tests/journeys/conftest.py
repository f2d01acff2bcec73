"""The program as a person meets it: its window on this test's clinic file, with a PC that has no keyring."""

from collections.abc import Iterator
from datetime import time

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtTest import QTest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, practice
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.booked_day import DAY, BookedDay
from tests.journeys.keyboard import Keyboard
from tests.ui.conftest import choices, enter, hands, open_window, ring, window
from ui.workplace import Workplace

START_OF_DAY = time(7, 45)

__all__ = ["choices", "desk_of", "enter", "hands", "locks_late", "open_window", "ring", "window"]


def desk_of(hands: Hands) -> Desk:
    """Return the desk of whoever is signed in at the window, to compare the record with what the window shows."""
    return hands.window.centralWidget().findChild(Workplace).desk


def locks_late(desk: Desk) -> None:
    """Let the window lock after an hour: time passes in leaps here, and nobody is idle in between."""
    known = practice.get(desk)
    practice.change(
        desk,
        based_on=known.version,
        name=known.name,
        address=known.address,
        phone=known.phone,
        paper_size=known.paper_size,
        time_zone=known.time_zone,
        lock_after_minutes=60,
    )


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """Keep the keyring of whoever runs the tests out of them; ``ring`` gives a test one of its own."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def day(everyone: Desk, clock: DrivenClock) -> BookedDay:
    """Return a day that was booked the day before; it is a quarter to eight, and the clinic opens at eight."""
    booked = BookedDay(everyone)
    clock.move_to(appointments.instant(everyone, DAY, START_OF_DAY))
    return booked


@pytest.fixture
def reception(day: BookedDay, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Keyboard:  # noqa: ARG001 - booked before
    """Return a keyboard at the window on that morning, with the receptionist signed in; there is no mouse."""

    def no_mouse(*_what: object, **_more: object) -> None:
        raise AssertionError("a mouse was used")

    for name in ("mouseClick", "mouseDClick", "mousePress", "mouseMove"):
        monkeypatch.setattr(QTest, name, no_mouse)
    hands.see("Harbour Infusion Clinic")
    keys = Keyboard(hands)
    keys.write("rita", "Tab")
    keys.write(PASSWORD, "Return")
    hands.see("Rita Moss")
    return keys
