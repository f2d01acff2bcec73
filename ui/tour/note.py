"""Job 8: writing a note that survives a crash, signing it, adding an addendum."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Write a note, sign it, and add to it."""
    hands = tour.hands
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Notes")
    hands.click("New note")
    hands.type("Text of the note", "Calm and talkative after the infusion. Mood “a little lighter”. <b>No</b> nausea.")
    tour.picture("note-being-written")
    hands.click("Sign")
    hands.see("Add an addendum")
    tour.picture("note-signed")
    hands.click("Add an addendum")
    hands.type("Text of the addendum", "Sister called in the evening: slept well.")
    hands.click("Sign addendum")
    hands.see("Sister called in the evening")
    tour.picture("note-with-addendum")
