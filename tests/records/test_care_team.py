"""Who else treats a patient: rows beside what was said at registration, and what each of them needs."""

from dataclasses import replace

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotFound
from clinicdesk.records import care_team, patients
from clinicdesk.records.care_team import CareMember, CareRole
from clinicdesk.records.patient_details import PatientDetails

NOVAK = CareMember(
    role=CareRole.PSYCHIATRIST,
    name="Dr Marie  Novák",
    practice="Harbor Psychiatry",
    phone="(218) 555-0142x7",
    fax="2185550143",
    email="office@harbor.example",
    address="4 Elm Street\n\n Duluth, MN 55802 ",
)


@pytest.fixture
def patient(receptionist: Desk) -> str:
    details = PatientDetails(
        family_name="Moss",
        referring_clinician="Dr Omar Haddad, family practice",
        treating_clinicians="Lena Ruiz, LCSW; Dr Omar Haddad, family practice",
    )
    return patients.register(receptionist, details=details)


def test_what_was_typed_is_kept_tidily(receptionist: Desk, patient: str) -> None:
    member_id = care_team.add(receptionist, patient, NOVAK)
    (found,) = care_team.of_patient(receptionist, patient)
    assert found.id == member_id
    assert found.name == "Dr Marie Novák"
    assert (found.phone, found.fax) == ("218 555 0142 ext. 7", "218 555 0143")
    assert found.address == "4 Elm Street\nDuluth, MN 55802"
    assert found.named == "Dr Marie Novák, psychiatrist"


def test_psychiatrist_therapist_and_primary_care_come_in_this_order(receptionist: Desk, patient: str) -> None:
    for role in (CareRole.OTHER, CareRole.PRIMARY_CARE, CareRole.THERAPIST, CareRole.PSYCHIATRIST):
        care_team.add(receptionist, patient, CareMember(role=role, name=f"Somebody {role}"))
    assert [one.role for one in care_team.of_patient(receptionist, patient)] == list(CareRole)


@pytest.mark.parametrize(
    ("faulty", "field"), [({"name": " "}, "name"), ({"email": "office"}, "email"), ({"remark": "x" * 501}, "remark")]
)
def test_what_cannot_be_is_refused_at_its_field(
    receptionist: Desk, patient: str, faulty: dict[str, str], field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        care_team.add(receptionist, patient, replace(NOVAK, **faulty))
    assert refused.value.field == field
    assert care_team.of_patient(receptionist, patient) == []


def test_two_who_change_somebody_at_once_are_told(receptionist: Desk, nurse: Desk, patient: str) -> None:
    care_team.add(receptionist, patient, NOVAK)
    (read,) = care_team.of_patient(receptionist, patient)
    care_team.change(nurse, read, replace(read, practice="Lake Psychiatry"))
    with pytest.raises(ChangedElsewhere):
        care_team.change(receptionist, read, replace(read, name="Dr M. Novak"))
    assert care_team.of_patient(receptionist, patient)[0].practice == "Lake Psychiatry"


def test_somebody_taken_off_the_list_is_still_known_to_letters(receptionist: Desk, patient: str) -> None:
    member_id = care_team.add(receptionist, patient, NOVAK)
    read = care_team.get(receptionist, member_id)
    with pytest.raises(BadValue):
        care_team.void(receptionist, read, reason="  ")
    care_team.void(receptionist, read, reason="Moved to another town")
    assert care_team.of_patient(receptionist, patient) == []
    assert care_team.get(receptionist, member_id).voided_reason == "Moved to another town"
    with pytest.raises(NotFound):
        care_team.get(receptionist, "nobody")


def test_what_was_said_at_registration_is_offered_once_and_stays(receptionist: Desk, patient: str) -> None:
    offered = care_team.suggested(receptionist, patient)
    assert [(one.name, one.role) for one in offered] == [
        ("Lena Ruiz, LCSW", CareRole.THERAPIST),
        ("Dr Omar Haddad, family practice", CareRole.PRIMARY_CARE),
    ]
    member_id = care_team.add(receptionist, patient, offered[0])
    assert care_team.suggested(receptionist, patient) == []
    care_team.void(receptionist, care_team.get(receptionist, member_id), reason="Typed twice")
    assert care_team.suggested(receptionist, patient) == []
    assert patients.get(receptionist, patient).referring_clinician == "Dr Omar Haddad, family practice"
