"""The part of the time that is shown stays within the whole, however it is zoomed and moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.figures.time_window import LEAST_HOURS, holding, moved, zoomed

WHOLE = (-50.0, 950.0)
WINDOWS = st.tuples(st.floats(-50, 940), st.floats(10, 1000)).map(lambda one: (one[0], min(one[0] + one[1], 950.0)))


def test_zooming_keeps_what_it_turns_around() -> None:
    assert zoomed((0, 100), WHOLE, 0.5, 25) == (12.5, 62.5)
    assert zoomed((0, 100), WHOLE, 2, 25) == (-25, 175)
    # At an end it cannot.
    assert zoomed((-50, 50), WHOLE, 2, 25) == (-50, 150)
    assert zoomed((0, 100), WHOLE, 20, 25) == WHOLE


def test_it_moves_to_what_it_does_not_show() -> None:
    assert holding((0, 100), WHOLE, 60) == (0, 100)
    assert holding((0, 100), WHOLE, 400) == (350, 450)
    assert holding((0, 100), WHOLE, 940) == (850, 950)


@given(WINDOWS, st.floats(0.01, 100), st.floats(0, 1))
def test_a_zoomed_window_stays_within_the_whole(shown: tuple[float, float], factor: float, share: float) -> None:
    around = shown[0] + share * (shown[1] - shown[0])
    low, high = zoomed(shown, WHOLE, factor, around)
    assert WHOLE[0] - 1e-6 <= low < high <= WHOLE[1] + 1e-6
    assert high - low >= LEAST_HOURS * 0.999
    assert low - 1e-6 <= around <= high + 1e-6


@given(WINDOWS, st.floats(-3000, 3000))
def test_a_moved_window_keeps_its_width(shown: tuple[float, float], hours: float) -> None:
    low, high = moved(shown, WHOLE, hours)
    assert high - low == pytest.approx(shown[1] - shown[0])
    assert WHOLE[0] - 1e-6 <= low
    assert high <= WHOLE[1] + 1e-6


@given(WINDOWS, st.floats(-50, 950))
def test_what_is_held_is_seen(shown: tuple[float, float], hour: float) -> None:
    low, high = holding(shown, WHOLE, hour)
    assert low - 1e-6 <= hour <= high + 1e-6
