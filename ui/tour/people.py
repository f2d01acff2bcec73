"""Job 2, the settings: another person who works here."""

from ui.tour.tour import PASSWORD, Tour


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
    hands.press("Ctrl+1")
