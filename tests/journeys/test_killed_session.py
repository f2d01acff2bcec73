"""The program is killed in the middle of an infusion, again and again; what its window said was recorded is there."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.records import sessions, staff
from clinicdesk.records.sessions import Session
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import MEASURES, Kind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START
from tests.hands import Hands
from tests.journeys.conftest import desk_of
from tests.records.sessions import steps
from tests.ui.conftest import OpenWindow

ROOT = Path(__file__).parents[2]
AWAY = 2
"""Minutes between a kill and the next start."""

KILLED_AFTER = (("running", 1), ("recorded", 1), ("recorded", 5), ("passed", 1), ("half typed", 2))
"""What each child in turn has acknowledged, and how often, when it is killed."""


@dataclass
class Shift:
    """What all children together acknowledged; the clock goes on from one to the next."""

    recorded: list[tuple[str, str]] = field(default_factory=list)
    draft: str = ""
    minutes: int = 0
    rounds: int = 0

    def hear(self, line: str) -> str:
        """Take an acknowledgement down and return what kind it is."""
        kind, *words = line.rstrip("\n").split("\t")
        if kind == "recorded":
            self.recorded.append((words[0], words[1]))
        elif kind == "half typed":
            self.draft = words[1]
        elif kind == "passed":
            self.minutes += int(words[0])
            self.rounds += 1
        return kind


@pytest.fixture
def planned(clinic_file: Path, key: bytes) -> str:
    """Return the id of a session planned for today, with a signed consent; the file is closed."""
    clinic = Clinic.open(clinic_file, key, DrivenClock(START))
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="TEST-PC")
    patient = steps.register_zoe(desk)
    session_id = steps.plan_for(desk, patient)
    steps.consent(desk, patient)
    clinic.close()
    return session_id


def work_and_be_killed(shift: Shift, clinic_file: Path, key: bytes, settings: Path, last: tuple[str, int]) -> None:
    """Let a child work at its window until it has acknowledged something so many times, and kill it."""
    words = [str(clinic_file), key.hex(), str(settings), str(shift.minutes), str(shift.rounds)]
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.infusion", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert child.stdout is not None
    heard: Counter[str] = Counter()
    for line in child.stdout:
        heard[shift.hear(line)] += 1
        if heard[last[0]] == last[1]:
            child.kill()
            break
    # It went on until the kill reached it.
    for line in child.stdout.read().splitlines(keepends=True):
        if line.endswith("\n"):
            heard[shift.hear(line)] += 1
    child.stdout.close()
    assert child.wait() != 0
    assert heard[last[0]] >= last[1], "the child ended by itself"


def values_of(session: Session) -> Counter[tuple[Kind, int]]:
    return Counter((Kind(seen.kind), seen.value) for seen in session.observations if seen.value is not None)


def acknowledged_values(recorded: list[tuple[str, str]]) -> Counter[tuple[Kind, int]]:
    """Read the acknowledged texts by themselves, without the program's own parser."""
    kinds = {measure.name: kind for kind, measure in MEASURES.items()}
    found: Counter[tuple[Kind, int]] = Counter()
    for name, text in recorded:
        if name == "Blood pressure":
            high, low = text.split("/")
            found.update([(Kind.SYSTOLIC, int(high)), (Kind.DIASTOLIC, int(low))])
        elif name == "Weight":
            found[Kind.WEIGHT, round(float(text) * 1000)] += 1
        else:
            found[kinds[name], int(text)] += 1
    return found


@pytest.mark.skipif(os.name == "nt", reason="killing by SIGKILL is what Unix has")
def test_everything_acknowledged_survives_the_kills(
    qtbot: Any, open_window: OpenWindow, planned: str, clinic_file: Path, key: bytes, tmp_path: Path, clock: DrivenClock
) -> None:
    # Over 5 seconds: five real programs with windows are started, used and killed.
    shift = Shift()
    for last in KILLED_AFTER:
        work_and_be_killed(shift, clinic_file, key, tmp_path / "settings-of-the-child", last)
        shift.minutes += AWAY

    clock.pass_time(minutes=shift.minutes)
    clinic = Clinic.open(clinic_file, key, clock)
    desk = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="OTHER-PC")
    session = sessions.get(desk, planned)
    missing = acknowledged_values(shift.recorded) - values_of(session)
    assert len(shift.recorded) >= 10
    assert not missing
    assert session.phase is Phase.RUNNING
    assert clinic.verify() == []
    clinic.close()

    hands = Hands(qtbot, open_window(clinic_file, key))
    hands.type("Login", "all")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("1 infusion running")
    hands.click("Next step: Open session")
    # The timer counted on while nobody ran the program.
    hands.see(f"{shift.minutes}:00")
    hands.see(shift.recorded[-1][1])
    assert hands.find("Blood pressure").text() == shift.draft
    hands.see("Not recorded")
    desk = desk_of(hands)
    again = sessions.get(desk, planned)
    assert values_of(again) == values_of(session)
    # A systolic pressure of ten to nineteen would alarm.
    assert not sessions.limits_reached(again)
    assert desk.clinic.verify() == []
