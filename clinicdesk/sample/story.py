"""Telling the story: everybody's part goes on when its time has come, until the past has caught up with now."""

import heapq
from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

from clinicdesk.sample import caring, front_desk, money, people, phone, talk, trusting
from clinicdesk.sample.consenting import consenting
from clinicdesk.sample.deciding import deciding
from clinicdesk.sample.filing import filing
from clinicdesk.sample.measuring import answered, lines
from clinicdesk.sample.noting import noting
from clinicdesk.sample.past import TODAY
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
    yield from (_morning(stage, day) for day in _working_days(stage))
    yield _this_morning(stage)
    yield talk.on_duty(stage)
    yield from (phone.enquiry(stage, entry) for entry in read("phone")["enquiries"])
    yield from _registrations(stage)
    for plan in story["series"]:
        yield deciding(stage, plan)
        yield planning(stage, plan)
        if "ended" in plan:
            yield ending(stage, plan)
        yield from (visiting(stage, plan, number) for number in _visited(plan))
    yield from (consenting(stage, consent) for consent in _consents())
    yield from _at_the_front_desk(stage)
    yield from (noting(stage, note) for note in story["notes"])
    for course in read("measures")["courses"]:
        yield from answered(stage, course)
    yield from _between_visits(stage)


def _registrations(stage: Stage) -> Iterable[Story]:
    told = read("callers")
    yield from (people.registration(stage, person) for person in _everybody())
    yield from (people.amendment(stage, entry) for entry in told["amendments"])
    yield from (people.second_registration(stage, entry) for entry in told["merges"])


def _at_the_front_desk(stage: Stage) -> Iterable[Story]:
    told = read("front_desk")
    yield from (front_desk.blocked(stage, entry) for entry in told["blocked"])
    yield from (front_desk.visit(stage, entry) for entry in told["appointments"])
    yield from (front_desk.treatment_called_off(stage, entry) for entry in told["called_off"])
    yield from (front_desk.wish(stage, entry) for entry in told["wishes"])


def _consents() -> Iterable[dict[str, Any]]:
    """Return what is told of each form, one by one."""
    for told in read("story")["consents"]:
        yield from ({**told, "patient": patient} for patient in told.get("patients", [told.get("patient")]))


def _visited(plan: dict[str, Any]) -> list[int]:
    """Return the numbers of the visits up to today."""
    last = plan["ended"]["day"] if "ended" in plan else 0
    return [number for number, day in enumerate(plan["days"], start=1) if day <= last]


def _between_visits(stage: Stage) -> Iterable[Story]:
    """Return what is done between two visits: phone calls, messages, money, papers, letters."""
    calls, paid = read("phone"), read("money")
    yield from (phone.flag(stage, entry) for entry in calls["flags"])
    yield from (phone.call(stage, entry) for entry in calls["calls"])
    yield from (talk.message(stage, entry) for entry in read("messages")["messages"])
    yield from (money.agreement(stage, entry) for entry in paid["agreements"])
    yield from (money.authorisation(stage, entry) for entry in paid["authorisations"])
    yield from (money.payment(stage, entry) for entry in paid["payments"])
    yield from (filing(stage, entry) for entry in read("documents")["documents"])
    cared = read("care")
    yield from (caring.member(stage, entry) for entry in cared["members"])
    yield from (caring.decision(stage, entry) for entry in cared["decisions"])
    yield from (caring.letter(stage, entry) for entry in cared["letters"])
    trust = read("trust")
    yield from (trusting.request(stage, entry) for entry in trust["requests"])
    yield from (trusting.emergency_access(stage, entry) for entry in trust["emergencies"])
    yield from (trusting.hold(stage, entry) for entry in trust["holds"])
    yield from (trusting.slip(stage, entry) for entry in trust["slips"])


def _working_days(stage: Stage) -> list[int]:
    """Return the past days on which somebody signs in."""
    story, desk = read("story"), read("front_desk")
    days = {entry["day"] for entry in (*story["consents"], *story["notes"])}
    for plan in story["series"]:
        days |= {plan["planned_day"], *plan["days"]}
    days |= {told.day for course in read("measures")["courses"] for told in lines(course)}
    told = [entry["booked_day"] for part in ("appointments", "blocked") for entry in desk[part]]
    told += [entry["day"] for entry in (*_everybody(), *desk["wishes"], *read("callers")["amendments"])]
    told += [
        entry["day"]
        for name in ("phone", "messages", "money", "documents", "care", "trust")
        for entry in _dated(read(name))
    ]
    return sorted(day for day in days | {stage.working_day(number) for number in told} if day < 0)


def _dated(told: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (entry for part in told.values() if isinstance(part, list) for entry in part if "day" in entry)


def _everybody() -> list[dict[str, Any]]:
    """Return those who are treated, and those whom only the front desk knows."""
    return [*read("people")["people"], *read("callers")["people"]]


def _morning(stage: Stage, day: int) -> Story:
    yield stage.at(day, time(8, 10))
    sign_in(stage, *_AT_WORK)


def _this_morning(stage: Stage) -> Story:
    """Sign in before the first visit of today, whatever the hour is: the sample is in full swing at any time."""
    yield stage.clock.present - TODAY + timedelta(minutes=4)
    sign_in(stage, *_AT_WORK)
