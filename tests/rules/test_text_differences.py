"""The differences between two texts give both of them back to the letter, and show a reader what changed."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.records import wordings
from clinicdesk.rules import text_differences
from clinicdesk.rules.text_differences import Change, Passage, differences

TEXTS = st.lists(
    st.sampled_from(
        ["risk", "risk", "you", "may", "**feel**", "\n", "\n\n", "\n \n", " ", "  ", "- ", "\t", "é", "\u00a0"]
    ),
    max_size=40,
).map("".join)


def joined(passages: tuple[Passage, ...], *changes: Change) -> str:
    return "".join(piece.text for passage in passages for piece in passage.pieces if piece.change in changes)


def marked(old: str, new: str) -> str:
    signs = {Change.KEPT: "{}", Change.ADDED: "[+{}+]", Change.TAKEN: "[-{}-]"}
    return "".join(signs[p.change].format(p.text) for passage in differences(old, new) for p in passage.pieces)


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts(old: str, new: str) -> None:
    found = differences(old, new)
    assert joined(found, Change.KEPT, Change.ADDED) == new
    assert joined(found, Change.KEPT, Change.TAKEN) == old


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not any(passage.is_changed for passage in differences(text, text))


@given(st.text(), st.text())
def test_any_text_at_all_can_be_compared(old: str, new: str) -> None:
    found = differences(old, new)
    assert (joined(found, Change.KEPT, Change.ADDED), joined(found, Change.KEPT, Change.TAKEN)) == (new, old)


def test_only_the_words_that_changed_are_marked() -> None:
    old = "First paragraph.\n\nYou may feel dizzy for some hours after it.\n"
    new = "First paragraph.\n\nYou may feel very dizzy for two hours after it.\n\nAsk us.\n"
    assert marked(old, new) == (
        "First paragraph.\n\nYou may feel [+very +]dizzy for [-some -][+two +]hours after it.[-\n-][+\n\nAsk us.\n+]"
    )


def test_another_line_break_is_no_difference() -> None:
    old, new = "One two three four\nfive six.\n\nEnd.\n", "One two three\nfour five six.\n\nEnd.\n"
    assert not any(passage.is_changed for passage in differences(old, new))


def test_a_paragraph_with_nothing_in_common_is_replaced_as_a_whole() -> None:
    assert marked("alpha beta gamma", "one two three") == "[-alpha beta gamma-][+one two three+]"


@pytest.mark.parametrize("sign", ["w ", "w\n\n"])
def test_of_texts_without_end_no_more_is_compared_than_takes_a_moment(
    sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []

    class Counting(SequenceMatcher[str]):
        def __init__(self, junk: None, one: list[str], other: list[str], *, autojunk: bool) -> None:
            compared.append(len(one) * len(other))
            super().__init__(junk, one, other, autojunk=autojunk)

    monkeypatch.setattr(text_differences, "SequenceMatcher", Counting)
    old = "".join(f"{number}{sign}" for number in range(40_000))
    new = "".join(f"{number + number % 2}{sign}" for number in range(40_000))
    found = differences(old, new)
    assert max(compared, default=0) <= 4_000_000
    assert joined(found, Change.KEPT, Change.ADDED) == new


def test_the_settings_that_changed_are_told_in_words() -> None:
    mood = wordings.shipped()["iv-ketamine-mood.en"]
    text = mood.source.replace("valid_days: 180", "valid_days: 90").replace("patient, clinician", "patient, witness")
    other = wordings.parse(text.encode(), "x")
    assert [(one.name, one.before, one.after) for one in wordings.changed_settings(mood, other)] == [
        ("A signature counts for", "180 days", "90 days"),
        ("Who signs", "Patient, Clinician", "Patient, Witness"),
    ]
