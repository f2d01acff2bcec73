"""A program of its own, on a PC with two monitors: it opens a call screen and says where everything is."""

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QWidget

from clinicdesk.clinic import Clinic
from clinicdesk.records import staff
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD, START
from ui.app import make_app
from ui.call_screen.window import CallWindow


def main(clinic_file: str, key: str, session_id: str, settings: str) -> None:
    staff.hashing_cost.update(time_cost=1, memory_cost=8, parallelism=1)
    app = make_app(Workstation.load(Path(settings)))
    clinic = Clinic.open(Path(clinic_file), bytes.fromhex(key), DrivenClock(START))
    desk = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="TEST-PC")
    work = QWidget()
    work.show()
    screen = CallWindow(desk, session_id)
    screen.show_beside(work)
    app.processEvents()
    told = {
        "screens": len(app.screens()),
        "work": work.screen().name(),
        "call": screen.screen().name(),
        "fills": screen.isFullScreen(),
        "place": screen.geometry().getRect(),
    }
    sys.stdout.write(json.dumps(told))
    screen.close_now()
    work.close()
    clinic.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
