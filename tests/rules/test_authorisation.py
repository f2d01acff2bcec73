"""Prior authorisations: what is used, and when somebody must see to a new one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.authorisation import Standing, Terms, standing, used_words, visits_used, warning

DAY = date(2026, 3, 2)


def terms(first: int | None = -30, last: int | None = 90, allowed: int | None = 6) -> Terms:
    return Terms(
        None if first is None else DAY + timedelta(days=first),
        None if last is None else DAY + timedelta(days=last),
        allowed,
    )


@pytest.mark.parametrize(
    ("these", "used", "how", "words"),
    [
        (terms(), 0, Standing.GOOD, ""),
        (terms(), 4, Standing.GOOD, ""),
        (terms(), 5, Standing.RUNNING_OUT, "1 visit left"),
        (terms(), 6, Standing.USED_UP, "all 6 visits used"),
        (terms(), 7, Standing.USED_UP, "all 6 visits used"),
        (terms(allowed=1), 1, Standing.USED_UP, "its 1 visit is used"),
        (terms(allowed=1), 0, Standing.RUNNING_OUT, "1 visit left"),
        (terms(last=15), 0, Standing.GOOD, ""),
        (terms(last=14), 0, Standing.RUNNING_OUT, "ends in 14 days"),
        (terms(last=1), 5, Standing.RUNNING_OUT, "1 visit left, ends in 1 day"),
        (terms(last=0), 0, Standing.RUNNING_OUT, "ends today"),
        (terms(last=-1), 0, Standing.EXPIRED, "expired 01-Mar-2026"),
        (terms(last=-1), 6, Standing.EXPIRED, "expired 01-Mar-2026"),
        (terms(first=0), 0, Standing.GOOD, ""),
        (terms(first=1), 0, Standing.NOT_YET, "valid only from 03-Mar-2026"),
        (terms(None, None, None), 400, Standing.GOOD, ""),
        (terms(None, None, 2), 2, Standing.USED_UP, "all 2 visits used"),
    ],
)
def test_how_it_stands_and_what_is_said(these: Terms, used: int, how: Standing, words: str) -> None:
    assert standing(these, used, DAY) is how
    assert warning(these, used, DAY) == words


def test_only_visits_within_the_dates_count_both_days_included() -> None:
    visits = [DAY - timedelta(days=31), DAY - timedelta(days=30), DAY, DAY, DAY + timedelta(days=90)]
    assert visits_used(terms(), [*visits, DAY + timedelta(days=91)]) == 4
    assert visits_used(terms(None, None), visits) == 5


def test_used_words() -> None:
    assert used_words(terms(), 3) == "3 of 6 visits used"
    assert used_words(terms(allowed=None), 1) == "1 visit used"
    assert used_words(terms(allowed=None), 3) == "3 visits used"


@given(st.integers(-40, 100), st.integers(-40, 100), st.integers(1, 9), st.integers(0, 12))
def test_a_warning_is_given_exactly_when_it_is_not_good(first: int, last: int, allowed: int, used: int) -> None:
    these = terms(min(first, last), max(first, last), allowed)
    assert bool(warning(these, used, DAY)) is (standing(these, used, DAY) is not Standing.GOOD)
