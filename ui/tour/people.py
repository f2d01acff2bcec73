"""Job 2, the settings: another person who works here."""

from ui.tour.tour import PASSWORD, Tour

OWN_PASSWORD = "seven grey herons"
"""What the nurse chooses herself."""


def show(tour: Tour) -> None:
    """Add a nurse, who later sees the waste."""
    hands = tour.hands
    hands.click("Settings")
    hands.click("People")
    hands.click("Add a person…")
    hands.type("Name, as it prints on records", "Nina Okafor, RN")
    hands.type("Login", "okafor")
    hands.type("Password", PASSWORD)
    hands.type("Password again", PASSWORD)
    hands.click("Nurse")
    tour.picture("person-added")
    hands.click("Save")
    hands.see("Nina Okafor, RN is saved.")
    tour.picture("people")
    _choose_own_password(tour)
    hands.press("Ctrl+1")


def _choose_own_password(tour: Tour) -> None:
    """The nurse takes the seat, and chooses a password that the owner does not know."""
    hands = tour.hands
    hands.press("Ctrl+L")
    hands.type("Login", "okafor")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Choose your own, which only you know.")
    hands.type("New password", OWN_PASSWORD)
    hands.type("New password again", OWN_PASSWORD, leave=False)
    tour.picture("own-password")
    hands.press("Return")
    hands.see("Nina Okafor, RN")
    hands.press("Ctrl+L")
    hands.type("Login", "rivera")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Sam Rivera")
