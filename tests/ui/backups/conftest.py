"""A window whose clinic has a place for backups."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinicdesk import workstation
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups, staff
from clinicdesk.records.backups import Kind
from tests.conftest import PASSWORD
from tests.hands import Hands
from ui.backups.section import BackupsSection


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return the folder of a disk that is plugged in."""
    folder = tmp_path / "stick" / "backups"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def place(administrator: Desk, stick: Path) -> str:
    """Return the id of the one place backups go to."""
    return backups.add_place(administrator, stick, Kind.EXTERNAL)


@pytest.fixture
def administrator(clinic: Clinic) -> Desk:
    """Return an administrator's desk at this PC."""
    return staff.sign_in(clinic, login="ada", password=PASSWORD, workstation=workstation.name())


@pytest.fixture
def section(qtbot: Any, administrator: Desk) -> Iterator[Hands]:
    """Return hands at the administrator's tab."""
    made = BackupsSection(administrator)
    administrator.clinic.listen(made.refresh)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
    yield Hands(qtbot, made)
    administrator.clinic.stop_listening(made.refresh)
