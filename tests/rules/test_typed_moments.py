"""When something happened is read as people say it, and never guessed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.preparation import last_times
from clinicdesk.rules.protocol import FastingPreset, Provenance
from clinicdesk.rules.typed_moments import parse_moment

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 2, 14, 10, tzinfo=NEW_YORK)
FASTING = FastingPreset("six-two", "6 and 2", 360, 120, Provenance("test", True, ""))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("3", NOW - timedelta(minutes=3)),
        ("3 min", NOW - timedelta(minutes=3)),
        ("10:05", datetime(2026, 3, 2, 10, 5, tzinfo=NEW_YORK)),
        ("2:05 pm", datetime(2026, 3, 2, 14, 5, tzinfo=NEW_YORK)),
        ("14:30", datetime(2026, 3, 1, 14, 30, tzinfo=NEW_YORK)),
        ("01-Mar-2026 10:05", datetime(2026, 3, 1, 10, 5, tzinfo=NEW_YORK)),
        ("-1 10:05", datetime(2026, 3, 1, 10, 5, tzinfo=NEW_YORK)),
    ],
)
def test_minutes_times_and_days(typed: str, wanted: datetime) -> None:
    assert parse_moment(typed, NOW, "When") == wanted


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "10:61", "1200", "03/04/2026 10:05", "30-Feb-2026 10:05"])
def test_what_is_no_moment_is_asked_again(typed: str) -> None:
    with pytest.raises(BadValue):
        parse_moment(typed, NOW, "When")


def test_an_hour_that_never_was_is_told() -> None:
    with pytest.raises(BadValue, match="clocks went forward"):
        parse_moment("08-Mar-2026 02:30", datetime(2026, 3, 8, 9, 0, tzinfo=NEW_YORK), "When")


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_without_a_day_is_never_in_the_future(hour: int, minute: int) -> None:
    read = parse_moment(f"{hour}:{minute:02d}", NOW, "When")

    assert read <= NOW
    assert NOW - read < timedelta(days=1)
    assert (read.hour, read.minute) == (hour, minute)


def test_last_food_is_counted_back_from_the_visit() -> None:
    times = last_times(datetime(2026, 3, 3, 10, 30, tzinfo=NEW_YORK), FASTING)

    assert times.food == datetime(2026, 3, 3, 4, 30, tzinfo=NEW_YORK)
    assert times.drink == datetime(2026, 3, 3, 8, 30, tzinfo=NEW_YORK)


def test_a_night_with_a_clock_change_shortens_no_fast() -> None:
    # At two in the morning the clocks of 8 March go to three: six hours before 08:00 it was 01:00.
    times = last_times(datetime(2026, 3, 8, 8, 0, tzinfo=NEW_YORK), FASTING)

    assert times.food == datetime(2026, 3, 8, 1, 0, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("10:05", datetime(2026, 2, 27, 10, 5, tzinfo=NEW_YORK)),
        ("1005", datetime(2026, 2, 27, 10, 5, tzinfo=NEW_YORK)),
        ("14:30", datetime(2026, 2, 27, 14, 30, tzinfo=NEW_YORK)),
        ("28-Feb-2026 00:10", datetime(2026, 2, 28, 0, 10, tzinfo=NEW_YORK)),
    ],
)
def test_a_time_on_a_sheet_is_on_the_day_of_the_sheet(typed: str, wanted: datetime) -> None:
    assert parse_moment(typed, NOW, "When", date(2026, 2, 27)) == wanted


@pytest.mark.parametrize("typed", ["", "75", "3 min"])
def test_nobody_counts_minutes_from_a_day_ago(typed: str) -> None:
    with pytest.raises(BadValue):
        parse_moment(typed, NOW, "When", date(2026, 2, 27))
