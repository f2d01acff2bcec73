"""Names fold alike however they are typed, and the same person is noticed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.names import Identity, fold, name_similarity, phone_digits, possibly_same

BORN = date(1980, 3, 4)


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Łukasz", "lukasz"), ("Zoë Ångström", "zoe angstrom"), ("Nguyễn", "nguyen"), ("O’Brien-Smith", "o brien smith"),
     ("Ærø Straße", "aero strasse"), ("İbrahim Işık", "ibrahim isik"), ("  A   B ", "a b"), ("<b>", "b"), ("", "")],
)  # fmt: skip
def test_folding(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_case_never_counts(name: str) -> None:
    once = fold(name)
    assert fold(once) == once
    assert once == " ".join(once.split())


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_similarity_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    assert name_similarity(one, other) == name_similarity(other, one)
    assert 0.0 <= name_similarity(one, other) <= 1.0


def test_phones_compare_by_their_digits() -> None:
    assert phone_digits("+1 (555) 010-2345") == phone_digits("555.010.2345") == "5550102345"
    assert phone_digits("0046 70 123") == phone_digits("+46 70 123")
    assert phone_digits("none") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Identity("Per", "Lindqvist", BORN), Identity("Pär", "Lindkvist", BORN), True),
        (Identity("Per", "Lindqvist", BORN), Identity("Lindqvist", "Per", BORN), True),
        (Identity("Per", "Lindqvist", BORN), Identity("Zoë", "Ångström", BORN), False),
        (Identity("Per", "Lindqvist", BORN), Identity("Per", "Lindqvist", date(1981, 3, 4)), False),
        (Identity("Per", "Berg", BORN, ("5550102345",)), Identity("Per", "Lund", None, ("+1 555 010 2345",)), True),
        (Identity("Per", "Berg", BORN, ("5550102345",)), Identity("Eva", "Lund", None, ("5550102345",)), False),
        (Identity("Per", "Berg", None, ("112",)), Identity("Per", "Lund", None, ("112",)), False),
        (Identity("", "", None), Identity("", "", None), False),
    ],
)
def test_possible_duplicates(one: Identity, other: Identity, same: bool) -> None:
    assert possibly_same(one, other) is same
    assert possibly_same(other, one) is same
