"""The figure holds every reading inside fixed ranges that grow by whole steps only."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.figures.vitals import Band, Limit, VitalsFigure, vitals_figure
from clinicdesk.records.protocols import load_presets
from clinicdesk.rules.protocol import Comparison, Level, LimitRule, When
from clinicdesk.rules.timeline import Event, EventKind, Moment
from clinicdesk.rules.vitals import Kind, Reading

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LIMITS = load_presets()[0].limits["label-derived"]


def at(minutes: float, boot: str = "a") -> Moment:
    return Moment(NINE + timedelta(minutes=minutes), boot, int(minutes * 60_000))


def reading(minutes: float, kind: Kind, value: int) -> Reading:
    when = at(minutes)
    return Reading(kind, value, when.at, when.boot, when.uptime_ms)


def event(kind: EventKind, minutes: float, boot: str = "a") -> Event:
    when = at(minutes, boot)
    return Event(kind, when.at, when.boot, when.uptime_ms, 150_000 if kind is EventKind.STARTED else None)


def pressure(minutes: float, systolic: int, diastolic: int) -> list[Reading]:
    return [reading(minutes, Kind.SYSTOLIC, systolic), reading(minutes, Kind.DIASTOLIC, diastolic)]


RUNNING = [event(EventKind.READY, -2), event(EventKind.STARTED, 0)]


def figure(readings: list[Reading], events: list[Event], now: float, boot: str = "a") -> VitalsFigure:
    return vitals_figure(readings, events, planned_minutes=40, now=at(now, boot), limits=LIMITS)


def test_an_empty_figure_has_its_fixed_ranges() -> None:
    empty = figure([], [], 0)
    assert (empty.minutes_min, empty.minutes_max, empty.y_min, empty.y_max) == (-20, 100, 40, 200)
    assert empty.ticks_x[0] == (-20.0, "−20")
    assert (0.0, "0") in empty.ticks_x
    assert [value for value, _label in empty.ticks_y] == list(range(40, 201, 20))
    assert empty.bands == ()
    assert empty.now_minute is None


def test_a_running_session() -> None:
    readings = [
        *pressure(-3, 128, 80),
        *pressure(10, 147, 88),
        reading(10, Kind.SPO2, 97),
        reading(10, Kind.WEIGHT, 82_400),
    ]
    drawn = figure(readings, RUNNING, 12)
    assert drawn.pressures == ((-3.0, 128, 80), (10.0, 147, 88))
    assert drawn.saturations == ((10.0, 97),)
    assert drawn.heart_rates == ()
    assert drawn.bands == (Band(0.0, 12.0, "Infusion", "infusion"),)
    assert drawn.now_minute == 12.0
    assert [(line.value, line.label) for line in drawn.limits] == [
        (105, "Diastolic baseline + 25"), (110, "Diastolic 110"), (168, "Systolic baseline + 40"),
        (180, "Systolic 180"),
    ]  # fmt: skip


def test_a_fall_from_baseline_is_a_line_once_there_is_a_baseline() -> None:
    rule = LimitRule(Kind.SYSTOLIC, Comparison.FALL_AT_OR_ABOVE, 30, Level.HOLD, When.ALWAYS)
    limits = replace(LIMITS, rules=(rule,))
    known = vitals_figure(pressure(-3, 128, 80), RUNNING, planned_minutes=40, now=at(1), limits=limits)
    assert known.limits == (Limit(98, "Systolic baseline − 30"),)
    assert vitals_figure([], RUNNING, planned_minutes=40, now=at(1), limits=limits).limits == ()
    assert vitals_figure([], RUNNING, planned_minutes=40, now=at(1)).limits == ()


def test_pauses_recovery_and_discharge_are_bands() -> None:
    events = [
        *RUNNING, event(EventKind.RATE_CHANGED, 5), event(EventKind.PAUSED, 10), event(EventKind.RESUMED, 13),
        event(EventKind.ENDED, 43), event(EventKind.DISCHARGED, 90),
    ]  # fmt: skip
    drawn = figure([], events, 200)
    assert [(band.from_minute, band.to_minute, band.kind) for band in drawn.bands] == [
        (0, 10, "infusion"), (10, 13, "pause"), (13, 43, "infusion"), (43, 90, "recovery"),
    ]  # fmt: skip
    assert drawn.now_minute is None
    assert drawn.minutes_max == 100


def test_a_restart_is_said_in_the_band() -> None:
    (band,) = figure([], RUNNING, 12, boot="b").bands
    assert band == Band(0.0, 12.0, "Infusion (times by wall clock)", "infusion")


def test_half_a_blood_pressure_is_not_drawn() -> None:
    assert figure([reading(3, Kind.SYSTOLIC, 120)], RUNNING, 5).pressures == ()


@given(
    st.lists(st.tuples(st.floats(-200, 900), st.sampled_from([Kind.HEART_RATE, Kind.SPO2]), st.integers(15, 300))),
    st.integers(10, 600),
    st.floats(0, 900),
)
def test_every_point_tick_and_band_lies_inside(points: list[tuple[float, Kind, int]], planned: int, now: float) -> None:
    readings = [reading(minute, kind, value) for minute, kind, value in points]
    drawn = vitals_figure(readings, RUNNING, planned_minutes=planned, now=at(now), limits=LIMITS)
    minutes = [minute for minute, _value in (*drawn.heart_rates, *drawn.saturations, *drawn.ticks_x)]
    minutes += [edge for band in drawn.bands for edge in (band.from_minute, band.to_minute)]
    assert all(drawn.minutes_min <= minute <= drawn.minutes_max for minute in minutes)
    values = [value for _minute, value in (*drawn.heart_rates, *drawn.saturations)] + [v for v, _ in drawn.ticks_y]
    assert all(drawn.y_min <= value <= drawn.y_max for value in values)
    assert 5 <= len(drawn.ticks_x) <= 24
    assert list(drawn.heart_rates) == sorted(drawn.heart_rates)


@given(st.integers(40, 200), st.floats(0, 95))
def test_a_usual_reading_moves_nothing(value: int, minute: float) -> None:
    before = figure([], RUNNING, 95)
    after = figure([reading(minute, Kind.HEART_RATE, value)], RUNNING, 95)
    assert (before.ticks_x, before.ticks_y) == (after.ticks_x, after.ticks_y)
