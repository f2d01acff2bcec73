"""Devices one after the other: which is next, and the rest between them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.device_course import DeviceCourse
from clinicdesk.rules.timeline import Moment

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def at(minutes: float, boot: str = "a") -> Moment:
    return Moment(NINE + timedelta(minutes=minutes), boot, int(minutes * 60_000))


def course(*minutes: float, ordered: int = 3) -> DeviceCourse:
    return DeviceCourse(28_000, ordered * 28_000, 5, tuple(at(minute) for minute in minutes))


def test_the_next_device_is_counted_from_one_until_all_are_given() -> None:
    assert course(ordered=2).next_number == 1
    assert course(0, ordered=2).next_number == 2
    assert course(0, 5, ordered=2).next_number is None
    assert course(0, 5, ordered=2).given_micrograms == 56_000
    assert course(ordered=3).ordered == 3


def test_the_rest_goes_on_for_five_minutes_after_each_device() -> None:
    assert course().wait_milliseconds(at(0)) == 0
    assert course(0).wait_milliseconds(at(0)) == 300_000
    assert course(0).wait_milliseconds(at(4.5)) == 30_000
    assert course(0).wait_milliseconds(at(5)) == 0
    assert course(0, 5).wait_milliseconds(at(6)) == 240_000
    # After the last one there is nothing to wait for.
    assert course(0, 5, 10).wait_milliseconds(at(11)) == 0


def test_a_restart_of_the_pc_counts_by_the_wall_clock() -> None:
    later = Moment(NINE + timedelta(minutes=3), "b", 1_000)
    assert course(0).wait_milliseconds(later) == 120_000


@given(st.integers(1, 4), st.integers(0, 4), st.floats(0, 300))
def test_what_is_given_and_what_is_next_always_agree(ordered: int, already: int, minute: float) -> None:
    there = course(*(5.0 * place for place in range(min(already, ordered))), ordered=ordered)
    left = there.ordered - len(there.given)
    assert (there.next_number is None) == (left == 0)
    assert there.given_micrograms + left * there.device_micrograms == there.ordered_micrograms
    wait = there.wait_milliseconds(at(minute + 20))
    assert 0 <= wait <= 300_000
