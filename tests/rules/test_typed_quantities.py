"""Amounts as they are typed: read exactly, or refused with a sentence; never rounded, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.quantities import decimal_text
from clinicdesk.rules.typed_quantities import parse_milligrams, parse_millilitres, parse_minutes, parse_rate


@pytest.mark.parametrize(
    ("typed", "micrograms"),
    [("41.2", 41_200), ("41.2 mg", 41_200), (" 0.5MG ", 500), ("41.20", 41_200), ("0.001", 1), ("1200", 1_200_000)],
)
def test_milligrams(typed: str, micrograms: int) -> None:
    assert parse_milligrams(typed, "Dose") == micrograms


@pytest.mark.parametrize("typed", ["1,000", "0,5", "41.2 mcg", "41.2 mL", "", "-5", "4 1", ".5", "0.0005", "1e3", "٣"])
def test_what_could_mean_something_else_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="Dose"):
        parse_milligrams(typed, "Dose")


def test_rates_and_volumes() -> None:
    assert parse_rate("150 mL per hour", "Rate") == 150_000
    assert parse_rate("75.5", "Rate") == 75_500
    assert parse_millilitres("0.824 mL", "Volume") == 824


def test_minutes_are_whole_and_not_endless() -> None:
    assert parse_minutes("40 min", "Over", 720) == 40
    for typed in ("40.5", "721"):
        with pytest.raises(BadValue):
            parse_minutes(typed, "Over", 720)


@given(st.integers(0, 9_999_999))
def test_what_is_shown_is_read_back_as_it_was(micrograms: int) -> None:
    assert parse_milligrams(decimal_text(micrograms, 1000).replace(",", ""), "Dose") == micrograms
