"""A colleague who comes to the chair and works the dose of 82.4 kg out anew, by keys alone."""

from tests.conftest import PASSWORD
from tests.journeys.keyboard import Keyboard


def have_it_checked(keys: Keyboard, at: str = "") -> None:
    """Check the signed order; ``at`` is the time on the paper, when it is typed in from there."""
    keys.push("Second check")
    for name, text in (("Dose (mg)", "41.2"), ("Volume of drug (mL)", "0.824"), ("Pump rate (mL per hour)", "150")):
        keys.fill(name, text)
    keys.fill("Login of who worked it out", "nina")
    keys.fill("PIN", PASSWORD)
    if at:
        keys.fill("Time on the paper", at)
    keys.press("Ctrl+S")
    keys.hands.see("Agrees, Nina Okafor, RN")
