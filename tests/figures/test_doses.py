"""The doses of a series as bars: only what was given, over its days, with round steps."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.figures.doses import dose_figure

FIRST = date(2026, 3, 2)


def test_nothing_given_draws_nothing() -> None:
    assert dose_figure([]) is None
    assert dose_figure([(FIRST, "1", 0)]) is None


def test_bars_stand_over_their_days_in_order() -> None:
    figure = dose_figure([(FIRST + timedelta(days=3), "2", 56_000), (FIRST, "1", 41_200), (FIRST, "x", 0)])
    assert figure is not None
    assert [(bar.day, bar.below, bar.above) for bar in figure.bars] == [(0, "1", "41.2 mg"), (3, "2", "56 mg")]
    assert figure.ticks[-1] == (60_000, "60")


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 900_000)), min_size=1, max_size=200))
def test_every_bar_fits_below_the_last_tick(doses: list[tuple[int, int]]) -> None:
    figure = dose_figure([(FIRST + timedelta(days=day), str(day), dose) for day, dose in doses])
    assert figure is not None
    assert max(bar.micrograms for bar in figure.bars) <= figure.micrograms_max == figure.ticks[-1][0]
    assert 2 <= len(figure.ticks) <= 8
    assert all(0 <= bar.day <= figure.days for bar in figure.bars)
