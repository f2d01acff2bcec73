"""How long a chart is kept, and until when a request is answered."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.retention import Keeping, Period, due_on, extended, kept_until, years_later

LAST = date(2020, 6, 1)


def test_adults_by_the_last_day() -> None:
    assert kept_until(LAST, date(1980, 1, 1), Keeping(7, 10, 18)) == date(2027, 6, 1)


def test_minors_from_coming_of_age_if_that_is_later() -> None:
    assert kept_until(LAST, date(2010, 3, 4), Keeping(7, 3, 18)) == date(2031, 3, 4)
    assert kept_until(LAST, date(2002, 6, 2), Keeping(7, 3, 18)) == date(2027, 6, 1)
    assert kept_until(LAST, date(2010, 3, 4), Keeping(7, None, 18)) == date(2027, 6, 1)


def test_nobody_is_taken_for_an_adult_without_a_birth_date() -> None:
    assert kept_until(LAST, None, Keeping(7, 3, 18)) == date(2041, 6, 1)


def test_a_leap_day_ends_no_day_early() -> None:
    assert years_later(date(2024, 2, 29), 1) == date(2025, 3, 1)


@given(st.dates(date(1950, 1, 1), date(2080, 1, 1)), st.dates(date(1930, 1, 1), date(2080, 1, 1)), st.integers(0, 40))
def test_never_shorter_than_the_years(last: date, born: date, years: int) -> None:
    assert kept_until(last, born, Keeping(years, 5, 18)) >= years_later(last, years)


def test_days_are_those_of_the_calendar() -> None:
    assert due_on(date(2026, 2, 27), Period(30, 30)) == date(2026, 3, 29)
    assert extended(date(2026, 3, 29), Period(30, 30)) == date(2026, 4, 28)
