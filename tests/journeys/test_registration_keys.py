"""How many keys a registration takes at the counter: the minimum, without a mouse, from anywhere in the program."""

from datetime import date

import pytest
from PySide6.QtTest import QTest

from clinicdesk.records import patients
from clinicdesk.records.patient_details import PatientDetails
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.conftest import desk_of
from tests.journeys.keyboard import Keyboard
from ui.tour.hands import name_of

MOST_KEYS = 40


@pytest.fixture
def keys(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    """Return a keyboard at the window, signed in; there is no mouse."""

    def no_mouse(*_what: object, **_more: object) -> None:
        raise AssertionError("a mouse was used")

    for name in ("mouseClick", "mouseDClick", "mousePress", "mouseMove"):
        monkeypatch.setattr(QTest, name, no_mouse)
    hands.see("Harbour Infusion Clinic")
    keyboard = Keyboard(hands)
    keyboard.write("rita", "Tab")
    keyboard.write(PASSWORD, "Return")
    keyboard.hands.see("Rita Moss")
    return keyboard


class Counted:
    """The same keyboard, with every key counted as it is pressed."""

    def __init__(self, keys: Keyboard) -> None:
        self.keys = keys
        self.count = 0

    def press(self, *names: str) -> None:
        self.count += len(names)
        self.keys.press(*names)

    def write(self, text: str) -> None:
        self.count += len(text)
        self.keys.write(text)


def test_the_minimum_takes_fewer_than_forty_keys(keys: Keyboard) -> None:
    counted = Counted(keys)
    counted.press("Ctrl+N")
    counted.write("Lindqvist")
    counted.press("Tab")
    counted.write("Per")
    counted.press("Tab")
    counted.write("21jul68")
    counted.press("Tab")
    counted.write("2185550142")
    counted.press("Ctrl+S")

    keys.hands.see("LINDQVIST, Per")
    (line,) = patients.recent(desk_of(keys.hands))
    patient = patients.get(desk_of(keys.hands), line.id)
    assert (patient.birth_date, patient.phone_mobile) == (date(1968, 7, 21), "218 555 0142")
    assert counted.count < MOST_KEYS, counted.count


def test_from_the_search_box_that_found_nobody_it_takes_fewer_still(keys: Keyboard) -> None:
    counted = Counted(keys)
    counted.press("Ctrl+K")
    counted.write("per lindqvist 21jul68")
    keys.hands.see("New patient")
    counted.press("Return")
    keys.hands.see("Emergency contact")
    counted.write("2185550142")
    counted.press("Ctrl+S")

    keys.hands.see("LINDQVIST, Per")
    (line,) = patients.recent(desk_of(keys.hands))
    patient = patients.get(desk_of(keys.hands), line.id)
    assert (patient.given_name, patient.birth_date, patient.phone_mobile) == (
        "Per", date(1968, 7, 21), "218 555 0142",
    )  # fmt: skip
    assert counted.count < MOST_KEYS, counted.count


def test_each_possible_match_is_opened_by_keys(keys: Keyboard) -> None:
    desk = desk_of(keys.hands)
    details = PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=date(1968, 7, 21))
    first, second = (patients.register(desk, details=details) for _twice in range(2))
    keys.press("Ctrl+N")
    keys.write("Lindqvist", "Tab")
    keys.write("Per", "Tab")
    keys.hands.see("Possible match: LINDQVIST, Per")
    # The first by its Alt key; each of them lies before the form.
    keys.press("Shift+Tab", "Shift+Tab", "Shift+Tab")
    assert name_of(keys.at) == "Open that chart"
    keys.press("Space")
    keys.hands.see("Record no.")
    assert {first, second} >= {line.id for line in patients.recent(desk)[:1]}
    # What was typed is there again.
    keys.press("Ctrl+N")
    keys.hands.see("This is what you were typing at 09:00.")
