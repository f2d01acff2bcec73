"""Alarms grow with the clock, are muted by chair and for a while, and a broken limit or a call never is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.alarms import (
    CHAIR,
    AlarmDeed,
    AlarmKind,
    Cause,
    Deed,
    Patience,
    Sound,
    Urgency,
    Watch,
    calling,
    loudest,
    mute_left,
    standing_at,
    urgency_at,
)
from clinicdesk.rules.timeline import Moment

from .samples import moment

VITALS = Cause("vitals:10", AlarmKind.VITALS, "Vital signs", moment(10), patience=Patience(3, 5))
LIMIT = Cause("limit:a:below-90", AlarmKind.LIMIT, "SpO2 is 86%", moment(2), least=Urgency.LOUD)
CALL = Cause("call:b", AlarmKind.CALL, "The patient calls.", moment(2), least=Urgency.LOUD)
READY = Cause("ready", AlarmKind.READY, "May leave", moment(5), most=Urgency.DUE)

minutes = st.floats(0, 600, allow_nan=False)
kinds = st.sampled_from(list(AlarmKind))


def deed(what: AlarmDeed, key: str, at: float, *, lasts: float | None = None, by: str = "Nina") -> Deed:
    return Deed(what, key, moment(at), by, lasts=None if lasts is None else timedelta(minutes=lasts))


@pytest.mark.parametrize(
    ("now", "urgency", "sound"),
    [
        (9.99, Urgency.QUIET, Sound.NONE),
        (10, Urgency.DUE, Sound.NONE),
        (13, Urgency.DUE, Sound.NONE),
        (13.01, Urgency.OVERDUE, Sound.CHIME),
        (18, Urgency.OVERDUE, Sound.CHIME),
        (18.01, Urgency.LOUD, Sound.LOUD),
    ],
)
def test_due_is_silent_overdue_soft_escalated_loud(now: float, urgency: Urgency, sound: Sound) -> None:
    (alarm,) = standing_at(Watch((VITALS,)), moment(now))
    assert (alarm.urgency, alarm.sound) == (urgency, sound)


@pytest.mark.parametrize("cause", [LIMIT, CALL])
def test_a_broken_limit_and_a_call_are_loud_at_once_and_through_a_mute(cause: Cause) -> None:
    watch = Watch((cause, VITALS), (deed(AlarmDeed.MUTED, CHAIR, 1, lasts=15),))
    alarms = {alarm.key: alarm for alarm in standing_at(watch, moment(14))}
    assert alarms[cause.key].sound is Sound.LOUD
    assert alarms[cause.key].muted_until is None
    assert alarms[VITALS.key].sound is Sound.NONE
    assert loudest(alarms.values()) is Sound.LOUD


def test_the_most_urgent_comes_first_then_the_oldest() -> None:
    alarms = standing_at(Watch((READY, VITALS, CALL)), moment(13.5))
    assert [alarm.key for alarm in alarms] == ["call:b", "vitals:10", "ready"]
    assert [alarm.key for alarm in calling(standing_at(Watch((READY, VITALS)), moment(6)))] == ["ready"]


def test_who_may_leave_is_never_overdue() -> None:
    assert urgency_at(READY, moment(500)) is Urgency.DUE


def test_going_there_makes_it_softer_never_silent_when_it_is_loud() -> None:
    going = (deed(AlarmDeed.GOING, CALL.key, 3), deed(AlarmDeed.GOING, VITALS.key, 14, by="Rita"))
    alarms = {alarm.key: alarm for alarm in standing_at(Watch((CALL, VITALS), going), moment(14))}
    assert (alarms[CALL.key].going, alarms[CALL.key].sound) == ("Nina", Sound.CHIME)
    assert (alarms[VITALS.key].going, alarms[VITALS.key].sound) == ("Rita", Sound.NONE)


def test_an_alarm_that_is_closed_is_gone() -> None:
    assert standing_at(Watch((CALL,), (deed(AlarmDeed.CLOSED, CALL.key, 4),)), moment(5)) == ()


def test_what_was_done_stands_with_an_open_alarm() -> None:
    done = Deed(AlarmDeed.ACTED, CALL.key, moment(3), "Nina", "Water")
    assert standing_at(Watch((CALL,), (done,)), moment(4))[0].done == ("Water",)


@given(st.floats(0, 30), st.floats(0, 60))
def test_a_mute_ends_by_itself(lasts: float, now: float) -> None:
    left = mute_left((deed(AlarmDeed.MUTED, CHAIR, 0, lasts=lasts),), moment(now))
    whole = timedelta(minutes=lasts) - timedelta(milliseconds=int(now * 60_000))
    assert left == (whole if whole > timedelta(0) else None)


@given(kinds, minutes, minutes, st.integers(0, 20), st.integers(0, 20))
def test_urgency_only_ever_grows(kind: AlarmKind, first: float, second: float, over: int, more: int) -> None:
    cause = Cause("x", kind, "x", moment(100), patience=Patience(over, more))
    early, late = sorted((first, second))
    assert urgency_at(cause, moment(early)) <= urgency_at(cause, moment(late))


@given(kinds, minutes, st.floats(-500, 500))
def test_a_changed_wall_clock_changes_no_urgency(kind: AlarmKind, now: float, clock: float) -> None:
    cause = Cause("x", kind, "x", moment(100))
    assert urgency_at(cause, moment(now)) == urgency_at(cause, moment(now, clock=clock))


@given(minutes)
def test_after_a_restart_the_wall_clock_speaks(now: float) -> None:
    cause = Cause("x", AlarmKind.VITALS, "x", moment(100))
    after = Moment(moment(now).at, "another boot", 5)
    assert urgency_at(cause, after) == urgency_at(cause, moment(now))


def test_when_it_is_due_is_told_by_the_clock_as_it_goes_now() -> None:
    (moved,) = standing_at(Watch((VITALS,)), moment(8, clock=30))
    assert moved.due_at == moment(10, clock=30).at
    (restarted,) = standing_at(Watch((VITALS,)), Moment(moment(8).at, "another boot", 5))
    assert restarted.due_at == moment(10).at


def test_only_limits_and_calls_cannot_be_muted() -> None:
    alarms = {alarm.kind: alarm.may_be_muted for alarm in standing_at(Watch((VITALS, LIMIT, CALL)), moment(3))}
    assert alarms == {AlarmKind.VITALS: True, AlarmKind.LIMIT: False, AlarmKind.CALL: False}


@given(st.lists(st.tuples(kinds, st.floats(0, 60)), max_size=8), st.floats(0, 60), st.booleans(), minutes)
def test_no_mute_silences_a_limit_or_a_call(
    causes: list[tuple[AlarmKind, float]], muted: float, going: bool, now: float
) -> None:
    watch = Watch(
        tuple(Cause(f"{n}", kind, "x", moment(at), least=Urgency.LOUD) for n, (kind, at) in enumerate(causes)),
        (deed(AlarmDeed.MUTED, CHAIR, muted, lasts=15), *((deed(AlarmDeed.GOING, "0", 1),) if going else ())),
    )
    for alarm in standing_at(watch, moment(now)):
        if alarm.kind in (AlarmKind.LIMIT, AlarmKind.CALL):
            assert alarm.sound > Sound.NONE
        assert alarm.due_at <= moment(max(now, 60)).at
