"""Outcomes of the practice: read at once, they say what the charts say one by one, and say what is missing."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import Cancelled, NotAllowed, NotFound
from clinicdesk.exchange import outcomes_csv
from clinicdesk.records import merging, outcomes, patients, series, sessions
from clinicdesk.records.measures import courses, files, recording
from clinicdesk.records.outcome_words import count_words, definitions, missing_words, percent_words
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.outcome_counts import Share
from clinicdesk.rules.timeline import EventKind, Moment
from clinicdesk.storage.clock import DrivenClock, as_text
from clinicdesk.storage.entry import insert, update
from tests.records.sessions.steps import TODAY, eligible


def register(desk: Desk, family: str) -> str:
    return patients.register(
        desk, details=PatientDetails(family_name=family, given_name="Zoë", birth_date=date(1968, 7, 21))
    )


def plan(desk: Desk, patient_id: str, *, count: int = 2, indication: str | None = "Major depression") -> str:
    eligible(desk, patient_id)
    days = [TODAY + timedelta(days=3 * place) for place in range(count)]
    return series.plan(
        desk,
        patient_id=patient_id,
        protocol_name="iv-ketamine-mood",
        days=days,
        time=time(9, 30),
        indication=indication,
    )


def start(desk: Desk, series_id: str, place: int, at: datetime) -> str:
    """Let a treatment of a series begin, with nothing else of the visit; return its session."""
    session = sessions.of_series(desk, series_id)[place]
    row = insert(
        "session_events",
        desk.new_id(),
        session_id=session.id,
        patient_id=session.patient_id,
        kind=str(EventKind.STARTED),
        occurred_at=as_text(at),
        boot=Moment(at, "test", 0).boot,
        uptime_ms=0,
    )
    desk.record("session.start", row, patient=session.patient_id)
    return session.id


def answer(desk: Desk, patient_id: str, total: int, at: datetime) -> str:
    """Record a PHQ-9 with a total, as it was answered on paper."""
    measure = files.in_use(desk, "phq-9").measure
    left, answers = total, {}
    for item in measure.items:
        if item.scored:
            answers[item.id] = min(3, left)
            left -= answers[item.id]
    return recording.record(
        desk,
        patient_id=patient_id,
        measure_id="phq-9",
        answers=answers,
        filled_by="patient",
        way="paper",
        answered_at=at,
    ).result_id


@pytest.fixture
def treated(everyone: Desk, clock: DrivenClock) -> dict[str, str]:
    """Four patients: one responded and lost it, one did not respond, one has no score before, one none after."""
    began = everyone.now()
    clock.pass_time(days=60)
    people = {name: register(everyone, name) for name in ("Lost", "Same", "NoBaseline", "NoLater")}
    planned = {name: plan(everyone, patient) for name, patient in people.items()}
    for name in people:
        start(everyone, planned[name], 0, began + timedelta(days=1))
    for name in ("Lost", "Same"):
        start(everyone, planned[name], 1, began + timedelta(days=4))
    for name, scores in {
        "Lost": [(0, 20), (20, 8), (40, 18)],
        "Same": [(0, 20), (20, 19)],
        "NoBaseline": [(20, 4)],
        "NoLater": [(0, 15)],
    }.items():
        for day, total in scores:
            answer(everyone, people[name], total, began + timedelta(days=day))
    return people


def test_what_is_counted_is_what_the_charts_say(everyone: Desk, treated: dict[str, str]) -> None:
    (row,) = outcomes.of_practice(everyone, "phq-9").rows
    counts = row.counts
    assert (row.indication, row.title) == ("Major depression", "IV ketamine for mood disorders, 6 sessions")
    assert (counts.started, counts.under_way, counts.completed) == (4, 2, Share(2, 2))
    assert (counts.no_baseline, counts.no_later) == (1, 1)
    assert (counts.response, counts.remission, counts.lost) == (Share(1, 2), Share(0, 2), Share(1, 1))
    # Chart by chart, with what the curve reads.
    charts = [
        courses.of_series(everyone, planned)["phq-9"]
        for patient in treated.values()
        for planned in series.of_patient(everyone, patient)
    ]
    assert counts.response.count == sum(one.first_response is not None for one in charts)
    assert counts.lost is not None
    assert counts.lost.count == sum(one.lost is not None for one in charts)
    assert counts.no_baseline == sum(one.baseline is None for one in charts)


def test_a_voided_or_corrected_score_does_not_count(everyone: Desk, clock: DrivenClock) -> None:
    patient = register(everyone, "Adams")
    began = everyone.now()
    clock.pass_time(days=40)
    start(everyone, plan(everyone, patient), 0, began + timedelta(days=1))
    answer(everyone, patient, 20, began)
    wrong = answer(everyone, patient, 2, began + timedelta(days=20))
    (row,) = outcomes.of_practice(everyone, "phq-9").rows
    assert row.counts.response == Share(1, 1)
    recording.void(everyone, wrong, reason="Another patient's sheet")
    (row,) = outcomes.of_practice(everyone, "phq-9").rows
    assert (row.counts.response, row.counts.no_later) == (Share(0, 0), 1)


def test_a_drip_has_no_outcome_and_ends_no_series_of_a_treatment(everyone: Desk, clock: DrivenClock) -> None:
    patient = register(everyone, "Adams")
    began = everyone.now()
    clock.pass_time(days=40)
    treated, days = plan(everyone, patient), [TODAY + timedelta(days=5)]
    drip = series.plan(
        everyone, patient_id=patient, protocol_name="iv-fluids", days=days, time=time(9, 30), indication="Dehydration"
    )
    start(everyone, treated, 0, began + timedelta(days=1))
    start(everyone, drip, 0, began + timedelta(days=5))
    answer(everyone, patient, 20, began)
    answer(everyone, patient, 8, began + timedelta(days=20))
    found = courses.of_series(everyone, series.get(everyone, treated))["phq-9"]
    assert found.first_response is not None
    (row,) = outcomes.of_practice(everyone, "phq-9").rows
    assert (row.indication, row.counts.response) == ("Major depression", Share(1, 1))


def test_two_scores_of_one_moment_are_counted_in_the_order_of_the_chart(everyone: Desk, clock: DrivenClock) -> None:
    patient = register(everyone, "Adams")
    began = everyone.now()
    clock.pass_time(days=40)
    planned = plan(everyone, patient)
    start(everyone, planned, 0, began + timedelta(days=1))
    # Ten before: the number of a place must not be read as a word.
    for total, day in [*((20, day) for day in range(9)), (8, 20), (18, 20)]:
        answer(everyone, patient, total, began + timedelta(days=day))
    found = courses.of_series(everyone, series.get(everyone, planned))["phq-9"]
    assert found.lost is not None
    (row,) = outcomes.of_practice(everyone, "phq-9").rows
    assert (row.counts.response, row.counts.lost) == (Share(1, 1), Share(1, 1))


def test_a_patient_counts_once_in_a_row_and_by_the_first_series(everyone: Desk, clock: DrivenClock) -> None:
    patient = register(everyone, "Adams")
    began = everyone.now()
    clock.pass_time(days=200)
    first, second = plan(everyone, patient), plan(everyone, patient, indication="  major   DEPRESSION ")
    start(everyone, first, 0, began + timedelta(days=1))
    start(everyone, second, 0, began + timedelta(days=100))
    answer(everyone, patient, 20, began)
    answer(everyone, patient, 19, began + timedelta(days=20))
    # After the second series began this is no answer to the first.
    answer(everyone, patient, 2, began + timedelta(days=120))
    (row,) = outcomes.of_practice(everyone, "phq-9").rows
    assert (row.counts.started, row.further_series) == (1, 1)
    assert row.counts.response == Share(0, 1)
    day = everyone.local(began + timedelta(days=50)).date()
    found = outcomes.of_practice(everyone, "phq-9", since=day)
    # The second series is not the patient's first in this row, whatever days are asked for.
    assert (found.rows, found.patients) == ((), 0)
    assert outcomes.of_practice(everyone, "phq-9", until=day).patients == 1


def test_two_registrations_of_one_person_are_one_patient(everyone: Desk, clock: DrivenClock) -> None:
    kept, merged = register(everyone, "Adams"), register(everyone, "Adams")
    began = everyone.now()
    clock.pass_time(days=40)
    start(everyone, plan(everyone, kept), 0, began + timedelta(days=1))
    answer(everyone, merged, 20, began)
    answer(everyone, kept, 5, began + timedelta(days=20))
    assert outcomes.of_practice(everyone, "phq-9").rows[0].counts.no_baseline == 1
    seen = merging.preview(everyone, kept, merged)
    merging.merge(everyone, kept, merged, choices={}, based_on=(seen.kept.version, seen.merged.version))
    # A session that was added under the other registration belongs to the same series.
    session = start(everyone, series.of_patient(everyone, kept)[0].id, 1, began + timedelta(days=4))
    row = everyone.row("SELECT version FROM sessions WHERE id = ?", session)
    assert row is not None
    everyone.record("session.move", update("sessions", session, row["version"], patient_id=merged), patient=kept)
    (row,) = outcomes.of_practice(everyone, "phq-9").rows
    assert (row.counts.started, row.counts.completed, row.further_series) == (1, Share(1, 1), 0)
    assert row.counts.response == Share(1, 1)


def test_nobody_by_name_and_not_for_everybody(everyone: Desk, receptionist: Desk, treated: dict[str, str]) -> None:
    with pytest.raises(NotAllowed):
        outcomes.of_practice(receptionist, "phq-9")
    with pytest.raises(NotAllowed):
        outcomes.measures_used(receptionist)
    told = repr(outcomes.of_practice(everyone, "phq-9"))
    assert all(name not in told and patient not in told for name, patient in treated.items())
    with pytest.raises(NotFound):
        outcomes.of_practice(everyone, "no-such")


def test_it_tells_how_far_it_is_and_stops_when_asked(everyone: Desk, treated: dict[str, str]) -> None:
    told: list[tuple[int, int]] = []
    outcomes.of_practice(everyone, "phq-9", progress=lambda done, of: told.append((done, of)))
    assert told[0] == (0, len(treated))
    assert told[-1] == (len(treated), len(treated))

    def stop(_done: int, _of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        outcomes.of_practice(everyone, "phq-9", progress=stop)


@pytest.mark.usefixtures("treated")
def test_words_say_denominators_intervals_and_what_is_missing(everyone: Desk) -> None:
    assert count_words(Share(14, 20)) == "14 of 20"
    assert percent_words(Share(14, 20)) == "70 % (48 to 85 %)"
    # However small the group, how far the truth may lie from it is said.
    assert percent_words(Share(3, 7)) == "(16 to 75 %)\nsmall group"
    assert (count_words(Share(0, 0)), percent_words(Share(0, 0))) == ("nobody", "")
    found = outcomes.of_practice(everyone, "phq-9")
    assert missing_words(found.rows[0].counts) == "1 no score before\n1 none after"
    told = " ".join(definitions(found.measure))
    assert "PHQ-9" in told
    assert "this does not show what the treatment did" in told


def test_the_file_holds_the_numbers_and_no_formula(everyone: Desk, clock: DrivenClock, tmp_path: Path) -> None:
    patient = register(everyone, "Adams")
    began = everyone.now()
    clock.pass_time(days=40)
    start(everyone, plan(everyone, patient, indication="=HYPERLINK(1)"), 0, began + timedelta(days=1))
    answer(everyone, patient, 20, began)
    answer(everyone, patient, 5, began + timedelta(days=20))
    out = tmp_path / "outcomes.csv"
    outcomes_csv.export(everyone, outcomes.of_practice(everyone, "phq-9"), out)
    head, row, *rest = out.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("Indication,Protocol,Started,")
    assert row.startswith("'=HYPERLINK(1),")
    cells = dict(
        zip(head.split(","), row.replace('"IV ketamine for mood disorders, 6 sessions"', "IV").split(","), strict=True)
    )
    assert (cells["Response"], cells["Response: of"]) == ("1", "1")
    assert cells["Response: low"] == "0.2065"
    assert any("does not show what the treatment did" in line for line in rest)
    assert "Adams" not in out.read_text(encoding="utf-8-sig")
    last = everyone.row("SELECT action FROM search_entries ORDER BY seq DESC LIMIT 1")
    assert last == {"action": "outcomes.export"}


@pytest.mark.usefixtures("treated")
def test_only_who_may_saves_the_file(nurse: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        outcomes_csv.export(nurse, outcomes.of_practice(nurse, "phq-9"), tmp_path / "outcomes.csv")
    assert not (tmp_path / "outcomes.csv").exists()
