"""Job 8: writing a note that survives a crash, signing it, adding an addendum."""

from ui.tour.tour import PASSWORD, Tour


def show(tour: Tour) -> None:
    """Write a note, sign it, and add to it."""
    hands = tour.hands
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Notes")
    hands.click("New note")
    hands.choose("Kind of note", "Progress note, blank page")
    hands.type("Text of the note", "Calm and talkative after the infusion. Mood “a little lighter”. <b>No</b> nausea.")
    tour.picture("note-being-written")
    hands.click("Sign")
    hands.type("Your PIN or password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Add an addendum")
    tour.picture("note-signed")
    hands.click("Add an addendum")
    hands.type("Text of the addendum", "Sister called in the evening: slept well.")
    hands.click("Sign addendum")
    hands.see("Sister called in the evening")
    tour.picture("note-with-addendum")
