"""A program of its own: a form is handed over at the real window and filled in, until the program is killed.

It writes a line to its standard output when what was filled in is kept, and one just before it signs.
"""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import keyring
from keyring.backends import fail

from clinicdesk.records import staff
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD, START
from tests.journeys.signing import AGREE, hand_over, open_consents, read_to_end
from ui.app import make_app
from ui.main_window import MainWindow
from ui.tour.hands import Hands
from ui.workplace import Workplace


def say(word: str) -> None:
    """Acknowledge something to whoever is going to kill this."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main(clinic_file: str, key: str, settings: str) -> None:
    staff.hashing_cost.update(time_cost=1, memory_cost=8, parallelism=1)
    keyring.set_keyring(fail.Keyring())
    choices = Workstation.load(Path(settings))
    app = make_app(choices)
    window = MainWindow(choices, Path(clinic_file), bytes.fromhex(key), clock=DrivenClock(START))
    window.show()
    window.activateWindow()
    app.processEvents()
    hands = Hands(window)
    hands.type("Login", "all")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Today")
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
