"""A program of its own: a simulated clinic day, second by second, over all chairs, until it is over or killed.

Everything that happens is laid down in an agenda made from a seed. A line goes to the standard output for each thing
that is recorded, once it is, and for each alarm that begins to be heard, with the second of the day it began.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import sessions, staff
from clinicdesk.records.sessions import EndReason
from clinicdesk.records.sessions.alarms import watch
from clinicdesk.rules.alarms import Urgency, Watch, standing_at
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START
from tests.records.sessions import steps

CHAIRS = 12
SESSIONS = 40
TURN = 105 * 60
"""Seconds from one patient in a chair to the next."""

DAY = (SESSIONS + CHAIRS - 1) // CHAIRS * TURN
BOOT = 20
"""Seconds a PC is away after a crash."""


@dataclass(frozen=True, order=True)
class Step:
    """Something that happens at a second of the day in the session of a place in the list."""

    second: int
    place: int
    what: str
    values: tuple[int, ...] = ()


def agenda(seed: int) -> tuple[Step, ...]:
    """Return the steps of the whole day: mostly on time, some of them late, a few forgotten."""
    chance = Random(seed)
    return tuple(sorted(step for place in range(SESSIONS) for step in _visit(place, chance)))


def _visit(place: int, chance: Random) -> Iterator[Step]:
    start = place // CHAIRS * TURN + place % CHAIRS * 37 + chance.randint(0, 240)
    yield Step(start, place, "start")
    paused = 0
    if chance.random() < 0.3:
        at, paused = start + chance.randint(700, 1500), chance.randint(60, 400)
        yield Step(at, place, "pause")
        yield Step(at + paused, place, "resume")
    if chance.random() < 0.3:
        yield Step(
            start + chance.randint(1600, 2000) + paused, place, "rate", (chance.randrange(60_000, 200_000, 100),)
        )
    end = start + 2400 + paused + chance.randint(0, 60)
    yield Step(end, place, "end")
    for minute in (10, 20, 30, 40, 55, 70):
        # Most rounds a little late, one in eight far too late, one in eight never.
        late = chance.choices((chance.randint(-30, 150), chance.randint(200, 700), None), (6, 1, 1))[0]
        if late is not None:
            pressure = (chance.randint(95, 175), chance.randint(50, 90))
            values = (*pressure, chance.randint(50, 110), chance.randint(93, 100), chance.randint(10, 20))
            yield Step(start + minute * 60 + late, place, "read", values)
    yield Step(start + 85 * 60 + paused, place, "discharge")


KINDS = (Kind.SYSTOLIC, Kind.DIASTOLIC, Kind.HEART_RATE, Kind.SPO2, Kind.RESPIRATORY_RATE)


class Day:
    """The staff of the day, and the alarms as they are heard."""

    def __init__(self, desk: Desk, ids: list[str]) -> None:
        self.desk = desk
        self.ids = ids
        self.watched: dict[int, Watch] = {}
        self.heard: set[tuple[int, str]] = set()
        for place in range(len(ids)):
            self.look(place)

    def look(self, place: int) -> None:
        """Read what may call for somebody in a session, after something was recorded in it."""
        found = watch(sessions.get(self.desk, self.ids[place]), sessions.now_of(self.desk))
        self.watched[place] = found
        if not found.causes:
            del self.watched[place]

    def listen(self, second: int) -> None:
        """Tell the alarms that begin to be heard at this second."""
        now = sessions.now_of(self.desk)
        for place, found in self.watched.items():
            for alarm in standing_at(found, now):
                name = (place, alarm.key)
                if alarm.urgency < Urgency.OVERDUE:
                    break
                if name not in self.heard and alarm.key.startswith("vitals:"):
                    self.heard.add(name)
                    say("alarm", place, alarm.key.split(":")[1], second)

    def do(self, step: Step, second: int) -> None:
        """Record a step, and acknowledge it with the second it is recorded in."""
        try:
            self._record(step)
        except ClinicDeskError as problem:
            # Recorded by the program that was killed before it could say so.
            say("refused", second, step.place, step.what, problem)
        else:
            say("done", second, step.place, step.what, *step.values)
        self.look(step.place)

    def _record(self, step: Step) -> None:
        desk, session_id = self.desk, self.ids[step.place]
        if step.what == "start":
            sessions.start(desk, session_id, identity=steps.ZOE)
        elif step.what == "pause":
            sessions.pause(desk, session_id)
        elif step.what == "resume":
            sessions.resume(desk, session_id)
        elif step.what == "rate":
            steps.rate(desk, session_id, step.values[0])
        elif step.what == "end":
            sessions.end(desk, session_id, ended=EndReason.COMPLETED)
        elif step.what == "read":
            sessions.observe(desk, session_id, values=dict(zip(KINDS, step.values, strict=True)))
        else:
            steps.discharge(desk, session_id)


def say(*words: object) -> None:
    """Acknowledge something to whoever is going to kill this."""
    sys.stdout.write("\t".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def main(clinic_file: str, key: str, seed: str, first: str, done: str, *ids: str) -> None:
    staff.hashing_cost.update(time_cost=1, memory_cost=8, parallelism=1)
    clock = DrivenClock(START + timedelta(hours=1), boot=f"boot {first}")
    clock.pass_time(seconds=int(first))
    clinic = Clinic.open(Path(clinic_file), bytes.fromhex(key), clock)
    desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="CHAIRS-PC")
    day = Day(desk, list(ids))
    coming = list(agenda(int(seed))[int(done) :])
    say("up", first)
    for second in range(int(first), DAY):
        while coming and coming[0].second <= second:
            day.do(coming.pop(0), second)
        day.listen(second)
        if second % 60 == 0:
            say("second", second)
        clock.pass_time(seconds=1)
    clinic.close()
    say("over")


if __name__ == "__main__":
    main(*sys.argv[1:])
