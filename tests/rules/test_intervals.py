"""The confidence interval of a share: published worked examples, a second way to find it, and what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.intervals import wilson

# Newcombe RG, Stat Med 1998;17:857-872, table I, method 3 (score, without continuity correction).
PUBLISHED = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("count", "of", "low", "high"), PUBLISHED)
def test_the_published_examples(count: int, of: int, low: float, high: float) -> None:
    found = wilson(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def _rejected(share: float, count: int, of: int) -> bool:
    """The definition itself: a true share so far away that what was counted would be too unlikely."""
    return (count / of - share) ** 2 > 1.959963984540054**2 * share * (1 - share) / of


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_it_ends_where_the_test_of_the_share_begins_to_reject(counted: tuple[int, int]) -> None:
    count, of = counted
    found = wilson(count, of)
    assert 0 <= found.low <= count / of <= found.high <= 1
    step = 1e-9
    for edge, outside in ((found.low, -step), (found.high, step)):
        if 0 < edge < 1:
            assert _rejected(edge + outside, count, of)
            assert not _rejected(edge - outside, count, of)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_it_is_the_mirror_of_the_share_that_is_left(counted: tuple[int, int]) -> None:
    count, of = counted
    found, mirror = wilson(count, of), wilson(of - count, of)
    assert found.low == pytest.approx(1 - mirror.high)
    assert found.high == pytest.approx(1 - mirror.low)


def test_ends_are_exact() -> None:
    assert wilson(0, 7).low == 0
    assert wilson(7, 7).high == 1


@pytest.mark.parametrize(("count", "of"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(count, of)
