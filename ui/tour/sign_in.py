"""Job 2: signing in, a wrong password, and the lock."""

from ui.tour.tour import PASSWORD, Tour


def show(tour: Tour) -> None:
    """Sign in, lock, and come back."""
    hands = tour.hands
    hands.type("Login", "rivera")
    hands.type("Password", "not my password")
    hands.click("Sign in")
    hands.see("The login or the password is wrong.")
    tour.picture("sign-in-refused")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Today")
    tour.picture("today-empty")

    hands.press("Ctrl+L")
    hands.see("Locked")
    tour.picture("locked")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Today")
