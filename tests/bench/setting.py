"""The clinic that is measured: a real encrypted file with many people, some long charts and a full day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import practice, staff
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.keys import SAMPLE_KEY
from tests.bench import treatment
from tests.bench.copies import Copies
from tests.bench.population import add_patients

LOGIN, WITNESS, PASSWORD = "all", "pat", "correct horse battery"
KEY = SAMPLE_KEY
"""With the sample clinic's key a window opens the file as it opens any, and asks no keyring of this machine."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is, and how often each thing is timed. A chart's values are counted by the run itself."""

    patients: int
    many_patients: int
    charts: int
    sessions_per_chart: int
    visits: int
    entries: int
    openings: int
    starts: int
    typings: int
    recordings: int
    papers: int


FULL = Sizes(
    patients=100_000,
    many_patients=1_000_000,
    charts=12,
    sessions_per_chart=200,
    visits=60,
    entries=10_000,
    openings=200,
    starts=15,
    typings=4,
    recordings=400,
    papers=25,
)
ONCE = Sizes(
    patients=100,
    many_patients=300,
    charts=2,
    sessions_per_chart=3,
    visits=6,
    entries=20,
    openings=4,
    starts=1,
    typings=1,
    recordings=4,
    papers=1,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """The measured clinic, open; ``charts`` are patients with long charts, ``running`` sessions under way today."""

    folder: Path
    clinic: Clinic
    desk: Desk
    sizes: Sizes
    charts: tuple[str, ...]
    visitors: tuple[str, ...]
    running: tuple[str, ...]
    signed: str
    consent: str


def found(path: Path, clock: DrivenClock | None = None) -> Clinic:
    """Make a clinic file with somebody who has every role, and somebody to witness."""
    staff.hashing_cost.update(time_cost=1, memory_cost=8, parallelism=1)
    clinic = Clinic.create_sample(path, clock)
    practice.found(
        clinic,
        name="Harbour Infusion Clinic",
        address="12 Harbour Lane\nDuluth, MN 55802",
        phone="+1 218 555 0100",
        time_zone="America/New_York",
        login=LOGIN,
        staff_name="Sam Rivera, MD",
        password=PASSWORD,
        roles=list(Role),
    )
    system = Desk.of_system(clinic, "bench")
    staff.add(system, login=WITNESS, name="Dr Pat Osei", roles=[Role.PRESCRIBER], password=PASSWORD)
    return clinic


def sign_in(clinic: Clinic) -> Desk:
    """Return the desk of the person who has every role."""
    return staff.sign_in(clinic, login=LOGIN, password=PASSWORD, workstation="BENCH")


@contextmanager
def setting(folder: Path, sizes: Sizes) -> Iterator[Setting]:
    """Make the clinic, hand it over open, and close it. Takes about half a minute in full size."""
    path = folder / f"clinic{SUFFIX}"
    clock = DrivenClock(datetime.now(UTC) - timedelta(hours=3))
    clinic = found(path, clock)
    try:
        add_patients(clinic, sizes.patients)
        course = treatment.course(sign_in(clinic), clock)
        people = [row["id"] for row in clinic.rows("SELECT id FROM patients WHERE id <> ? ORDER BY id", course.patient)]
        with_charts = tuple(people[: sizes.charts])
        visitors = tuple(people[sizes.charts : sizes.charts + sizes.visits])
        with Copies(clinic, course) as copies:
            for patient in with_charts:
                copies.long_chart(patient, sizes.sessions_per_chart)
            running = tuple(filter(None, [copies.visit(patient, place) for place, patient in enumerate(visitors)]))
    finally:
        clinic.close()
    clinic = Clinic.open(path, KEY)
    try:
        desk = sign_in(clinic)
        yield Setting(folder, clinic, desk, sizes, with_charts, visitors, running, course.finished, course.consent)
    finally:
        clinic.close()
