"""The rest of the front desk: calls, messages, the crisis card, commands by their words, the downtime pack."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Work through what reception does between two visits."""
    hands = tour.hands
    hands.press("Ctrl+4")
    hands.see("Reminders  1")
    tour.picture("calls-reminders")
    hands.press("1")
    hands.see("1 done today")
    tour.picture("calls-worked-off")
    hands.press("Ctrl+5")
    tour.picture("messages")
    hands.press("F8")
    hands.see("988")
    tour.picture("crisis-card")
    hands.press("Escape")
    _ask(tour, "new enquiry", "command-found")
    tour.picture("enquiries")
    _ask(tour, "downtime pack", "command-print")
    hands.see("Page 1 of")
    tour.picture("downtime-pack")
    hands.click("Close")


def _ask(tour: Tour, typed: str, name: str) -> None:
    """Ask for a command by its words in the search box."""
    hands = tour.hands
    hands.press("Ctrl+K")
    hands.type("Find a patient", typed, leave=False)
    tour.picture(name)
    hands.press("Return")
