"""Job 6: a consent handed over, read and signed on the screen; another one signed on paper, and taken back."""

from ui.tour.hands import NotSeen
from ui.tour.tour import PASSWORD, Tour

PIN = "739146"
AGREE = "I agree to sign this form on this screen. I know that I can sign it on paper instead."


def show(tour: Tour) -> None:
    """Have Zoë sign on the screen, and Minh Anh on paper, who later takes it back."""
    hands = tour.hands
    _set_pin(tour)
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Consents")
    hands.click("New consent…")
    hands.choose("Text", "Consent to intravenous ketamine for a mood disorder · English")
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
    _sign_on_paper_and_take_back(tour)


def _set_pin(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Settings")
    hands.click("People")
    hands.click("Set my PIN…")
    hands.type("Password", PASSWORD)
    hands.type("New PIN", PIN)
    hands.type("PIN again", PIN)
    hands.click("Save")
    hands.see("Your PIN is set.")


def _sign_on_screen(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Hand over to sign…")
    tour.picture("consent-hand-over")
    hands.click("Hand over")
    hands.see("Give back to staff")
    tour.picture("consent-reading")
    _read_to_end(tour)
    hands.click(AGREE)
    hands.draw("Signature")
    hands.see("Nothing is missing.")
    tour.picture("consent-signing")
    hands.click("I agree and sign")
    hands.see("You have signed this form.")
    hands.click("Yes, on paper")
    hands.see("Please give this device back.")
    tour.picture("consent-give-back")
    hands.click("Give back to staff")
    tour.picture("consent-take-back")
    hands.type("PIN or password", PIN, leave=False)
    hands.press("Return")
    hands.see("Signed. The patient would like a copy on paper.")
    tour.picture("consent-signed-by-patient")


def _read_to_end(tour: Tour) -> None:
    """Press what leads on until nothing of the text is missing, and put initials where they are asked for."""
    hands = tour.hands
    signed = 0
    for _page in range(60):
        if hands.found("Continue reading"):
            hands.click("Continue reading")
        elif "Still missing: initials (" in hands.texts():
            hands.click("Show where")
            signed += 1
            hands.draw(f"Initials {signed}")
            if signed == 1:
                tour.picture("consent-something-missing")
        else:
            return
    raise NotSeen("the end of the text")


def _countersign(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Sign as clinician…")
    hands.choose("Capacity of the patient", "The patient can make this decision")
    hands.draw("Signature")
    tour.picture("consent-clinician")
    hands.click("Sign")
    hands.see("The patient can make this decision.")
    tour.picture("consent-signed")


def _sign_on_paper_and_take_back(tour: Tour) -> None:
    hands = tour.hands
    tour.open_chart("minh", "NGUYỄN")
    hands.click("Consents")
    hands.click("New consent…")
    hands.choose("Text", "Consent to intravenous ketamine for chronic pain · English")
    hands.click("Prepare form")
    hands.click("Show form")
    hands.see("Page 1 of")
    tour.keep_paper("consent-to-sign")
    hands.press("Esc")
    hands.click("Signed on paper…")
    hands.type("Day beside the signature", "02-Mar-2026")
    hands.type("Clinician who signed it too", "Sam Rivera, MD")
    tour.picture("consent-on-paper")
    hands.click("Record as signed")
    hands.see("Recorded as signed on paper")
    hands.press("F7")
    tour.picture("consent-withdrawing")
    hands.press("Return")
    hands.see("Consent is withdrawn since 09:00.")
    tour.picture("consent-withdrawal-recorded")
    hands.press("Return")
    hands.see("Consent withdrawn")
    tour.picture("consent-withdrawn")
