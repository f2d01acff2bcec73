"""What calls at a chair: vital signs, limits, a hold, the planned end; who goes, mutes and closes it."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound, Sealed
from clinicdesk.records import sessions
from clinicdesk.records.sessions import EndReason, holding, patient_call
from clinicdesk.rules.alarms import Alarm, AlarmKind, Sound, Urgency
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions.steps import ZOE, discharge, ready, run

GOOD = {Kind.SYSTOLIC: 130, Kind.DIASTOLIC: 80, Kind.HEART_RATE: 70, Kind.SPO2: 97}


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:
    run(nurse, prescriber, session_id)
    clock.pass_time(seconds=1)
    return session_id


def standing(desk: Desk, session_id: str) -> dict[AlarmKind, Alarm]:
    return {a.kind: a for a in sessions.alarms(sessions.get(desk, session_id), sessions.now_of(desk))}


def test_vital_signs_grow_from_seen_coming_to_loud(nurse: Desk, running: str, clock: DrivenClock) -> None:
    seen = []
    for minutes in (1, 9, 3.1, 5):
        clock.pass_time(minutes=minutes)
        seen.append(standing(nurse, running)[AlarmKind.VITALS].urgency)
    assert seen == [Urgency.QUIET, Urgency.DUE, Urgency.OVERDUE, Urgency.LOUD]
    assert standing(nurse, running)[AlarmKind.VITALS].key == "vitals:10"
    sessions.observe(nurse, running, values=GOOD)
    after = standing(nurse, running)[AlarmKind.VITALS]
    assert (after.key, after.urgency) == ("vitals:30", Urgency.QUIET), "a set three minutes early counts for minute 20"


def test_a_low_saturation_is_loud_until_it_is_closed(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=5)
    sessions.observe(nurse, running, values={Kind.SPO2: 86})
    alarm = standing(nurse, running)[AlarmKind.LIMIT]
    assert (alarm.urgency, alarm.sound) == (Urgency.LOUD, Sound.LOUD)
    sessions.mute(nurse, running, 5)
    assert standing(nurse, running)[AlarmKind.LIMIT].sound is Sound.LOUD
    clock.pass_time(minutes=1)
    sessions.observe(nurse, running, values={Kind.SPO2: 97})
    better = standing(nurse, running)[AlarmKind.LIMIT]
    assert (better.key, better.urgency) == (alarm.key, Urgency.DUE)
    assert "97%" in better.words
    sessions.settle_alarm(nurse, running, alarm.key, done="Oxygen 2 L")
    assert AlarmKind.LIMIT not in standing(nurse, running)
    with pytest.raises(NotFound):
        sessions.settle_alarm(nurse, running, alarm.key, done="Again")


def test_a_value_merely_to_be_noted_does_not_close_what_was_broken(
    nurse: Desk, running: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=5)
    sessions.observe(nurse, running, values={Kind.SPO2: 86})
    broken = standing(nurse, running)[AlarmKind.LIMIT]
    clock.pass_time(minutes=1)
    sessions.observe(nurse, running, values={Kind.SPO2: 91})
    found = sessions.alarms(sessions.get(nurse, running), sessions.now_of(nurse))
    limits = {alarm.key: alarm.urgency for alarm in found if alarm.kind is AlarmKind.LIMIT}
    assert limits.pop(broken.key) is Urgency.DUE
    assert list(limits.values()) == [Urgency.QUIET]


def test_a_limit_that_only_bars_the_start_is_silent(nurse: Desk, session_id: str) -> None:
    sessions.arrive(nurse, session_id)
    sessions.observe(nurse, session_id, values={Kind.SYSTOLIC: 150, Kind.DIASTOLIC: 80})
    alarm = standing(nurse, session_id)[AlarmKind.LIMIT]
    assert (alarm.urgency, alarm.sound) == (Urgency.DUE, Sound.NONE)


def test_a_visit_that_waits_calls_when_somebody_is_to_look_again(
    nurse: Desk, session_id: str, clock: DrivenClock
) -> None:
    sessions.arrive(nurse, session_id)
    holding.hold(nurse, session_id, reason="Pressure", again_in_minutes=15)
    clock.pass_time(minutes=14)
    assert standing(nurse, session_id)[AlarmKind.HOLD].urgency is Urgency.QUIET
    clock.pass_time(minutes=1)
    assert standing(nurse, session_id)[AlarmKind.HOLD].urgency is Urgency.DUE
    holding.hold_over(nurse, session_id)
    assert AlarmKind.HOLD not in standing(nurse, session_id)


def test_a_call_is_loud_and_what_was_done_meanwhile_stands_with_it(nurse: Desk, running: str) -> None:
    call_id = patient_call.call(nurse, running)
    sessions.note_on_alarm(nurse, running, f"call:{call_id}", words="Water")
    alarm = standing(nurse, running)[AlarmKind.CALL]
    assert (alarm.key, alarm.sound, alarm.done) == (f"call:{call_id}", Sound.LOUD, ("Water",))
    with pytest.raises(BadValue):
        sessions.note_on_alarm(nurse, running, alarm.key, words=" ")


def test_what_is_typed_in_from_paper_calls_nobody_until_it_goes_on_here(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    came = clock.now()
    ready(nurse, prescriber, session_id)
    clock.pass_time(minutes=30)
    nurse.transcribing = True
    sessions.start(nurse, session_id, identity=ZOE, occurred_at=came + timedelta(minutes=1))
    sessions.observe(nurse, session_id, values={Kind.SPO2: 86}, taken_at=came + timedelta(minutes=8))
    assert standing(nurse, session_id) == {}
    nurse.transcribing = False
    sessions.observe(nurse, session_id, values={Kind.HEART_RATE: 70})
    assert {AlarmKind.LIMIT, AlarmKind.VITALS} <= standing(nurse, session_id).keys()


def test_a_value_entered_in_error_takes_its_alarm_away(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=5)
    sessions.observe(nurse, running, values={Kind.SPO2: 79})
    wrong = sessions.get(nurse, running).latest(Kind.SPO2)
    assert wrong is not None
    sessions.correct(nurse, running, values={wrong.id: 97}, reason="Slip")
    assert AlarmKind.LIMIT not in standing(nurse, running)


def test_anybody_goes_only_a_clinician_closes(
    nurse: Desk, receptionist: Desk, running: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=14)
    key = standing(nurse, running)[AlarmKind.VITALS].key
    sessions.go(receptionist, running, key)
    alarm = standing(nurse, running)[AlarmKind.VITALS]
    assert (alarm.going, alarm.sound) == ("Rita Moss", Sound.NONE)
    for forbidden in (
        lambda: sessions.settle_alarm(receptionist, running, key, done="Looked"),
        lambda: sessions.mute(receptionist, running, 5),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_a_mute_ends_by_itself_also_over_a_changed_clock(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=14)
    sessions.mute(nurse, running, 5)
    assert standing(nurse, running)[AlarmKind.VITALS].sound is Sound.NONE
    clock.set_wall(clock.now().replace(hour=3))
    clock.pass_time(minutes=4, seconds=59)
    assert standing(nurse, running)[AlarmKind.VITALS].sound is Sound.NONE
    clock.pass_time(seconds=1)
    assert standing(nurse, running)[AlarmKind.VITALS].sound is Sound.LOUD
    for minutes in (0, 16):
        with pytest.raises(BadValue):
            sessions.mute(nurse, running, minutes)


def test_a_set_left_out_on_purpose_is_not_awaited(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=14)
    with pytest.raises(BadValue):
        sessions.settle_alarm(nurse, running, "vitals:10", done="  ")
    sessions.settle_alarm(nurse, running, "vitals:10", done="Asleep, breathing well; left in peace")
    assert standing(nurse, running)[AlarmKind.VITALS].key == "vitals:20"
    due = sessions.due(sessions.get(nurse, running), sessions.now_of(nurse))
    assert due is not None
    assert due.minute == 20


def test_the_planned_end_asks_when_the_dose_is_in(nurse: Desk, running: str, clock: DrivenClock) -> None:
    planned = standing(nurse, running)[AlarmKind.END]
    clock.move_to(planned.due_at)
    clock.pass_time(seconds=-1)
    assert standing(nurse, running)[AlarmKind.END].urgency is Urgency.QUIET
    clock.pass_time(seconds=2)
    alarm = standing(nurse, running)[AlarmKind.END]
    assert alarm.urgency is Urgency.DUE
    assert abs((alarm.due_at - planned.due_at).total_seconds()) < 1
    clock.pass_time(minutes=4)
    assert standing(nurse, running)[AlarmKind.END].urgency is Urgency.OVERDUE
    sessions.end(nurse, running, ended=EndReason.COMPLETED)
    assert AlarmKind.END not in standing(nurse, running)


def test_a_paused_infusion_has_no_planned_end(nurse: Desk, running: str) -> None:
    sessions.pause(nurse, running)
    assert AlarmKind.END not in standing(nurse, running)


def test_the_time_of_rest_calls_quietly_when_it_is_over(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=40)
    sessions.end(nurse, running, ended=EndReason.COMPLETED)
    leave = sessions.earliest_leave(sessions.get(nurse, running))
    assert leave is not None
    assert standing(nurse, running)[AlarmKind.READY].urgency is Urgency.QUIET
    clock.move_to(leave.at)
    assert standing(nurse, running)[AlarmKind.READY].urgency is Urgency.DUE
    clock.pass_time(hours=2)
    ready = standing(nurse, running)[AlarmKind.READY]
    assert (ready.urgency, ready.sound) == (Urgency.DUE, Sound.NONE)


def test_nothing_calls_once_the_patient_left(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=5)
    sessions.observe(nurse, running, values={Kind.SPO2: 86})
    sessions.end(nurse, running, ended=EndReason.STOPPED)
    assert AlarmKind.LIMIT in standing(nurse, running)
    discharge(nurse, running)
    assert standing(nurse, running) == {}


def test_a_signed_session_takes_no_going(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    sessions.not_treated(nurse, session_id, reason="Blood pressure", decided_by=sessions.DecidedBy.CLINICIAN)
    sessions.sign(prescriber, session_id)
    with pytest.raises(Sealed):
        sessions.go(nurse, session_id, "call:x")
