"""Names fold alike however they are typed, and the same person is noticed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.names import (
    Identity,
    fold,
    name_similarity,
    phone_digits,
    possibly_same,
    sound,
    sound_alike,
)

BORN = date(1980, 3, 4)


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Łukasz", "lukasz"), ("Zoë Ångström", "zoe angstrom"), ("Nguyễn", "nguyen"), ("O’Brien-Smith", "o brien smith"),
     ("Ærø Straße", "aero strasse"), ("İbrahim Işık", "ibrahim isik"),
     ("Kamakawiwoʻole", "kamakawiwo ole"), ("D'Arcy, Jr. 2", "d arcy jr 2"), ("  A   B ", "a b"),
     ("<b>", "b"), ("", "")],
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


@pytest.mark.parametrize(
    "alike",
    [
        "Smith Smyth", "Meyer Meier Maier Mayer", "Lindqvist Lindkvist Lindquist", "Łukasz Lukas",
        "Stephen Stefan Steven", "Katherine Catherine Kathryn", "Mohammed Muhammad Mohamed", "Brown Braun",
        "Müller Mueller", "Schröder Schroeder",
        "Kowalski Kovalsky", "Kowalczyk Kowalchik", "Christian Kristian", "Johnson Jonsson", "González Gonzales",
        "Yusuf Youssef", "Alexander Aleksander", "MacDonald McDonald", "Schmidt Schmitt",
        "Philip Filip", "Yana Jana Janna",
        "Jackson Jaxon",
        "Stewart Stuart", "Nicholas Nikolas",
        "Kline Klein", "Ayesha Aisha", "Ericsson Eriksson Erickson", "Jäger Jaeger",
    ],
)  # fmt: skip
def test_names_that_sound_alike_share_a_key(alike: str) -> None:
    keys = {sound(fold(name)) for name in alike.split()} - {""}
    assert len(keys) == 1


@pytest.mark.parametrize(
    "apart",
    ["Meyer Moore", "Smith Schmidt", "Johnson Jansen", "Lindberg Lundberg", "Petersen Pedersen", "Hansen Jansen",
     "Nguyen Nagy", "Berg Burke", "Иванов Петров"],
)  # fmt: skip
def test_names_that_sound_otherwise_do_not(apart: str) -> None:
    one, other = (sound(fold(name)) for name in apart.split())
    assert one != other


@pytest.mark.parametrize("short", ["", "li", "ann", "anna", "rosa1", "x" * 3])
def test_a_short_word_has_no_sound(short: str) -> None:
    assert sound(short) == ""


@given(st.text(max_size=60))
def test_any_text_has_a_short_sound(text: str) -> None:
    word = fold(text).replace(" ", "")
    assert len(sound(word)) <= 2 * len(word)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("Kathryn", "Smith"), ("Catherine", "Smyth"), True),
        (("Smith", "Kathryn"), ("Catherine", "Smyth"), True),
        (("Anna", "Maier"), ("Anna", "Moore"), False),
        (("Jo", "Li"), ("Jo", "Lee"), False),
        (("", "Smith"), ("", "Smyth"), False),
        (("", ""), ("", ""), False),
    ],
)
def test_whole_names_that_sound_alike(one: tuple[str, str], other: tuple[str, str], alike: bool) -> None:
    assert sound_alike(Identity(*one, None), Identity(*other, None)) is alike


def test_twins_and_extensions_are_seen_as_possibly_one_person() -> None:
    born = date(1986, 7, 21)
    ana = Identity("Ana", "Lopez", born, ("218-555-0142 x12",))
    assert possibly_same(ana, Identity("Maria", "Lopez", born, ("+1 218 555 0142 ext. 40",)))
