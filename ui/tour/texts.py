"""Job 3, the settings: consent texts are read, one is changed, and a named person adopts them."""

from ui.tour.tour import PASSWORD, Tour

ADOPTED = (
    "Consent to intravenous ketamine for a mood disorder",
    "Consent to intravenous ketamine for chronic pain",
    "Receipt of the privacy notice",
)


def show(tour: Tour) -> None:
    """Adopt three texts; nobody could sign them before."""
    hands = tour.hands
    hands.click("Settings")
    hands.click("Consent texts")
    hands.see("Sample wording")
    tour.picture("texts")
    for number, title in enumerate(ADOPTED):
        hands.choose_row("List of consent texts", title, open_it=False)
        hands.click("Adopt as it is…")
        hands.see("Page 1 of")
        hands.type("Your password", PASSWORD)
        if number == 0:
            tour.picture("texts-adopting")
        hands.click("Adopt")
        hands.see(f"“{title}” is the clinic's text now.")
    tour.picture("texts-adopted")
    _look_at_editor(tour)
    hands.press("Ctrl+1")


def _look_at_editor(tour: Tour) -> None:
    hands = tour.hands
    hands.choose_row("List of consent texts", ADOPTED[0], open_it=False)
    hands.click("Edit…")
    hands.see("Page 1 of")
    tour.picture("texts-editor")
    hands.click("Close")
    hands.see("Adopt as it is…")
