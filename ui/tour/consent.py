"""Job 5: a consent prepared, signed on the screen, countersigned, and shown as it prints; another on paper."""

from ui.tour.hands import NotSeen
from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Have Zoë sign on the screen, and Minh Anh on paper, who later takes it back."""
    hands = tour.hands
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Consents")
    hands.click("New consent…")
    hands.choose("Text", "Consent to intravenous ketamine for a mood disorder")
    tour.picture("consent-new")
    hands.click("Prepare form")
    hands.see("Prepared")
    tour.picture("consent-prepared")
    _sign_on_screen(tour)
    _countersign(tour)
    hands.click("Show signed form")
    hands.see("Page 1 of")
    tour.picture("consent-signed-paper")
    tour.keep_paper("consent-signed")
    hands.press("Esc")

    tour.open_chart("minh", "NGUYỄN")
    hands.click("Consents")
    hands.click("New consent…")
    hands.choose("Text", "Consent to intravenous ketamine for chronic pain")
    hands.click("Prepare form")
    hands.click("Record signed on paper…")
    hands.type("Day it was signed", "02-Mar-2026")
    hands.click("Record as signed")
    hands.see("Recorded as signed on paper")
    hands.click("Withdraw…")
    hands.type("Reason", "Wants to think about it again.")
    hands.click("Withdraw")
    hands.see("Withdrawn")
    tour.picture("consent-withdrawn")


def _sign_on_screen(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Sign on screen…")
    hands.see("I agree and sign")
    tour.picture("consent-reading")
    hands.click("I agree and sign")
    hands.see("Still missing")
    tour.picture("consent-something-missing")
    for number in range(1, 10):
        if not hands.found(f"Initials {number}"):
            break
        hands.draw(f"Initials {number}")
    else:
        raise NotSeen("the end of the initials")
    hands.type("Name of the person who signs", "Zoë Marie Ångström")
    hands.draw("Signature")
    tour.picture("consent-signing")
    hands.click("I agree and sign")
    hands.see("kept as it was signed")
    tour.picture("consent-signed")


def _countersign(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Countersign…")
    hands.draw("Signature")
    hands.click("Sign")
    hands.see("Clinician: Sam Rivera")
