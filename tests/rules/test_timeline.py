"""Timers that neither a clock set back nor a restart can lead astray."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.timeline import (
    NOTHING,
    Elapsed,
    Event,
    EventKind,
    Moment,
    Phase,
    elapsed,
    expected_end,
    infused,
    may_follow,
    minute_after,
    paused,
    phase_of,
    since_start,
    started,
    stretches,
)

from .samples import NINE, moment


def event(kind: EventKind, minutes: float, rate: int | None = None, *, clock: float = 0, boot: str = "a") -> Event:
    when = moment(minutes, clock=clock, boot=boot)
    return Event(kind, when.at, when.boot, when.uptime_ms, rate)


READY = event(EventKind.READY, -5)
START = event(EventKind.STARTED, 0, 150_000)


@pytest.mark.parametrize(
    ("kinds", "phase"),
    [
        ([], Phase.PLANNED),
        (["planned", "arrived"], Phase.ARRIVED),
        (["arrived", "checking", "ready"], Phase.READY),
        (["ready", "started"], Phase.RUNNING),
        (["ready", "started", "rate_changed"], Phase.RUNNING),
        (["ready", "started", "paused"], Phase.PAUSED),
        (["ready", "started", "paused", "rate_changed"], Phase.PAUSED),
        (["ready", "started", "paused", "resumed", "ended"], Phase.RECOVERY),
        (["ready", "started", "ended", "discharged"], Phase.DISCHARGED),
        (["arrived", "not_treated"], Phase.NOT_TREATED),
        (["ready", "started", "ended", "ended", "started", "paused"], Phase.RECOVERY),
        (["ready", "started", "not_treated"], Phase.RUNNING),
    ],
)
def test_the_phase_follows_from_the_events(kinds: list[str], phase: Phase) -> None:
    assert phase_of([event(EventKind(kind), minute) for minute, kind in enumerate(kinds)]) is phase


def test_an_infusion_needs_its_checks_first() -> None:
    assert not may_follow(EventKind.STARTED, Phase.ARRIVED)
    assert may_follow(EventKind.STARTED, Phase.READY)


def test_pauses_are_left_out_of_the_infused_time() -> None:
    events = [READY, START, event(EventKind.PAUSED, 10), event(EventKind.RESUMED, 15)]
    assert infused(events, moment(25)) == Elapsed(20 * 60_000, gap=False)
    assert paused(events, moment(25)).minutes == 5
    assert since_start(events, moment(25)).minutes == 25
    assert expected_end(events, moment(25), 40) == NINE + timedelta(minutes=45)


def test_while_paused_the_expected_end_moves_on() -> None:
    events = [READY, START, event(EventKind.PAUSED, 10)]
    assert expected_end(events, moment(12), 40) == NINE + timedelta(minutes=42)
    assert expected_end(events, moment(20), 40) == NINE + timedelta(minutes=50)
    assert infused(events, moment(20)).minutes == 10


def test_after_the_end_nothing_more_flows() -> None:
    events = [READY, START, event(EventKind.ENDED, 38)]
    assert infused(events, moment(90)).minutes == 38
    assert expected_end(events, moment(90), 40) is None
    assert expected_end([READY], moment(0), 40) is None
    assert since_start([READY], moment(3)) == NOTHING


@given(st.floats(-600, 600), st.floats(0, 600))
def test_a_changed_clock_never_moves_a_timer_within_one_boot(clock: float, minutes: float) -> None:
    now = moment(minutes, clock=clock)
    assert since_start([READY, START], now) == Elapsed(int(minutes * 60_000), gap=False)
    assert minute_after(START.moment, now) == pytest.approx(minutes, abs=0.001)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**7), 10**7), st.booleans())
def test_elapsed_is_never_negative(uptime: int, seconds: int, same: bool) -> None:
    later = Moment(NINE + timedelta(seconds=seconds), "a" if same else "b", uptime)
    duration = elapsed(moment(0), later)
    assert duration.milliseconds >= 0
    assert duration.gap is not same


def test_a_restart_is_bridged_by_the_wall_clock_and_marked() -> None:
    now = moment(12, boot="b")
    assert since_start([READY, START], now) == Elapsed(12 * 60_000, gap=True)
    events = [READY, START, event(EventKind.PAUSED, 5), event(EventKind.RESUMED, 8, boot="b")]
    assert infused(events, now) == Elapsed(9 * 60_000, gap=False)
    assert paused(events, now) == Elapsed(3 * 60_000, gap=True)


def test_a_start_entered_late_counts_from_when_it_was() -> None:
    late = moment(10).before(3 * 60_000)
    begun = Event(EventKind.STARTED, late.at, late.boot, late.uptime_ms)
    assert started([begun]) == late
    assert since_start([READY, begun], moment(10)).minutes == 3


def test_a_rate_changed_during_a_pause_counts_from_the_resumption() -> None:
    events = [
        READY, START, event(EventKind.PAUSED, 10), event(EventKind.RATE_CHANGED, 12, 75_000),
        event(EventKind.RESUMED, 15),
    ]  # fmt: skip
    found = [
        (part.elapsed.minutes, part.flowing, part.rate_microlitres_per_hour) for part in stretches(events, moment(20))
    ]
    assert found == [(10, True, 150_000), (2, False, None), (3, False, None), (5, True, 75_000)]


@given(st.lists(st.sampled_from(EventKind), max_size=12))
def test_flow_and_pause_fill_the_time_from_start_to_end(kinds: list[EventKind]) -> None:
    events = [READY, START, *(event(kind, minute + 1) for minute, kind in enumerate(kinds))]
    now = moment(20)
    end = next((item.moment for item in events if item.kind is EventKind.ENDED), now)
    whole = infused(events, now) + paused(events, now)
    assert whole == elapsed(START.moment, end)
