"""The end: the record is checked, in the window and by its own means."""

from ui.tour.hands import NotSeen
from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Let the program check the whole record."""
    hands = tour.hands
    hands.click("Settings")
    hands.click("Record")
    hands.click("Check the record")
    hands.see("The record is whole")
    tour.picture("record-checked")
    found = tour.verified()
    if found:
        raise NotSeen("the record is not whole: " + " ".join(found))
