"""Typed dates are read, echoed and never guessed."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.dates import (
    AmbiguousDate,
    age_months,
    age_years,
    date_text,
    parse_birth_date,
    parse_date,
    parse_time,
)

TODAY = date(2026, 11, 23)
BORN = st.dates(min_value=date(1897, 1, 1), max_value=TODAY)


@pytest.mark.parametrize(
    "typed",
    ["21jul68", "21 Jul 1968", "21-Jul-1968", "21/7/1968", "7/21/1968", "1968-07-21", "1968/7/21", "19680721",
     "July 21, 1968", "21st july 68", " 21.7.68 ", "Jul 21 68", "21jul1968"],
)  # fmt: skip
def test_a_birth_date_is_read_in_every_usual_form(typed: str) -> None:
    assert parse_birth_date(typed, TODAY) == date(1968, 7, 21)


@given(BORN)
def test_what_is_shown_can_be_typed_back(born: date) -> None:
    assert parse_birth_date(date_text(born), TODAY) == born
    assert parse_birth_date(born.isoformat(), TODAY) == born


@given(BORN)
def test_day_and_month_are_never_guessed(born: date) -> None:
    typed = f"{born.day}/{born.month}/{born.year}"
    if born.day <= 12 and born.day != born.month:
        with pytest.raises(AmbiguousDate) as caught:
            parse_birth_date(typed, TODAY)
        assert born in caught.value.choices
        assert date_text(born) == "05-Mar-1970" or date_text(born) not in str(caught.value)
    else:
        assert parse_birth_date(typed, TODAY) == born


def test_today_and_days_from_today() -> None:
    assert parse_date("t", TODAY) == TODAY
    assert parse_date("+7", TODAY) == date(2026, 11, 30)
    assert parse_date("+2w", TODAY) == date(2026, 12, 7)
    assert parse_date("-1", TODAY) == date(2026, 11, 22)


def test_two_digit_years_of_birth_are_never_in_the_future() -> None:
    assert parse_birth_date("23nov26", TODAY) == TODAY
    assert parse_birth_date("24nov26", TODAY) == date(1926, 11, 24)
    assert parse_birth_date("24nov27", TODAY) == date(1927, 11, 24)
    assert parse_date("24nov27", TODAY) == date(2027, 11, 24)
    assert parse_date("24nov80", TODAY) == date(1980, 11, 24)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("24-Nov-2026", "future"), ("1-Jan-1895", "130 years"), ("31/2/1990", "no such day"), ("29feb1901", "no such day"),
     ("<b>x</b>", "not a date"), ("", "not a date"), ("12", "not a date"), ("1jul", "not a date"),
     ("21xyz68", "not a date"), ("xyz 21 1968", "not a date"),
     ("0/0/0", "not a date"), ("9999-99-99", "no such day"), ("0000-01-01", "no such day")],
)  # fmt: skip
def test_impossible_birth_dates_get_one_sentence(typed: str, word: str) -> None:
    with pytest.raises(BadValue, match=word):
        parse_birth_date(typed, TODAY)


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(typed: str) -> None:
    try:
        born = parse_birth_date(typed, TODAY)
    except BadValue:
        return
    assert age_years(born, TODAY) in range(131)


def test_far_days_are_refused_kindly() -> None:
    with pytest.raises(BadValue, match="too far"):
        parse_date("+9999w", date(9990, 1, 1))


def test_age_turns_on_the_birthday() -> None:
    born = date(1968, 7, 21)
    assert age_years(born, date(2026, 7, 20)) == 57
    assert age_years(born, date(2026, 7, 21)) == 58
    assert age_years(date(2000, 2, 29), date(2026, 2, 28)) == 25
    assert age_years(date(2000, 2, 29), date(2026, 3, 1)) == 26
    assert age_months(date(2026, 1, 31), date(2026, 2, 28)) == 0


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("0940", 9, 40), ("9:40", 9, 40), ("940", 9, 40), ("15.20", 15, 20), ("9 am", 9, 0), ("12:05 am", 0, 5),
     ("12 pm", 12, 0), ("9:40pm", 21, 40), ("0000", 0, 0)],
)  # fmt: skip
def test_times_are_read(typed: str, hour: int, minute: int) -> None:
    assert parse_time(typed) == time(hour, minute)


@pytest.mark.parametrize("typed", ["24:00", "9:60", "", "x", "13 pm", "99"])
def test_impossible_times_are_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="24 hours"):
        parse_time(typed)
