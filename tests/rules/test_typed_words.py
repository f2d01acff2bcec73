"""What is typed to find a text, and the place of a text that is shown for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.shown_place import NOWHERE, beginning_of, marked, place_of
from clinicdesk.rules.typed_words import LONGEST_WORD, Piece, folded_words, pieces


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ()),
        (" … -- ", ()),
        ("Ängste", (Piece(("angste",), True),)),
        ("no SI", (Piece(("no",), False), Piece(("si",), False))),
        ('"no active SI"', (Piece(("no", "active", "si"), False),)),
        ('"no active intent', (Piece(("no", "active", "intent"), True),)),
        ("„kein Plan“ heute", (Piece(("kein", "plan"), False), Piece(("heute",), True))),
        ("4.1 o'brien", (Piece(("4", "1"), False), Piece(("o", "brien"), True))),
        ("calm calm", (Piece(("calm",), True),)),
    ],
)
def test_what_is_typed_is_taken_apart(typed: str, expected: tuple[Piece, ...]) -> None:
    assert pieces(typed) == expected


def test_a_word_that_nobody_types_is_cut_the_same_way_in_text_and_question() -> None:
    long = "x" * 90
    assert folded_words(long) == ("x" * LONGEST_WORD,)
    assert pieces(long)[0].words == folded_words(long)


@given(st.text(max_size=60))
def test_anything_can_be_typed(typed: str) -> None:
    for piece in pieces(typed):
        assert piece.words
        assert all(word.isalnum() for word in piece.words)


def place(text: str, typed: str) -> str:
    found = place_of(text, pieces(typed))
    return f"{found.before}[{found.hit}]{found.after}"


def test_the_place_is_shown_as_it_is_written_with_the_rest_of_a_word() -> None:
    assert place("Überleitung nach São Paulo", "sao") == "Überleitung nach [São] Paulo"
    assert place("Potassium 4.1 mmol/l", "4.1") == "Potassium [4.1] mmol/l"
    assert place("Depressive since spring", "depr") == "[Depressive] since spring"
    assert place("Große Straße", "strasse") == "Große [Straße]"
    assert place("Cafe\u0301 crème", "cafe") == "[Cafe\u0301] crème"
    assert place("no plan,\nno   intent", '"no intent"') == "no plan, [no intent]"


def test_the_place_where_the_words_stand_together_is_shown_before_an_earlier_one_of_fewer() -> None:
    text = "Nausea was mild. " + "The visit went as planned. " * 20 + "Nausea after ondansetron was gone by noon."
    shown = place(text, "nausea ondansetron")
    assert "[ondansetron]" in shown or "[Nausea]" in shown
    assert "ondansetron" in shown
    assert shown.startswith("… ")


def test_a_long_text_is_cut_at_whole_words() -> None:
    shown = place_of("word " * 50 + "needle " + "word " * 50, pieces("needle"))
    assert shown.before.startswith("… word")
    assert shown.after.endswith("word …")
    assert len(shown.text) < 250


def test_nothing_found_is_nowhere_and_the_beginning_can_be_shown() -> None:
    assert place_of("nothing here", pieces("sao")) is NOWHERE
    assert place_of("", pieces("sao")) is NOWHERE
    assert beginning_of("A short text").text == "A short text"
    assert beginning_of("word " * 100).text.endswith("…")


def test_all_wanted_words_of_a_line_are_marked_in_order_none_over_another() -> None:
    text = "Calm, no nausea; nausea later"
    found = [text[start:end] for start, end in marked(text, pieces('nausea "no nausea" calm'))]
    assert found == ["Calm", "no nausea", "nausea"]


@given(st.text(alphabet="aé ß.\u0301\n-", min_size=1, max_size=40), st.text(alphabet="aes", min_size=1, max_size=3))
def test_a_place_is_part_of_its_text(text: str, typed: str) -> None:
    found = place_of(text, pieces(typed))
    assert " ".join(found.text.split()) in " ".join(text.split())
