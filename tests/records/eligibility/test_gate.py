"""The gate before a treatment visit: what holds it, who lets it go on, and the ways somebody may try around it."""

from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError, NotAllowed, Sealed
from clinicdesk.records import appointments, check_in, eligibility, series, sessions, today
from clinicdesk.records.eligibility import Standing
from clinicdesk.rules.eligibility import Reply, Result
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import insert, update
from tests.records.appointments.places import book, slot
from tests.records.eligibility.answering import ESKETAMINE, MOOD, decide
from tests.records.eligibility.conftest import planned
from tests.records.sessions import steps


def held(desk: Desk, session_id: str) -> tuple[str, ...]:
    return eligibility.at_start(desk, sessions.get(desk, session_id))


def let_go_on(desk: Desk, session_id: str, item: str, reason: str = "Benefit outweighs it") -> None:
    eligibility.pass_stop(desk, sessions.get(desk, session_id), item, reason=reason)


def standing(desk: Desk, session_id: str) -> Standing:
    need = eligibility.of_visit(desk, session_id)
    assert need is not None
    return need.standing


def said(desk: Desk, session_id: str, **replies: str) -> None:
    """Check the patient of a session in, with answers to the questions of the day."""
    start = check_in.sheet(desk, appointment_id=None, session_id=session_id)
    check_in.check_in(
        desk,
        start,
        said=frozenset({check_in.NAME, check_in.BIRTH_DATE}),
        contact=start.patient,
        contact_confirmed=True,
        escort=None,
        asked_today=replies,
    )


def test_nothing_starts_before_a_prescriber_decided(nurse: Desk, prescriber: Desk, patient: str, session_id: str):
    steps.ready(nurse, prescriber, session_id)
    (sentence,) = sessions.missing_to_start(nurse, sessions.get(nurse, session_id))
    assert sentence == (
        "Eligibility for IV ketamine for mood disorders: not decided yet. A prescriber decides and signs it."
    )
    with pytest.raises(BadValue, match="not decided yet"):
        sessions.start(nurse, session_id, identity=steps.ZOE)
    decision = decide(prescriber, patient)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    ready = next(e for e in sessions.get(nurse, session_id).events if e.kind.value == "ready")
    assert ready.detail["eligibility"] == {
        "decision_id": decision,
        "result": "conditions",
        "decided_by": "Dr Pat Osei",
        "decided_on": "2026-03-02",
        "conditions": "PDMP before the first visit",
        "passed": [],
        "not_asked": ["Pregnancy test today, where a pregnancy is possible"],
        "medicines_since": [],
    }


def test_it_expires_on_the_day_after_its_last(prescriber: Desk, patient: str, session_id: str, clock: DrivenClock):
    decide(prescriber, patient)
    clock.pass_time(days=180)
    assert held(prescriber, session_id) == ()
    clock.pass_time(days=1)
    assert "expired on 29-Aug-2026" in held(prescriber, session_id)[0]
    assert standing(prescriber, session_id) is Standing.EXPIRED
    decide(prescriber, patient)
    assert held(prescriber, session_id) == ()


def test_a_coming_visit_is_held_against_its_own_day(prescriber: Desk, nurse: Desk, patient: str):
    decide(prescriber, patient)
    days = [steps.TODAY + timedelta(days=ahead) for ahead in (178, 185)]
    made = series.plan(nurse, patient_id=patient, protocol_name=MOOD, days=days, time=None, indication="Depression")
    before, after = sessions.of_series(nurse, made)
    assert standing(nurse, before.id) is Standing.CONDITIONS
    assert standing(nurse, after.id) is Standing.EXPIRED


def test_one_treatment_says_nothing_of_another(nurse: Desk, prescriber: Desk, patient: str):
    pain = planned(nurse, patient, "iv-ketamine-pain")
    decide(prescriber, patient)
    assert "not decided yet" in held(nurse, pain)[0]
    decide(prescriber, patient, treatment="iv-ketamine-pain")
    assert held(nurse, pain) == ()


def test_decided_against_holds_until_decided_anew_or_passed(prescriber: Desk, patient: str, session_id: str):
    decide(prescriber, patient, Result.NOT_ELIGIBLE)
    assert "decided against it" in held(prescriber, session_id)[0]
    let_go_on(prescriber, session_id, "not_eligible", "Family conference today")
    assert held(prescriber, session_id) == ()
    assert standing(prescriber, session_id) is Standing.PASSED


def test_a_stop_is_passed_for_one_visit_with_a_reason(
    nurse: Desk, prescriber: Desk, receptionist: Desk, patient: str, session_id: str
):
    decide(prescriber, patient, pregnancy=Reply.YES)
    (sentence,) = held(nurse, session_id)
    assert sentence == "Stop: Pregnant, or planning to be. A prescriber gives a reason to go on."
    for desk in (nurse, receptionist):
        with pytest.raises((NotAllowed, ClinicDeskError)):
            let_go_on(desk, session_id, "pregnancy")
    with pytest.raises(BadValue, match="Write why"):
        let_go_on(prescriber, session_id, "pregnancy", "  ")
    with pytest.raises(BadValue, match="Nothing of that kind"):
        let_go_on(prescriber, session_id, "aneurysm")
    let_go_on(prescriber, session_id, "pregnancy")
    assert held(nurse, session_id) == ()
    second = sessions.of_series(nurse, sessions.line(nurse, session_id).series_id)[1].id
    assert held(nurse, second) == (sentence,)
    steps.ready(nurse, prescriber, session_id)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    ready = next(e for e in sessions.get(nurse, session_id).events if e.kind.value == "ready")
    assert ready.detail["eligibility"]["passed"] == [
        {
            "item": "pregnancy",
            "stop": "Pregnant, or planning to be",
            "reason": "Benefit outweighs it",
            "by": "Dr Pat Osei",
        }
    ]
    with pytest.raises(BadValue, match="has started"):
        let_go_on(prescriber, session_id, "pregnancy")


@pytest.mark.parametrize("item", ["aneurysm", "brain_bleed", "hypersensitivity"])
def test_what_the_esketamine_label_forbids_nobody_passes(nurse: Desk, prescriber: Desk, patient: str, item: str):
    session = planned(nurse, patient, "esketamine-induction")
    decide(prescriber, patient, Result.NOT_ELIGIBLE, ESKETAMINE, **{item: Reply.YES})
    for stop in ("not_eligible", item):
        with pytest.raises(BadValue, match="nobody can pass"):
            let_go_on(prescriber, session, stop)
    assert len(held(nurse, session)) == 2
    # The same of ketamine, where it is no label's word, is passed with a reason.
    decide(prescriber, patient, Result.NOT_ELIGIBLE, MOOD, **{item: Reply.YES})
    mood = planned(nurse, patient)
    let_go_on(prescriber, mood, "not_eligible")
    let_go_on(prescriber, mood, item)
    assert held(nurse, mood) == ()


def test_what_the_label_may_forbid_is_not_passed_by_never_asking(
    nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock
):
    session = planned(nurse, patient, "esketamine-induction")
    with pytest.raises(BadValue, match="nobody can pass"):
        let_go_on(prescriber, session, "missing")
    # Decided against without asking, so that it can be passed: neither.
    bare = eligibility.Answers(remark="Not now")
    eligibility.decide(prescriber, patient, treatment=ESKETAMINE, answers=bare, result=Result.NOT_ELIGIBLE)
    with pytest.raises(BadValue, match="nobody can pass"):
        let_go_on(prescriber, session, "not_eligible")
    decide(prescriber, patient, Result.CONDITIONS, ESKETAMINE, pregnancy=Reply.YES)
    let_go_on(prescriber, session, "pregnancy")
    assert held(nurse, session) == ()
    clock.pass_time(days=300)
    let_go_on(prescriber, session, "expired")
    assert held(nurse, session) == ()


def test_a_pass_written_past_the_verb_does_not_open_what_the_label_forbids(nurse: Desk, prescriber: Desk, patient: str):
    session = planned(nurse, patient, "esketamine-induction")
    decide(prescriber, patient, Result.NOT_ELIGIBLE, ESKETAMINE, aneurysm=Reply.YES)
    for item in ("not_eligible", "aneurysm"):
        row = insert(
            "eligibility_passes",
            prescriber.new_id(),
            patient_id=patient,
            session_id=session,
            item=item,
            reason="Forced",
        )
        prescriber.record("eligibility.pass", row, patient=patient, reason="Forced")
    assert len(held(nurse, session)) == 2


def test_an_unsigned_row_is_no_decision(prescriber: Desk, patient: str):
    decide(prescriber, patient)
    row = prescriber.row("SELECT * FROM eligibility")
    assert row is not None
    other = steps.register_zoe(prescriber)
    copy = {k: v for k, v in row.items() if k not in ("id", "version")} | {"patient_id": other}
    prescriber.record("eligibility.decide", insert("eligibility", prescriber.new_id(), **copy), patient=other)
    assert "not decided yet" in held(prescriber, planned(prescriber, other))[0]


def test_a_signed_decision_cannot_be_changed(prescriber: Desk, patient: str):
    decision = decide(prescriber, patient, Result.NOT_ELIGIBLE)
    row = prescriber.row("SELECT version FROM eligibility WHERE id = ?", decision)
    assert row is not None
    change = update("eligibility", decision, row["version"], result="eligible")
    with pytest.raises((Sealed, ValueError)):
        prescriber.record("eligibility.decide", change, patient=patient)


def test_the_decision_of_a_namesake_opens_nothing(nurse: Desk, prescriber: Desk, session_id: str):
    other = steps.register_zoe(nurse)
    decide(prescriber, other)
    assert "not decided yet" in held(nurse, session_id)[0]


def test_a_session_of_a_withdrawn_plan_cannot_be_passed(prescriber: Desk, nurse: Desk, patient: str, session_id: str):
    decide(prescriber, patient, pregnancy=Reply.YES)
    sessions.not_treated(nurse, session_id, reason="Ill today", decided_by=sessions.DecidedBy.CLINICIAN)
    with pytest.raises(BadValue, match="is over"):
        let_go_on(prescriber, session_id, "pregnancy")


# The day itself -------------------------------------------------------------------------------------------------------


def test_intoxication_said_at_check_in_holds_the_visit(
    nurse: Desk, prescriber: Desk, receptionist: Desk, patient: str, session_id: str
):
    decide(prescriber, patient)
    sessions.arrive(receptionist, session_id)
    said(receptionist, session_id, intoxication="yes", pregnancy_test="negative")
    assert "Alcohol or drugs today" in held(nurse, session_id)[0]
    with pytest.raises(BadValue, match="asks again"):
        said(receptionist, session_id, intoxication="no")
    said(nurse, session_id, intoxication="no")
    assert held(nurse, session_id) == ()
    need = eligibility.of_visit(nurse, session_id)
    assert need is not None
    assert dict(need.same_day.replies) == {"intoxication": "no", "pregnancy_test": "negative"}


def test_a_positive_test_holds_until_a_prescriber_lets_the_visit_go_on(
    nurse: Desk, prescriber: Desk, patient: str, session_id: str
):
    decide(prescriber, patient)
    sessions.arrive(nurse, session_id)
    said(nurse, session_id, intoxication="no", pregnancy_test="positive")
    let_go_on(prescriber, session_id, "pregnancy_test", "Test known to be false positive, seen by OB")
    assert held(nurse, session_id) == ()


def test_answers_of_another_day_count_for_nothing(
    nurse: Desk, prescriber: Desk, patient: str, session_id: str, clock: DrivenClock
):
    decide(prescriber, patient)
    sessions.arrive(nurse, session_id)
    said(nurse, session_id, intoxication="no", pregnancy_test="not_possible")
    line = sessions.line(nurse, session_id)
    clock.pass_time(days=1)
    series.move(nurse, session_id, day=steps.TODAY + timedelta(days=1), time=line.planned_time, based_on=line.version)
    need = eligibility.of_visit(nurse, session_id)
    assert need is not None
    assert [item.id for item in need.same_day.still_open] == ["intoxication", "pregnancy_test"]


def test_no_answer_is_made_up(nurse: Desk, prescriber: Desk, patient: str, session_id: str):
    decide(prescriber, patient)
    sessions.arrive(nurse, session_id)
    for bad in ({"intoxication": "maybe"}, {"intoxication": "negative"}, {"horoscope": "no"}):
        with pytest.raises(BadValue, match="no answer"):
            said(nurse, session_id, **bad)
    said(nurse, session_id, intoxication="", pregnancy_test="")
    need = eligibility.of_visit(nurse, session_id)
    assert need is not None
    assert len(need.same_day.still_open) == 2


def test_the_answers_at_a_booking_s_check_in_reach_its_session(
    receptionist: Desk, nurse: Desk, prescriber: Desk, patient: str, session_id: str
):
    decide(prescriber, patient)
    booking = book(receptionist, patient, slot(receptionist, 9, 30, minutes=120), kind="session", session_id=session_id)
    appointments.arrive(receptionist, booking)
    start = check_in.sheet(receptionist, appointment_id=booking, session_id=None)
    assert start.suits is not None
    check_in.check_in(
        receptionist,
        start,
        said=frozenset({check_in.NAME, check_in.BIRTH_DATE}),
        contact=start.patient,
        contact_confirmed=True,
        escort=None,
        asked_today={"intoxication": "yes"},
    )
    (row,) = today.board(receptionist, steps.TODAY)
    assert "Hold: ask a clinician" in [badge.text for badge in row.badges]
    assert len(held(nurse, session_id)) == 1


# What everybody sees --------------------------------------------------------------------------------------------------


def test_reception_reads_where_it_stands_and_nothing_clinical(
    receptionist: Desk, prescriber: Desk, patient: str, session_id: str
):
    (row,) = today.board(receptionist, steps.TODAY)
    assert "Eligibility missing" in [badge.text for badge in row.badges]
    decide(prescriber, patient, pregnancy=Reply.YES)
    (row,) = today.board(receptionist, steps.TODAY)
    words = [badge.text for badge in row.badges]
    assert "Stop: prescriber decides" in words
    need = eligibility.of_visit(receptionist, session_id)
    assert need is not None
    assert "regnan" not in " ".join((*words, need.words, repr(need.stops), repr(need.passed), repr(need.decision)))
    assert len(need.stops) == 1
    assert not need.done


def test_a_consultation_is_never_held(receptionist: Desk, patient: str):
    booking = book(receptionist, patient, slot(receptionist, 9, 30), kind="follow_up")
    appointments.arrive(receptionist, booking)
    start = check_in.sheet(receptionist, appointment_id=booking, session_id=None)
    assert start.suits is None
    (row,) = today.board(receptionist, steps.TODAY)
    assert not [badge.text for badge in row.badges if "ligib" in badge.text or "Stop" in badge.text]
    check_in.check_in(
        receptionist,
        start,
        said=frozenset({check_in.NAME, check_in.BIRTH_DATE}),
        contact=start.patient,
        contact_confirmed=True,
        escort=None,
    )
    (row,) = today.board(receptionist, steps.TODAY)
    today.begin(receptionist, row)


def test_many_visits_cost_no_more_reads_than_one(prescriber: Desk, nurse: Desk, monkeypatch: pytest.MonkeyPatch):
    found = []
    for _number in range(5):
        person = steps.register_zoe(nurse)
        decide(prescriber, person)
        found.append(planned(nurse, person))
    eligibility.of_visits(nurse, found)
    reads: list[str] = []
    rows = Desk.rows

    def counted(desk: Desk, sql: str, *values: object):
        reads.append(sql)
        return rows(desk, sql, *values)

    monkeypatch.setattr(Desk, "rows", counted)
    eligibility.of_visits(nurse, found[:1])
    alone = len(reads)
    needs = eligibility.of_visits(nurse, found)
    assert len(reads) - alone == alone <= 6
    assert set(needs) == set(found)
    assert eligibility.of_visits(nurse, []) == {}


def test_somebody_back_after_months_sees_what_expired(
    receptionist: Desk, nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock
):
    assert eligibility.of_person(receptionist, patient) is None
    first = steps.plan_for(nurse, patient)
    steps.run(nurse, prescriber, first)
    running = eligibility.of_person(receptionist, patient)
    assert running is not None
    by_subject = {one.subject.value: one for one in running.items}
    assert by_subject["weight"].done_on == steps.TODAY
    assert by_subject["eligibility"].until == steps.TODAY + timedelta(days=180)
    clock.pass_time(days=400)
    planned_on = nurse.local(nurse.now()).date()
    session = planned(nurse, patient)
    assert sessions.line(nurse, session).planned_on != planned_on
    running = eligibility.of_person(receptionist, patient)
    assert running is not None
    assert {one.subject.value for one in running.run_out} >= {"weight", "eligibility", "workup", "consent"}
    assert running.on == date(2027, 4, 6)


def test_a_later_decision_is_not_passed_by_an_earlier_pass(prescriber: Desk, patient: str, session_id: str):
    decide(prescriber, patient, Result.NOT_ELIGIBLE)
    let_go_on(prescriber, session_id, "not_eligible")
    assert held(prescriber, session_id) == ()
    decide(prescriber, patient, Result.NOT_ELIGIBLE)
    (stop,) = held(prescriber, session_id)
    assert "decided against it" in stop
    let_go_on(prescriber, session_id, "not_eligible", "Talked about it again")
    assert held(prescriber, session_id) == ()


def test_a_pass_for_how_somebody_is_on_one_day_is_worth_nothing_on_another(
    nurse: Desk, prescriber: Desk, patient: str, session_id: str, clock: DrivenClock
):
    decide(prescriber, patient)
    sessions.arrive(nurse, session_id)
    said(nurse, session_id, intoxication="yes", pregnancy_test="negative")
    let_go_on(prescriber, session_id, "intoxication", "One glass at noon, sober")
    assert held(nurse, session_id) == ()
    line = sessions.line(nurse, session_id)
    clock.pass_time(days=1)
    series.move(nurse, session_id, day=steps.TODAY + timedelta(days=1), time=line.planned_time, based_on=line.version)
    said(nurse, session_id, intoxication="yes", pregnancy_test="negative")
    assert "Alcohol or drugs today" in held(nurse, session_id)[0]
