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
    _sign_from_the_list(tour)
    _find_what_was_written(tour)


def _sign_from_the_list(tour: Tour) -> None:
    hands = tour.hands
    hands.click("New note")
    hands.choose("Kind of note", "Phone call, blank page")
    hands.type("Text of the note", "Asked whether she may drive tomorrow: yes, after a good night.")
    hands.press("Ctrl+S")
    hands.see("unsigned")
    hands.press("Ctrl+9")
    hands.see("Phone call")
    tour.picture("to-sign")
    hands.type("PIN or password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Nothing waits for you")
    tour.picture("to-sign-done")


def _find_what_was_written(tour: Tour) -> None:
    hands = tour.hands
    hands.press("Ctrl+Shift+F")
    hands.type("Find in texts", "little lighter", leave=False)
    hands.see("1 text")
    tour.picture("find-in-texts")
    hands.click("Outcomes")
    hands.see("Count again")
    tour.picture("outcomes")
