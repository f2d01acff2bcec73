"""The same screens in the dark, and in a small window with large type."""

from ui.tour.tour import SIZE, Tour


def show(tour: Tour) -> None:
    """Change the look in the settings, look around, and change it back."""
    hands = tour.hands
    hands.click("Settings")
    hands.click("This PC")
    hands.choose("Colours", "Dark")
    _look_around(tour, "dark")
    tour.window.resize(960, 540)
    _look_around(tour, "dark-small")
    tour.window.resize(*SIZE)
    hands.click("Settings")
    hands.click("This PC")
    hands.choose("Colours", "Light")


def _look_around(tour: Tour, name: str) -> None:
    hands = tour.hands
    hands.press("Ctrl+1")
    tour.picture(f"{name}-today")
    hands.choose_row("Board", "ÅNGSTRÖM")
    hands.see("Flowsheet")
    tour.picture(f"{name}-session")
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    tour.picture(f"{name}-chart")
    numbered = ("schedule", "calls", "messages", "consents")
    places = {f"Ctrl+{number}": place for number, place in enumerate(numbered, 3)} | {"Ctrl+N": "registration"}
    for keys, place in places.items():
        hands.press(keys)
        tour.picture(f"{name}-{place}")
