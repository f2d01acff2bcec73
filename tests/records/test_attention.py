"""What an administrator is told to look at."""

from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.permissions import Role
from clinicdesk.records import anchors, attention, backups, record_check, staff
from clinicdesk.records.attention import Subject
from clinicdesk.records.backups import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def told(desk: Desk) -> dict[Subject, str]:
    """Return the worst tone of each subject."""
    return {one.subject: one.tone for one in reversed(attention.of_clinic(desk))}


def test_a_new_clinic_without_backups_is_told_first(administrator: Desk) -> None:
    found = attention.of_clinic(administrator)
    assert (found[0].subject, found[0].tone) == (Subject.BACKUPS, "danger")
    assert {Subject.CHECK, Subject.SLIPS, Subject.REQUESTS} <= {one.subject for one in found}


def test_what_was_done_is_told_no_longer(administrator: Desk, clock: DrivenClock, stick: Path) -> None:
    backups.add_place(administrator, stick, Kind.EXTERNAL, offline=True)
    backups.make_all(administrator, "asked")
    backups.prove(administrator)
    assert administrator.clinic.verify() == []
    anchors.write(administrator, "printed")
    assert not {Subject.BACKUPS, Subject.CHECK, Subject.REVIEW, Subject.SLIPS} & set(told(administrator))
    clock.pass_time(days=36)
    later = told(administrator)
    assert later[Subject.BACKUPS] == "danger"
    assert later[Subject.CHECK] == "warn"
    assert Subject.REVIEW in later
    assert record_check.last_whole(administrator.clinic) is not None


def test_the_only_administrator_is_advised_to_have_a_second_one(clinic: Clinic, administrator: Desk) -> None:
    assert Subject.PEOPLE not in told(administrator)
    other = next(one for one in staff.everybody(administrator) if one.login == "all")
    staff.change(administrator, other, name=other.name, roles={Role.PRESCRIBER}, active=True)
    assert told(staff.sign_in(clinic, login="ada", password=PASSWORD, workstation="PC"))[Subject.PEOPLE] == "info"


def test_only_administrators_are_told(receptionist: Desk, nurse: Desk) -> None:
    for desk in (receptionist, nurse):
        with pytest.raises(NotAllowed):
            attention.of_clinic(desk)


@pytest.mark.parametrize(
    ("kind", "offline", "tone"),
    [(Kind.THIS_DISK, False, "warn"), (Kind.NETWORK, False, "info"), (Kind.EXTERNAL, True, "")],
)
def test_one_copy_should_be_out_of_reach(
    administrator: Desk, stick: Path, kind: Kind, offline: bool, tone: str
) -> None:
    backups.add_place(administrator, stick, kind, offline=offline)
    backups.make_all(administrator, "asked")
    backups.prove(administrator)
    assert told(administrator).get(Subject.BACKUPS, "") == tone
