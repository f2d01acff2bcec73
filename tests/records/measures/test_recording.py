"""Recording a questionnaire: one entry with its alerts, counted by its own file, corrected and voided, never lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound
from clinicdesk.records import measures, patients, sessions
from clinicdesk.records.measures import FilledBy, Way, files, recording
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions.steps import plan_for, register_zoe

NONE_OF_IT = {str(number): 0 for number in range(1, 10)}


@pytest.fixture
def patient(everyone: Desk) -> str:
    return patients.register(everyone, details=PatientDetails(family_name="Ojo", given_name="Ada"))


def fill(desk: Desk, patient: str, answers: dict[str, int | None], **more: object) -> recording.Recorded:
    given: dict[str, object] = {"filled_by": FilledBy.PATIENT, "way": Way.SCREEN, **more}
    return recording.record(desk, patient_id=patient, measure_id="phq-9", answers=answers, **given)  # type: ignore[arg-type]


def alerts_of(desk: Desk, result_id: str) -> list[str]:
    return [row["rule"] for row in desk.rows("SELECT rule FROM measure_alerts WHERE result_id = ?", result_id)]


def test_answers_version_language_and_who_filled_it_are_kept(everyone: Desk, patient: str) -> None:
    made = fill(everyone, patient, NONE_OF_IT | {"1": 3, "2": 2}, language="es", due_key="s baseline phq-9")
    found = measures.get(everyone, made.result_id)
    assert found.answers == NONE_OF_IT | {"1": 3, "2": 2}
    assert (found.total, found.language, found.filled_by, found.way) == (5, "es", FilledBy.PATIENT, Way.SCREEN)
    assert found.file_id.startswith("measure/phq-9@")
    assert found.due_key == "s baseline phq-9"
    assert found.answered_at == everyone.now()
    assert not made.alerts
    assert everyone.clinic.verify() == []


def test_a_receptionist_records_and_reads_nothing(receptionist: Desk, patient: str) -> None:
    made = fill(receptionist, patient, NONE_OF_IT | {"9": 1})
    assert len(made.alerts) == 1
    with pytest.raises(NotAllowed):
        measures.get(receptionist, made.result_id)


@pytest.mark.parametrize("answer", [1, 2, 3])
def test_the_ninth_item_raises_its_alert_in_the_same_entry_whatever_the_total(
    everyone: Desk, patient: str, answer: int
) -> None:
    made = fill(everyone, patient, NONE_OF_IT | {"9": answer})
    assert [rule.item for rule in made.alerts] == ["9"]
    assert alerts_of(everyone, made.result_id) == [made.alerts[0].id]
    versions = {
        row["version"]
        for table in ("measure_results", "measure_alerts")
        for row in everyone.rows(f"SELECT version FROM {table}")
    }
    assert len(versions) == 1


def test_a_form_with_a_question_left_out_has_no_total_and_still_calls(everyone: Desk, patient: str) -> None:
    made = fill(everyone, patient, {"1": None, "9": 2})
    found = measures.get(everyone, made.result_id)
    assert found.total is None
    assert found.answers == {"1": None, "9": 2}
    assert [rule.item for rule in made.alerts] == ["9"]


def test_a_correction_replaces_and_calls_only_for_what_is_new(everyone: Desk, patient: str) -> None:
    first = fill(everyone, patient, NONE_OF_IT | {"9": 1})
    second = fill(everyone, patient, NONE_OF_IT | {"1": 2, "9": 1}, corrects=first.result_id)
    assert not second.alerts
    third = fill(everyone, patient, NONE_OF_IT | {"1": 2, "9": 3}, corrects=second.result_id)
    assert [rule.item for rule in third.alerts] == ["9"]
    assert not measures.get(everyone, first.result_id).counts
    assert [one.total for one in measures.of_patient(everyone, patient) if one.counts] == [5]


def test_what_was_corrected_or_voided_is_closed(everyone: Desk, patient: str) -> None:
    first = fill(everyone, patient, NONE_OF_IT)
    second = fill(everyone, patient, NONE_OF_IT | {"1": 1}, corrects=first.result_id)
    with pytest.raises(BadValue, match="meanwhile"):
        fill(everyone, patient, NONE_OF_IT, corrects=first.result_id)
    with pytest.raises(BadValue, match="meanwhile"):
        recording.void(everyone, first.result_id, reason="Twice.")
    recording.void(everyone, second.result_id, reason="Another patient's sheet.")
    assert measures.get(everyone, second.result_id).voided_reason == "Another patient's sheet."
    with pytest.raises(BadValue, match="meanwhile"):
        fill(everyone, patient, NONE_OF_IT, corrects=second.result_id)


def test_voiding_asks_why_and_leaves_the_call_open(everyone: Desk, patient: str) -> None:
    made = fill(everyone, patient, NONE_OF_IT | {"9": 1})
    with pytest.raises(BadValue, match="why") as refused:
        recording.void(everyone, made.result_id, reason="  ")
    assert refused.value.field == "reason"
    recording.void(everyone, made.result_id, reason="The wrong sheet.")
    assert alerts_of(everyone, made.result_id)


def test_another_patients_result_is_not_corrected_from_here(everyone: Desk, patient: str) -> None:
    other = patients.register(everyone, details=PatientDetails(family_name="Berg", given_name="Eva"))
    made = fill(everyone, other, NONE_OF_IT)
    with pytest.raises(NotFound):
        fill(everyone, patient, NONE_OF_IT, corrects=made.result_id)


def test_a_total_from_a_sheet_asks_for_the_item_about_suicide(everyone: Desk, patient: str) -> None:
    with pytest.raises(BadValue, match="suicidal") as refused:
        fill(everyone, patient, {}, typed={"total": 4}, way=Way.TOTAL)
    assert refused.value.field == "9"
    unknown = fill(everyone, patient, {"9": None}, typed={"total": 4}, way=Way.TOTAL)
    assert measures.get(everyone, unknown.result_id).total == 4
    assert not unknown.alerts
    assert fill(everyone, patient, {"9": 1}, typed={"total": 4}, way=Way.TOTAL).alerts


@pytest.mark.parametrize(
    ("answers", "typed", "field"),
    [
        ({}, {}, None),
        ({"1": 4}, {}, "1"),
        ({"1": -1}, {}, "1"),
        ({"99": 1}, {}, "99"),
        ({"9": 0}, {"total": 28}, "total"),
        ({"9": 0}, {"total": -1}, "total"),
        ({"9": 0}, {"nothing": 1}, "nothing"),
        ({"9": 3}, {"total": 2}, "total"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    everyone: Desk, patient: str, answers: dict[str, int | None], typed: dict[str, int], field: str | None
) -> None:
    with pytest.raises(BadValue) as refused:
        fill(everyone, patient, answers, typed=typed, way=Way.TOTAL if typed else Way.PAPER)
    assert refused.value.field == field
    assert str(refused.value).endswith(".")
    assert measures.of_patient(everyone, patient) == []


def test_paper_has_its_own_day_and_none_in_the_future(everyone: Desk, patient: str) -> None:
    earlier = everyone.now() - timedelta(days=3)
    made = fill(everyone, patient, NONE_OF_IT, way=Way.PAPER, answered_at=earlier)
    assert measures.get(everyone, made.result_id).answered_at == earlier
    with pytest.raises(BadValue, match="future") as refused:
        fill(everyone, patient, NONE_OF_IT, way=Way.PAPER, answered_at=everyone.now() + timedelta(minutes=1))
    assert refused.value.field == "answered_at"


def test_of_two_who_correct_at_once_one_gets_through(everyone: Desk, patient: str) -> None:
    made = fill(everyone, patient, NONE_OF_IT)
    before = measures.get(everyone, made.result_id)
    fill(everyone, patient, NONE_OF_IT | {"1": 1}, corrects=made.result_id)
    with pytest.raises(ChangedElsewhere):
        everyone.record("measure.void", recording._end_of(before), patient=patient)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"total": 10, "b": 11}, "Re-experiencing (B) cannot be more than Total."),
        ({"total": 40, "b": 10, "c": 4, "d": 14, "e": 11}, "The parts make 39, and Total is 40."),
    ],
)
def test_parts_and_whole_of_a_sheet_fit(everyone: Desk, patient: str, typed: dict[str, int], sentence: str) -> None:
    with pytest.raises(BadValue) as refused:
        recording.record(
            everyone, patient_id=patient, measure_id="pcl-5", answers={}, typed=typed, filled_by="patient", way="total"
        )
    assert str(refused.value).startswith(sentence)


def test_a_total_with_some_of_its_parts_is_kept_as_it_stands(everyone: Desk, patient: str) -> None:
    made = recording.record(
        everyone,
        patient_id=patient,
        measure_id="pcl-5",
        answers={},
        typed={"total": 40, "b": 10, "c": 4},
        filled_by="patient",
        way="total",
    )
    found = measures.get(everyone, made.result_id)
    assert (found.total, found.scores["b"], found.scores["d"]) == (40, 10, None)


def test_a_level_of_risk_stands_for_the_questions_and_is_never_summed(everyone: Desk, patient: str) -> None:
    made = recording.record(
        everyone, patient_id=patient, measure_id="c-ssrs", answers={"level": 3}, filled_by="clinician", way="paper"
    )
    found = measures.get(everyone, made.result_id)
    assert (found.total, dict(found.scores)) == (None, {})
    assert made.alerts


def test_a_series_of_somebody_else_takes_no_result(everyone: Desk, patient: str) -> None:
    session_id = plan_for(everyone, register_zoe(everyone))
    series_id = sessions.line(everyone, session_id).series_id
    for wrong in ({"series_id": series_id}, {"session_id": session_id}, {"series_id": "none"}):
        with pytest.raises(BadValue, match="another patient's"):
            fill(everyone, patient, NONE_OF_IT, **wrong)


def test_two_patients_may_be_the_first_to_fill_in_a_form_at_the_same_moment(
    everyone: Desk, patient: str, clinic_file: Path, key: bytes, clock: DrivenClock
) -> None:
    """The form is kept with the first answers ever given to it; whoever comes second must not be turned away."""
    other = Clinic.open(clinic_file, key, clock)
    try:
        beside = Desk(other, everyone.person, "B")
        file_id, kept = files.pin(beside, "phq-9")
        assert kept
        made = fill(everyone, patient, NONE_OF_IT)
        assert measures.get(everyone, made.result_id).file_id == file_id
        beside.record("measure.record", *kept)
    finally:
        other.close()
    assert files.of_file(everyone, file_id).id == "phq-9"
    assert everyone.clinic.verify() == []
