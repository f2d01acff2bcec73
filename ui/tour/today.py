"""Job 10: who is expected, and one key for the next step."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """See the day, and mark Zoë as here."""
    hands = tour.hands
    hands.press("Ctrl+1")
    hands.see("ÅNGSTRÖM")
    tour.picture("today-expected")
    hands.click("Next step: Mark arrived")
    hands.see("Before start")
    tour.picture("today-arrived")
