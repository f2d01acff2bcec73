"""Job 7, an interruption: the program is closed in the middle of an infusion, and brings everything back."""

from ui.tour.tour import PASSWORD, Tour


def show(tour: Tour) -> None:
    """Close the window all the same, start anew with the recovery key, and find the infusion running."""
    tour.window.close()
    hands = tour.hands
    hands.see("goes on")
    tour.picture("closing-while-infusing")
    hands.click("Close ClinicDesk")
    tour.close_window()
    tour.pass_time(seconds=90)
    tour.open_window()
    hands = tour.hands
    hands.see("The recovery key is needed")
    tour.picture("recovery-key-asked")
    hands.type("The 24 words of the recovery sheet", " ".join(tour.words), leave=False)
    hands.click("Open the clinic")
    hands.type("Login", "rivera")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("In treatment")
    tour.picture("today-after-restart")
    hands.click("Next step: Open session")
    hands.see("141/88")
    tour.picture("session-after-restart")
