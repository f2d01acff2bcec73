"""Deciding on eligibility with the keys alone, in a chart that shows the planned series."""

from clinicdesk.records import eligibility
from tests.journeys.keyboard import Keyboard

TABS_BETWEEN = 3
"""From the series to the decision: documents, care team, eligibility."""


def decide(keys: Keyboard, treatment: str = "iv-ketamine-mood", *, at_the_tab: bool = False) -> None:
    """Go on to the tab, unless the person is there, deny every question, and sign with conditions."""
    asked = eligibility.get(treatment)
    for _tab in range(0 if at_the_tab else TABS_BETWEEN):
        keys.press("Ctrl+Tab")
    keys.hands.see("What speaks against it?")
    keys.choose("For", asked.indications[0].title)
    keys.tab_to(asked.contraindications[0].asks)
    for _item in asked.contraindications:
        keys.press("N")
    keys.hands.see("All are answered")
    keys.press("Down", "Space")
    keys.fill("Conditions", "PDMP before the first visit")
    keys.press("Ctrl+S")
    keys.hands.see("The decision is signed.")
