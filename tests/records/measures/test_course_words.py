"""What became of somebody, in sentences: each says no more than the record, and none stands without its definition."""

from dataclasses import replace

import pytest

from clinicdesk.records.measures.course_words import change_words, recall_words, time_words, told_of
from clinicdesk.rules.measure import WHOLE_LIFE_HOURS, Better, Measure, ResponseRule
from tests.figures.followed_by_hand import followed, measure


def sentences(*scores: tuple[float, int | None], of: Measure | None = None) -> list[str]:
    course = followed(scores, of=of)
    return [one.words for one in told_of(course, course.spans[0])]


def definitions(*scores: tuple[float, int | None], of: Measure | None = None) -> str:
    course = followed(scores, of=of)
    return " ".join(one.definition for one in told_of(course, course.spans[0]))


def ruled(percent: int | None, points: int | None, remission: int | None, better: Better = Better.LOWER) -> Measure:
    used = measure()
    rule = ResponseRule(percent, points, remission, replace(used.response.provenance, unverified=False))
    return replace(used, better=better, response=rule, bands=())


def test_no_baseline_is_said_first() -> None:
    assert sentences((3, 20), (20, 5)) == [
        "No PHQ-9 from before the first treatment: a response cannot be judged.",
        "Latest 5 (mild) on 22-Mar-2026.",
    ]


def test_nothing_answered_since_is_said() -> None:
    assert sentences((-1, 20)) == [
        "Baseline 20 (severe) on 01-Mar-2026.",
        "No response so far.",
        "No remission so far.",
        "Nothing answered since the first treatment.",
    ]


def test_a_response_that_only_overlaps_has_no_time() -> None:
    told = sentences((-1, 20), (3, 8))
    assert "Response: 8 (mild) on 05-Mar-2026." in told
    assert "Time to response: not known, every response so far overlaps." in told


def test_a_response_found_again_is_said() -> None:
    told = sentences((-1, 20), (14, 8), (28, 15), (42, 9))
    assert "Response lost: 15 (moderately severe) on 30-Mar-2026, and found again since." in told


def test_a_baseline_that_was_a_remission_is_said() -> None:
    assert "The baseline was a remission already." in sentences((-1, 4), (14, 2))


def test_a_later_series_is_told_with_where_the_first_began() -> None:
    course = followed([(-1, 22), (28, 12), (100, 8)], [(0, "s1"), (50, "s2")])
    told = [one.words for one in told_of(course, course.spans[1])]
    assert told[0] == "Baseline 12 (moderate) on 30-Mar-2026."
    assert told[-1] == "Before the first series: 22 (severe) on 01-Mar-2026; since then −63 %."
    assert "Before the first series" not in " ".join(one.words for one in told_of(course, course.spans[0]))


def test_every_sentence_with_a_rule_has_its_definition() -> None:
    course = followed([(-1, 20), (14, 8), (28, 4), (42, 15)])
    for one in told_of(course, course.spans[0]):
        assert one.definition.endswith("."), one.words


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (ruled(50, None, 4), "A response is a score 50 % or more below the baseline. Here: 10 or less."),
        (ruled(None, 10, None), "A response is a score 10 points or more below the baseline. Here: 10 or less."),
        (ruled(30, 2, None), "30 % or more below the baseline or 2 points or more below it. Here: 18 or less."),
        (ruled(50, None, 20, Better.HIGHER), "50 % or more above the baseline."),
    ],
)
def test_the_definition_is_that_of_the_measure(rules: Measure, words: str) -> None:
    assert words in definitions((-1, 20), (14, 15), of=rules)


def test_what_nobody_verified_is_said() -> None:
    assert "Nobody has verified this" in definitions((-1, 20), (14, 8))
    assert "Nobody has verified this" not in definitions((-1, 20), (14, 8), of=ruled(50, None, 4))


def test_where_no_rule_is_known_nothing_is_called_a_response() -> None:
    assert sentences((-1, 4), (1, 7), of=ruled(None, None, None, Better.HIGHER)) == [
        "Baseline 4 on 01-Mar-2026.",
        "Latest 7 on 03-Mar-2026: +3 from the baseline.",
    ]


@pytest.mark.parametrize(
    ("baseline", "total", "words"),
    [(20, 10, "−50 %"), (27, 14, "−48 %"), (20, 20, "0 %"), (20, 21, "+5 %"), (0, 3, "+3"), (300, 299, "0 %")],
)
def test_changes_carry_their_sign_and_are_never_rounded_up(baseline: int, total: int, words: str) -> None:
    assert change_words(followed([(-1, 20)]), baseline, total) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "this moment"),
        (1, "the last hour"),
        (6, "the last 6 hours"),
        (24, "the last day"),
        (72, "the last 3 days"),
        (168, "the last week"),
        (336, "the last 2 weeks"),
        (720, "the last 30 days"),
        (8760, "the last year"),
        (17520, "the last 2 years"),
        (WHOLE_LIFE_HOURS, "the whole life"),
    ],
)
def test_recall_periods_are_said_in_their_own_unit(hours: int, words: str) -> None:
    assert recall_words(hours) == words


@pytest.mark.parametrize(("hours", "words"), [(1, "1 hour"), (47, "47 hours"), (48, "2 days"), (335, "13 days")])
def test_times_are_never_longer_than_they_were(hours: int, words: str) -> None:
    assert time_words(hours) == words
