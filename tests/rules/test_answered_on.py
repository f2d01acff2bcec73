"""When a sheet was filled in: a day, a time, or both; never in the future, never a guess."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.answered_on import answered_text, parse_answered_at

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 2, 14, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("27-Feb-2026", datetime(2026, 2, 27, 0, 0)),
        ("27feb26", datetime(2026, 2, 27, 0, 0)),
        ("27 Feb 2026 09:40", datetime(2026, 2, 27, 9, 40)),
        ("27-Feb-2026   9:40 pm", datetime(2026, 2, 27, 21, 40)),
        ("t", datetime(2026, 3, 2, 0, 0)),
        ("09:40", datetime(2026, 3, 2, 9, 40)),
        ("2 pm", datetime(2026, 3, 2, 14, 0)),
        ("2026-02-27", datetime(2026, 2, 27, 0, 0)),
    ],
)
def test_a_day_a_time_or_both(typed: str, at: datetime) -> None:
    assert parse_answered_at(typed, NOW) == at.replace(tzinfo=ZONE)


@pytest.mark.parametrize("typed", ["15:00", "03-Mar-2026", "02-Mar-2026 14:31", "+1"])
def test_the_future_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="future"):
        parse_answered_at(typed, NOW)


@pytest.mark.parametrize(
    "typed", ["yesterday evening", "31-Feb-2026", "25:00", "05/03/2026 10:00", "12:3", ":", "pm", "09-Mar-2025 02:30"]
)
def test_what_cannot_be_read_is_told(typed: str) -> None:
    with pytest.raises(BadValue):
        parse_answered_at(typed, NOW)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC)))
def test_what_is_shown_is_read_again(moment: datetime) -> None:
    at = moment.replace(second=0, microsecond=0).astimezone(ZONE).replace(fold=0)
    assert parse_answered_at(answered_text(at), NOW) == at


def test_the_beginning_of_a_day_is_shown_as_the_day() -> None:
    assert answered_text(NOW.replace(hour=0, minute=0)) == "02-Mar-2026"
    assert answered_text(NOW - timedelta(days=1)) == "01-Mar-2026 14:30"
