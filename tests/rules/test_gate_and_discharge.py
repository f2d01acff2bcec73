"""Who may start, who may leave, and what an empty list means."""

import pytest

from clinicdesk.rules.answers import Answer, checked_answer
from clinicdesk.rules.discharge import Mark, checklist_state
from clinicdesk.rules.gate import ConsentState, Verdict, consent_gate
from clinicdesk.rules.protocol import ChecklistItem

WALKS, ESCORT = ChecklistItem("walks", "Walks steadily"), ChecklistItem("escort", "Escort is here")


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (ConsentState.SIGNED, Verdict.ALLOWED),
        (ConsentState.SIGNED_ON_PAPER, Verdict.ALLOWED),
        (ConsentState.EXPIRED, Verdict.NEEDS_REASON),
        (ConsentState.OLDER_VERSION, Verdict.NEEDS_REASON),
        (ConsentState.NEVER_GIVEN, Verdict.REFUSED),
        (ConsentState.DECLINED, Verdict.REFUSED),
        (ConsentState.WITHDRAWN, Verdict.REFUSED),
    ],
)
def test_the_consent_gate(state: ConsentState, verdict: Verdict) -> None:
    answer = consent_gate(state)
    assert answer.verdict is verdict
    assert answer.sentence.endswith(".")


def test_every_state_of_consent_has_an_answer() -> None:
    assert {consent_gate(state).verdict for state in ConsentState} == set(Verdict)


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
