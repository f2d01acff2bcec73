"""Twelve chairs, forty sessions, a day told second by second and the PC falling over again and again.

What was acknowledged is in the record, every overdue alarm was heard within a second of its time, and the volumes are
those of an exact model that knows only the acknowledgements.
"""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import time, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.records import patients, series, sessions, staff
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START
from tests.journeys import clinic_day
from tests.records.sessions import steps

ROOT = Path(__file__).parents[2]
SEED = 20261123
CRASHES = 9

# What the preset of this protocol says, typed here once more: the model shares no line with the program.
AT, AFTER, EARLY, OVERDUE = (10, 20, 30, 40), 15, 3, 3


@dataclass
class Told:
    """What all children together acknowledged."""

    done: list[tuple[int, int, str, tuple[int, ...]]] = field(default_factory=list)
    heard: dict[tuple[int, int], int] = field(default_factory=dict)
    ups: list[int] = field(default_factory=list)
    second: int = 0
    steps: int = 0
    over: bool = False

    def hear(self, line: str) -> None:
        kind, *words = line.rstrip("\n").split("\t")
        if kind in ("done", "refused"):
            self.steps += 1
        if kind == "done":
            second, place, what = int(words[0]), int(words[1]), words[2]
            self.done.append((second, place, what, tuple(map(int, words[3:]))))
            self.second = second
        elif kind == "alarm":
            self.heard.setdefault((int(words[0]), int(words[1])), int(words[2]))
            self.second = int(words[2])
        elif kind == "up":
            self.ups.append(int(words[0]))
        elif kind == "second":
            self.second = int(words[0])
        self.over = self.over or kind == "over"


@pytest.fixture
def planned(clinic_file: Path, key: bytes) -> list[str]:
    """Return the ids of forty sessions ready to start, each with its chair; the file is closed."""
    clock = DrivenClock(START)
    clinic = Clinic.open(clinic_file, key, clock)
    nurse, prescriber, rita = (
        staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC")
        for login in ("nina", "pat", "rita")
    )
    ids = []
    for place in range(clinic_day.SESSIONS):
        patient = patients.register(
            nurse, details=PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=steps.BORN)
        )
        session_id = steps.plan_for(nurse, patient)
        line = sessions.line(nurse, session_id)
        chair = f"Chair {place % clinic_day.CHAIRS + 1}"
        series.move(rita, session_id, day=line.planned_on, time=time(9, 30), based_on=line.version, chair=chair)
        steps.ready(nurse, prescriber, session_id)
        ids.append(session_id)
    clinic.close()
    return ids


def work(told: Told, clinic_file: Path, key: bytes, ids: list[str], until: int | None) -> None:
    """Let a child work until it has acknowledged so many things, and kill it; None: to the end of the day."""
    first = told.second + clinic_day.BOOT if told.ups else 0
    words = [str(clinic_file), key.hex(), str(SEED), str(first), str(told.steps), *ids]
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.clinic_day", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert child.stdout is not None
    for heard, line in enumerate(child.stdout):
        told.hear(line)
        if heard == until:
            child.kill()
            break
    for line in child.stdout.read().splitlines(keepends=True):
        if line.endswith("\n"):
            told.hear(line)
    child.stdout.close()
    assert child.wait() == (0 if until is None else -9)


def seconds_of(told: Told, place: int, *whats: str) -> list[int]:
    return [second for second, where, what, _values in told.done if where == place and what in whats]


def due_minute(readings: list[Fraction], end: Fraction | None) -> int:
    """Return the minute the next reading is due, by the words of the preset."""
    covered = readings[-1] + EARLY if readings else Fraction(0)
    for minute in AT:
        if minute > covered and (end is None or minute <= end):
            return minute
    assert end is not None, "no session of this day runs that long without an end"
    due = int(end) + AFTER
    while due <= covered:
        due += AFTER
    return due


def overdue_times(told: Told, place: int) -> dict[int, int]:
    """Return the due minutes that became overdue, and at which second first."""
    found: dict[int, int] = {}
    (start,), ends = seconds_of(told, place, "start"), seconds_of(told, place, "end")
    readings = seconds_of(told, place, "read")
    (gone,) = seconds_of(told, place, "discharge")
    turns = sorted({start, *readings, *ends, gone})
    for since, until in pairwise(turns):
        taken = [Fraction(second - start, 60) for second in readings if second <= since]
        end = Fraction(ends[0] - start, 60) if ends and ends[0] <= since else None
        if end is None and taken and taken[-1] + EARLY >= AT[-1]:
            continue  # the rhythm of a longer infusion is another test's
        minute = due_minute(taken, end)
        second = max(start + (minute + OVERDUE) * 60, since)
        if second + 1 < until:
            found.setdefault(minute, second)
    return found


def infused_microlitres(told: Told, place: int, rate: int, most: int) -> Fraction:
    """Integrate what the pump gave from the acknowledgements alone."""
    total, since, now_rate, flowing = Fraction(0), 0, rate, False
    for second, where, what, values in told.done:
        if where != place or what not in ("start", "pause", "resume", "rate", "end"):
            continue
        if flowing:
            total += Fraction(now_rate * (second - since), 3600)
        since = second
        now_rate = values[0] if what == "rate" else now_rate
        flowing = {"start": True, "resume": True, "pause": False, "end": False}.get(what, flowing)
    return min(total, Fraction(most))


@pytest.mark.skipif(os.name == "nt", reason="killing by SIGKILL is what Unix has")
@pytest.mark.timeout(300)
def test_a_day_of_forty_sessions_with_a_pc_that_falls_over(
    planned: list[str], clinic_file: Path, key: bytes, clock: DrivenClock
) -> None:
    # Many seconds: ten programs, 25,000 seconds of a day, forty sessions.
    told, chance = Told(), Random(SEED)
    for _crash in range(CRASHES):
        work(told, clinic_file, key, planned, chance.randint(30, 110))
    work(told, clinic_file, key, planned, None)
    assert told.over
    assert len(told.ups) == CRASHES + 1

    clock.pass_time(seconds=3600 + clinic_day.DAY)
    clinic = Clinic.open(clinic_file, key, clock)
    desk = staff.sign_in(clinic, login="nina", password=PASSWORD, workstation="OTHER-PC")
    values = 0
    for place, session_id in enumerate(planned):
        session = sessions.get(desk, session_id)
        assert session.phase is Phase.DISCHARGED
        begun = START + timedelta(hours=1)
        found = {(o.kind, o.value, int((o.moment.at - begun).total_seconds())) for o in session.observations}
        for second, where, what, read in told.done:
            if where == place and what == "read":
                expected = {(str(kind), value, second) for kind, value in zip(clinic_day.KINDS, read, strict=True)}
                assert expected <= found
                values += len(expected)
        order = session.order
        assert order is not None
        model = infused_microlitres(
            told, place, order.arithmetic.rate_microlitres_per_hour, order.arithmetic.total_microlitres
        )
        assert abs(session.infused_microlitres(sessions.now_of(desk)) - model) <= Fraction(1, 2)
    assert values > 800

    alarms = 0
    for place in range(len(planned)):
        for minute, second in overdue_times(told, place).items():
            heard = told.heard.get((place, minute))
            assert heard is not None, f"session {place}: minute {minute} was never heard"
            # A PC that is away at that second tells it in the first second it is back.
            back = min((up for up in told.ups if second <= up <= second + 3 * clinic_day.BOOT), default=second)
            assert second <= heard <= max(second, back) + 1, (
                f"session {place}: minute {minute} at {heard}, not {second}"
            )
            alarms += 1
    assert alarms >= 20
    assert clinic.verify() == []
    clinic.close()
