"""A desk in a process of its own: books the place it is told at the moment it is told, and says how that went.

Each line on its standard input is a moment (of the PC's steady clock, which all processes share), a start and a chair.
"""

import sys
import time
from datetime import datetime
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.errors import Clash
from clinicdesk.records import appointments, staff
from clinicdesk.records.appointments import Slot
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START


def main(path: str, key: str, login: str, patient: str) -> None:
    clinic = Clinic.open(Path(path), bytes.fromhex(key), DrivenClock(START))
    desk = staff.sign_in(clinic, login=login, password=PASSWORD, workstation=f"{login}'s PC")
    say("ready")
    for line in sys.stdin:
        moment, start, chair = line.split()
        slot = Slot(datetime.fromisoformat(start), 30, chair)
        while time.monotonic() < float(moment):
            pass
        try:
            say(f"booked {appointments.book(desk, patient_id=patient, kind='follow_up', slot=slot)}")
        except Clash as clash:
            say(f"taken {clash}")
    clinic.close()


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


main(*sys.argv[1:])
