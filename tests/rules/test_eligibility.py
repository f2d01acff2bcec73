"""What follows from the answers: stops, cautions, open questions, and the result that is suggested."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.records.eligibility import files
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.eligibility import Done, Given, Questionnaire, Reply, Result, Tried, Weight, evaluate

TODAY = date(2026, 3, 2)
FILES = list(files.offered().values())
MOOD, ESKETAMINE = files.get("iv-ketamine-mood"), files.get("esketamine")


def fine(asked: Questionnaire, **changed: object) -> Given:
    """Return somebody whom nothing stops: everything asked, nothing found, all work-up done."""
    known = Given(
        on=TODAY,
        indication=asked.indications[0].id,
        replies={item.id: Reply.NO for item in asked.contraindications},
        tried=Tried(Answer.SOME, adequate=4),
        medicines=Answer.NONE,
        workup={item.kind: Done(TODAY, concern=False) for item in asked.workup},
    )
    return replace(known, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", FILES, ids=[one.id for one in FILES])
def test_who_has_nothing_against_it_is_eligible(asked: Questionnaire):
    found = evaluate(asked, fine(asked))
    assert (found.stops, found.cautions, found.open, found.suggested) == ((), (), (), Result.ELIGIBLE)


@pytest.mark.parametrize(
    ("asked", "item"), [(asked, item) for asked in FILES for item in asked.contraindications],
    ids=[f"{asked.id}-{item.id}" for asked in FILES for item in asked.contraindications],
)  # fmt: skip
def test_each_yes_stops_or_asks_for_care_by_the_gravest_source(asked: Questionnaire, item):
    found = evaluate(asked, fine(asked, replies={**fine(asked).replies, item.id: Reply.YES}))
    absolute = any(ground.weight is Weight.ABSOLUTE for ground in item.grounds)
    assert [one.item for one in found.stops] == ([item.id] if absolute else [])
    assert [one.item for one in found.cautions] == ([] if absolute else [item.id])
    assert found.suggested is (Result.NOT_ELIGIBLE if absolute else Result.CONDITIONS)


def test_where_sources_conflict_both_are_kept():
    pregnancy = next(item for item in MOOD.contraindications if item.id == "pregnancy")
    assert pregnancy.conflicting
    assert {ground.weight for ground in pregnancy.grounds} == set(Weight)
    assert all(ground.provenance.source for ground in pregnancy.grounds)


def test_only_the_esketamine_file_holds_contraindications_of_the_label():
    assert ESKETAMINE.label_items() == {"aneurysm", "brain_bleed", "hypersensitivity"}
    assert all(not asked.label_items() for asked in FILES if asked is not ESKETAMINE)


replies = st.dictionaries(
    st.sampled_from([item.id for item in ESKETAMINE.contraindications]), st.sampled_from(list(Reply))
)


@given(replies)
def test_every_question_is_asked_open_a_stop_a_caution_or_denied_never_two(said: dict[str, Reply]):
    found = evaluate(ESKETAMINE, fine(ESKETAMINE, replies=said))
    named = [one.item for part in (found.stops, found.cautions, found.open) for one in part]
    assert len(named) == len(set(named))
    denied = {item for item, reply in said.items() if reply is Reply.NO}
    assert set(named) | denied == {item.id for item in ESKETAMINE.contraindications}
    assert not set(named) & denied


@given(replies)
def test_eligible_is_suggested_only_when_everything_was_denied(said: dict[str, Reply]):
    suggested = evaluate(ESKETAMINE, fine(ESKETAMINE, replies=said)).suggested
    everything = all(said.get(item.id) is Reply.NO for item in ESKETAMINE.contraindications)
    assert (suggested is Result.ELIGIBLE) is everything


@given(replies, st.sampled_from([item.id for item in ESKETAMINE.contraindications]))
def test_a_yes_more_never_makes_it_better(said: dict[str, Reply], item: str):
    before = evaluate(ESKETAMINE, fine(ESKETAMINE, replies=said))
    after = evaluate(ESKETAMINE, fine(ESKETAMINE, replies={**said, item: Reply.YES}))
    assert {one.item for one in before.stops} <= {one.item for one in after.stops}
    assert after.suggested is not Result.ELIGIBLE


def test_not_known_is_open_where_it_would_stop_and_care_where_it_would_not():
    found = evaluate(
        MOOD, fine(MOOD, replies={**fine(MOOD).replies, "aneurysm": Reply.UNKNOWN, "seizures": Reply.UNKNOWN})
    )
    assert [one.item for one in found.open] == ["aneurysm"]
    assert [one.item for one in found.cautions] == ["seizures"]
    assert found.suggested is None


def test_too_few_adequate_treatments_are_counted_aloud():
    found = evaluate(MOOD, fine(MOOD, tried=Tried(Answer.SOME, adequate=1, unclear=2)))
    assert found.cautions[0].words == (
        "Treatment-resistant depression, without suicidal thoughts: 1 of 2 adequate treatments are written down. "
        "Of 2 more it is not known whether they were adequate."
    )
    assert evaluate(MOOD, fine(MOOD, tried=Tried())).open[0].item == "tried"


def test_a_medicine_of_a_class_asks_for_care_and_an_unread_line_too():
    found = evaluate(
        MOOD, fine(MOOD, medicines=Answer.SOME, classes={"maoi": ("Nardil 15 mg",)}, unread=("blue pill",))
    )
    assert [one.item for one in found.cautions] == ["medicine:maoi", "unread"]
    assert "Nardil 15 mg" in found.cautions[0].words
    assert "blue pill" in found.cautions[1].words


@given(st.integers(0, 800))
def test_needed_work_up_counts_for_its_days(days: int):
    done = {**fine(MOOD).workup, "pdmp": Done(TODAY - timedelta(days=days), concern=False)}
    item = next(one for one in MOOD.workup if one.kind == "pdmp")
    is_open = [one.item for one in evaluate(MOOD, fine(MOOD, workup=done)).open]
    assert is_open == ([] if days <= item.valid_days else ["workup:pdmp"])


def test_advised_work_up_may_be_missing_but_a_concern_is_told():
    without = {kind: done for kind, done in fine(MOOD).workup.items() if kind != "ecg"}
    assert evaluate(MOOD, fine(MOOD, workup=without)).suggested is Result.ELIGIBLE
    concern = {**without, "ecg": Done(TODAY, concern=True)}
    assert [one.item for one in evaluate(MOOD, fine(MOOD, workup=concern)).cautions] == ["workup:ecg"]


def test_every_indication_of_the_issue_is_there():
    titles = " ".join(one.title.lower() for asked in FILES for one in asked.indications)
    for wanted in (
        "with suicidal", "without suicidal", "postpartum", "bipolar", "obsessive", "anxiety", "post-traumatic",
        "bulimia", "anorexia", "fibromyalgia", "back pain", "crps", "other chronic pain",
    ):  # fmt: skip
        assert wanted in titles


def test_every_number_has_a_source_and_the_day_s_questions_stand_apart():
    for asked in FILES:
        parts = (*asked.indications, *asked.medicines, *asked.workup, *asked.same_day, asked.validity)
        assert all(part.provenance.source for part in parts)
        assert not {item.id for item in asked.same_day} & {item.id for item in asked.contraindications}
    assert {item.id for item in MOOD.same_day} == {"intoxication", "pregnancy_test"}
