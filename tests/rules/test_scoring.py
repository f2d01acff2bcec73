"""Scores of every measure against second implementations, written here from the published rules, and examples.

The second implementations know nothing of the files: they say each rule once more, as its source does.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.records.measures import files
from clinicdesk.rules.measure import Measure
from clinicdesk.rules.scoring import score_text, scored

MEASURES = files.load_all()[0]
Given = Mapping[str, int]


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def hundredths(value: Fraction) -> int:
    return floor(value * 100 + Fraction(1, 2))


def mean_of(given_: Given, *items: int | str) -> Fraction:
    return Fraction(sum(given_[str(item)] for item in items), len(items))


# The second implementations: complete answers → every score -----------------------------------------------------------


def plain_sum(count: int) -> Callable[[Given], dict[str, int]]:
    return lambda given_: {"total": sum(given_[name] for name in numbers(1, count))}


def pcl5(given_: Given) -> dict[str, int]:
    parts = {"b": (1, 5), "c": (6, 7), "d": (8, 14), "e": (15, 20)}
    clusters = {name: sum(given_[item] for item in numbers(*ends)) for name, ends in parts.items()}
    return {"total": sum(clusters.values()), **clusters}


def ybocs(given_: Given) -> dict[str, int]:
    obsessions, compulsions = (sum(given_[item] for item in numbers(*ends)) for ends in ((1, 5), (6, 10)))
    return {"total": obsessions + compulsions, "obsessions": obsessions, "compulsions": compulsions}


def qids(given_: Given) -> dict[str, int]:
    of = [0, *(given_[item] for item in numbers(1, 16))]
    sleep, appetite, motor = max(of[1:5]), max(of[6:10]), max(of[15], of[16])
    return {"total": sleep + of[5] + appetite + of[10] + of[11] + of[12] + of[13] + of[14] + motor}


def cadss(given_: Given) -> dict[str, int]:
    def of(*items: int) -> int:
        return sum(given_[str(item)] for item in items)

    return {
        "total": of(*range(1, 24)),
        "six": of(1, 2, 6, 7, 15, 22),
        "depersonalisation": of(3, 4, 5, 6, 7, 20, 23),
        "derealisation": of(1, 2, 8, 9, 10, 11, 12, 13, 16, 17, 18, 19, 21),
        "amnesia": of(14, 15, 22),
    }


def bpi(given_: Given) -> dict[str, int]:
    severity = mean_of(given_, 3, 4, 5, 6)
    interference = mean_of(given_, "9a", "9b", "9c", "9d", "9e", "9f", "9g")
    return {"severity": hundredths(severity), "interference": hundredths(interference)}


def edeq(given_: Given) -> dict[str, int]:
    restraint = mean_of(given_, 1, 2, 3, 4, 5)
    eating = mean_of(given_, 7, 9, 19, 20, 21)
    shape = mean_of(given_, 6, 8, 10, 11, 23, 26, 27, 28)
    weight = mean_of(given_, 8, 12, 22, 24, 25)
    return {
        "global": hundredths((restraint + eating + shape + weight) / 4),
        "restraint": hundredths(restraint),
        "eating": hundredths(eating),
        "shape": hundredths(shape),
        "weight": hundredths(weight),
    }


def aldrete(given_: Given) -> dict[str, int]:
    return {
        "total": given_["activity"]
        + given_["breathing"]
        + given_["circulation"]
        + given_["consciousness"]
        + given_["saturation"]
    }


def mdq(given_: Given) -> dict[str, int]:
    return {"yes": len([letter for letter in "abcdefghijklm" if given_[f"1{letter}"] == 1])}


def auditc(given_: Given) -> dict[str, int]:
    # Who had no drink is not asked on: 0 points.
    return {"total": 0 if given_["1"] == 0 else given_["1"] + given_["2"] + given_["3"]}


def pcptsd5(given_: Given) -> dict[str, int]:
    # "If no, screen total = 0."
    return {"total": 0 if given_["event"] == 0 else sum(given_[item] for item in numbers(1, 5))}


def single(given_: Given) -> dict[str, int]:
    return {"value": given_["1"]}


SECOND: dict[str, Callable[[Given], dict[str, int]]] = {
    "phq-9": plain_sum(9),
    "gad-7": plain_sum(7),
    "madrs": plain_sum(10),
    "epds": plain_sum(10),
    "pcl-5": pcl5,
    "y-bocs": ybocs,
    "qids-sr16": qids,
    "cadss": cadss,
    "bpi": bpi,
    "ede-q": edeq,
    "modified-aldrete-mmhg": aldrete,
    "modified-aldrete-percent": aldrete,
    "mdq": mdq,
    "audit-c": auditc,
    "pc-ptsd-5": pcptsd5,
    "moaa-s": single,
    "mood-now": single,
    "distress-now": single,
    "pain-now": single,
    "c-ssrs": lambda _given: {},
}


def whole_answers(measure: Measure) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries({item.id: st.sampled_from(item.values) for item in measure.items})


def some_answers(measure: Measure) -> st.SearchStrategy[dict[str, int | None]]:
    return st.fixed_dictionaries(
        {}, optional={item.id: st.none() | st.sampled_from(item.values) for item in measure.items}
    )


def test_every_measure_has_a_second_implementation() -> None:
    assert set(SECOND) == set(MEASURES)


@pytest.mark.parametrize("name", SECOND)
@settings(max_examples=30)
@given(data=st.data())
def test_complete_answers_are_counted_as_the_source_says(name: str, data: st.DataObject) -> None:
    measure = MEASURES[name]
    answers = data.draw(whole_answers(measure))
    found = scored(measure, answers)
    assert found.scores == SECOND[name](answers)
    assert found.missing == ()


@pytest.mark.parametrize("name", SECOND)
@settings(max_examples=30)
@given(data=st.data())
def test_no_score_is_made_up_and_none_leaves_its_range(name: str, data: st.DataObject) -> None:
    measure = MEASURES[name]
    answers = data.draw(some_answers(measure))
    found = scored(measure, answers)
    assert list(found.scores) == [rule.id for rule in measure.scores]
    for rule in measure.scores:
        value = found.scores[rule.id]
        assert value is None or rule.low <= value <= rule.high
        if value is not None and not rule.missing_allowed:
            assert not set(rule.items) & set(found.missing)
    assert all(answers.get(item) is None for item in found.missing)


@pytest.mark.parametrize("name", SECOND)
@settings(max_examples=30)
@given(data=st.data())
def test_who_answers_what_is_missing_is_done_in_the_end(name: str, data: st.DataObject) -> None:
    measure = MEASURES[name]
    answers: dict[str, int | None] = data.draw(some_answers(measure))
    for _step in range(len(measure.items) + 1):
        missing = scored(measure, answers).missing
        if not missing:
            break
        answers[missing[0]] = data.draw(st.sampled_from(measure.item(missing[0]).values))
    done = scored(measure, answers)
    assert done.complete
    assert None not in done.scores.values()


@pytest.mark.parametrize("name", SECOND)
@settings(max_examples=30)
@given(data=st.data())
def test_one_answer_more_never_takes_an_alert_back(name: str, data: st.DataObject) -> None:
    """What a half-filled form calls a clinician for stays so, whatever else is answered (levels of risk only rise)."""
    measure = MEASURES[name]
    answers = data.draw(some_answers(measure))
    left = [item for item in measure.items if answers.get(item.id) is None]
    before = {rule.id for rule in scored(measure, answers).alerts}
    if left:
        item = data.draw(st.sampled_from(left))
        answers = {**answers, item.id: data.draw(st.sampled_from(item.values))}
    assert before <= {rule.id for rule in scored(measure, answers).alerts}


@pytest.mark.parametrize("name", [name for name, one in MEASURES.items() if one.better == "lower" and one.scores])
@settings(max_examples=30)
@given(data=st.data())
def test_a_worse_answer_never_lowers_the_first_score(name: str, data: st.DataObject) -> None:
    measure = MEASURES[name]
    answers = data.draw(whole_answers(measure))
    item = data.draw(st.sampled_from(measure.items))
    worse = data.draw(st.sampled_from([value for value in item.values if value >= answers[item.id]]))
    main = measure.scores[0].id
    before, after = (scored(measure, one).scores[main] for one in (answers, {**answers, item.id: worse}))
    assert before is not None
    assert after is not None
    assert after >= before


# Published examples ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "answers", "score", "value"),
    [
        # HL7 US Core, QuestionnaireResponse "phq-9-example".
        ("phq-9", (2, 2, 2, 2, 1, 1, 2, 0, 0), "total", 12),
        # PACIO sample data (MITRE), GAD-7 of October 2025: 7, mild.
        ("gad-7", (1, 1, 1, 1, 0, 1, 2), "total", 7),
    ],
)
def test_published_examples_of_sums(name: str, answers: tuple[int, ...], score: str, value: int) -> None:
    given_ = {str(number): answer for number, answer in enumerate(answers, start=1)}
    assert scored(MEASURES[name], given_).scores[score] == value


@pytest.mark.parametrize(
    ("score", "answers", "value"),
    [
        # The worked sums beside the tests of CamCOPS: 16 / 5 = 3.2 and 28 / 8 = 3.5.
        ("restraint", {1: 1, 2: 2, 3: 3, 4: 4, 5: 6}, "3.20"),
        ("eating", {7: 1, 9: 2, 19: 3, 21: 4, 20: 6}, "3.20"),
        ("shape", {6: 1, 8: 2, 23: 3, 10: 4, 26: 5, 27: 6, 28: 3, 11: 4}, "3.50"),
        ("weight", {8: 1, 12: 2, 22: 3, 24: 4, 25: 6}, "3.20"),
    ],
)
def test_published_examples_of_ede_q(score: str, answers: dict[int, int], value: str) -> None:
    measure = MEASURES["ede-q"]
    found = scored(measure, {str(item): answer for item, answer in answers.items()}).scores
    rule = next(rule for rule in measure.scores if rule.id == score)
    assert found[score] is not None
    assert score_text(rule, found[score] or 0) == value
    assert found["global"] is None


def test_a_mean_of_means_is_rounded_once() -> None:
    # 2/5, 0, 3/8 and 0 have the mean 0.19375. From subscales that were rounded first (0.40 and 0.38) it would be 0.195.
    answers = {**{str(item): 0 for item in range(1, 29)}, "1": 2, "6": 3}
    assert scored(MEASURES["ede-q"], answers).scores["global"] == 19
