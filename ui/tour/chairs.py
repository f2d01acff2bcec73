"""Job 7, all chairs at once: who is in them, the emergency sheet, a dark room, a lock that goes on watching."""

from ui.tour.tour import PASSWORD, Tour


def show(tour: Tour) -> None:
    """Look at the running session from everywhere it is watched from; half-typed values stay where they are."""
    hands = tour.hands
    hands.press("Ctrl+7")
    hands.see("A reminder, not a patient monitor")
    tour.picture("chairs")
    hands.press("F12")
    hands.see("Page 1 of")
    tour.keep_paper("emergency-sheet")
    hands.press("Esc")
    hands.press("Ctrl+D")
    tour.picture("chairs-in-a-dark-room")
    hands.press("Ctrl+D")
    hands.press("Ctrl+8")
    tour.picture("my-chairs")
    hands.press("Esc")
    tour.pass_time(minutes=20)
    tour.picture("chair-calls")
    hands.press("Ctrl+L")
    hands.see("Type values")
    tour.picture("locked-with-chairs")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Sessions")
    hands.press("Ctrl+1")
    hands.click("Next step: Open session")
