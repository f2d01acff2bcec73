"""Who may start, who may leave, and what an empty list means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.answers import Answer, checked_answer
from clinicdesk.rules.discharge import Mark, checklist_state
from clinicdesk.rules.gate import ConsentState, Lack, Verdict, consent_gate, worst
from clinicdesk.rules.protocol import ChecklistItem

WALKS, ESCORT = ChecklistItem("walks", "Walks steadily"), ChecklistItem("escort", "Escort is here")


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (ConsentState.SIGNED, Verdict.ALLOWED),
        (ConsentState.SIGNED_ON_PAPER, Verdict.ALLOWED),
        (ConsentState.EXPIRED, Verdict.NEEDS_REASON),
        (ConsentState.OLDER_VERSION, Verdict.NEEDS_REASON),
        (ConsentState.EARLIER_SERIES, Verdict.NEEDS_REASON),
        (ConsentState.OTHER_LANGUAGE, Verdict.REFUSED),
        (ConsentState.INCOMPLETE, Verdict.REFUSED),
        (ConsentState.NEVER_GIVEN, Verdict.REFUSED),
        (ConsentState.DECLINED, Verdict.REFUSED),
        (ConsentState.WITHDRAWN, Verdict.REFUSED),
    ],
)
def test_the_consent_gate(state: ConsentState, verdict: Verdict) -> None:
    answer = consent_gate(state, "Consent {x} to <b>")
    assert answer.verdict is verdict
    assert answer.sentence.startswith("Consent {x} to <b>: ")
    assert answer.sentence.endswith(".")
    assert consent_gate(state).sentence.startswith("Consent: ")


def test_every_state_of_consent_has_an_answer_and_words() -> None:
    assert {consent_gate(state).verdict for state in ConsentState} == set(Verdict)
    assert len({consent_gate(state).sentence for state in ConsentState}) == len(ConsentState)
    assert len({state.words for state in ConsentState}) == len(ConsentState)
    assert len({consent_gate(ConsentState.INCOMPLETE, "", lack).sentence for lack in Lack}) == len(Lack)


@given(st.lists(st.sampled_from(ConsentState), min_size=1))
def test_of_several_papers_the_worst_decides(states: list[ConsentState]) -> None:
    order = (Verdict.ALLOWED, Verdict.NEEDS_REASON, Verdict.REFUSED)
    verdicts = [order.index(consent_gate(state).verdict) for state in states]
    assert order.index(consent_gate(worst(states)).verdict) == max(verdicts)
    assert worst(reversed(states)) is worst(states) in states


def test_where_no_paper_is_needed_nothing_is_missing() -> None:
    assert worst([]) is ConsentState.SIGNED


def test_a_checklist_is_complete_when_nothing_is_left() -> None:
    untouched = checklist_state((WALKS, ESCORT), {})
    assert untouched.open == (WALKS, ESCORT)
    assert untouched.sentence == "2 items of the discharge checklist are not met yet."
    refused = checklist_state((WALKS, ESCORT), {"walks": Mark.NOT_MET, "escort": Mark.MET, "gone": Mark.OPEN})
    assert refused.not_met == (WALKS,)
    assert not refused.complete
    assert refused.sentence == "1 item of the discharge checklist is not met yet."
    done = checklist_state((WALKS, ESCORT), {"walks": Mark.MET, "escort": Mark.NOT_APPLICABLE})
    assert done.complete
    assert done.sentence == ""


@pytest.mark.parametrize(
    ("answer", "count", "agreed"),
    [
        (Answer.NONE, 1, Answer.SOME),
        (Answer.NOT_ASKED, 2, Answer.SOME),
        (Answer.SOME, 0, Answer.NOT_ASKED),
        (Answer.NONE, 0, Answer.NONE),
        (Answer.UNKNOWN, 0, Answer.UNKNOWN),
    ],
)
def test_an_answer_agrees_with_its_list(answer: Answer, count: int, agreed: Answer) -> None:
    assert checked_answer(answer, count) is agreed
