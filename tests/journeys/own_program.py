"""What the programs share that a test starts to kill them: the real window of their own, and what they say of it."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
from keyring.backends import fail

from clinicdesk.records import staff
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD, START
from ui.app import make_app
from ui.main_window import MainWindow
from ui.tour.hands import Hands


def say(*words: object) -> None:
    """Acknowledge something to whoever is going to kill this."""
    sys.stdout.write("\t".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def open_window(clinic_file: str, key: str, settings: str, clock: DrivenClock | None = None) -> MainWindow:
    """Open a clinic at the real window; passwords are hashed cheaply, and the PC has no keyring."""
    staff.hashing_cost.update(time_cost=1, memory_cost=8, parallelism=1)
    keyring.set_keyring(fail.Keyring())
    choices = Workstation.load(Path(settings))
    app = make_app(choices)
    window = MainWindow(choices, Path(clinic_file), bytes.fromhex(key), clock=clock or DrivenClock(START))
    window.show()
    window.activateWindow()
    app.processEvents()
    return window


def sign_in(window: MainWindow) -> Hands:
    """Sign in as somebody who may do everything, and return the hands that did it."""
    hands = Hands(window)
    hands.type("Login", "all")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Today")
    return hands
