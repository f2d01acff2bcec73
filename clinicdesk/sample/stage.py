"""Where the story plays: the open clinic, its clock, and the people at their desks."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import pins, practice, series, staff
from clinicdesk.resources import read_text
from clinicdesk.sample.past import PastClock
from clinicdesk.storage.clock import Clock

PASSWORD = "sample clinic"
"""The password of everybody in the sample clinic."""

PIN = "251019"
"""The PIN of everybody in the sample clinic, to take back a PC that was handed to a patient."""

_PRACTICE = ("name", "address", "phone", "paper_size", "time_zone")

Story = Iterator[datetime]
"""Somebody's part of the story: says when it goes on, and does the next thing when that time has come."""


@cache
def read(name: str) -> dict[str, Any]:
    """Return a file of ``resources/sample``, to be read and not changed."""
    return tomllib.loads(read_text(f"sample/{name}.toml"))


def logins() -> tuple[str, ...]:
    """Return the logins of the sample clinic; the last one may do everything."""
    return tuple(person["login"] for person in read("clinic")["staff"])


@dataclass(slots=True)
class Stage:
    """The clinic while the story is told.

    ``patients`` and ``enquiries`` hold ids and ``people`` what was written of the patients, by key.
    """

    clinic: Clinic
    clock: PastClock
    zone: ZoneInfo
    desks: dict[str, Desk] = field(default_factory=dict)
    patients: dict[str, str] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    enquiries: dict[str, str] = field(default_factory=dict)

    def today(self) -> date:
        """Return the clinic's day on which the sample is made."""
        return self.clock.present.astimezone(self.zone).date()

    def day(self, number: int) -> date:
        """Return a day of the story: 0 is today."""
        return self.today() + timedelta(days=number)

    def at(self, number: int, hour: time) -> datetime:
        """Return a moment on a day of the story, by the clinic's own clock."""
        return datetime.combine(self.day(number), hour, self.zone)

    def working_day(self, number: int) -> int:
        """Return a day on which the front desk is there: from a weekend, a past day goes back and a coming one on."""
        step = 1 if number > 0 else -1
        while number != 0 and self.day(number).weekday() > 4:
            number += step
        return number

    def when(self, entry: dict[str, Any]) -> datetime:
        """Return when something happens at the front desk: some minutes ago, or at a time of a working day."""
        if "minutes_ago" in entry:
            return self.clock.present - timedelta(minutes=entry["minutes_ago"])
        return self.at(self.working_day(entry["day"]), entry["time"])

    def session(self, patient: str, planned_day: int, number: int) -> str:
        """Return the id of a session: the series is named by the day it was planned on."""
        desk = self.desks["nurse"]
        planned = {s.sessions[0].planned_on: s for s in series.of_patient(desk, self.patients[patient])}
        found = planned[self.day(planned_day)]
        return next(line.id for line in found.sessions if line.number == number)


def found(path: Path, real: Clock) -> Stage:
    """Make the file, found the practice in it some months ago, and add its staff."""
    about = read("clinic")
    zone = ZoneInfo(about["time_zone"])
    first_day = real.now().astimezone(zone).date() + timedelta(days=about["founded_day"])
    clock = PastClock(real, datetime.combine(first_day, time(8), zone))
    clinic = Clinic.create_sample(path, clock)
    stage = Stage(clinic, clock, zone)
    try:
        with _cheap_passwords():
            _add_staff(stage, about)
            _write_crisis_words(stage.desks["administrator"], about)
            sign_in(stage, *about["desks"])
            for desk in stage.desks.values():
                pins.set_pin(desk, password=PASSWORD, pin=PIN)
    except BaseException:
        clinic.close()
        raise
    return stage


def _add_staff(stage: Stage, about: dict[str, Any]) -> None:
    first, *others = about["staff"]
    practice.found(
        stage.clinic,
        **{name: about[name] for name in _PRACTICE},
        login=first["login"],
        staff_name=first["name"],
        password=PASSWORD,
        workstation=about["desks"]["administrator"]["pc"],
    )
    sign_in(stage, "administrator")
    for person in others:
        stage.clock.move_to(stage.clock.now() + timedelta(minutes=2))
        roles = [Role(role) for role in person["roles"]]
        staff.add(
            stage.desks["administrator"], login=person["login"], name=person["name"], roles=roles, password=PASSWORD
        )


def _write_crisis_words(desk: Desk, about: dict[str, Any]) -> None:
    known = practice.get(desk)
    practice.change(
        desk,
        based_on=known.version,
        **{name: about[name] for name in _PRACTICE},
        lock_after_minutes=known.lock_after_minutes,
        crisis_words=about["crisis_words"],
    )


def sign_in(stage: Stage, *parts: str) -> None:
    """Sign people in, each at the PC where they work."""
    places = read("clinic")["desks"]
    for part in parts:
        place = places[part]
        stage.desks[part] = staff.sign_in(
            stage.clinic, login=place["login"], password=PASSWORD, workstation=place["pc"]
        )


@contextmanager
def _cheap_passwords() -> Iterator[None]:
    """Hash quickly: a password that is published needs no protection, and signing in so often would take seconds."""
    usual = dict(staff.hashing_cost)
    staff.hashing_cost.update(time_cost=1, memory_cost=8, parallelism=1)
    try:
        yield
    finally:
        staff.hashing_cost.clear()
        staff.hashing_cost.update(usual)
