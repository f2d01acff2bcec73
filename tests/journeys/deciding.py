"""Deciding on eligibility with the keys alone, in a chart that shows the planned series."""

from clinicdesk.records import eligibility
from tests.journeys.keyboard import Keyboard

QUESTION = "What speaks against it?"
MOST_TABS = 6
"""Further on in the row nobody looks for it."""


def decide(keys: Keyboard, treatment: str = "iv-ketamine-mood", *, at_the_tab: bool = False) -> None:
    """Go on to the tab, unless the person is there, deny every question, and sign with conditions."""
    asked = eligibility.get(treatment)
    for _tab in range(0 if at_the_tab else MOST_TABS):
        keys.press("Ctrl+Tab")
        if QUESTION in keys.hands.texts():
            break
    keys.hands.see(QUESTION)
    keys.choose("For", asked.indications[0].title)
    keys.tab_to(asked.contraindications[0].asks)
    for _item in asked.contraindications:
        keys.press("N")
    keys.hands.see("All are answered")
    keys.press("Down", "Space")
    keys.fill("Conditions", "PDMP before the first visit")
    keys.press("Ctrl+S")
    keys.hands.see("The decision is signed.")
