"""Doors that must stay shut: sessions out of the plan, consent taken back midway, two infusions at once."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotFound
from clinicdesk.records import consents, series, sessions
from clinicdesk.records.sessions import DecidedBy, EndReason
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.protocol import DrugVolume
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import Entry
from tests.records.sessions.steps import ZOE, checks, consent, drug, order, plan_for, ready, run, second_check


class Interrupted(Desk):
    """A desk at which somebody else is faster: their act comes in the moment before the entry is recorded."""

    act: object = None

    def record(self, action: str, *changes: object, **more: object) -> Entry:
        act, self.act = self.act, None
        if callable(act):
            act()
        return super().record(action, *changes, **more)  # type: ignore[arg-type]


def interrupted(desk: Desk, act: object) -> Desk:
    slow = Interrupted(desk.clinic, desk.person, "CHAIR-2")
    slow.act = act
    return slow


def test_nothing_is_recorded_in_a_session_taken_out_of_the_plan(nurse: Desk, session_id: str) -> None:
    long_ago = nurse.now() - timedelta(hours=9)
    sessions.observe(nurse, session_id, comment="On the phone")
    found = series.get(nurse, sessions.line(nurse, session_id).series_id)
    series.end(nurse, found.id, reason="Moves away", based_on=found.version)

    with pytest.raises(BadValue, match="taken out of the plan"):
        sessions.check_fasting(nurse, session_id, solids_at=long_ago, liquids_at=long_ago)
    with pytest.raises(BadValue, match="taken out of the plan"):
        sessions.start(nurse, session_id, identity=ZOE)
    with pytest.raises(BadValue, match="taken out of the plan"):
        drug(nurse, session_id)
    with pytest.raises(BadValue, match="taken out of the plan"):
        sessions.not_treated(nurse, session_id, reason="Moves away", decided_by=DecidedBy.PATIENT)
    assert sessions.get(nurse, session_id).events == ()


def test_closing_as_not_treated_and_starting_exclude_each_other(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    ready(nurse, prescriber, session_id)

    def close() -> None:
        sessions.not_treated(prescriber, session_id, reason="Unwell", decided_by=DecidedBy.CLINICIAN)

    with pytest.raises(BadValue, match="not treated"):
        sessions.start(interrupted(nurse, close), session_id, identity=ZOE)
    assert sessions.get(nurse, session_id).started is None
    assert sessions.running(nurse) == []


def test_an_infusion_started_meanwhile_is_not_closed_as_not_treated(
    nurse: Desk, prescriber: Desk, session_id: str
) -> None:
    ready(nurse, prescriber, session_id)

    def start() -> None:
        sessions.start(prescriber, session_id, identity=ZOE)

    with pytest.raises(BadValue, match="has started"):
        sessions.not_treated(interrupted(nurse, start), session_id, reason="Unwell", decided_by=DecidedBy.CLINICIAN)
    assert sessions.get(nurse, session_id).phase is Phase.RUNNING


def test_a_paused_infusion_does_not_go_on_after_consent_was_withdrawn(
    nurse: Desk, prescriber: Desk, patient: str, session_id: str, clock: DrivenClock
) -> None:
    run(nurse, prescriber, session_id)
    clock.pass_time(minutes=5)
    sessions.pause(nurse, session_id, reason="Frightened")
    given = consents.of_patient(nurse, patient)[0]
    consents.withdraw(nurse, given, by_name="Zoë Ångström", reason="Does not want it any more")

    with pytest.raises(BadValue, match="Consent was withdrawn at"):
        sessions.resume(nurse, session_id)
    sessions.end(nurse, session_id, ended=EndReason.STOPPED)
    assert sessions.get(nurse, session_id).phase is Phase.RECOVERY


def test_a_pause_over_the_last_day_of_the_consent_does_not_stop_the_session(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    run(nurse, prescriber, session_id)
    sessions.pause(nurse, session_id)
    clock.pass_time(days=400)
    sessions.resume(nurse, session_id)
    assert sessions.get(nurse, session_id).phase is Phase.RUNNING


def test_one_patient_has_one_infusion_at_a_time(nurse: Desk, prescriber: Desk, patient: str, session_id: str) -> None:
    run(nurse, prescriber, session_id)
    other = plan_for(nurse, patient)
    checks(nurse, other)
    order(prescriber, other, consent_reason="Agreed to both series in one talk")
    second_check(nurse, other)

    with pytest.raises(BadValue, match="Another infusion"):
        sessions.start(nurse, other, identity=ZOE)
    sessions.end(nurse, session_id, ended=EndReason.STOPPED)
    sessions.start(nurse, other, identity=ZOE)
    assert [line.id for line in sessions.running(nurse)] == [other]


@pytest.mark.parametrize(("minutes", "asked"), [(4, True), (19, True), (20, False), (80, False), (81, True)])
def test_a_time_far_from_the_protocols_is_asked(
    nurse: Desk, prescriber: Desk, session_id: str, minutes: int, asked: bool
) -> None:
    checks(nurse, session_id)
    dose = sessions.arithmetic(
        sessions.get(nurse, session_id),
        micrograms_per_kg=500,
        concentration_micrograms_per_ml=50_000,
        bag_microlitres=50_000,
        drug_volume=DrugVolume.REPLACED,
        duration_minutes=minutes,
    )
    questions = sessions.questions_about(sessions.get(nurse, session_id), dose)
    assert bool(questions) is asked
    if asked:
        consent(nurse, sessions.line(nurse, session_id).patient_id)
        with pytest.raises(BadValue, match=f"{minutes} min"):
            sessions.order(prescriber, session_id, identity=ZOE, dose=dose)


def test_a_drug_drawn_up_for_nobody_is_accounted_for_before_signing(nurse: Desk, session_id: str) -> None:
    sessions.give_drug(nurse, session_id, product="Ketamine", lot="K7731", drawn_micrograms=50_000)
    sessions.not_treated(nurse, session_id, reason="Went home", decided_by=DecidedBy.PATIENT)

    with pytest.raises(BadValue, match="drawn, given and wasted"):
        sessions.sign(nurse, session_id)


@pytest.mark.parametrize(
    ("field", "amount"),
    [
        ("drawn_micrograms", 100_000_001),
        ("given_micrograms", 10**20),
        ("wasted_micrograms", -1),
        ("strength_micrograms_per_ml", 0),
        ("strength_micrograms_per_ml", 10**20),
    ],
)
def test_an_amount_of_drug_no_syringe_holds_is_refused(nurse: Desk, session_id: str, field: str, amount: int) -> None:
    with pytest.raises(BadValue):
        sessions.give_drug(nurse, session_id, product="Ketamine", **{field: amount})  # type: ignore[arg-type]
    assert sessions.get(nurse, session_id).drugs == ()


def test_two_corrections_of_one_drug_line_do_not_count_it_twice(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    drug(nurse, session_id)
    (wrong,) = sessions.get(nurse, session_id).drugs

    def corrected_there() -> None:
        sessions.give_drug(prescriber, session_id, product="Ketamine", given_micrograms=40_000, corrects=wrong.id)

    with pytest.raises(ChangedElsewhere):
        sessions.give_drug(
            interrupted(nurse, corrected_there),
            session_id,
            product="Ketamine",
            given_micrograms=30_000,
            corrects=wrong.id,
        )
    assert [line.given_micrograms for line in sessions.get(nurse, session_id).drugs] == [40_000]


def test_two_corrections_of_one_adverse_event_leave_one(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    what = {
        "kind": "nausea",
        "severity": Severity.MILD,
        "related": Relation.POSSIBLY,
        "action_taken": ActionTaken.NONE,
        "outcome": Outcome.RESOLVED,
    }
    wrong = sessions.report_adverse_event(nurse, session_id, **what)  # type: ignore[arg-type]

    def corrected_there() -> None:
        sessions.report_adverse_event(prescriber, session_id, **what, corrects=wrong)  # type: ignore[arg-type]

    with pytest.raises(ChangedElsewhere):
        sessions.report_adverse_event(interrupted(nurse, corrected_there), session_id, **what, corrects=wrong)  # type: ignore[arg-type]
    assert len(sessions.get(nurse, session_id).adverse_events) == 1


def test_the_reason_of_a_correction_never_takes_the_place_of_a_comment(nurse: Desk, session_id: str) -> None:
    sessions.observe(nurse, session_id, comment="Feels light")
    (said,) = sessions.get(nurse, session_id).current

    with pytest.raises(NotFound):
        sessions.correct(nurse, session_id, values={said.id: None}, reason="Typed in the wrong chart")
    with pytest.raises(NotFound):
        sessions.correct(nurse, session_id, values={said.id: 5})
    assert [o.remark for o in sessions.get(nurse, session_id).current] == ["Feels light"]
