"""Telling the story: everybody's part goes on when its time has come, until the past has caught up with now."""

import heapq
from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

from clinicdesk.sample import front_desk
from clinicdesk.sample.consenting import consenting
from clinicdesk.sample.noting import noting
from clinicdesk.sample.past import TODAY
from clinicdesk.sample.people import registration
from clinicdesk.sample.planning import ending, planning
from clinicdesk.sample.stage import Stage, Story, read, sign_in
from clinicdesk.sample.visiting import visiting

_AT_WORK = ("receptionist", "nurse", "prescriber", "owner")


def tell(stage: Stage) -> None:
    """Let everything happen, in the order of time. What lies in the future has not happened yet."""
    waiting: list[tuple[Any, int, Story]] = []
    for number, part in enumerate(_parts(stage)):
        waiting.append((next(part), number, part))
    heapq.heapify(waiting)
    while waiting:
        at, number, part = heapq.heappop(waiting)
        if at > stage.clock.present:
            break
        stage.clock.move_to(at)
        goes_on = next(part, None)
        if goes_on is not None:
            heapq.heappush(waiting, (goes_on, number, part))
    stage.clock.move_to(stage.clock.present)


def _parts(stage: Stage) -> Iterable[Story]:
    """Return everybody's part. Of two things at the same moment the one that stands first here happens first."""
    story = read("story")
    people = read("people")["people"]
    yield from (_morning(stage, day) for day in _working_days(people, story))
    yield _this_morning(stage)
    yield from (registration(stage, person) for person in people)
    for plan in story["series"]:
        yield planning(stage, plan)
        if "ended" in plan:
            yield ending(stage, plan)
        yield from (visiting(stage, plan, number) for number in _visited(plan))
    yield from (consenting(stage, consent) for consent in story["consents"])
    yield from _at_the_front_desk(stage)
    yield from (noting(stage, note) for note in story["notes"])


def _at_the_front_desk(stage: Stage) -> Iterable[Story]:
    told = read("front_desk")
    yield from (front_desk.blocked(stage, entry) for entry in told["blocked"])
    yield from (front_desk.visit(stage, entry) for entry in told["appointments"])
    yield from (front_desk.treatment_called_off(stage, entry) for entry in told["called_off"])
    yield from (front_desk.wish(stage, entry) for entry in told["wishes"])


def _visited(plan: dict[str, Any]) -> list[int]:
    """Return the numbers of the visits up to today."""
    last = plan["ended"]["day"] if "ended" in plan else 0
    return [number for number, day in enumerate(plan["days"], start=1) if day <= last]


def _working_days(people: list[dict[str, Any]], story: dict[str, Any]) -> list[int]:
    days = {entry["day"] for entry in (*people, *story["consents"], *story["notes"])}
    days |= {entry["booked_day"] for part in ("appointments", "blocked") for entry in read("front_desk")[part]}
    days |= {entry["day"] for entry in read("front_desk")["wishes"]}
    for plan in story["series"]:
        days |= {plan["planned_day"], *plan["days"]}
    return sorted(day for day in days if day < 0)


def _morning(stage: Stage, day: int) -> Story:
    yield stage.at(day, time(8, 10))
    sign_in(stage, *_AT_WORK)


def _this_morning(stage: Stage) -> Story:
    """Sign in before the first visit of today, whatever the hour is: the sample is in full swing at any time."""
    yield stage.clock.present - TODAY + timedelta(minutes=4)
    sign_in(stage, *_AT_WORK)
