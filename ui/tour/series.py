"""Job 6: a series planned from a protocol, and a session moved."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Plan six infusions for Zoë from today on, and move the second."""
    hands = tour.hands
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Series")
    hands.click("Plan a series now")
    hands.choose("Protocol", "IV ketamine for mood disorders, 6 sessions")
    hands.type("First day", "02-Mar-2026")
    hands.type("Time", "09:30")
    hands.type("For (indication)", "Major depression, treatment-resistant")
    hands.see("Session 6")
    tour.picture("series-proposed")
    hands.click("Plan series")
    hands.see("1 of 6")
    tour.picture("series-planned")
    hands.choose_row("Sessions of the patient", "2 of 6", open_it=False)
    hands.click("Move session")
    hands.type("New day", "05-Mar-2026")
    tour.picture("series-moving")
    hands.click("Move")
    hands.see("Thu 05-Mar-2026")
    tour.picture("series-moved")
