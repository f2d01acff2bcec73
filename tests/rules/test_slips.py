"""One typing error: what it makes of a name, and that the keys of the index find it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.slips import Slip, one_slip_apart, slip, slip_keys

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = st.text(LETTERS, min_size=4, max_size=12)


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a word and the same word with one typing error."""
    word = draw(WORDS)
    place = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(LETTERS))
    before, here, after = word[:place], word[place], word[place + 1 :]
    swapped = before + after[:1] + here + after[1:]
    return word, draw(
        st.sampled_from([before + letter + here + after, before + after, before + letter + after, swapped])
    )


@given(slips())
def test_one_typing_error_is_one_slip_and_shares_a_key(pair: tuple[str, str]) -> None:
    word, typed = pair
    assert one_slip_apart(word, typed) is one_slip_apart(typed, word) is (word != typed)
    assert (slip(typed, word) is Slip.WHOLE) is (word != typed)
    assert slip_keys(word) & (slip_keys(typed) | {typed})


@given(slips(), st.text(LETTERS, max_size=5))
def test_the_beginning_of_a_longer_name_shares_a_key_too(pair: tuple[str, str], rest: str) -> None:
    start, typed = pair
    found = slip(typed, start + rest)
    if len(typed) >= 5 and typed != start and typed[-1] == start[-1]:
        assert found is not None or (start + rest).startswith(typed)
    if found:
        assert slip_keys(start + rest) & (slip_keys(typed) | {typed})


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_one_slip_is_an_edit_distance_of_one(one: str, other: str) -> None:
    edits = {one[:place] + one[place + 1 :] for place in range(len(one))}
    edits |= {one[:place] + letter + one[place + 1 :] for place in range(len(one)) for letter in "ab"}
    edits |= {one[:place] + letter + one[place:] for place in range(len(one) + 1) for letter in "ab"}
    edits |= {one[:place] + one[place + 1] + one[place] + one[place + 2 :] for place in range(len(one) - 1)}
    assert one_slip_apart(one, other) is (other in edits - {one})


@pytest.mark.parametrize(
    ("typed", "name", "found"),
    [
        ("kowlas", "kowalski", Slip.BEGINNING),
        ("kowalsky", "kowalski", Slip.WHOLE),
        ("kowalx", "kowalski", None),
        ("kow", "kowalski", None),
        ("smith", "smith", None),
        ("smiht", "smithson", Slip.BEGINNING),
    ],
)
def test_a_beginning_needs_its_last_letter_right(typed: str, name: str, found: Slip | None) -> None:
    assert slip(typed, name) is found


def test_the_keys_are_few_and_words_with_digits_have_none() -> None:
    assert slip_keys("anna") == {"nna", "ana", "ann", "anna"}
    assert slip_keys("annabelle") == {"nnab", "anab", "annb", "anna"}
    assert slip_keys("li") == slip_keys("4711") == slip_keys("anna2") == frozenset()
