"""Two desks book one chair at the same moment: two processes on one clinic file, standing in for two workstations."""

import subprocess
import sys
import time as steady
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import appointments, chairs, patients
from clinicdesk.records.patient_details import PatientDetails
from tests.conftest import START

ROOT = Path(__file__).parents[2]
HOURS = [time(8 + number // 2, 30 * (number % 2)) for number in range(16)]


class OtherDesk:
    """A desk in a process of its own, which books when it is told."""

    def __init__(self, clinic: Clinic, key: bytes, login: str, patient: str) -> None:
        self.patient = patient
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.booking_desk", str(clinic.path), key.hex(), login, patient],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, *words: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def go_home(self) -> None:
        self._process.communicate(timeout=20)
        assert self._process.returncode == 0


@pytest.fixture
def desks(clinic: Clinic, receptionist: Desk, key: bytes) -> list[OtherDesk]:
    names = ("Maria", "Mario")
    people = [
        patients.register(receptionist, details=PatientDetails(family_name="Lopez", given_name=name)) for name in names
    ]
    found = [OtherDesk(clinic, key, login, who) for login, who in zip(("rita", "nina"), people, strict=True)]
    assert [desk.answer() for desk in found] == ["ready", "ready"]
    return found


def test_exactly_one_gets_the_chair(receptionist: Desk, desks: list[OtherDesk]) -> None:
    # Over a second: sixteen races of two real processes, each of which flushes what it wrote.
    day = receptionist.local(START).date() + timedelta(days=1)
    chair = chairs.all(receptionist)[0].id
    won = []
    for hour in HOURS:
        answers = race(receptionist, desks, day, hour, [chair, chair])
        booked = [answer.split()[1] for answer in answers if answer.startswith("booked")]
        (taken,) = [answer for answer in answers if answer.startswith("taken")]
        assert f"from {hour:%H:%M}" in taken
        won += booked
    assert [one.id for one in appointments.on_day(receptionist, day)] == won
    close(receptionist, desks)


def test_two_chairs_at_the_same_moment_disturb_nobody(receptionist: Desk, desks: list[OtherDesk]) -> None:
    day = receptionist.local(START).date() + timedelta(days=1)
    both = [chair.id for chair in chairs.all(receptionist)]
    for hour in HOURS[:6]:
        answers = race(receptionist, desks, day, hour, both)
        assert [answer.split()[0] for answer in answers] == ["booked", "booked"]
    close(receptionist, desks)


def race(desk: Desk, desks: list[OtherDesk], day: date, hour: time, places: list[str]) -> list[str]:
    """Tell both desks to book in the same instant, a moment from now, and return what they say."""
    start = appointments.instant(desk, day, hour)
    moment = steady.monotonic() + 0.02
    for other, chair in zip(desks, places, strict=True):
        other.tell(moment, start.isoformat(), chair)
    return [other.answer() for other in desks]


def close(desk: Desk, desks: list[OtherDesk]) -> None:
    for other in desks:
        other.go_home()
    desk.clinic.refresh()
    assert desk.clinic.verify() == []
