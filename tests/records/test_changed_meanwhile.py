"""What an administrator changes holds at once, also for the window that was open before."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.permissions import Role
from clinicdesk.records import backups, notes, staff
from tests.records.test_notes import register


@pytest.mark.parametrize(("roles", "active"), [([Role.NURSE], False), ([Role.RECEPTIONIST], True)])
def test_who_left_or_lost_the_role_records_nothing_more(
    nurse: Desk, administrator: Desk, roles: list[Role], active: bool
) -> None:
    patient = register(nurse, 1, "Sorel", "Ana")
    member = staff.get(administrator, nurse.person.id)
    staff.change(administrator, member, name=member.name, roles=roles, active=active)
    before = nurse.clinic.entry_count

    with pytest.raises(NotAllowed):
        notes.write(nurse, patient_id=patient, kind="progress", body="Too late")

    assert nurse.clinic.entry_count == before


def test_a_window_whose_person_has_left_still_makes_its_backups(nurse: Desk, administrator: Desk) -> None:
    member = staff.get(administrator, nurse.person.id)
    staff.change(administrator, member, name=member.name, roles=member.roles, active=False)
    assert backups.make_all(nurse, "closing") == []
    nurse.record("backup.make")
    nurse.record("staff.sign_out")
