"""Every code of an adverse event has a word of its own to choose it by."""

import pytest

from clinicdesk.rules import adverse
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity


@pytest.mark.parametrize("kinds", [Severity, Relation, ActionTaken, Outcome])
def test_every_code_has_a_word_of_its_own(kinds: type) -> None:
    words = [adverse.WORDS[code] for code in kinds]

    assert len(set(words)) == len(words)


def test_no_two_kinds_read_alike() -> None:
    assert len(set(adverse.KINDS.values())) == len(adverse.KINDS)


def test_codes_of_different_questions_do_not_take_each_others_words() -> None:
    # They share one table, where equal codes would overwrite each other.
    codes = [code.value for kinds in (Severity, Relation, ActionTaken, Outcome) for code in kinds]

    assert len(set(codes)) == len(codes) == len(adverse.WORDS)
