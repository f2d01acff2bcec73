"""Somebody registered before is noticed, however the name is written, and never taken for sure."""

from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import duplicates, patients
from clinicdesk.records.duplicates import RegisteredBefore
from clinicdesk.records.patient_details import PatientDetails

BORN = date(1968, 7, 21)
PER = PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=BORN, phone_mobile="+1 (555) 014-2233")


def found(desk: Desk, family: str, given: str, born: date | None, *phones: str) -> list[tuple[int, str]]:
    matches = duplicates.matches(desk, family_name=family, given_name=given, birth_date=born, phones=phones)
    return [(match.line.record_number, match.why) for match in matches]


def register(desk: Desk, family: str, given: str = "", **more: object) -> str:
    return patients.register(desk, details=PatientDetails(family_name=family, given_name=given, **more))  # type: ignore[arg-type]


def test_somebody_registered_before_is_shown_with_the_reason(everyone: Desk) -> None:
    patients.register(everyone, details=PER)
    register(everyone, "Adams", "Per")

    assert found(everyone, "Lindqvist", "Peer", BORN) == [(1, "same date of birth, similar name")]
    assert found(everyone, "Lindkvist", "Per", None, "(555) 014-2233") == [(1, "same phone, name sounds alike")]
    assert found(everyone, "adams", "PER", date(1990, 1, 1)) == [(2, "same name")]
    assert found(everyone, "Lindqvist", "Per", date(1990, 1, 1)) == []
    assert found(everyone, "", "", None) == []


@pytest.mark.parametrize(
    ("family", "given", "typed"),
    [
        ("Smyth", "Catherine", ("Smith", "Kathryn")),
        ("Meyer", "Stephen", ("Maier", "Steven")),
        ("O'Brien", "Siobhan", ("OBrien", "Siobhan")),
        ("Kowalczyk-Nowak", "Anna", ("Kowalczyk Nowak", "Anna")),
        ("van den Berg", "Jan", ("Berg van den", "Jan")),
    ],
)
def test_without_a_birth_date_a_name_of_the_same_sound_is_asked_about(
    everyone: Desk, family: str, given: str, typed: tuple[str, str]
) -> None:
    register(everyone, family, given)
    assert len(found(everyone, *typed, None)) == 1
    assert len(found(everyone, *typed, BORN)) == 1


def test_with_two_birth_dates_that_differ_a_name_of_the_same_sound_is_somebody_else(everyone: Desk) -> None:
    register(everyone, "Smyth", "Catherine", birth_date=BORN)
    assert found(everyone, "Smith", "Kathryn", date(1970, 1, 1)) == []
    assert found(everyone, "Smith", "Kathryn", None) == [(1, "name sounds alike")]


def test_twins_are_asked_about(everyone: Desk) -> None:
    register(everyone, "Lopez", "Ana", birth_date=BORN, phone_mobile="218-555-0142 x12")
    assert found(everyone, "Lopez", "Maria", BORN, "+1 218 555 0142") == [(1, "same date of birth, same phone")]


@pytest.mark.parametrize("typed", ["218 555 0142", "+12185550142", "(218) 555-0142 ext. 9", "1-218-555-0142"])
def test_one_phone_in_any_writing(everyone: Desk, typed: str) -> None:
    register(everyone, "Lopez", "Ana", phone_home="218.555.0142")
    assert len(found(everyone, "Lopes", "Ana", None, typed)) == 1


def test_a_phone_alone_leads_to_somebody_who_married(everyone: Desk) -> None:
    register(everyone, "Lopez", "Ana Sofia", phone_mobile="218 555 0142")
    # A word of the first name comes back; without one it may be any other person of the household.
    assert found(everyone, "Berg", "Ana", None, "2185550142") == [(1, "same phone")]
    assert found(everyone, "Berg", "Karl", None, "2185550142") == []


def test_former_and_preferred_names_count(everyone: Desk) -> None:
    register(everyone, "Moss", "Katherine", birth_date=BORN, former_names="Adams, Berg", preferred_name="Kit")
    assert len(found(everyone, "Adams", "Katherine", BORN)) == 1
    assert len(found(everyone, "Berg", "Kit", BORN)) == 1
    assert found(everyone, "Carlson", "Thomas", BORN) == []


def test_the_most_alike_comes_first(everyone: Desk) -> None:
    register(everyone, "Lindqvist", "Per")
    patients.register(everyone, details=PER)
    numbers = [number for number, _why in found(everyone, "Lindqvist", "Per", BORN, "555 014 2233")]
    assert numbers == [2, 1]


def test_one_word_names_and_empty_everything(everyone: Desk) -> None:
    register(everyone, "Prince", birth_date=BORN)
    assert len(found(everyone, "Prince", "", BORN)) == 1
    assert len(found(everyone, "", "Prince", BORN)) == 1
    assert found(everyone, "Prince", "", None) == []
    assert found(everyone, '"', "*", None, "---") == []


def test_many_namesakes_do_not_flood_the_form(everyone: Desk) -> None:
    for _number in range(duplicates.MOST_SHOWN + 5):
        register(everyone, "Lopez", "Maria")
    assert len(found(everyone, "Lopez", "Maria", None)) == duplicates.MOST_SHOWN


def test_registering_nevertheless_needs_a_remark(everyone: Desk) -> None:
    patients.register(everyone, details=PER)
    with pytest.raises(RegisteredBefore) as refused:
        duplicates.check_new(everyone, PER)
    assert [match.line.record_number for match in refused.value.matches] == [1]

    twin = PatientDetails(
        family_name="Lindqvist", given_name="Pär", birth_date=BORN, distinguishing_remark="Twin brother of Per"
    )
    duplicates.check_new(everyone, twin)
    patient_id = patients.register(everyone, details=twin)
    assert patients.get(everyone, patient_id).distinguishing_remark == "Twin brother of Per"


def test_voided_and_merged_registrations_are_not_asked_about(everyone: Desk) -> None:
    patient_id = patients.register(everyone, details=PER)
    patients.void(everyone, [patient_id], reason="Registered by mistake")
    duplicates.check_new(everyone, PER)
