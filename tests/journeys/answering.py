"""What hands do with a questionnaire. As a program of its own: a patient answers three questions, till it is killed.

It writes a line to its standard output when the third answer was given.
"""

import sys

from PySide6.QtWidgets import QApplication

from clinicdesk.records.wordings import form_words
from tests.journeys.own_program import open_window, say, sign_in
from ui.measures.answer_box import AnswerBox
from ui.tour.hands import Hands

PHQ9 = "PHQ-9 – Patient Health Questionnaire, nine questions about depression"


def open_measures(hands: Hands, typed: str, name: str) -> None:
    """Open a patient's questionnaires."""
    hands.press("Ctrl+K")
    hands.type("Find a patient", typed, leave=False)
    hands.see(name)
    hands.press("Return")
    hands.click("Measures")


def hand_over(hands: Hands, title: str = PHQ9) -> None:
    """Hand a questionnaire over."""
    hands.click("Fill in…")
    hands.choose("Questionnaire", title)
    hands.click("Hand over to the patient")


def type_numbers(hands: Hands, typed: str) -> None:
    """Press one key after the other, wherever the keys have gone by then."""
    for key in typed:
        hands.wait_for(lambda: isinstance(QApplication.focusWidget(), AnswerBox), f"a box for {key!r}")
        hands.press(key)


def main(clinic_file: str, key: str, settings: str) -> None:
    hands = sign_in(open_window(clinic_file, key, settings))
    open_measures(hands, "nunez", "NÚÑEZ")
    hand_over(hands)
    words = form_words("es", "screen")
    for _question in range(3):
        hands.click("Varios días")
        hands.click(words["ask_next"])
    say("three answered")
    while True:
        hands.see(words["hand_over_give_back"])


if __name__ == "__main__":
    main(*sys.argv[1:])
