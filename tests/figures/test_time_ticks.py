"""Ticks of a time axis: at full hours, midnights, Mondays and first days of months, never too many."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.figures.time_ticks import hours_from, moment_at, time_ticks

HERE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=HERE)


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (9, 14, ["02-Mar 09:00", "10:00", "11:00", "12:00", "13:00", "14:00"]),
        (0, 36, ["02-Mar", "06:00", "12:00", "18:00", "03-Mar", "06:00", "12:00"]),
        (0, 72, ["02-Mar", "12:00", "03-Mar", "12:00", "04-Mar", "12:00", "05-Mar"]),
        (0, 150, ["02-Mar", "03-Mar", "04-Mar", "05-Mar", "06-Mar", "07-Mar", "08-Mar"]),
        (0, 28 * 24 + 2, ["02-Mar", "09-Mar", "16-Mar", "23-Mar", "30-Mar"]),
        (0, 80 * 24, ["02-Mar", "16-Mar", "30-Mar", "13-Apr", "27-Apr", "11-May"]),
        (0, 180 * 24, ["Apr-2026", "May-2026", "Jun-2026", "Jul-2026", "Aug-2026"]),
        (0, 6 * 365 * 24, ["2027", "2028", "2029", "2030", "2031", "2032"]),
    ],
)
def test_labels_fit_the_span(low: float, high: float, labels: list[str]) -> None:
    assert [words for _hour, words in time_ticks(MONDAY, low, high)] == labels


def test_an_hour_that_the_clock_leaps_over_is_no_tick() -> None:
    night = datetime(2026, 3, 8, 0, 0, tzinfo=HERE)
    labels = [words for _hour, words in time_ticks(night, 0, 5)]
    assert labels == ["08-Mar", "01:00", "03:00", "04:00", "05:00", "06:00"]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), st.floats(0.5, 300_000))
def test_ticks_rise_lie_inside_and_are_not_too_many(at: datetime, wide: float) -> None:
    origin = at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=HERE)
    ticks = time_ticks(origin, 5.0, 5.0 + wide)
    hours = [hour for hour, _words in ticks]
    assert len(ticks) <= 9
    assert all(5.0 <= hour <= 5.0 + wide for hour in hours)
    assert all(one < other for one, other in pairwise(hours))
    for hour in hours:
        moment = moment_at(origin, hour)
        assert (moment.minute, moment.second) == (0, 0)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), st.floats(0, 9_000))
def test_a_moment_and_its_hours_say_the_same(at: datetime, hours: float) -> None:
    origin = at.replace(tzinfo=HERE)
    assert hours_from(origin, moment_at(origin, hours)) == pytest.approx(hours, abs=1e-6)
    assert hours_from(origin, origin + timedelta(0)) == 0
