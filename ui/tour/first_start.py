"""Job 1: from nothing to a clinic file with a recovery sheet."""

import re

from PySide6.QtWidgets import QLabel

from ui.tour.tour import PASSWORD, Tour


def show(tour: Tour) -> None:
    """Make the clinic with the assistant, and read the recovery words as a person would."""
    tour.open_window()
    hands = tour.hands
    hands.see("The practice")
    hands.type("Name of the practice", "Harbour Infusion Clinic")
    hands.type("Address", "12 Harbour Lane, Duluth, MN 55802", leave=False)
    hands.type("Phone", "+1 218 555 0100")
    hands.choose("Paper size", "Letter")
    hands.choose("Time zone", "America/New_York")
    tour.picture("first-start-practice")
    hands.click("Next")

    hands.type("Name, as it prints on records", "Sam Rivera, MD")
    hands.type("Login", "rivera")
    hands.type("Password", PASSWORD)
    hands.type("Password again", PASSWORD)
    for role in ("Receptionist", "Nurse", "Prescriber"):
        hands.click(role)
    tour.picture("first-start-administrator")
    hands.click("Next")
    hands.click("Next")
    tour.words = _words(tour)
    tour.picture("first-start-recovery-sheet")
    hands.click("Next")

    asked = [name for name in _names(tour) if re.fullmatch(r"Word \d+", name)]
    # A wrong word is told, and nothing is lost.
    for name in asked:
        hands.type(name, "wrong")
    hands.click("Make the clinic")
    hands.see("This is not word")
    tour.picture("first-start-words")
    for name in asked:
        hands.type(name, tour.words[int(name.split()[1]) - 1])
    hands.click("Make the clinic")
    hands.see("Sign in")


def _names(tour: Tour) -> list[str]:
    return [widget.accessibleName() for widget in tour.hands.widgets() if widget.accessibleName()]


def _words(tour: Tour) -> list[str]:
    """Read the numbered words off the screen."""
    texts = [widget.text() for widget in tour.hands.widgets() if isinstance(widget, QLabel)]
    return [text for text in texts if re.fullmatch(r"[a-z]{3,8}", text)]
