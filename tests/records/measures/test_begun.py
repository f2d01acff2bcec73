"""Half-filled questionnaires: of one person, one way and one due date; back after a crash, and never another's."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import measures, merging, patients
from clinicdesk.records.measures import Way, begun, recording
from clinicdesk.records.measures.begun import Begun
from clinicdesk.records.patient_details import PatientDetails

ALL = {str(number): 0 for number in range(1, 10)}


@pytest.fixture
def patient(everyone: Desk) -> str:
    return patients.register(everyone, details=PatientDetails(family_name="Ojo", given_name="Ada"))


def made(patient: str, way: Way = Way.PAPER, **more: object) -> Begun:
    return Begun(patient, "phq-9", way, **more)  # type: ignore[arg-type]


def test_each_way_and_each_due_date_has_its_own(everyone: Desk, patient: str) -> None:
    begun.keep(everyone, made(patient, answers={"1": 3}))
    begun.keep(everyone, made(patient, due_key="s weekly phq-9", answers={"1": 2}))
    begun.keep(everyone, made(patient, Way.TOTAL, typed={"total": 14}))
    assert begun.find(everyone, made(patient)).answers == {"1": 3}
    assert begun.find(everyone, made(patient, due_key="s weekly phq-9")).answers == {"1": 2}
    # What staff began to type is not shown to the patient, and no score of a sheet goes under other answers.
    assert begun.find(everyone, made(patient, Way.SCREEN)).is_empty
    assert len(begun.of_patient(everyone, patient)) == 3


def test_nobody_else_sees_it(everyone: Desk, nurse: Desk, patient: str) -> None:
    begun.keep(everyone, made(patient, answers={"1": 3}))
    assert begun.of_patient(nurse, patient) == []
    assert begun.find(nurse, made(patient)).is_empty


def test_recording_forgets_it_and_refusal_keeps_it(everyone: Desk, patient: str) -> None:
    one = made(patient, answers={"1": 9})
    begun.keep(everyone, one)
    with pytest.raises(BadValue):
        begun.record(everyone, one)
    assert begun.of_patient(everyone, patient)
    whole = made(patient, answers=ALL)
    begun.keep(everyone, whole)
    begun.record(everyone, whole)
    assert begun.of_patient(everyone, patient) == []


def test_a_draft_that_cannot_be_read_is_none(everyone: Desk, patient: str) -> None:
    place = made(patient).place
    for body in ({"way": "telepathy"}, ["x"], {"way": "paper", "filled_by": "patient", "unknown": 1}, 7):
        everyone.keep_draft(place, body)
        assert begun.of_patient(everyone, patient) == []
        assert begun.find(everyone, made(patient)).is_empty


def test_it_follows_a_patient_who_is_merged(everyone: Desk, patient: str) -> None:
    twice = patients.register(everyone, details=PatientDetails(family_name="Ojo", given_name="Ada"))
    begun.keep(everyone, made(twice, answers={"1": 1}))
    versions = (patients.get(everyone, patient).version, patients.get(everyone, twice).version)
    merging.merge(everyone, patient, twice, choices={}, based_on=versions)
    (left,) = begun.of_patient(everyone, patient)
    begun.record(everyone, Begun(**{**_fields(left), "answers": ALL}))
    (found,) = measures.of_patient(everyone, patient)
    assert found.patient_id == patient


def test_what_calls_does_not_wait_and_is_recorded_once(everyone: Desk, patient: str) -> None:
    one = made(patient, answers={"1": 3})
    assert begun.record_so_far(everyone, one) is None
    found = begun.record_so_far(everyone, made(patient, answers={"1": 3, "9": 2}))
    assert found is not None
    assert found[1].alerts
    assert begun.record_so_far(everyone, found[0]) is None
    recording.void(everyone, found[1].result_id, reason="Another patient answered.")
    whole = begun.record(everyone, Begun(**{**_fields(found[0]), "answers": ALL}))
    assert measures.get(everyone, whole.result_id).corrects is None


def test_a_correction_that_is_left_records_nothing(everyone: Desk, patient: str) -> None:
    before = recording.record(
        everyone, patient_id=patient, measure_id="phq-9", answers=ALL | {"9": 1}, filled_by="patient", way="paper"
    )
    left = made(patient, answers=ALL | {"9": 2}, corrects=before.result_id)
    assert begun.record_so_far(everyone, left) is None
    assert measures.get(everyone, before.result_id).counts


def _fields(one: Begun) -> dict[str, object]:
    return {name: getattr(one, name) for name in Begun.__dataclass_fields__}
