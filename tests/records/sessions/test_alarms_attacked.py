"""Alarms under attack: values entered late, closed too early, clocks set back, a session partly on paper."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import sessions
from clinicdesk.records.sessions import patient_call
from clinicdesk.rules.alarms import CHAIR, AlarmDeed, AlarmKind, Deed, Urgency, mute_left
from clinicdesk.rules.protocol import DrugVolume
from clinicdesk.rules.timeline import EventKind, Moment
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions.steps import BASELINE, ZOE, ready, run
from tests.records.sessions.test_alarms import standing


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:
    run(nurse, prescriber, session_id)
    clock.pass_time(seconds=1)
    return session_id


def test_an_older_value_entered_late_does_not_make_a_broken_limit_silent(
    nurse: Desk, running: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=6)
    sessions.observe(nurse, running, values={Kind.SPO2: 86})
    sessions.observe(nurse, running, values={Kind.SPO2: 97}, taken_at=nurse.now() - timedelta(minutes=4))
    assert standing(nurse, running)[AlarmKind.LIMIT].urgency is Urgency.LOUD


def test_a_worse_value_entered_late_is_not_taken_for_the_last_one(
    nurse: Desk, running: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=6)
    sessions.observe(nurse, running, values={Kind.SPO2: 97})
    sessions.observe(nurse, running, values={Kind.SPO2: 86}, taken_at=nurse.now() - timedelta(minutes=4))
    alarm = standing(nurse, running)[AlarmKind.LIMIT]
    assert alarm.urgency is Urgency.DUE
    assert "97%" in alarm.words


def test_after_it_was_closed_a_further_broken_value_calls_again(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=3)
    sessions.observe(nurse, running, values={Kind.SPO2: 86})
    sessions.settle_alarm(nurse, running, standing(nurse, running)[AlarmKind.LIMIT].key, done="Oxygen")
    clock.pass_time(minutes=1)
    sessions.observe(nurse, running, values={Kind.SPO2: 84})
    assert standing(nurse, running)[AlarmKind.LIMIT].urgency is Urgency.LOUD
    last = sessions.get(nurse, running).latest(Kind.SPO2)
    assert last is not None
    sessions.settle_alarm(nurse, running, standing(nurse, running)[AlarmKind.LIMIT].key, done="Mask")
    sessions.correct(nurse, running, values={last.id: 82}, reason="Misread")
    assert standing(nurse, running)[AlarmKind.LIMIT].urgency is Urgency.LOUD


@pytest.mark.parametrize("kind", [AlarmKind.VITALS, AlarmKind.END])
def test_what_is_not_due_yet_cannot_be_closed(nurse: Desk, running: str, kind: AlarmKind) -> None:
    coming = standing(nurse, running)[kind]
    assert coming.urgency is Urgency.QUIET
    with pytest.raises(BadValue, match="not due yet"):
        sessions.settle_alarm(nurse, running, coming.key, done="Early")
    assert kind in standing(nurse, running)


def test_an_end_that_was_closed_calls_again_when_more_is_to_be_given(
    nurse: Desk, running: str, clock: DrivenClock
) -> None:
    clock.move_to(standing(nurse, running)[AlarmKind.END].due_at)
    clock.pass_time(minutes=1)
    sessions.go(nurse, running, "end")
    sessions.settle_alarm(nurse, running, "end", done="The rest of the line runs in")
    assert AlarmKind.END not in standing(nurse, running)
    # The pump gave less than rate and time say: there is more to come, and it ends later.
    sessions.read_pump(nurse, running, volume_microlitres=50_000, reason="An occlusion nobody saw")
    later = standing(nurse, running)[AlarmKind.END]
    assert later.urgency is Urgency.QUIET
    clock.move_to(later.due_at)
    clock.pass_time(seconds=2)
    again = standing(nurse, running)[AlarmKind.END]
    assert (again.urgency, again.going) == (Urgency.DUE, "")


def test_a_value_from_paper_typed_in_later_silences_no_session_that_goes_on_here(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    came = clock.now()
    ready(nurse, prescriber, session_id)
    clock.pass_time(minutes=10)
    nurse.transcribing = True
    sessions.start(nurse, session_id, identity=ZOE, occurred_at=came + timedelta(minutes=1))
    nurse.transcribing = False
    sessions.observe(nurse, session_id, values={Kind.SPO2: 86})
    nurse.transcribing = True
    sessions.observe(nurse, session_id, values={Kind.HEART_RATE: 70}, taken_at=came + timedelta(minutes=5))
    nurse.transcribing = False
    assert standing(nurse, session_id)[AlarmKind.LIMIT].urgency is Urgency.LOUD


def test_a_mute_from_before_a_restart_is_over_when_the_clock_was_set_back(clock: DrivenClock) -> None:
    then = Moment(clock.now(), "boot one", 1_000)
    muted = Deed(AlarmDeed.MUTED, CHAIR, then, "Nina", lasts=timedelta(minutes=5))
    assert mute_left([muted], Moment(then.at + timedelta(minutes=2), "boot two", 0)) == timedelta(minutes=3)
    assert mute_left([muted], Moment(then.at - timedelta(hours=3), "boot two", 0)) is None


def test_values_of_before_the_arrival_of_the_one_who_sits_there_stay_out(nurse: Desk, session_id: str) -> None:
    sessions.arrive(nurse, session_id)
    with pytest.raises(BadValue, match="arrived at"):
        sessions.observe(nurse, session_id, values=BASELINE, taken_at=nurse.now() - timedelta(minutes=30))


def test_a_patient_who_calls_while_somebody_types_in_from_paper_is_heard(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    came = clock.now()
    ready(nurse, prescriber, session_id)
    clock.pass_time(minutes=10)
    nurse.transcribing = True
    sessions.start(nurse, session_id, identity=ZOE, occurred_at=came + timedelta(minutes=1))
    patient_call.call(nurse, session_id)
    assert standing(nurse, session_id)[AlarmKind.CALL].urgency is Urgency.LOUD
    called = sessions.get(nurse, session_id).last_event(EventKind.CALLED)
    assert called is not None
    assert not called.transcribed


def test_an_order_to_give_less_calls_until_the_pump_is_set(
    nurse: Desk, prescriber: Desk, running: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=2)
    session = sessions.get(prescriber, running)
    lower = sessions.arithmetic(
        session,
        micrograms_per_kg=250,
        concentration_micrograms_per_ml=50_000,
        bag_microlitres=100_000,
        drug_volume=DrugVolume.REPLACED,
        duration_minutes=40,
    )
    sessions.order(prescriber, running, identity=ZOE, dose=lower, remark="Too strong", unusual_confirmed=True)
    alarm = standing(nurse, running)[AlarmKind.STEP]
    assert (alarm.words, alarm.urgency) == ("New order: set the rate to 75 mL per hour", Urgency.DUE)
    clock.pass_time(minutes=4)
    assert standing(nurse, running)[AlarmKind.STEP].urgency is Urgency.OVERDUE
    sessions.pause(nurse, running)
    assert AlarmKind.STEP not in standing(nurse, running)
    sessions.resume(nurse, running)
    sessions.set_rate(nurse, running, rate_microlitres_per_hour=75_000, reason="As ordered")
    assert AlarmKind.STEP not in standing(nurse, running)
