"""A real encrypted clinic for every test: one template per run, copied per test, with a cheap password hash."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import practice, staff, wordings
from clinicdesk.storage import blobs, head, keys
from clinicdesk.storage.clock import DrivenClock

PASSWORD = "correct horse battery"
START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # Monday, 09:00 in New York
PEOPLE = {
    "rita": ("Rita Moss", [Role.RECEPTIONIST]),
    "nina": ("Nina Okafor, RN", [Role.NURSE]),
    "pat": ("Dr Pat Osei", [Role.PRESCRIBER]),
    "ada": ("Ada Lang", [Role.ADMINISTRATOR]),
    "all": ("Sam Rivera, MD", list(Role)),
}

staff.hashing_cost.update(time_cost=1, memory_cost=8, parallelism=1)
hypothesis.settings.register_profile("clinicdesk", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("clinicdesk")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Return a founded clinic file with one person of each role and every consent text adopted, and its key."""
    path = tmp_path_factory.mktemp("template") / f"template{SUFFIX}"
    return path, found_clinic(path)


def found_clinic(path: Path) -> bytes:
    """Make that clinic file, and return its key."""
    key = keys.new_key()
    clinic = Clinic.create(path, key, DrivenClock(START))
    name, roles = PEOPLE["all"]
    practice.found(
        clinic,
        name="Harbour Infusion Clinic",
        address="12 Harbour Lane\nDuluth, MN 55802",
        phone="+1 218 555 0100",
        paper_size="Letter",
        time_zone="America/New_York",
        login="all",
        staff_name=name,
        password=PASSWORD,
        roles=roles,
    )
    system = Desk.of_system(clinic, "template")
    for login, (name, roles) in PEOPLE.items():
        if login != "all":
            staff.add(system, login=login, name=name, roles=roles, password=PASSWORD)
    owner = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="template")
    for wording in wordings.shipped().values():
        wordings.adopt(owner, wording.source)
    clinic.close()
    return key


@pytest.fixture
def clock() -> DrivenClock:
    """Return a clock at Monday 2 March 2026, 09:00 in New York; ``clock.pass_time(minutes=10)`` moves it."""
    return DrivenClock(START)


@pytest.fixture
def key(template: tuple[Path, bytes]) -> bytes:
    """Return the key of the test's clinic file."""
    return template[1]


@pytest.fixture
def clinic_file(template: tuple[Path, bytes], tmp_path: Path) -> Path:
    """Return a clinic file of this test's own, closed."""
    source = template[0]
    target = tmp_path / f"clinic{SUFFIX}"
    shutil.copy(source, target)
    for beside in (head.path_of, blobs.path_of):
        if beside(source).exists():
            shutil.copy(beside(source), beside(target))
    return target


@pytest.fixture
def clinic(clinic_file: Path, key: bytes, clock: DrivenClock) -> Iterator[Clinic]:
    """Return this test's clinic, open."""
    opened = Clinic.open(clinic_file, key, clock)
    yield opened
    _take_windows_away()
    opened.close()


def _take_windows_away() -> None:
    """Delete what a test left on screen before the file closes under it: its timers would still read."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return
    for window in widgets.QApplication.topLevelWidgets():
        # The program's own window has a clinic file of its own, and closes it and its dialogs itself.
        owner = window
        while owner.parentWidget() is not None:
            owner = owner.parentWidget()
        if not isinstance(owner, widgets.QMainWindow):
            window.hide()
            window.deleteLater()
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


@pytest.fixture
def sign_in(clinic: Clinic) -> Callable[[str], Desk]:
    """Return a function that signs a person in by login and returns the desk."""

    def sign_in_as(login: str) -> Desk:
        return staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC")

    return sign_in_as


@pytest.fixture
def receptionist(sign_in: Callable[[str], Desk]) -> Desk:
    return sign_in("rita")


@pytest.fixture
def nurse(sign_in: Callable[[str], Desk]) -> Desk:
    return sign_in("nina")


@pytest.fixture
def prescriber(sign_in: Callable[[str], Desk]) -> Desk:
    return sign_in("pat")


@pytest.fixture
def administrator(sign_in: Callable[[str], Desk]) -> Desk:
    return sign_in("ada")


@pytest.fixture
def everyone(sign_in: Callable[[str], Desk]) -> Desk:
    """Return the desk of somebody with all roles, as the owner of a small practice is."""
    return sign_in("all")
