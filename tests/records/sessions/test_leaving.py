"""Stamps and notes while it runs, how the patient leaves, who signs, and what is told afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound, Sealed
from clinicdesk.records import sessions, today
from clinicdesk.records.sessions import EndReason, EscortStep, Left
from clinicdesk.records.sessions.events import event_row
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.discharge import Leaving, Mark
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock, as_text
from clinicdesk.storage.entry import insert
from tests.records.sessions import steps
from tests.records.sessions.steps import EARLY, FULL_POINTS, HOME, all_met
from tests.records.sessions.test_closed_doors import interrupted

EVENT = {
    "kind": "nausea",
    "severity": Severity.MILD,
    "related": Relation.POSSIBLY,
    "action_taken": ActionTaken.NONE,
    "outcome": Outcome.RESOLVED,
}


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    steps.run(nurse, prescriber, session_id)
    return session_id


@pytest.fixture
def over(nurse: Desk, running: str, clock: DrivenClock) -> str:
    clock.pass_time(minutes=40)
    sessions.end(nurse, running, ended=EndReason.COMPLETED)
    steps.drug(nurse, running)
    return running


@pytest.fixture
def signed(nurse: Desk, over: str) -> str:
    steps.discharge(nurse, over)
    sessions.sign(nurse, over)
    return over


def missing(desk: Desk, session_id: str) -> str:
    return " ".join(sessions.missing_to_sign(sessions.get(desk, session_id)))


# Stamps


def test_a_stamp_keeps_its_minute_until_somebody_says_what_it_was(
    nurse: Desk, prescriber: Desk, over: str, clock: DrivenClock
) -> None:
    pressed = nurse.now()
    stamp_id = sessions.stamp(nurse, over)
    clock.pass_time(minutes=9)
    assert "stamped minute" in missing(nurse, over)
    sessions.name_stamp(nurse, over, stamp_id, what="nausea")
    (stamp,) = sessions.open_stamps(sessions.get(nurse, over))
    assert (stamp.what, stamp.moment.at) == ("nausea", pressed)
    assert "details of “Nausea”" in missing(nurse, over)
    sessions.report_adverse_event(prescriber, over, **EVENT, stamp_id=stamp_id)  # type: ignore[arg-type]
    session = sessions.get(nurse, over)
    assert sessions.open_stamps(session) == ()
    assert (session.adverse_events[0].onset_at, session.adverse_events[0].stamp_id) == (pressed, stamp_id)
    with pytest.raises(NotFound):
        sessions.stamp_was_nothing(nurse, over, stamp_id, words="Slip of the finger")


def test_a_stamp_that_was_nothing_needs_words_and_then_lets_sign(nurse: Desk, over: str) -> None:
    stamp_id = sessions.stamp(nurse, over, what="headache")
    steps.discharge(nurse, over)
    with pytest.raises(BadValue, match="Headache"):
        sessions.sign(nurse, over)
    with pytest.raises(BadValue):
        sessions.stamp_was_nothing(nurse, over, stamp_id, words=" ")
    sessions.stamp_was_nothing(nurse, over, stamp_id, words="Yawned")
    sessions.sign(nurse, over)


def test_two_people_settle_one_stamp_once(nurse: Desk, prescriber: Desk, running: str) -> None:
    stamp_id = sessions.stamp(nurse, running)

    def settled_there() -> None:
        sessions.report_adverse_event(prescriber, running, **EVENT, stamp_id=stamp_id)  # type: ignore[arg-type]

    slow = interrupted(nurse, settled_there)
    with pytest.raises(ChangedElsewhere):
        sessions.report_adverse_event(slow, running, **EVENT, stamp_id=stamp_id)  # type: ignore[arg-type]
    assert len(sessions.get(nurse, running).adverse_events) == 1


def test_nothing_is_stamped_before_anybody_is_here(nurse: Desk, session_id: str) -> None:
    with pytest.raises(BadValue, match="not here yet"):
        sessions.stamp(nurse, session_id)
    with pytest.raises(BadValue):
        sessions.note_words(nurse, session_id, text="Hello")


# Oxygen and words


def test_oxygen_on_changed_and_off_are_events(nurse: Desk, running: str) -> None:
    with pytest.raises(BadValue, match="No oxygen is running"):
        sessions.set_oxygen(nurse, running, millilitres_per_minute=0)
    with pytest.raises(BadValue):
        sessions.set_oxygen(nurse, running, millilitres_per_minute=20_000, by="mask")
    with pytest.raises(BadValue):
        sessions.set_oxygen(nurse, running, millilitres_per_minute=2_000)
    sessions.set_oxygen(nurse, running, millilitres_per_minute=2_000, by="Nasal cannula")
    now = sessions.oxygen_now(sessions.get(nurse, running))
    assert now is not None
    assert now.detail == {"millilitres_per_minute": 2_000, "by": "Nasal cannula"}
    sessions.set_oxygen(nurse, running, millilitres_per_minute=0)
    session = sessions.get(nurse, running)
    assert sessions.oxygen_now(session) is None
    assert len(session.events_of(EventKind.OXYGEN)) == 2


def test_words_and_the_room_have_their_minute(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=12)
    sessions.note_words(nurse, running, text=" I am a river ", occurred_at=nurse.now() - timedelta(minutes=2))
    sessions.note_room(nurse, running, text="Arvo Pärt, curtains closed")
    words, room = sessions.get(nurse, running).events_of(EventKind.WORDS, EventKind.ROOM)
    assert (words.detail["text"], words.at) == ("I am a river", nurse.now() - timedelta(minutes=2))
    assert room.detail["text"] == "Arvo Pärt, curtains closed"
    assert sessions.get(nurse, running).phase is Phase.RUNNING


# The earliest time


def test_leaving_before_the_protocols_time_is_a_prescribers_decision_with_a_reason(
    nurse: Desk, prescriber: Desk, over: str, clock: DrivenClock
) -> None:
    first = sessions.earliest_leave(sessions.get(nurse, over))
    assert first is not None
    assert first.at == nurse.now() + timedelta(minutes=30)
    clock.pass_time(minutes=29)
    marks = all_met(nurse, over)
    for desk, left in ((nurse, HOME), (nurse, EARLY), (prescriber, HOME)):
        with pytest.raises(BadValue, match="keeps the patient until 10:10") as refused:
            sessions.discharge(desk, over, marks=marks, left=left)
        assert refused.value.field == "early_reason"
    sessions.discharge(prescriber, over, marks=marks, left=EARLY)
    event = sessions.get(nurse, over).last_event(EventKind.DISCHARGED)
    assert event is not None
    assert (event.detail["early_reason"], event.detail["early_by"]) == (EARLY.early_reason, "Dr Pat Osei")
    # The nurse may mend the rest of it afterwards.
    sessions.discharge(nurse, over, marks=marks, remarks={"next": "By phone"}, left=EARLY)
    event = sessions.get(nurse, over).last_event(EventKind.DISCHARGED)
    assert event is not None
    assert event.detail["early_by"] == "Dr Pat Osei"


def test_at_the_protocols_time_nobody_is_asked(nurse: Desk, over: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=30)
    sessions.discharge(nurse, over, marks=all_met(nurse, over), left=HOME)
    assert missing(nurse, over) == ""


@pytest.mark.parametrize("leaving", [Leaving.AGAINST_ADVICE, Leaving.LEFT_UNSEEN, Leaving.HOSPITAL])
def test_who_leaves_in_another_way_needs_a_reason_and_no_checklist(nurse: Desk, over: str, leaving: Leaving) -> None:
    with pytest.raises(BadValue) as refused:
        sessions.discharge(nurse, over, marks={}, left=Left(leaving=leaving))
    assert refused.value.field == "reason"
    sessions.discharge(nurse, over, marks={}, left=Left(leaving=leaving, reason="Went out by the back door"))
    assert missing(nurse, over) == ""
    found = sessions.how_left(sessions.get(nurse, over))
    assert found is not None
    assert (found.leaving, found.reason) == (leaving, "Went out by the back door")


# The score


def test_the_score_is_counted_where_fresh_vital_signs_allow_it(nurse: Desk, over: str, clock: DrivenClock) -> None:
    session = sessions.get(nurse, over)
    assert sessions.counted_points(session, sessions.now_of(nurse)) == {}
    values = {Kind.SYSTOLIC: 150, Kind.DIASTOLIC: 84, Kind.SPO2: 97, Kind.SEDATION: 4}
    sessions.observe(nurse, over, values=values)
    session = sessions.get(nurse, over)
    # 128 before: 22 mmHg away are one point by one definition and two by the other.
    assert sessions.counted_points(session, sessions.now_of(nurse)) == {
        "circulation": 1,
        "consciousness": 1,
        "saturation": 2,
    }
    percent = replace(session.protocol.score, definition="percent") if session.protocol.score else None
    other = replace(session, protocol=replace(session.protocol, score=percent))
    assert sessions.counted_points(other, sessions.now_of(nurse))["circulation"] == 2
    clock.pass_time(minutes=31)
    assert sessions.counted_points(session, sessions.now_of(nurse)) == {}


def test_what_is_recorded_says_which_definition_and_what_was_counted(
    nurse: Desk, over: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=30)
    sessions.observe(nurse, over, values={Kind.SPO2: 97})
    sessions.discharge(nurse, over, marks=all_met(nurse, over), left=HOME)
    event = sessions.get(nurse, over).last_event(EventKind.DISCHARGED)
    assert event is not None
    score = event.detail["score"]
    assert (score["id"], score["definition"], score["total"]) == ("modified-aldrete-mmhg", "mmhg", 10)
    assert score["counted"] == ["saturation"]


def test_too_few_points_need_a_reason_before_signing(nurse: Desk, over: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=30)
    marks, low = all_met(nurse, over), replace(HOME, points={**FULL_POINTS, "activity": 1, "breathing": 1})
    sessions.discharge(nurse, over, marks=marks, left=low)
    assert "8 points are fewer than 9" in missing(nurse, over)
    sessions.discharge(nurse, over, marks=marks, remarks={"score": "Uses a wheelchair"}, left=low)
    assert missing(nurse, over) == ""
    sessions.discharge(nurse, over, marks=marks, left=replace(HOME, points={"activity": 2}))
    assert "every item of the score" in missing(nurse, over)
    with pytest.raises(BadValue, match="points"):
        sessions.discharge(nurse, over, marks=marks, left=replace(HOME, points={"activity": 7}))


# The escort


def test_who_takes_the_patient_home_is_known_by_name_and_phone(nurse: Desk, over: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=30)
    marks = all_met(nurse, over)
    with pytest.raises(BadValue):
        sessions.discharge(nurse, over, marks=marks, left=replace(HOME, escort_phone="later"))
    sessions.discharge(nurse, over, marks=marks, left=replace(HOME, escort_name="", escort_phone=""))
    assert "who took the patient home" in missing(nurse, over)
    sessions.discharge(nurse, over, marks=marks | {"escort": Mark.NOT_APPLICABLE}, remarks={"escort": "Lives here"})
    assert "who took the patient home" not in missing(nurse, over)


def test_a_late_escort_who_was_called_and_who_took_over(receptionist: Desk, nurse: Desk, over: str) -> None:
    sessions.escort_step(receptionist, over, what=EscortStep.LATE, words="Stuck in traffic")
    with pytest.raises(BadValue):
        sessions.escort_step(receptionist, over, what=EscortStep.CALLED)
    sessions.escort_step(receptionist, over, what=EscortStep.CALLED, name="Per Ångström", phone="218 555 0142")
    with pytest.raises(BadValue, match="phone"):
        sessions.escort_step(nurse, over, what=EscortStep.TAKEN_OVER, name="Liv Dahl")
    sessions.escort_step(nurse, over, what=EscortStep.TAKEN_OVER, name="Liv Dahl", phone="218 555 0177")
    escort = sessions.escort_of(sessions.get(nurse, over))
    assert escort is not None
    assert (escort.name, escort.phone, escort.here) == ("Liv Dahl", "218 555 0177", False)
    sessions.escort_step(receptionist, over, what=EscortStep.HERE)
    escort = sessions.escort_of(sessions.get(nurse, over))
    assert escort is not None
    assert (escort.name, escort.here) == ("Liv Dahl", True)
    with pytest.raises(NotAllowed):
        sessions.get(receptionist, over)


# Signatures


def test_a_session_a_nurse_signed_waits_in_the_prescribers_list(nurse: Desk, prescriber: Desk, signed: str) -> None:
    assert sessions.awaits_cosignature(sessions.get(nurse, signed))
    (waiting,) = [one for one in today.to_sign(prescriber) if one.kind == "cosign"]
    assert (waiting.id, waiting.what) == (signed, "Co-sign: Session 1 of 6")
    assert [one for one in today.to_sign(nurse) if one.kind == "cosign"] == []
    with pytest.raises(BadValue, match="signed this session already"):
        sessions.sign(nurse, signed)
    sessions.sign(prescriber, signed)
    session = sessions.get(nurse, signed)
    assert not sessions.awaits_cosignature(session)
    assert [one.meaning for one in session.signatures] == ["clinician", "cosigner"]
    assert [one for one in today.to_sign(prescriber) if one.kind == "cosign"] == []
    assert nurse.clinic.verify() == []


def test_a_prescribers_own_signature_waits_for_nobody(prescriber: Desk, nurse: Desk, over: str) -> None:
    steps.discharge(nurse, over)
    sessions.sign(prescriber, over)
    session = sessions.get(nurse, over)
    assert [one.meaning for one in session.signatures] == ["prescriber"]
    assert not sessions.awaits_cosignature(session)


def test_a_second_nurse_does_not_stand_for_the_prescriber(
    nurse: Desk, signed: str, sign_in: Callable[[str], Desk]
) -> None:
    other = Desk(nurse.clinic, replace(nurse.person, id=sign_in("ada").person.id, name="Ola"), "CHAIR-2")
    with pytest.raises(BadValue, match="waits for a prescriber"):
        sessions.sign(other, signed)


def test_a_signed_session_takes_nothing_new(nurse: Desk, prescriber: Desk, running: str, clock: DrivenClock) -> None:
    stamp_id = sessions.stamp(nurse, running)
    sessions.stamp_was_nothing(nurse, running, stamp_id, words="Slip")
    clock.pass_time(minutes=40)
    sessions.end(nurse, running, ended=EndReason.COMPLETED)
    steps.drug(nurse, running)
    steps.discharge(nurse, running)
    sessions.sign(nurse, running)
    before = sessions.get(nurse, running)
    for attempt in (
        lambda: sessions.stamp(nurse, running),
        lambda: sessions.name_stamp(nurse, running, stamp_id, what="nausea"),
        lambda: sessions.set_oxygen(nurse, running, millilitres_per_minute=2000, by="mask"),
        lambda: sessions.note_words(nurse, running, text="Later"),
        lambda: sessions.note_room(nurse, running, text="Later"),
        lambda: sessions.escort_step(nurse, running, what=EscortStep.HERE),
        lambda: sessions.check_at_chair(nurse, running, medicines=steps.NO),
        lambda: sessions.hold(nurse, running, reason="BP", again_in_minutes=5),
        lambda: sessions.hold_over(nurse, running),
        lambda: sessions.discharge(prescriber, running, marks={}, left=EARLY),
        lambda: sessions.report_adverse_event(nurse, running, **EVENT),  # type: ignore[arg-type]
        lambda: sessions.observe(nurse, running, values={Kind.SPO2: 97}),
    ):
        with pytest.raises(Sealed):
            attempt()
    after = sessions.get(nurse, running)
    assert (after.events, after.observations, after.adverse_events) == (
        before.events,
        before.observations,
        before.adverse_events,
    )


def test_the_ledger_itself_refuses_rows_of_a_signed_session(nurse: Desk, signed: str) -> None:
    """Whoever goes past the verbs, on this or on another workstation, is refused where it is written."""
    session = sessions.get(nurse, signed)
    entries = nurse.clinic.entry_count
    stamped = event_row(nurse, session, EventKind.STAMPED, sessions.now_of(nurse), what="nausea")
    with pytest.raises(Sealed):
        nurse.record("session.note", stamped, patient=session.patient_id)
    row = insert(
        "adverse_events",
        nurse.new_id(),
        session_id=session.id,
        patient_id=session.patient_id,
        onset_at=as_text(nurse.now()),
        **{key: str(value) for key, value in EVENT.items()},
    )
    with pytest.raises(Sealed):
        nurse.record("session.adverse_event", row, patient=session.patient_id)
    assert nurse.clinic.entry_count == entries


# Told afterwards


def test_a_reaction_phoned_in_the_next_day_stands_beside_the_signed_session(
    nurse: Desk, signed: str, clock: DrivenClock
) -> None:
    clock.pass_time(hours=22)
    before = sessions.get(nurse, signed)
    onset = nurse.now() - timedelta(hours=10)
    late = sessions.report_late_event(nurse, signed, **EVENT, onset_at=onset, told_by="Zoë, by phone")  # type: ignore[arg-type]
    after = sessions.get(nurse, signed)
    assert (after.events, after.adverse_events, after.signatures) == (
        before.events,
        before.adverse_events,
        before.signatures,
    )
    (event,) = sessions.late_events(after)
    assert (event.id, event.onset_at, event.told_by, event.told_at) == (late, onset, "Zoë, by phone", nurse.now())
    worse = EVENT | {"severity": Severity.SEVERE}
    sessions.report_late_event(nurse, signed, **worse, onset_at=onset, told_by="Per", corrects=late)  # type: ignore[arg-type]
    assert [one.severity for one in sessions.late_events(sessions.get(nurse, signed))] == ["severe"]
    with pytest.raises(NotFound):
        sessions.report_late_event(nurse, signed, **worse, onset_at=onset, told_by="Per", corrects=late)  # type: ignore[arg-type]
    assert nurse.clinic.verify() == []


def test_a_late_event_has_a_teller_and_times_that_can_be(nurse: Desk, over: str) -> None:
    now = nurse.now()
    with pytest.raises(BadValue, match="not signed yet"):
        sessions.report_late_event(nurse, over, **EVENT, onset_at=now, told_by="Zoë")  # type: ignore[arg-type]
    steps.discharge(nurse, over)
    sessions.sign(nurse, over)
    now = nurse.now()
    for onset, told_by, field in (
        (now + timedelta(minutes=1), "Zoë", "onset_at"),
        (now - timedelta(days=3), "Zoë", "onset_at"),
        (now, " ", "told_by"),
    ):
        with pytest.raises(BadValue) as refused:
            sessions.report_late_event(nurse, over, **EVENT, onset_at=onset, told_by=told_by)  # type: ignore[arg-type]
        assert refused.value.field == field
    assert sessions.get(nurse, over).late_events == ()


def test_what_stood_on_paper_is_marked_so(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    steps.run(nurse, prescriber, session_id)
    began = nurse.now()
    steps.wait_until(nurse, began + timedelta(minutes=90))
    nurse.transcribing = True
    at = began + timedelta(minutes=20)
    stamp_id = sessions.stamp(nurse, session_id, what="nausea", occurred_at=at)
    sessions.set_oxygen(nurse, session_id, millilitres_per_minute=2_000, by="Face mask", occurred_at=at)
    sessions.note_words(nurse, session_id, text="Far away", occurred_at=at)
    sessions.report_adverse_event(nurse, session_id, **EVENT, stamp_id=stamp_id)  # type: ignore[arg-type]
    ended = began + timedelta(minutes=40)
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED, occurred_at=ended)
    left = replace(EARLY, early_reason="Dr Osei on the sheet: well")
    leaves = ended + timedelta(minutes=10)
    sessions.discharge(nurse, session_id, marks=all_met(nurse, session_id), left=left, occurred_at=leaves)
    session = sessions.get(nurse, session_id)
    noted = session.events_of(EventKind.STAMPED, EventKind.OXYGEN, EventKind.WORDS)
    assert {(event.at, event.transcribed) for event in noted} == {(at, True)}
    assert session.adverse_events[0].onset_at == at
    last = session.last_event(EventKind.DISCHARGED)
    assert last is not None
    assert (last.at, last.transcribed) == (leaves, True)
