"""Job 10: who is expected, one key for the next step, and the check-in."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """See the day, mark Zoë as here, and check her in."""
    hands = tour.hands
    hands.press("Ctrl+1")
    hands.see("ÅNGSTRÖM")
    tour.picture("today-expected")
    hands.click("Next step: Mark arrived")
    hands.see("Waits 0 min")
    tour.picture("today-arrived")
    hands.click("Next step: Check in")
    hands.click("The patient said the name ÅNGSTRÖM, Zoë Marie")
    hands.click("The patient said the date of birth 21-Jul-1986 (39 y)")
    hands.type("Name of the escort", "Anna Ångström")
    hands.type("Phone of the escort", "+1 218 555 0177")
    hands.click("The patient confirmed these contact details")
    tour.picture("today-check-in")
    hands.click("Check in")
    hands.see("Checked in")
    tour.picture("today-checked-in")
