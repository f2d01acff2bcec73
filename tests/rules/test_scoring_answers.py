"""What is missing, what is asked next, what calls for a clinician, and scores that are typed from a sheet."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.records.measures import files
from clinicdesk.rules.measure import ScoreRule
from clinicdesk.rules.scoring import asked, score_text, scored, typed_score

MEASURES = files.load_all()[0]
Given = Mapping[str, int]


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def test_one_missing_answer_means_no_score() -> None:
    answers: dict[str, int | None] = dict.fromkeys(numbers(1, 9), 3)
    answers["4"] = None
    found = scored(MEASURES["phq-9"], answers)
    assert (found.scores, found.missing) == ({"total": None}, ("4",))
    assert [rule.id for rule in found.alerts] == ["item-9"]


def test_bpi_interference_stands_with_four_of_seven() -> None:
    four = {"9a": 1, "9b": 2, "9c": 4, "9d": 4}
    assert scored(MEASURES["bpi"], four).scores == {"severity": None, "interference": 275}
    del four["9d"]
    assert scored(MEASURES["bpi"], four).scores == {"severity": None, "interference": None}


def test_of_two_items_of_qids_one_is_enough() -> None:
    answers = dict.fromkeys(numbers(1, 16), 1)
    for item in ("7", "8"):
        del answers[item]
    answers["6"] = 3
    assert scored(MEASURES["qids-sr16"], answers).scores["total"] == 11
    del answers["6"]
    found = scored(MEASURES["qids-sr16"], answers)
    assert (found.scores["total"], found.missing) == (None, ("6", "7"))


def test_an_item_that_was_not_asked_counts_nothing() -> None:
    assert scored(MEASURES["audit-c"], {"1": 0}).scores == {"total": 0}
    assert scored(MEASURES["pc-ptsd-5"], {"event": 0}).scores == {"total": 0}
    assert scored(MEASURES["audit-c"], {"1": 1}).missing == ("2", "3")
    # Answered first, then ruled out by going back: the instrument says 0.
    assert scored(MEASURES["pc-ptsd-5"], {"1": 1, "2": 1, "event": 0}).scores == {"total": 0}


def test_what_is_asked_next_follows_from_the_answers() -> None:
    phq = MEASURES["phq-9"]
    assert "10" not in [item.id for item in asked(phq, dict.fromkeys(numbers(1, 9), 0))]
    assert "10" in [item.id for item in asked(phq, {"1": 1})]
    screener = MEASURES["c-ssrs"]
    assert [item.id for item in asked(screener, {"1": 0, "2": 1})] == ["1", "2", "3", "4", "5", "6"]
    assert [item.id for item in asked(screener, {"1": 0, "2": 0})] == ["1", "2", "6"]
    assert [item.id for item in asked(screener, {"level": 2})] == ["level"]


@pytest.mark.parametrize(
    ("name", "answers", "alerts"),
    [
        ("phq-9", {**dict.fromkeys(numbers(1, 8), 0), "9": 1}, ["item-9"]),
        ("phq-9", {**dict.fromkeys(numbers(1, 8), 3), "9": 0}, []),
        ("phq-9", {"9": 1}, ["item-9"]),
        ("epds", {"10": 1}, ["item-10"]),
        ("epds", {"10": 0}, []),
        ("qids-sr16", {"12": 1}, ["item-12"]),
        ("madrs", {"10": 4}, ["item-10"]),
        ("madrs", {"10": 3}, []),
        ("moaa-s", {"1": 3}, ["sedated"]),
        ("moaa-s", {"1": 4}, []),
        ("modified-aldrete-mmhg", {"breathing": 0}, ["no-breathing"]),
        ("modified-aldrete-mmhg", {"breathing": 1}, []),
        ("c-ssrs", {"1": 1}, ["any-yes"]),
        ("c-ssrs", {"6": 1}, ["any-yes"]),
        ("c-ssrs", {"level": 1}, ["any-yes"]),
        ("c-ssrs", {"level": 0}, []),
        ("c-ssrs", {"1": 0, "2": 0, "6": 0}, []),
    ],
)
def test_alerts_at_their_borders(name: str, answers: dict[str, int], alerts: list[str]) -> None:
    assert [rule.id for rule in scored(MEASURES[name], answers).alerts] == alerts


def risk(answers: dict[str, int | None]) -> list[str]:
    return [one.id for one in scored(MEASURES["c-ssrs"], answers).findings if one.group == "risk"]


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"1": 0, "2": 0, "6": 0}, []),
        ({"1": 1, "2": 0, "6": 0}, ["low"]),
        ({"1": 1, "2": 1, "3": 0, "4": 0, "5": 0, "6": 0}, ["low"]),
        ({"1": 1, "2": 1, "3": 1, "4": 0, "5": 0, "6": 0}, ["moderate"]),
        ({"1": 1, "2": 1, "3": 1, "4": 1, "5": 0, "6": 0}, ["high"]),
        ({"1": 0, "2": 1, "3": 0, "4": 0, "5": 1, "6": 0}, ["high"]),
        ({"1": 0, "2": 0, "6": 1, "6-recent": 0}, ["moderate"]),
        ({"1": 0, "2": 0, "6": 1, "6-recent": 1}, ["high"]),
        # Not known yet how recent: it may still be high, so nothing lower is said.
        ({"1": 0, "2": 0, "6": 1}, []),
        ({"1": 0, "2": 0, "6": 1, "6-recent": None}, []),
        ({"2": 1}, []),
        ({"4": 1}, ["high"]),
        ({"level": 1}, ["low"]),
        ({"level": 2}, ["moderate"]),
        ({"level": 3}, ["high"]),
        ({"level": 1, "4": 1}, ["high"]),
    ],
)
def test_the_level_of_risk_is_the_highest_and_is_never_summed(answers: dict[str, int | None], level: list[str]) -> None:
    assert risk(answers) == level
    assert scored(MEASURES["c-ssrs"], answers).scores == {}


@given(data=st.data())
def test_the_pattern_of_dsm_5_as_its_rule_says(data: st.DataObject) -> None:
    measure = MEASURES["pcl-5"]
    answers = {item.id: data.draw(st.sampled_from(item.values)) for item in measure.items}

    def symptoms(first: int, last: int) -> int:
        return sum(answers[item] >= 2 for item in numbers(first, last))

    expected = symptoms(1, 5) >= 1 and symptoms(6, 7) >= 1 and symptoms(8, 14) >= 2 and symptoms(15, 20) >= 2
    assert bool(scored(MEASURES["pcl-5"], answers).findings) == expected


@pytest.mark.parametrize(
    ("yes", "same_period", "problem", "positive"),
    [(7, 1, 2, True), (13, 1, 3, True), (6, 1, 3, False), (7, 0, 3, False), (7, 1, 1, False)],
)
def test_mdq_needs_all_three(yes: int, same_period: int, problem: int, positive: bool) -> None:
    answers = {f"1{letter}": int(place < yes) for place, letter in enumerate("abcdefghijklm")}
    answers |= {"2": same_period, "3": problem}
    assert bool(scored(MEASURES["mdq"], answers).findings) == positive


def test_with_a_total_only_the_item_on_suicide_is_asked_and_blank_is_not_zero() -> None:
    for name, item in (("epds", "10"), ("qids-sr16", "12"), ("madrs", "10"), ("phq-9", "9")):
        measure = MEASURES[name]
        alone = scored(measure, {}, {"total": 5})
        assert (alone.missing, alone.alerts) == ((item,), ())
        assert scored(measure, {item: None}, {"total": 5}).missing == (item,)
        assert scored(measure, {item: 0}, {"total": 5}).missing == ()
        assert [rule.item for rule in scored(measure, {item: 4 if name == "madrs" else 1}, {"total": 5}).alerts] == [
            item
        ]
    assert scored(MEASURES["gad-7"], {}, {"total": 5}).missing == ()


def test_typed_subscales_make_the_mean_of_means() -> None:
    typed = {"restraint": 320, "eating": 100, "shape": 200, "weight": 401}
    assert scored(MEASURES["ede-q"], {}, typed).scores == {**typed, "global": 255}
    assert scored(MEASURES["ede-q"], {}, {**typed, "global": 250}).scores["global"] == 250


@pytest.mark.parametrize(
    ("text", "value"),
    [("3.25", 325), ("3,25", 325), ("3", 300), ("3.2", 320), ("0", 0), ("10", 1000), (" 10.00 ", 1000)],
)
def test_a_mean_is_read_with_two_decimals(text: str, value: int) -> None:
    assert typed_score(MEASURES["bpi"].scores[0], text) == value


@pytest.mark.parametrize("text", ["", "10.01", "3.255", "-1", "x", "3.", "٣", "1e1", "3.2.1", "½", "1 2"])
def test_what_is_no_mean_is_refused_with_its_range(text: str) -> None:
    with pytest.raises(BadValue, match=r"from 0\.00 to 10\.00") as told:
        typed_score(MEASURES["bpi"].scores[0], text)
    assert told.value.field == "severity"


@pytest.mark.parametrize("text", ["28", "-1", "14.0", "1,4", "", "fourteen"])
def test_what_is_no_total_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="whole number from 0 to 27"):
        typed_score(MEASURES["phq-9"].scores[0], text)


@given(st.sampled_from([rule for one in MEASURES.values() for rule in one.scores]), st.data())
def test_what_is_written_can_be_read_again(rule: ScoreRule, data: st.DataObject) -> None:
    value = data.draw(st.integers(rule.low, rule.high))
    assert typed_score(rule, score_text(rule, value)) == value


@pytest.mark.parametrize(
    ("answers", "typed", "field"),
    [
        ({"99": 1}, {}, "99"),
        ({"1": 4}, {}, "1"),
        ({"1": -1}, {}, "1"),
        ({"1": True}, {}, "1"),
        ({}, {"total": 28}, "total"),
        ({}, {"total": -1}, "total"),
        ({}, {"sum": 3}, "sum"),
    ],
)
def test_what_the_measure_does_not_have_is_refused(answers: Given, typed: Given, field: str) -> None:
    with pytest.raises(BadValue) as told:
        scored(MEASURES["phq-9"], answers, typed)
    assert told.value.field == field
