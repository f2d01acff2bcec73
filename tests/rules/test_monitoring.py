"""Vital signs fall due by the schedule and speak up by the limits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.monitoring import Due, DueState, baseline, findings, missing_baseline, next_due
from clinicdesk.rules.protocol import Comparison, Level
from clinicdesk.rules.vitals import Kind, Reading

from .samples import LIMITS, SCHEDULE, moment

START = moment(0)


def taken(minutes: float, kinds: tuple[Kind, ...] = SCHEDULE.kinds, *, clock: float = 0) -> list[Reading]:
    when = moment(minutes, clock=clock)
    return [Reading(kind, 100, when.at, when.boot, when.uptime_ms) for kind in kinds]


def due(readings: list[Reading], now: float, end: float | None = None) -> Due | None:
    return next_due(SCHEDULE, readings, START, moment(now), None if end is None else moment(end))


@pytest.mark.parametrize(
    ("minutes", "now", "end", "expected"),
    [
        ([], 5, None, (10, DueState.WAITING, 0)),
        ([], 10, None, (10, DueState.DUE, 0)),
        ([], 13, None, (10, DueState.DUE, 3)),
        ([], 15, None, (10, DueState.OVERDUE, 5)),
        ([8], 9, None, (20, DueState.WAITING, 0)),
        ([6], 9, None, (10, DueState.WAITING, 0)),
        ([21], 22, None, (30, DueState.WAITING, 0)),
        ([10, 20, 30, 40], 41, None, (50, DueState.WAITING, 0)),
        ([10, 20, 30, 40], 41, 40, (55, DueState.WAITING, 0)),
        ([10, 20, 30, 40, 55], 56, 40, (70, DueState.WAITING, 0)),
        ([10, 20, 25], 26, 25, (40, DueState.WAITING, 0)),
        ([10, 20, 30, 40], 63, 62, (50, DueState.OVERDUE, 13)),
        ([10, 20, 30, 40, 58], 63, 62, (77, DueState.WAITING, 0)),
        ([10], 26, 25, (20, DueState.OVERDUE, 6)),
        ([-2], 5, None, (10, DueState.WAITING, 0)),
    ],
)
def test_what_is_due(minutes: list[float], now: float, end: float | None, expected: tuple[int, DueState, int]) -> None:
    found = due([reading for minute in minutes for reading in taken(minute)], now, end)
    assert found is not None
    assert (found.minute, found.state, found.late_minutes) == expected


def test_a_set_with_a_hole_stays_due_and_names_the_hole() -> None:
    found = due(taken(10, SCHEDULE.kinds[:3]), 12)
    assert found == Due(10, DueState.DUE, 2, (Kind.SPO2,))


def test_a_clock_set_back_does_not_undo_a_reading() -> None:
    found = due(taken(10, clock=-60), 11)
    assert found is not None
    assert found.minute == 20


def test_a_schedule_may_end() -> None:
    fixed = replace(SCHEDULE, at_minutes=(40, 120), during_every_minutes=None, after_every_minutes=None)
    found = next_due(fixed, taken(40), START, moment(60), moment(45))
    assert found is not None
    assert found.minute == 120
    assert next_due(fixed, taken(40) + taken(121), START, moment(125), moment(45)) is None


@given(st.lists(st.floats(0.5, 200), max_size=15), st.floats(0, 240), st.none() | st.floats(1, 120))
def test_the_next_is_never_one_already_done(minutes: list[float], now: float, end: float | None) -> None:
    found = due([reading for minute in minutes for reading in taken(minute)], now, end)
    assert found is not None
    assert found.minute > max(minutes, default=0) or found.minute == 10
    assert found.missing == SCHEDULE.kinds
    assert (found.state is DueState.WAITING) is (now < found.minute - 0.0001) or abs(now - found.minute) < 0.001


def test_the_baseline_is_the_last_of_each_kind_before_the_start() -> None:
    early, late = taken(-20), taken(-3, (Kind.SYSTOLIC,))
    known = baseline(
        [*[replace(r, value=120) for r in late], *early, *[replace(r, value=190) for r in taken(5)]], START
    )
    assert known[Kind.SYSTOLIC] == 120
    assert known[Kind.SPO2] == 100
    assert missing_baseline(SCHEDULE, {Kind.SYSTOLIC: 120}) == (Kind.DIASTOLIC, Kind.HEART_RATE, Kind.SPO2)
    assert baseline(early, None) == dict.fromkeys(SCHEDULE.kinds, 100)


@pytest.mark.parametrize(
    ("values", "before", "expected"),
    [
        ({Kind.SYSTOLIC: 140}, True, []),
        ({Kind.SYSTOLIC: 141}, True, [(Level.HOLD, "Systolic blood pressure 141 mmHg is above 140 mmHg.")]),
        ({Kind.SYSTOLIC: 141}, False, []),
        ({Kind.SYSTOLIC: 160}, False, [(Level.NOTICE, "Systolic blood pressure 160 mmHg is at or above 160 mmHg.")]),
        ({Kind.SYSTOLIC: 180}, False, [(Level.HOLD, "Systolic blood pressure 180 mmHg is at or above 180 mmHg.")]),
        ({Kind.SPO2: 92}, False, []),
        ({Kind.SPO2: 91}, False, [(Level.NOTICE, "Oxygen saturation 91% is below 92%.")]),
        ({Kind.SPO2: 89}, False, [(Level.STOP, "Oxygen saturation 89% is below 90%.")]),
        ({Kind.HEART_RATE: 45}, False, [(Level.NOTICE, "Heart rate 45 per min is at or below 45 per min.")]),
    ],
)
def test_fixed_limits(values: dict[Kind, int], before: bool, expected: list[tuple[Level, str]]) -> None:
    found = findings(LIMITS, values, {}, before_start=before)
    assert [(finding.level, finding.words) for finding in found] == expected


def test_a_rise_from_baseline_speaks_beside_a_fixed_limit_and_names_its_rule() -> None:
    found = findings(
        LIMITS, {Kind.SYSTOLIC: 165, Kind.DIASTOLIC: 50}, {Kind.SYSTOLIC: 125, Kind.DIASTOLIC: 80}, before_start=False
    )
    assert [finding.words for finding in found] == [
        "Systolic blood pressure 165 mmHg is 40 mmHg above the baseline of 125 mmHg; the limit is a rise of 40 mmHg.",
        "Systolic blood pressure 165 mmHg is at or above 160 mmHg.",
        "Diastolic blood pressure 50 mmHg is 30 mmHg below the baseline of 80 mmHg; the limit is a fall of 30 mmHg.",
    ]
    assert found[0].rule.comparison is Comparison.RISE_AT_OR_ABOVE
    assert found[0].preset.provenance.source == "a test"


@given(st.integers(60, 220), st.integers(60, 220))
def test_a_rise_fires_exactly_from_its_limit_on(value: int, before: int) -> None:
    found = findings(LIMITS, {Kind.SYSTOLIC: value}, {Kind.SYSTOLIC: before}, before_start=False)
    rises = [item for item in found if item.rule.comparison is Comparison.RISE_AT_OR_ABOVE]
    assert bool(rises) is (value - before >= 40)
    assert list(found) == sorted(found, key=lambda item: -item.level)
