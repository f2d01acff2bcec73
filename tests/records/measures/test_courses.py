"""How a patient did, read from a real record: scores beside treatments, each series judged for itself."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.records import series, sessions
from clinicdesk.records.measures import courses, files, reading, recording
from clinicdesk.records.sessions.treated import treated
from clinicdesk.rules.protocol import TreatmentKind
from tests.records.measures.followed_course import go_through, right_now, score, treat
from tests.records.sessions.steps import consent, wait_until
from tests.records.sessions.steps import patient as patient
from tests.records.sessions.steps import session_id as session_id


@pytest.fixture
def series_id(nurse: Desk, session_id: str) -> str:
    return sessions.line(nurse, session_id).series_id


def test_a_course_from_baseline_to_loss(nurse: Desk, prescriber: Desk, patient: str, series_id: str) -> None:
    results = go_through(nurse, prescriber, patient, series_id)
    found = courses.of_series(nurse, series.get(nurse, series_id))["phq-9"]
    told = [found.baseline, found.first_response, found.lost, found.latest]
    assert [point and point.id for point in told] == [results[0], results[2], results[3], results[3]]
    assert (found.hours_to_response, found.percent_change, found.first_remission) == (28 * 24, -45, None)


def test_treatments_carry_their_dose_and_route(nurse: Desk, prescriber: Desk, patient: str, series_id: str) -> None:
    go_through(nurse, prescriber, patient, series_id)
    given = treated(nurse, patient)
    assert [(one.number, one.count, one.route) for one in given] == [(1, 6, "IV"), (2, 6, "IV")]
    whole = [sessions.get(nurse, one.session_id) for one in given]
    now = sessions.now_of(nurse)
    assert [one.given_micrograms for one in given] == [one.given_micrograms(now) for one in whole]
    assert given[0].given_micrograms > 0
    assert [one.at for one in given] == [one.started.at for one in whole if one.started]


def test_what_does_not_count_is_no_point(nurse: Desk, prescriber: Desk, patient: str, series_id: str) -> None:
    results = go_through(nurse, prescriber, patient, series_id)
    recording.void(prescriber, results[2], reason="Another patient's sheet")
    counting = [result.id for result in reading.of_patient(nurse, patient) if result.counts]
    assert [one.id for one in reading.scores_of(nurse, patient)] == counting
    right = recording.record(
        nurse,
        patient_id=patient,
        measure_id="phq-9",
        answers={"9": 0},
        typed={"total": 13},
        filled_by="patient",
        way="total",
        answered_at=reading.get(nurse, results[1]).answered_at,
        corrects=results[1],
    )
    (phq,) = courses.followed(nurse, patient)
    assert [result.id for result in phq.results] == [results[0], right.result_id, results[3]]
    assert {one.id for one in reading.of_patient(nurse, patient) if one.counts} == {one.id for one in phq.results}
    assert phq.spans[0].course.first_response is None


def test_the_next_series_has_a_baseline_of_its_own(nurse: Desk, prescriber: Desk, patient: str, series_id: str) -> None:
    results = go_through(nurse, prescriber, patient, series_id)
    today = nurse.local(nurse.now()).date()
    again = series.plan(
        nurse,
        patient_id=patient,
        protocol_name="iv-ketamine-mood",
        days=[today + timedelta(days=1)],
        time=time(9, 30),
        indication=None,
    )
    wait_until(nurse, nurse.now() + timedelta(days=1))
    consent(nurse, patient)
    treat(nurse, prescriber, sessions.of_series(nurse, again)[0].id)
    wait_until(nurse, nurse.now() + timedelta(days=3))
    soon = score(nurse, patient, 6)
    (phq,) = courses.followed(nurse, patient)
    first, second = phq.spans
    assert (first.until, second.until) == (second.since, None)
    assert second.course.baseline is not None
    assert second.course.baseline.id == results[3]
    # Half of 12, but it looks back over the time before: a response, and no time to it.
    assert second.course.first_response is not None
    assert (second.course.first_response.id, second.course.hours_to_response) == (soon, None)
    assert phq.overlapping == {soon}
    # What came after belongs to the second one alone, and its baseline to both.
    kept = [courses.in_series(nurse, series.get(nurse, one))[0].results for one in (series_id, again)]
    assert [[result.id for result in of] for of in kept] == [results, [results[3], soon]]


def test_a_drip_is_marked_and_ends_no_series(nurse: Desk, prescriber: Desk, patient: str, series_id: str) -> None:
    go_through(nurse, prescriber, patient, series_id)
    (phq,) = courses.followed(nurse, patient)
    drip = replace(phq.treated[-1], session_id="drip", series_id="fluids", kind=TreatmentKind.FLUID, at=nurse.now())
    again = courses.judged(phq.measure, phq.results, [*phq.treated, drip], "")
    assert again.spans == phq.spans
    assert again.treated[-1].session_id == "drip"


def test_before_the_first_treatment_there_is_no_course(nurse: Desk, patient: str, series_id: str) -> None:
    score(nurse, patient, 22)
    assert courses.of_series(nurse, series.get(nurse, series_id)) == {}
    (phq,) = courses.followed(nurse, patient)
    assert (phq.spans, phq.treated, phq.overlapping) == ((), (), frozenset())


def test_measures_stand_by_their_title_and_right_now_never_overlaps(nurse: Desk, patient: str) -> None:
    score(nurse, patient, 22)
    for value in (3, 4):
        right_now(nurse, patient, value)
    found = courses.followed(nurse, patient)
    assert [(one.measure.id, one.overlapping) for one in found] == [("phq-9", frozenset()), ("mood-now", frozenset())]


def test_reception_reads_none_of_it(receptionist: Desk, nurse: Desk, patient: str, series_id: str) -> None:
    planned = series.get(nurse, series_id)
    for read in (courses.followed, treated):
        with pytest.raises(NotAllowed):
            read(receptionist, patient)
    with pytest.raises(NotAllowed):
        courses.of_series(receptionist, planned)


def test_what_the_series_asks_for_first_comes_first(nurse: Desk, patient: str, series_id: str) -> None:
    for measure in ("gad-7", "audit-c", "mood-now", "phq-9"):
        items = files.in_use(nurse, measure).measure.items
        answers = {item.id: item.values[0] for item in items}
        recording.record(
            nurse, patient_id=patient, measure_id=measure, answers=answers, filled_by="patient", way="paper"
        )
    found = [one.measure.id for one in courses.followed(nurse, patient)]
    assert found == ["phq-9", "gad-7", "audit-c", "mood-now"]
    assert series.get(nurse, series_id).protocol.measures[0].measure == "phq-9"
