"""A clinic with one folder for its backups."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for backups."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def desk(clinic: Clinic) -> Desk:
    """Return the program's own desk, on a PC of that name."""
    return Desk.of_system(clinic, "PC-1")


@pytest.fixture
def place(desk: Desk, folder: Path) -> backups.Place:
    """Return the folder as a place for backups."""
    backups.add_place(desk, folder, backups.Kind.EXTERNAL)
    return backups.places(desk)[0]


@pytest.fixture
def families() -> Callable[[Clinic], list[str]]:
    """Return a function that returns the family names in a clinic, by record number."""

    def names(clinic: Clinic) -> list[str]:
        return [row["family_name"] for row in clinic.rows("SELECT family_name FROM patients ORDER BY record_number")]

    return names
