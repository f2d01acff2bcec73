"""Amounts as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.formats import format_money
from clinicdesk.rules.money import MOST_CENTS, parse_money


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("250", 25000), ("250.00", 25000), ("$250", 25000), ("250 $", 25000), (" 1,250.5 ", 125050), ("0", 0),
        ("0.05", 5), ("1000000", MOST_CENTS),
    ],
)  # fmt: skip
def test_an_amount_is_read_into_cents(typed: str, cents: int) -> None:
    assert parse_money(typed) == cents


@pytest.mark.parametrize("typed", ["", "-5", "250,50", "1,25", "two", "2.505", "1000001", "1e3", "٢٥٠x", "$"])
def test_what_is_no_amount_is_asked_and_not_guessed(typed: str) -> None:
    with pytest.raises(BadValue):
        parse_money(typed)


@given(st.integers(0, MOST_CENTS))
def test_what_is_shown_is_read_back(cents: int) -> None:
    assert parse_money(format_money(cents)) == cents


def test_money_that_goes_back_is_shown_with_its_sign() -> None:
    assert format_money(-2005) == "-$20.05"
