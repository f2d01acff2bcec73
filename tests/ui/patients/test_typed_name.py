"""What was typed in a search box, carried into a registration."""

from datetime import date

import pytest

from clinicdesk.records.patient_details import PatientDetails
from ui.patients.typed_name import details_from

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "details"),
    [
        ("lind", PatientDetails(family_name="Lind")),
        ("per lindqvist", PatientDetails(family_name="Lindqvist", given_name="Per")),
        ("Lindqvist, Per Olof", PatientDetails(family_name="Lindqvist", given_name="Per Olof")),
        ("de Vries, Jan", PatientDetails(family_name="de Vries", given_name="Jan")),
        ("21jul68", PatientDetails(birth_date=date(1968, 7, 21))),
        ("+1 218 555 0142", PatientDetails(phone_mobile="+1 218 555 0142")),
        ("per@example.org", PatientDetails(email="per@example.org")),
        ("4182", PatientDetails()),
        ("", PatientDetails()),
    ],
)
def test_typed_words_become_fields(typed: str, details: PatientDetails) -> None:
    assert details_from(typed, TODAY) == details
