"""The main job by keyboard alone: nothing needs a mouse, and the focus is always where a person sees it."""

import pytest
from PySide6.QtTest import QTest

from clinicdesk.records import sessions
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.chairside import answer_in_the_chair, fill_in_discharge
from tests.journeys.conftest import desk_of
from tests.journeys.deciding import decide
from tests.journeys.keyboard import Keyboard
from tests.journeys.second_check import have_it_checked

NAME = "Zoë Ångström"
BORN = "21jul1968"


@pytest.fixture
def keys(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    """Return a keyboard at the window; there is no mouse."""

    def no_mouse(*_what: object, **_more: object) -> None:
        raise AssertionError("a mouse was used")

    for name in ("mouseClick", "mouseDClick", "mousePress", "mouseMove"):
        monkeypatch.setattr(QTest, name, no_mouse)
    hands.see("Harbour Infusion Clinic")
    return Keyboard(hands)


def test_the_main_job_by_keyboard_alone(keys: Keyboard, clock: DrivenClock) -> None:
    # Over 5 seconds: a whole day's work, key by key.
    sign_in(keys)
    register(keys)
    have_consent_signed_on_paper(keys)
    plan(keys)
    decide(keys)
    check(keys)
    order_and_start(keys)
    read_and_stop(keys, clock)
    discharge_and_sign(keys)
    write_a_note(keys)
    look_at_papers(keys)
    assert desk_of(keys.hands).clinic.verify() == []


def sign_in(keys: Keyboard) -> None:
    keys.write("all", "Tab")
    keys.write(PASSWORD, "Return")
    keys.hands.see("Sam Rivera, MD")


def register(keys: Keyboard) -> None:
    keys.press("Ctrl+N")
    keys.fill("Family name", "Ångström")
    keys.fill("Given name", "Zoë")
    keys.fill("Date of birth", BORN)
    keys.fill("Mobile phone", "+1 218 555 0142")
    keys.choose("Sex at birth", "Female")
    keys.fill("Emergency contact", "Per Ångström")
    keys.answer("Allergies: Not asked", "Allergies: Has allergies")
    keys.fill("Allergic to", "Latex")
    keys.press("Return")
    keys.answer("Current medicines: Not asked", "Current medicines: Takes none")
    keys.press("Ctrl+S")
    keys.hands.see("ÅNGSTRÖM, Zoë")


def have_consent_signed_on_paper(keys: Keyboard) -> None:
    keys.press("Right", "Right")
    keys.hands.see("New consent…")
    keys.push("New consent…")
    keys.choose("Text", "Consent to intravenous ketamine for a mood disorder · English")
    keys.push("Prepare form")
    keys.hands.see("Prepared")
    keys.push("Signed on paper…")
    keys.fill("Day beside the signature", "02-Mar-2026")
    keys.fill("Clinician who signed it too", "Sam Rivera, MD")
    keys.push("Record as signed")
    keys.hands.see("Recorded as signed on paper")


def plan(keys: Keyboard) -> None:
    keys.press("Ctrl+Tab")
    keys.push("Plan a series now")
    keys.choose("Protocol", "IV ketamine for mood disorders, 6 sessions")
    keys.fill("First day", "02-Mar-2026")
    keys.fill("Time", "09:30")
    keys.fill("For (indication)", "Major depression")
    keys.push("Plan series")
    keys.hands.see("1 of 6")


def check(keys: Keyboard) -> None:
    keys.press("Ctrl+1")
    # Space takes the next step of the visit: marks her as here, checks her in, opens the session.
    keys.press("Space")
    keys.hands.see("Waits 0 min")
    keys.press("Space")
    keys.hands.see("Who is here?")
    keys.press("Space", "Tab", "Space")
    keys.press("Ctrl+S")
    keys.hands.see("Checked in")
    keys.press("Space")
    keys.hands.see("Before the start")
    keys.push("Fasting")
    keys.fill("Last food", "20:00")
    keys.fill("Last clear drink", "06:30")
    keys.press("Ctrl+S")
    keys.hands.see("Last food 20:00, last drink 06:30")
    keys.push("Escort")
    keys.fill("Name of the escort", "Per Ångström")
    keys.fill("Phone of the escort", "218 555 0142")
    keys.press("Ctrl+S")
    keys.hands.see("Per Ångström, 218 555 0142")
    answer_in_the_chair(keys)
    keys.press("F2")
    for typed in ("124/78", "68", "98", "14", "", "82.4"):
        keys.write(typed, "Return")
    keys.hands.see("82.4 kg")


def order_and_start(keys: Keyboard) -> None:
    for step, confirm in (("Order", "Sign order"), ("Start infusion", "Start now")):
        keys.push(step)
        keys.fill("Patient's name, said again", NAME)
        keys.fill("Date of birth, said again", BORN)
        keys.push(confirm)
        if step == "Order":
            have_it_checked(keys)
    keys.hands.see("Infusing")


def read_and_stop(keys: Keyboard, clock: DrivenClock) -> None:
    clock.pass_time(minutes=4)
    keys.hands.window.tick()
    keys.press("F2")
    for typed in ("132/84", "72", "97"):
        keys.write(typed, "Return")
    keys.hands.see("132/84")
    keys.push("Pause")
    keys.hands.see("Paused")
    keys.push("Resume")
    keys.hands.see("Infusing")
    keys.push("Adverse event")
    for name, choice in (
        ("What happened", "Nausea"),
        ("How bad", "Mild"),
        ("Caused by the treatment", "Possibly related"),
        ("What was done", "Watched, nothing else"),
        ("How it went on", "Gone"),
    ):
        keys.choose(name, choice)
    keys.press("Ctrl+S")
    keys.hands.see("Nausea, mild")
    keys.push("Change rate")
    keys.fill("New rate (mL per hour)", "120")
    keys.fill("Reason for the change", "Nausea")
    keys.press("Ctrl+S")
    keys.hands.see("120 mL per hour")
    keys.push("Stop infusion")
    keys.push("Completed as ordered")
    keys.hands.see("Recovery")


def discharge_and_sign(keys: Keyboard) -> None:
    keys.push("Drug given")
    for name, typed in (
        ("Lot", "K7731"),
        ("Expires", "03/2027"),
        ("Drawn (mg)", "50"),
        ("Given (mg)", "41.2"),
        ("Wasted (mg)", "8.8"),
    ):
        keys.fill(name, typed)
    keys.choose("Witness", "Nina Okafor, RN")
    keys.press("Ctrl+S")
    keys.hands.see("lot K7731")
    desk = desk_of(keys.hands)
    (session,) = [sessions.get(desk, line.id) for line in sessions.unsigned(desk)]
    keys.push("Discharge")
    fill_in_discharge(keys, session, early="Well, observed by the prescriber")
    keys.press("Ctrl+S")
    keys.hands.see("Left at")
    keys.push("Sign session")
    keys.push("Sign")
    keys.hands.see("Signed by Sam Rivera, MD")


def write_a_note(keys: Keyboard) -> None:
    # Qt shows a button pressed by its Alt key for a tenth of a second before the button acts.
    keys.press("Alt+C")
    keys.hands.see("What speaks against it?")
    keys.press("Ctrl+Tab", "Alt+N")
    keys.hands.see("Kind of note")
    keys.choose("Kind of note", "Progress note, blank page")
    keys.tab_to("Text of the note")
    keys.write("Calm and talkative after the infusion.")
    keys.press("Ctrl+Shift+S")
    keys.hands.see("Sign this note?")
    keys.write(PASSWORD, "Return")
    keys.hands.see("Add an addendum")


def look_at_papers(keys: Keyboard) -> None:
    keys.press("Ctrl+1", "Return")
    keys.press("Ctrl+P")
    keys.hands.see("Page 1 of")
    keys.tab_to("Print…")
    keys.press("Esc")
    keys.hands.see("Flowsheet")
    # The face sheet, from the chart that the search box finds; the focus is at the names of its parts.
    keys.press("Ctrl+K")
    keys.write("zo ang")
    keys.hands.see("ÅNGSTRÖM")
    keys.press("Return")
    keys.press(*["Left"] * 6, "Ctrl+P")
    keys.hands.see("Page 1 of")
