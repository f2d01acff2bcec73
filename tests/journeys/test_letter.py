"""A letter by keyboard alone: who treats the patient, the letter to them, signed with the PIN, on paper, and sent."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest

from clinicdesk.desk import Desk
from clinicdesk.records import letters, notes
from clinicdesk.records.letters import Way
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.keyboard import Keyboard
from tests.printing.treated import register
from tests.records.sessions import steps

SAID = "She sleeps through the night and works again."


@pytest.fixture
def patient(nurse: Desk) -> str:
    made = register(nurse)
    steps.plan_for(nurse, made)
    return made


@pytest.fixture
def keys(hands: Hands, enter: Callable[[str], None], patient: str, monkeypatch: pytest.MonkeyPatch) -> Keyboard:  # noqa: ARG001
    """Return a keyboard at the care team in the chart; there is no mouse."""
    enter("nina")

    def no_mouse(*_what: object, **_more: object) -> None:
        raise AssertionError("a mouse was used")

    for name in ("mouseClick", "mouseDClick", "mousePress", "mouseMove"):
        monkeypatch.setattr(QTest, name, no_mouse)
    keyboard = Keyboard(hands)
    keyboard.press("Ctrl+K")
    keyboard.write("angstrom")
    hands.see("ÅNGSTRÖM, Zoë")
    keyboard.press("Return")
    hands.see("Emergency contact")
    # The focus is at the names of the parts of the chart.
    while "Said at registration" not in hands.texts():
        keyboard.press("Right")
    return keyboard


def test_from_the_care_team_to_the_fax(keys: Keyboard, nurse: Desk, patient: str) -> None:
    add_the_psychiatrist(keys)
    hold_a_medicine(keys)
    write_the_letter(keys)
    (letter,) = letters.of_patient(nurse, patient)
    body = notes.get(nurse, letter.note_id).body
    assert body.endswith(f"Our assessment\n{SAID}")
    assert "Lisinopril 10 mg: held, 02-Mar-2026 (on the morning of each session)" in body
    show_it_on_paper(keys)
    say_that_it_was_sent(keys)
    sent = letters.of_patient(nurse, patient)[0].sent
    assert sent is not None
    assert (sent.way, sent.to) == (Way.FAX, "218 555 0143")
    assert nurse.clinic.verify() == []


def add_the_psychiatrist(keys: Keyboard) -> None:
    # Qt shows a button pressed by its Alt key for a tenth of a second before the button acts.
    keys.press("Alt+A")
    keys.hands.see("Somebody who treats the patient")
    keys.fill("Name", "Dr Mary Novak")
    keys.choose("Treats the patient as", "Psychiatrist")
    keys.fill("Practice", "Harbor Psychiatry")
    keys.fill("Fax", "(218) 555-0143")
    keys.press("Ctrl+S")
    keys.hands.see("218 555 0143")


def hold_a_medicine(keys: Keyboard) -> None:
    keys.tab_to("Medicines during the treatment")
    keys.press("Home", "Alt+D")
    keys.hands.see("The list of medicines does not change with it.")
    keys.choose("During the treatment it is", "Held")
    keys.fill("What changes, until when, why", "on the morning of each session")
    keys.press("Ctrl+S")
    keys.hands.see("on the morning of each session")


def write_the_letter(keys: Keyboard) -> None:
    keys.press("Alt+L")
    keys.hands.see("Dr Mary Novak, psychiatrist")
    keys.push("Begin the letter")
    keys.hands.see("Letter to Dr Mary Novak")
    keys.press("Ctrl+Shift+S")
    keys.hands.see("Our assessment")
    keys.tab_to("Text of the note")
    keys.press("Ctrl+End")
    keys.write(SAID)
    keys.press("Ctrl+Shift+S")
    keys.write(PASSWORD, "Return")
    keys.hands.see("Signed")


def show_it_on_paper(keys: Keyboard) -> None:
    keys.press("Ctrl+P")
    keys.hands.see("Page 1 of 1")
    keys.press("Esc")
    keys.hands.see("Add an addendum")


def say_that_it_was_sent(keys: Keyboard) -> None:
    keys.press("Ctrl+Tab", "Ctrl+Tab")
    keys.tab_to("Letters")
    keys.press("Home", "Alt+E")
    keys.hands.see("The letter to Dr Mary Novak was sent")
    keys.fill("Why without a permission", "Treatment, as the law allows")
    keys.press("Ctrl+S")
    keys.hands.see("Sent 02-Mar-2026 by Nina Okafor, RN")
