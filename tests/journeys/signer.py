"""A program of its own: a form is handed over at the real window and filled in, until the program is killed.

It writes a line to its standard output when what was filled in is kept, and one just before it signs.
"""

import sys

from tests.journeys.own_program import open_window, say, sign_in
from tests.journeys.signing import AGREE, hand_over, open_consents, read_to_end
from ui.workplace import Workplace


def main(clinic_file: str, key: str, settings: str) -> None:
    window = open_window(clinic_file, key, settings)
    hands = sign_in(window)
    open_consents(hands, "lindq", "LINDQVIST")
    hand_over(hands)
    read_to_end(hands)
    hands.click(AGREE)
    hands.draw("Signature")
    desk = window.centralWidget().findChild(Workplace).desk
    hands.wait_for(
        lambda: any('"seen": 1.0' in kept.body for kept in desk.clinic.local.drafts(desk.person.id)), "draft"
    )
    say("kept")
    # Whoever kills this may be slow: it signs a while later, and the kill falls anywhere in it.
    say("signing")
    hands.click("I agree and sign")
    say("signed")
    while True:
        hands.see("You have signed this form.")


if __name__ == "__main__":
    main(*sys.argv[1:])
