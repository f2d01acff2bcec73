"""A running infusion: time, volume, vital signs and their corrections, drugs, adverse events."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound, Sealed
from clinicdesk.records import patients, sessions, staff
from clinicdesk.records.sessions import EndReason
from clinicdesk.records.sessions.events import event_row
from clinicdesk.records.sessions.flowsheet import PRESSURE
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.monitoring import DueState
from clinicdesk.rules.protocol import DrugVolume, Level
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import update
from tests.records.sessions.steps import HOME, TODAY, ZOE, all_met, drug, ready, run

SET = {
    Kind.SYSTOLIC: 147,
    Kind.DIASTOLIC: 88,
    Kind.HEART_RATE: 76,
    Kind.SPO2: 97,
    Kind.RESPIRATORY_RATE: 14,
}


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    run(nurse, prescriber, session_id)
    return session_id


def entries(desk: Desk) -> int:
    return len(list(desk.clinic.ledger.entries_after(0)))


# Flow


def test_volume_over_a_pause_and_a_change_of_rate(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=10)
    sessions.pause(nurse, running, reason="Nausea")
    clock.pass_time(minutes=5)
    assert sessions.get(nurse, running).infused_microlitres(sessions.now_of(nurse)) == 25_000
    sessions.resume(nurse, running)
    sessions.set_rate(nurse, running, rate_microlitres_per_hour=75_000, reason="Slower")
    clock.pass_time(minutes=20)
    session = sessions.get(nurse, running)
    assert session.infused_microlitres(sessions.now_of(nurse)) == 50_000
    assert session.given_micrograms(sessions.now_of(nurse)) == 20_600
    assert session.phase is Phase.RUNNING


def test_stop_is_possible_whatever_is_missing(nurse: Desk, running: str) -> None:
    sessions.end(nurse, running, ended=EndReason.STOPPED)
    assert sessions.get(nurse, running).phase is Phase.RECOVERY
    assert sessions.running(nurse) == []
    assert [line.id for line in sessions.unsigned(nurse)] == [running]
    with pytest.raises(BadValue):
        sessions.end(nurse, running, ended=EndReason.STOPPED)


def test_stop_now_is_recorded_even_after_the_clock_was_set_back(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=10)
    clock.set_wall(clock.now() - timedelta(hours=2))
    sessions.end(nurse, running, ended=EndReason.STOPPED)
    session = sessions.get(nurse, running)
    assert session.phase is Phase.RECOVERY
    assert session.infused_microlitres(sessions.now_of(nurse)) == 25_000


def test_a_pause_cannot_lie_before_the_start(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=2)
    with pytest.raises(BadValue, match="before what was recorded last"):
        sessions.pause(nurse, running, occurred_at=nurse.now() - timedelta(minutes=3))
    sessions.pause(nurse, running, occurred_at=nurse.now() - timedelta(minutes=1))
    assert sessions.get(nurse, running).infused_microlitres(sessions.now_of(nurse)) == 2_500


@pytest.mark.parametrize("rate", [0, -1, 1_200_001])
def test_an_impossible_rate_is_refused(nurse: Desk, running: str, rate: int) -> None:
    with pytest.raises(BadValue):
        sessions.set_rate(nurse, running, rate_microlitres_per_hour=rate, reason="x")


def test_a_receptionist_touches_nothing_of_it(receptionist: Desk, running: str) -> None:
    with pytest.raises(NotAllowed):
        sessions.pause(receptionist, running)


def test_a_restarted_pc_leaves_a_gap_that_is_told(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=10)
    assert sessions.clock_note(sessions.get(nurse, running), sessions.now_of(nurse)) is None
    clock.restart("second-boot")
    clock.pass_time(minutes=5)
    session = sessions.get(nurse, running)
    assert session.infused_microlitres(sessions.now_of(nurse)) == 37_500
    assert "restarted" in (sessions.clock_note(session, sessions.now_of(nurse)) or "")


def test_a_clock_set_back_is_told_and_changes_no_timer(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=10)
    clock.set_wall(clock.now() - timedelta(minutes=30))
    session = sessions.get(nurse, running)
    assert session.infused_microlitres(sessions.now_of(nurse)) == 25_000
    assert "set back by 30 minutes" in (sessions.clock_note(session, sessions.now_of(nurse)) or "")


# Vital signs


def test_one_value_is_one_row_and_a_pressure_two_in_one_entry(nurse: Desk, running: str) -> None:
    before = entries(nurse)
    round_id = sessions.observe(nurse, running, values={Kind.SYSTOLIC: 147, Kind.DIASTOLIC: 88})
    sessions.observe(nurse, running, values={Kind.HEART_RATE: 76}, round_id=round_id)
    sessions.observe(nurse, running, comment="Floating", round_id=round_id)
    assert entries(nurse) == before + 3
    rows = [o for o in sessions.get(nurse, running).observations if o.round_id == round_id]
    assert [(o.kind, o.value) for o in rows] == [
        ("systolic", 147),
        ("diastolic", 88),
        ("heart_rate", 76),
        ("comment", None),
    ]
    assert len({o.moment for o in rows}) == 1


@pytest.mark.parametrize(
    "values",
    [
        {Kind.SYSTOLIC: 147},
        {Kind.SYSTOLIC: 80, Kind.DIASTOLIC: 120},
        {Kind.HEART_RATE: 400},
        {Kind.SPO2: 101},
        {Kind.WEIGHT: 7_000_000},
        {},
    ],
)
def test_an_impossible_value_is_not_recorded(nurse: Desk, running: str, values: dict[Kind, int]) -> None:
    before = entries(nurse)
    with pytest.raises(BadValue):
        sessions.observe(nurse, running, values=values)
    assert entries(nurse) == before


def test_a_second_value_of_a_kind_in_one_round_is_a_correction(nurse: Desk, running: str) -> None:
    round_id = sessions.observe(nurse, running, values={Kind.HEART_RATE: 76})
    with pytest.raises(BadValue, match="Correct it"):
        sessions.observe(nurse, running, values={Kind.HEART_RATE: 67}, round_id=round_id)


def test_a_correction_keeps_the_old_row_and_the_moment(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=10)
    sessions.observe(nurse, running, values=SET)
    clock.pass_time(minutes=7)
    session = sessions.get(nurse, running)
    high, low = (session.latest(kind) for kind in (Kind.SYSTOLIC, Kind.DIASTOLIC))
    assert high is not None
    assert low is not None
    with pytest.raises(BadValue):
        sessions.correct(nurse, running, values={high.id: None})
    with pytest.raises(BadValue):
        sessions.correct(nurse, running, values={high.id: 70})
    sessions.correct(nurse, running, values={high.id: 174, low.id: 98}, reason="Misread")
    after = sessions.get(nurse, running)
    assert sessions.latest_values(after)[Kind.SYSTOLIC] == 174
    row = sessions.rounds(after)[-1]
    assert row.minute == 10
    assert (row.cells[PRESSURE].struck, row.cells[PRESSURE].text) == (("147/88",), "174/98")
    with pytest.raises(NotFound):
        sessions.correct(nurse, running, values={high.id: 150, low.id: 90})


def test_entered_in_error_counts_for_nothing(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=10)
    sessions.observe(nurse, running, values={Kind.SPO2: 79})
    session = sessions.get(nurse, running)
    wrong = session.latest(Kind.SPO2)
    assert wrong is not None
    sessions.correct(nurse, running, values={wrong.id: None}, reason="Probe off")
    after = sessions.get(nurse, running)
    assert sessions.latest_values(after)[Kind.SPO2] == 98
    cell = sessions.rounds(after)[-1].cells[str(Kind.SPO2)]
    assert (cell.text, cell.struck) == ("", ("79",))


def test_what_is_due_follows_from_what_was_taken(nurse: Desk, running: str, clock: DrivenClock) -> None:
    def due() -> tuple[int, DueState, int]:
        found = sessions.due(sessions.get(nurse, running), sessions.now_of(nurse))
        assert found is not None
        return found.minute, found.state, found.late_minutes

    assert due() == (10, DueState.WAITING, 0)
    clock.pass_time(minutes=10)
    assert due() == (10, DueState.DUE, 0)
    clock.pass_time(minutes=4)
    assert due() == (10, DueState.OVERDUE, 4)
    sessions.observe(nurse, running, values=SET)
    assert due() == (20, DueState.WAITING, 0)


def test_limits_are_held_against_the_last_values(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=10)
    sessions.observe(nurse, running, values={**SET, Kind.SYSTOLIC: 169})
    (found,) = sessions.limits_reached(sessions.get(nurse, running))
    assert found.level is Level.HOLD
    assert "41 mmHg above the baseline of 128" in found.words
    clock.pass_time(minutes=5)
    sessions.observe(nurse, running, values=SET)
    assert sessions.limits_reached(sessions.get(nurse, running)) == ()


def test_the_newest_value_wins_after_the_clock_was_set_back(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=10)
    sessions.observe(nurse, running, values=SET)
    clock.set_wall(clock.now() - timedelta(hours=1))
    clock.pass_time(minutes=5)
    sessions.observe(nurse, running, values={Kind.HEART_RATE: 101})
    assert sessions.latest_values(sessions.get(nurse, running))[Kind.HEART_RATE] == 101


# Drugs and adverse events


def test_an_expired_lot_and_the_own_witness_are_refused(nurse: Desk, running: str) -> None:
    with pytest.raises(BadValue, match="expired on 01-Mar-2026"):
        sessions.give_drug(nurse, running, product="Ketamine", lot="K1", expires_on=TODAY - timedelta(days=1))
    sessions.give_drug(nurse, running, product="Ondansetron", lot="K2", expires_on=TODAY)
    with pytest.raises(BadValue, match="somebody else"):
        sessions.give_drug(nurse, running, product="Ketamine", witness_id=nurse.person.id)


def test_an_unbalanced_line_is_saved_and_told(nurse: Desk, running: str) -> None:
    sessions.give_drug(
        nurse,
        running,
        product="Ketamine",
        strength_micrograms_per_ml=50_000,
        lot="K1",
        expires_on=TODAY,
        drawn_micrograms=50_000,
        given_micrograms=41_200,
        wasted_micrograms=5_000,
    )
    (line,) = sessions.get(nurse, running).drugs
    assert "3.8 mg are not accounted for" in (sessions.unbalanced(line) or "")
    sessions.give_drug(
        nurse,
        running,
        product="Ketamine",
        strength_micrograms_per_ml=50_000,
        lot="K1",
        expires_on=TODAY,
        drawn_micrograms=50_000,
        given_micrograms=41_200,
        wasted_micrograms=8_800,
        corrects=line.id,
    )
    (line,) = sessions.get(nurse, running).drugs
    assert "who saw the waste" in (sessions.unbalanced(line) or "")
    sessions.give_drug(
        nurse,
        running,
        product="Ketamine",
        strength_micrograms_per_ml=50_000,
        lot="K1",
        expires_on=TODAY,
        drawn_micrograms=50_000,
        given_micrograms=41_200,
        wasted_micrograms=8_800,
        remark="Alone in the clinic today",
        corrects=line.id,
    )
    (line,) = sessions.get(nurse, running).drugs
    assert sessions.unbalanced(line) is None
    assert len(sessions.get(nurse, running).all_drugs) == 3


def test_a_drug_line_that_disagrees_with_the_pump_is_told(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=20)
    sessions.end(nurse, running, ended=EndReason.STOPPED)
    drug(nurse, running)
    told = sessions.differs_from_pump(sessions.get(nurse, running), sessions.now_of(nurse))
    assert told is not None
    assert "41.2 mg" in told
    assert "20.6 mg" in told


def test_an_adverse_event_and_its_correction(nurse: Desk, running: str) -> None:
    with pytest.raises(BadValue):
        sessions.report_adverse_event(
            nurse,
            running,
            kind="other",
            severity=Severity.MILD,
            related=Relation.POSSIBLY,
            action_taken=ActionTaken.NONE,
            outcome=Outcome.RESOLVED,
        )
    first = sessions.report_adverse_event(
        nurse,
        running,
        kind="nausea",
        severity=Severity.MILD,
        related=Relation.RELATED,
        action_taken=ActionTaken.DRUG_GIVEN,
        outcome=Outcome.RESOLVING,
    )
    sessions.report_adverse_event(
        nurse,
        running,
        kind="nausea",
        severity=Severity.MODERATE,
        related=Relation.RELATED,
        action_taken=ActionTaken.DRUG_GIVEN,
        outcome=Outcome.RESOLVED,
        corrects=first,
    )
    session = sessions.get(nurse, running)
    assert [event.severity for event in session.adverse_events] == ["moderate"]
    assert len(session.all_adverse_events) == 2


# Closing


def finish(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=40)
    sessions.end(nurse, running, ended=EndReason.COMPLETED)
    drug(nurse, running)
    clock.pass_time(minutes=45)
    sessions.discharge(nurse, running, marks=all_met(nurse, running), left=HOME)


def test_signing_names_what_is_missing(nurse: Desk, running: str) -> None:
    missing = " ".join(sessions.missing_to_sign(sessions.get(nurse, running)))
    for words in ("end of the infusion", "drug that was given", "discharge"):
        assert words in missing
    with pytest.raises(BadValue, match="Before you sign"):
        sessions.sign(nurse, running)


def test_a_discharge_item_not_met_needs_a_remark(nurse: Desk, running: str, clock: DrivenClock) -> None:
    finish(nurse, running, clock)
    marks = all_met(nurse, running)
    marks["escort"] = type(marks["escort"]).NOT_MET
    sessions.discharge(nurse, running, marks=marks, left=HOME)
    assert any("say why" in words for words in sessions.missing_to_sign(sessions.get(nurse, running)))
    sessions.discharge(nurse, running, marks=marks, left=HOME, remarks={"escort": "Went home by taxi"})
    assert sessions.missing_to_sign(sessions.get(nurse, running)) == ()


def test_nothing_changes_after_the_signature_but_an_addendum(
    nurse: Desk, prescriber: Desk, running: str, clock: DrivenClock
) -> None:
    finish(nurse, running, clock)
    with pytest.raises(BadValue):
        sessions.addendum(nurse, running, body="Too early")
    sessions.sign(nurse, running)
    assert sessions.line(nurse, running).signed
    assert sessions.unsigned(nurse) == []
    one = sessions.get(nurse, running).latest(Kind.HEART_RATE)
    assert one is not None
    for attempt in (
        lambda: sessions.observe(nurse, running, values=SET),
        lambda: sessions.correct(nurse, running, values={one.id: 90}),
        lambda: sessions.discharge(nurse, running, marks=all_met(nurse, running)),
        lambda: sessions.give_drug(nurse, running, product="Ketamine"),
        lambda: sessions.end(nurse, running, ended=EndReason.STOPPED),
    ):
        with pytest.raises(Sealed):
            attempt()
    sessions.addendum(nurse, running, body="Called the next day: well.")
    sessions.sign(prescriber, running)
    session = sessions.get(nurse, running)
    assert [s.signer_name for s in session.signatures] == ["Nina Okafor, RN", "Dr Pat Osei"]
    assert [a.body for a in session.addenda] == ["Called the next day: well."]
    with pytest.raises(BadValue):
        sessions.sign(nurse, running)


def test_the_ledger_itself_refuses_rows_of_a_signed_session(nurse: Desk, running: str, clock: DrivenClock) -> None:
    finish(nurse, running, clock)
    before = sessions.get(nurse, running)
    sessions.sign(nurse, running)
    with pytest.raises(Sealed):
        nurse.record("session.end", event_row(nurse, before, EventKind.ENDED, sessions.now_of(nurse)))


def test_the_witness_is_named_from_the_staff_list(nurse: Desk, running: str) -> None:
    drug(nurse, running)
    (line,) = sessions.get(nurse, running).drugs
    assert line.witness_name == "Dr Pat Osei"
    assert line.witness_id in {member.id for member in staff.everybody(nurse)}
    assert sessions.unbalanced(line) is None


def test_everything_survives_closing_the_file(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=12)
    sessions.observe(nurse, running, values=SET)
    nurse.keep_draft(f"session:{running}:vitals", {"pressure": "14"})
    before = sessions.get(nurse, running)
    other = nurse.clinic.another()
    try:
        again = Desk(other, nurse.person, "TEST-PC")
        clock.pass_time(minutes=1)
        after = sessions.get(again, running)
        assert after == before
        assert after.infused_microlitres(sessions.now_of(again)) == 32_500
        draft = again.draft(f"session:{running}:vitals")
        assert draft is not None
        assert "14" in draft.body
    finally:
        other.close()


def test_a_new_order_during_the_infusion_does_not_change_what_is_in_the_bag(
    nurse: Desk, prescriber: Desk, running: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=10)
    session = sessions.get(prescriber, running)
    lower = sessions.arithmetic(
        session,
        micrograms_per_kg=400,
        concentration_micrograms_per_ml=50_000,
        bag_microlitres=100_000,
        drug_volume=DrugVolume.REPLACED,
        duration_minutes=40,
    )
    sessions.order(prescriber, running, identity=ZOE, dose=lower, remark="Too strong")
    after = sessions.get(nurse, running)
    assert after.order is not None
    assert after.order.arithmetic.dose_micrograms == 33_000
    assert after.given_micrograms(sessions.now_of(nurse)) == 10_300  # a quarter of the bag of 41.2 mg
    assert after.target_microlitres == 80_097  # 33 of 41.2 mg of 100 mL


def test_a_closed_chart_cannot_be_started(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    ready(nurse, prescriber, session_id)
    patient = patients.get(nurse, sessions.line(nurse, session_id).patient_id)
    nurse.record(
        "patient.amend", update("patients", patient.id, patient.version, deceased_on="2026-03-01"), patient=patient.id
    )
    with pytest.raises(BadValue, match="chart is closed"):
        sessions.start(nurse, session_id, identity=ZOE)


def test_the_baseline_stays_the_baseline_when_the_start_is_dated_back(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    ready(nurse, prescriber, session_id)
    clock.pass_time(minutes=5)
    sessions.observe(nurse, session_id, values={Kind.SYSTOLIC: 128, Kind.DIASTOLIC: 78})
    sessions.start(nurse, session_id, identity=ZOE, occurred_at=nurse.now() - timedelta(minutes=3))
    session = sessions.get(nurse, session_id)
    assert session.baseline()[Kind.SYSTOLIC] == 128
    clock.pass_time(minutes=7)
    sessions.observe(nurse, session_id, values={**SET, Kind.SYSTOLIC: 168})
    (found,) = sessions.limits_reached(sessions.get(nurse, session_id))
    assert "40 mmHg above the baseline of 128" in found.words


def test_nobody_leaves_before_the_end(nurse: Desk, running: str, clock: DrivenClock) -> None:
    with pytest.raises(BadValue, match="End the infusion"):
        sessions.discharge(nurse, running, marks={})
    clock.pass_time(minutes=40)
    sessions.end(nurse, running, ended=EndReason.COMPLETED)
    clock.pass_time(minutes=10)
    with pytest.raises(BadValue, match="before what was recorded last"):
        sessions.discharge(nurse, running, marks={}, occurred_at=nurse.now() - timedelta(minutes=11))


def test_two_workstations_starting_at_once_start_once(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    ready(nurse, prescriber, session_id)
    sessions.start(nurse, session_id, identity=ZOE)
    session = sessions.get(nurse, session_id)
    clock.pass_time(minutes=1)
    # The second workstation had read the session before the first one wrote.
    late = event_row(nurse, session, EventKind.STARTED, sessions.now_of(nurse), rate_microlitres_per_hour=150_000)
    nurse.record("session.start", late, patient=session.patient_id)
    after = sessions.get(nurse, session_id)
    assert after.started == session.started
    assert after.infused_microlitres(sessions.now_of(nurse)) == 2_500
