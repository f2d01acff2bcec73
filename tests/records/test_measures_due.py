"""What is due for whom, as it is read of a real clinic: one patient, a whole day, merged, voided, skipped."""

from datetime import time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.records import adopted_protocols, merging, patients, series, sessions
from clinicdesk.records.measures import due, recording, skips
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps
from tests.records.test_outcomes import start

PHQ = {str(number): 1 for number in range(1, 9)} | {"9": 0, "10": 0}


def keys(desk: Desk, patient_id: str) -> list[tuple[str, str]]:
    return [(one.measure, one.words) for one in due.of_patient(desk, patient_id)]


def fill_in(desk: Desk, patient_id: str, due_key: str | None = None) -> str:
    return recording.record(
        desk,
        patient_id=patient_id,
        measure_id="phq-9",
        answers=PHQ,
        filled_by="patient",
        way="screen",
        due_key=due_key,
    ).result_id


def test_the_front_desk_reads_what_is_due_and_hands_it_over(receptionist: Desk, nurse: Desk) -> None:
    zoe = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, zoe)
    first = "before the first session"
    waiting = [("phq-9", first), ("gad-7", first), ("mood-now", "before session 1")]
    assert keys(receptionist, zoe) == waiting
    item = due.of_patient(receptionist, zoe)[0]
    assert (item.title, item.badge, item.by_patient, item.overdue) == ("PHQ-9", "PHQ-9 due", True, False)
    assert due.of_visits(receptionist, [session_id])[session_id] == due.of_patient(receptionist, zoe)
    fill_in(receptionist, zoe, item.due_key)
    assert keys(receptionist, zoe) == waiting[1:]


def test_what_was_voided_is_due_again(nurse: Desk, prescriber: Desk) -> None:
    zoe = steps.register_zoe(nurse)
    steps.plan_for(nurse, zoe)
    result_id = fill_in(nurse, zoe)
    assert "phq-9" not in dict(keys(nurse, zoe))
    recording.void(prescriber, result_id, reason="Filled in by her sister")
    assert "phq-9" in dict(keys(nurse, zoe))


def test_what_was_corrected_is_not_asked_again(nurse: Desk) -> None:
    zoe = steps.register_zoe(nurse)
    steps.plan_for(nurse, zoe)
    result_id = fill_in(nurse, zoe)
    recording.record(
        nurse,
        patient_id=zoe,
        measure_id="phq-9",
        answers=PHQ | {"1": 2},
        filled_by="patient",
        way="paper",
        corrects=result_id,
    )
    assert "phq-9" not in dict(keys(nurse, zoe))


def test_a_form_that_was_not_finished_is_still_due(nurse: Desk) -> None:
    zoe = steps.register_zoe(nurse)
    steps.plan_for(nurse, zoe)
    so_far = recording.record(
        nurse, patient_id=zoe, measure_id="phq-9", answers={"9": 2}, filled_by="patient", way="screen"
    )
    assert so_far.alerts
    assert "phq-9" in dict(keys(nurse, zoe))
    left_out = {str(number): None for number in range(1, 9)} | {"9": 2}
    recording.record(
        nurse,
        patient_id=zoe,
        measure_id="phq-9",
        answers=left_out,
        filled_by="patient",
        way="screen",
        corrects=so_far.result_id,
    )
    assert "phq-9" not in dict(keys(nurse, zoe))


def test_what_is_declined_is_not_asked_again(receptionist: Desk, nurse: Desk) -> None:
    zoe = steps.register_zoe(nurse)
    steps.plan_for(nurse, zoe)
    item = due.of_patient(receptionist, zoe)[0]
    skips.skip(receptionist, patient_id=zoe, measure=item.measure, due_key=item.due_key, reason="declined")
    assert "phq-9" not in dict(keys(receptionist, zoe))


def test_a_treatment_asks_for_the_day_after_and_for_the_next_session(
    nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    zoe = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, zoe)
    for measure in ("phq-9", "gad-7", "mood-now"):
        for one in due.of_patient(nurse, zoe):
            if one.measure == measure:
                skips.skip(nurse, patient_id=zoe, measure=measure, due_key=one.due_key, reason="not_possible")
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    assert keys(nurse, zoe) == []
    clock.pass_time(hours=24)
    (item,) = due.of_patient(nurse, zoe)
    # One answer will do for both: they are one item.
    assert item.words == "the day after session 1, before session 2"
    assert len(item.due_keys) == 2


def test_both_registrations_of_one_person_are_asked_once(nurse: Desk, everyone: Desk) -> None:
    zoe = steps.register_zoe(nurse)
    other = patients.register(
        nurse, details=PatientDetails(family_name="Angstrom", given_name="Zoe", birth_date=steps.BORN)
    )
    session_id = steps.plan_for(nurse, zoe)
    fill_in(nurse, other)
    assert "phq-9" in dict(keys(nurse, zoe))
    seen = merging.preview(everyone, other, zoe)
    merging.merge(everyone, other, zoe, choices={}, based_on=(seen.kept.version, seen.merged.version))
    for patient_id in (zoe, other):
        assert [one.measure for one in due.of_patient(nurse, patient_id)] == ["gad-7", "mood-now"]
    (items,) = due.of_visits(nurse, [session_id]).values()
    assert {one.patient_id for one in items} == {other}


def test_a_whole_day_is_read_at_once(nurse: Desk) -> None:
    ids = []
    for number in range(12):
        person = PatientDetails(family_name=f"Day{'abcdefghijkl'[number]}", given_name="Ann", birth_date=steps.BORN)
        ids.append(steps.plan_for(nurse, patients.register(nurse, details=person)))
    found = due.of_visits(nurse, ids)
    assert set(found) == set(ids)
    assert all(len(items) == 3 for items in found.values())


def test_a_protocol_whose_measure_has_no_file_still_asks(nurse: Desk, prescriber: Desk) -> None:
    text = adopted_protocols.in_use(prescriber, "iv-ketamine-mood").text.replace('"gad-7"', '"not-here"')
    adopted_protocols.adopt(prescriber, text, remark="A measure of our own")
    zoe = steps.register_zoe(nurse)
    steps.plan_for(nurse, zoe)
    item = due.of_patient(nurse, zoe)[1]
    assert (item.title, item.by_patient) == ("NOT-HERE", False)


def test_months_later_the_follow_up_asks(nurse: Desk, prescriber: Desk, clock: DrivenClock) -> None:
    zoe = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    clock.pass_time(hours=24 * 62)
    assert ("phq-9", "monthly") in keys(nurse, zoe)
    clock.pass_time(hours=24 * 200)
    assert keys(nurse, zoe) == []
    assert due.missed_of_series(nurse, sessions.line(nurse, session_id).series_id)


def test_a_drip_ends_nothing_that_is_asked_after_a_treatment(everyone: Desk, clock: DrivenClock) -> None:
    zoe = steps.register_zoe(everyone)
    series_id = sessions.line(everyone, steps.plan_for(everyone, zoe)).series_id
    start(everyone, series_id, 0, everyone.now())
    clock.pass_time(days=8)
    assert ("phq-9", "weekly") in keys(everyone, zoe)
    today = everyone.local(everyone.now()).date()
    drip = series.plan(
        everyone, patient_id=zoe, protocol_name="iv-fluids", days=[today], time=time(9, 30), indication="Dehydration"
    )
    start(everyone, drip, 0, everyone.now() - timedelta(days=3))
    assert ("phq-9", "weekly") in keys(everyone, zoe)
