"""Deciding and signing: what is kept, what is refused, who may."""

from dataclasses import replace

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed
from clinicdesk.records import eligibility, merging, workups
from clinicdesk.records.eligibility import Answers, files
from clinicdesk.rules.eligibility import Reply, Result
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import Change, Entry
from tests.records.eligibility.answering import ESKETAMINE, MOOD, decide, denied, told
from tests.records.sessions import steps


def work_up(desk: Desk, patient: str) -> None:
    for kind in ("pdmp", "history"):
        workups.record(desk, patient, kind=kind, done_on=steps.TODAY, result="no_concern")


def test_a_signed_decision_keeps_answers_file_and_what_the_chart_said(prescriber: Desk, patient: str) -> None:
    told(prescriber, patient, "Klonopin 0.5 mg", "blue pill", tried=2)
    work_up(prescriber, patient)
    decide(prescriber, patient, seizures=Reply.YES)
    found = eligibility.latest(prescriber, patient, MOOD)
    assert found is not None
    assert (found.result, found.conditions) == (Result.CONDITIONS, "PDMP before the first visit")
    assert found.signer_name == "Dr Pat Osei"
    assert (found.valid_until - found.decided_on).days == 180
    assert found.replies["seizures"] is Reply.YES
    assert found.replies["aneurysm"] is Reply.NO
    assert found.found["medicines"]["classes"] == {"benzodiazepine": ["Klonopin 0.5 mg"]}
    assert found.found["medicines"]["unread"] == ["blue pill"]
    assert len(found.found["tried"]) == 2
    assert set(found.found["workup"]) == {"pdmp", "history"}
    assert [one["item"] for one in found.found["cautions"]] == ["seizures", "medicine:benzodiazepine", "unread"]


def test_the_file_is_pinned_with_the_dictionary_and_read_back(prescriber: Desk, patient: str) -> None:
    decide(prescriber, patient)
    found = eligibility.latest(prescriber, patient, MOOD)
    assert found is not None
    assert files.pinned(prescriber, found.file_id) == eligibility.get(MOOD)
    row = prescriber.row("SELECT kind, body FROM published_files WHERE id = ?", found.file_id)
    assert row is not None
    assert row["kind"] == "eligibility"
    assert "alprazolam" in row["body"]


def test_nobody_but_a_prescriber_decides(nurse: Desk, receptionist: Desk, patient: str) -> None:
    with pytest.raises(NotAllowed):
        decide(nurse, patient)
    with pytest.raises(NotAllowed):
        eligibility.latest(receptionist, patient, MOOD)
    assert eligibility.latest(nurse, patient, MOOD) is None


def test_eligible_needs_everything_settled(prescriber: Desk, patient: str) -> None:
    told(prescriber, patient, tried=0)
    with pytest.raises(BadValue, match="Nobody asked which treatments"):
        decide(prescriber, patient, Result.ELIGIBLE)
    told(prescriber, patient, tried=2)
    with pytest.raises(BadValue, match="PDMP"):
        decide(prescriber, patient, Result.ELIGIBLE)
    work_up(prescriber, patient)
    with pytest.raises(BadValue, match="High blood pressure"):
        decide(prescriber, patient, Result.ELIGIBLE, blood_pressure=Reply.YES)
    decide(prescriber, patient, Result.ELIGIBLE)
    found = eligibility.latest(prescriber, patient, MOOD)
    assert found is not None
    assert found.result is Result.ELIGIBLE
    assert found.conditions == ""


@pytest.mark.parametrize("result", [Result.ELIGIBLE, Result.CONDITIONS])
def test_an_unanswered_question_keeps_it_from_being_signed(prescriber: Desk, patient: str, result: Result) -> None:
    answers = denied()
    without = replace(answers, replies={k: v for k, v in answers.replies.items() if k != "mania"})
    with pytest.raises(BadValue) as refused:
        eligibility.decide(prescriber, patient, treatment=MOOD, answers=without, result=result)
    assert refused.value.field == "mania"


def test_conditions_and_reasons_must_be_written(prescriber: Desk, patient: str) -> None:
    bare = replace(denied(), conditions=" ", remark="")
    with pytest.raises(BadValue) as refused:
        eligibility.decide(prescriber, patient, treatment=MOOD, answers=bare, result=Result.CONDITIONS)
    assert refused.value.field == "conditions"
    with pytest.raises(BadValue) as refused:
        eligibility.decide(prescriber, patient, treatment=MOOD, answers=bare, result=Result.NOT_ELIGIBLE)
    assert refused.value.field == "remark"
    stopped = replace(denied(pregnancy=Reply.YES), remark="")
    with pytest.raises(BadValue, match="suggest less"):
        eligibility.decide(prescriber, patient, treatment=MOOD, answers=stopped, result=Result.CONDITIONS)


def test_nobody_decides_for_what_the_label_forbids(prescriber: Desk, patient: str) -> None:
    for item in ("aneurysm", "brain_bleed", "hypersensitivity"):
        for result in (Result.ELIGIBLE, Result.CONDITIONS):
            with pytest.raises(BadValue, match="label forbids"):
                decide(prescriber, patient, result, ESKETAMINE, **{item: Reply.YES})
        with pytest.raises(BadValue, match="Not known"):
            decide(prescriber, patient, Result.CONDITIONS, ESKETAMINE, **{item: Reply.UNKNOWN})
    decide(prescriber, patient, Result.NOT_ELIGIBLE, ESKETAMINE, aneurysm=Reply.YES)


def test_of_two_who_decide_the_second_reads_the_first(prescriber: Desk, everyone: Desk, patient: str) -> None:
    decide(prescriber, patient)
    with pytest.raises(BadValue, match="meanwhile"):
        eligibility.decide(everyone, patient, treatment=MOOD, answers=denied(), result=Result.CONDITIONS, after=None)


def test_answers_of_another_file_are_refused(prescriber: Desk, patient: str) -> None:
    with pytest.raises(BadValue, match="changed meanwhile"):
        eligibility.decide(prescriber, patient, treatment="iv-fluids", answers=denied(MOOD), result=Result.CONDITIONS)


def test_the_newest_decision_counts_and_the_older_ones_stay(prescriber: Desk, patient: str, clock: DrivenClock) -> None:
    first = decide(prescriber, patient)
    clock.pass_time(days=1)
    second = decide(prescriber, patient, Result.NOT_ELIGIBLE)
    assert [one.id for one in eligibility.of_patient(prescriber, patient)] == [second, first]
    assert eligibility.latest(prescriber, patient, ESKETAMINE) is None


def test_what_a_nurse_asked_is_found_by_the_prescriber_and_gone_once_signed(
    nurse: Desk, prescriber: Desk, receptionist: Desk, patient: str
) -> None:
    asked = eligibility.get(MOOD)
    eligibility.keep(nurse, patient, MOOD, Answers(indication="ptsd", replies={"mania": Reply.NO}))
    assert eligibility.kept(prescriber, patient, asked) is None
    found = eligibility.kept_by_others(prescriber, patient, asked)
    assert found is not None
    assert (found.by_name, found.indication, dict(found.replies)) == ("Nina Okafor, RN", "ptsd", {"mania": Reply.NO})
    with pytest.raises(NotAllowed):
        eligibility.kept_by_others(receptionist, patient, asked)
    decide(prescriber, patient)
    assert eligibility.kept(nurse, patient, asked) is None


def test_a_draft_of_an_older_file_leaves_out_what_is_no_longer_asked(nurse: Desk, patient: str) -> None:
    place = f"eligibility:{patient}:{MOOD}"
    body = {"indication": "gone", "replies": {"gone": "yes", "mania": "no"}, "conditions": "", "remark": ""}
    nurse.keep_draft(place, body)
    found = eligibility.kept(nurse, patient, eligibility.get(MOOD))
    assert found is not None
    assert (found.indication, dict(found.replies)) == ("", {"mania": Reply.NO})


def test_decisions_of_both_registrations_are_read_after_a_merge(prescriber: Desk, receptionist: Desk) -> None:
    first, second = steps.register_zoe(prescriber), steps.register_zoe(prescriber)
    decide(prescriber, second)
    seen = merging.preview(receptionist, first, second)
    merging.merge(receptionist, first, second, choices={}, based_on=(seen.kept.version, seen.merged.version))
    found = eligibility.latest(prescriber, first, MOOD)
    assert found is not None
    assert found.patient_id == first
    workups.record(prescriber, second, kind="pdmp", done_on=steps.TODAY, result="no_concern")
    assert set(workups.latest(prescriber, first)) == {"pdmp"}


def test_work_up_is_corrected_by_a_new_row(nurse: Desk, patient: str) -> None:
    row = workups.record(nurse, patient, kind="ecg", done_on=steps.TODAY, result="concern", remark="QTc 470")
    with pytest.raises(BadValue, match="few words"):
        workups.record(nurse, patient, kind="ecg", done_on=steps.TODAY, result="concern")
    with pytest.raises(BadValue, match="future"):
        workups.record(nurse, patient, kind="ecg", done_on=steps.TODAY.replace(year=2027), result="no_concern")
    workups.record(nurse, patient, kind="ecg", done_on=steps.TODAY, result="no_concern", corrects=row)
    (found,) = workups.of_patient(nurse, patient)
    assert found.result.value == "no_concern"
    assert found.by_name == "Nina Okafor, RN"
    with pytest.raises(BadValue, match="meanwhile"):
        workups.record(nurse, patient, kind="ecg", done_on=steps.TODAY, result="no_concern", corrects=row)


def test_a_decision_survives_verification_and_replay(prescriber: Desk, patient: str) -> None:
    decide(prescriber, patient, pregnancy=Reply.YES)
    assert prescriber.clinic.verify() == []


def test_of_two_decisions_at_the_same_moment_one_gets_through(
    prescriber: Desk, everyone: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Desk.record
    raced = []

    def while_another_decides(desk: Desk, action: str, *changes: Change, **more: object) -> Entry:
        if not raced:
            raced.append(action)
            decide(everyone, patient, Result.NOT_ELIGIBLE)
        return record(desk, action, *changes, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "record", while_another_decides)
    with pytest.raises(ChangedElsewhere):
        decide(prescriber, patient)
    (found,) = eligibility.of_patient(prescriber, patient)
    assert found.result is Result.NOT_ELIGIBLE
