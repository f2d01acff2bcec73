"""A typed date of birth, in every usual writing, with all its meanings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.date_readings import readings
from tests.records.real_life_queries import writings

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "typed",
    ["07211986", "21071986", "19860721", "072186", "210786", "860721", "7211986", "7/21/1986", "21/7/86", "7-21-86",
     "21.07.1986", "1986-07-21", "1986/7/21", "86-07-21", "7 21 1986", "21jul86", "21-Jul-1986", "Jul 21, 1986",
     "july 21st 1986", "21st of July 1986", "1986 jul 21", "7/21/'86", "7/21/’86", " 21  JULY  1986 "],
)  # fmt: skip
def test_every_usual_writing_is_one_day(typed: str) -> None:
    assert readings(typed, TODAY) == ("19860721",)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("3/5/1975", ("19750503", "19750305")),
        ("03051975", ("19750503", "19750305")),
        ("5/5/1975", ("19750505",)),
        ("7/21/20", ("20200721", "19200721")),
        ("7/21/30", ("19300721",)),
        ("jul 1986", ("198607",)),
        ("7/1986", ("198607",)),
        ("1986-07", ("198607",)),
        ("1986", ("1986",)),
        ("21 jul", ("--0721",)),
        ("7/21", ("--0721",)),
        ("3/5", ("--0503", "--0305")),
        ("29 feb", ("--0229",)),
    ],
)
def test_what_is_not_said_is_looked_for_both_ways(typed: str, keys: tuple[str, ...]) -> None:
    assert readings(typed, TODAY) == keys


@pytest.mark.parametrize(
    "typed",
    ["", "lopez", "4182", "2/30/1980", "31/31/1980", "7/21/2030", "jul 2030", "1/1/1890", "555 0142", "x12",
     "21 foo 86", "٢١/٧/١٩٨٦", "today", "+7", "00000000", "7 21"],
)  # fmt: skip
def test_what_is_no_date_of_birth_is_none(typed: str) -> None:
    assert readings(typed, TODAY) == ()


@given(st.dates(date(1900, 1, 1), TODAY))
def test_each_writing_of_a_date_may_mean_it(born: date) -> None:
    for text in writings(born):
        assert f"{born:%Y%m%d}" in readings(text, TODAY)
