"""Every code has its word, and what cannot be understood from codes must be told."""

import pytest

from clinicdesk.rules import adverse
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relatedness, Severity, needs_narrative


def test_every_code_has_a_word_of_its_own() -> None:
    for kinds, words in (
        (Severity, adverse.SEVERITY_WORDS),
        (Relatedness, adverse.RELATEDNESS_WORDS),
        (ActionTaken, adverse.ACTION_WORDS),
        (Outcome, adverse.OUTCOME_WORDS),
    ):
        assert list(words) == list(kinds)
        assert len(set(words.values())) == len(words)
    assert len(set(adverse.KINDS.values())) == len(adverse.KINDS)


@pytest.mark.parametrize(
    ("kind", "severity", "needed"),
    [
        ("nausea", Severity.MILD, False),
        ("nausea", Severity.MODERATE, False),
        ("nausea", Severity.SEVERE, True),
        ("syncope", Severity.LIFE_THREATENING, True),
        ("other", Severity.MILD, True),
    ],
)
def test_when_words_are_needed(kind: str, severity: Severity, needed: bool) -> None:
    assert needs_narrative(kind, severity) is needed
