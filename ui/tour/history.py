"""Job 11: who did what, when, from where, and what it was before."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Change a phone number, and see in the history what it was."""
    hands = tour.hands
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Overview")
    hands.click("Edit details")
    hands.type("Mobile phone", "+1 218 555 0199")
    hands.press("Ctrl+S")
    hands.see("555 0199")
    hands.click("History")
    hands.choose_row("History of the chart", "Changed the patient's details", open_it=False)
    hands.see("555 0142")
    tour.picture("history")
