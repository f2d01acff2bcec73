"""Response, remission and loss: every definition at its border, and against a model that tells it in another way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.dose_rules import Provenance
from clinicdesk.rules.measure import Better, Measure, Method, ResponseRule, ScoreRule, Shipping
from clinicdesk.rules.response import Course, Point, course, overlapping, response_line

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FORTNIGHT = 14 * 24


def a_measure(
    *,
    percent: int | None = 50,
    points: int | None = None,
    remission: int | None = 4,
    recall_hours: int = FORTNIGHT,
    better: Better = Better.LOWER,
    high: int = 27,
) -> Measure:
    """A scale like PHQ-9, from 0 to 27, unless it says otherwise."""
    where = Provenance("a test", True, "")
    return Measure(
        id="scale",
        version="1",
        title="Scale",
        full_title="A scale",
        about="mood",
        filled_by="patient",
        recall_hours=recall_hours,
        shipping=Shipping.SCORE_ONLY,
        languages=("en",),
        asked={},
        items=(),
        scores=(ScoreRule("total", "Total", Method.TYPED, (), (), 0, high),),
        bands=(),
        findings=(),
        alerts=(),
        better=better,
        response=ResponseRule(percent, points, remission, where),
        suicide_item="",
        loinc="",
        licence="",
        provenance=where,
    )


def scores(*pairs: tuple[float, int | None]) -> list[Point]:
    """Points by days from the first treatment."""
    return [Point(f"p{place}", START + day * DAY, total) for place, (day, total) in enumerate(pairs)]


def judged(*pairs: tuple[float, int | None], **about: object) -> Course:
    return course(a_measure(**about), scores(*pairs), [START])  # type: ignore[arg-type]


def day_of(point: Point | None) -> float | None:
    return (point.at - START) / DAY if point else None


# -- the baseline


def test_the_baseline_is_the_last_score_at_or_before_the_first_treatment() -> None:
    found = judged((-30, 22), (-2, 20), (0, 18), (14, 12))
    assert found.baseline == Point("p2", START, 18)
    assert judged((-2, 20), (0.0001, 8)).baseline == Point("p0", START - 2 * DAY, 20)


def test_a_sheet_without_a_score_is_no_baseline_and_no_loss() -> None:
    found = judged((-2, 20), (-1, None), (14, 9), (20, None))
    assert day_of(found.baseline) == -2
    assert found.lost is None
    assert day_of(found.latest) == 14


def test_before_the_first_treatment_nothing_is_judged() -> None:
    found = course(a_measure(), scores((-30, 20), (0, 2)), [])
    assert found.baseline is found.first_response is found.first_remission is found.percent_change is None
    assert day_of(found.latest) == 0


def test_the_first_treatment_counts_whatever_the_order_they_come_in() -> None:
    points = scores((-2, 20), (3, 18), (30, 9))
    found = course(a_measure(), list(reversed(points)), [START + 28 * DAY, START, START + 5 * DAY])
    assert (day_of(found.baseline), day_of(found.first_response)) == (-2, 30)


def test_without_a_baseline_there_is_neither_response_nor_remission() -> None:
    found = judged((1, 20), (20, 2))
    assert found.baseline is found.first_response is found.first_remission is found.hours_to_response is None
    assert found.percent_change is None
    assert found.latest is not None


# -- response and remission at their borders


@pytest.mark.parametrize(("total", "responds"), [(11, False), (10, True), (9, True)])
def test_half_of_the_baseline_is_a_response(total: int, responds: bool) -> None:
    assert (judged((-1, 20), (15, total)).first_response is not None) is responds


@pytest.mark.parametrize(("total", "responds"), [(8, True), (9, False)])
def test_an_odd_baseline_is_not_rounded(total: int, responds: bool) -> None:
    assert (judged((-1, 17), (15, total)).first_response is not None) is responds


@pytest.mark.parametrize(("total", "responds"), [(21, False), (20, True)])
def test_points_alone_are_enough(total: int, responds: bool) -> None:
    found = judged((-1, 30), (15, total), percent=None, points=10, high=80)
    assert (found.first_response is not None) is responds


@pytest.mark.parametrize(
    ("baseline", "total", "responds"), [(10, 7, True), (10, 8, True), (10, 9, False), (3, 2, True)]
)
def test_either_the_percentage_or_the_points(baseline: int, total: int, responds: bool) -> None:
    found = judged((-1, baseline), (15, total), percent=30, points=2)
    assert (found.first_response is not None) is (responds or (baseline - total) * 10 >= 3 * baseline)


def test_where_higher_is_better_a_rise_is_the_response() -> None:
    assert judged((-1, 10), (15, 15), better=Better.HIGHER, remission=20).first_response
    assert not judged((-1, 10), (15, 14), better=Better.HIGHER, remission=20).first_response
    assert judged((-1, 10), (15, 20), better=Better.HIGHER, remission=20).first_remission
    assert not judged((-1, 10), (15, 19), better=Better.HIGHER, remission=20).first_remission


def test_a_baseline_of_zero_has_nothing_to_respond_to() -> None:
    assert judged((-1, 0), (15, 0)).first_response is None
    assert judged((-1, 0), (15, 5), better=Better.HIGHER).first_response is None


def test_the_same_score_is_no_response_even_where_no_change_is_asked_for() -> None:
    assert judged((-1, 12), (15, 12), percent=0).first_response is None


@pytest.mark.parametrize(("total", "remits"), [(5, False), (4, True), (0, True)])
def test_remission_is_at_the_limit_or_better(total: int, remits: bool) -> None:
    assert (judged((-1, 20), (15, total)).first_remission is not None) is remits


def test_somebody_who_was_there_before_has_no_remission_to_reach() -> None:
    assert judged((-1, 4), (15, 1)).first_remission is None
    assert judged((-1, 5), (15, 4)).first_remission is not None


def test_a_measure_without_rules_has_neither() -> None:
    found = judged((-1, 20), (15, 0), percent=None, points=None, remission=None)
    assert found.first_response is found.first_remission is found.lost is None
    assert found.percent_change == -100


# -- loss


def test_loss_is_the_first_score_after_a_response_that_is_none_any_more() -> None:
    found = judged((-1, 20), (15, 9), (30, 11), (45, 14))
    assert (day_of(found.first_response), day_of(found.lost), found.holds) == (15, 30, False)


def test_a_response_found_again_holds_though_it_was_lost_once() -> None:
    found = judged((-1, 20), (15, 9), (30, 11), (45, 8))
    assert (day_of(found.lost), found.holds) == (30, True)


def test_of_two_scores_of_one_moment_the_later_recorded_one_is_the_later() -> None:
    assert day_of(judged((-1, 20), (15, 9), (15, 14)).lost) == 15
    found = judged((-1, 20), (15, 14), (15, 9))
    assert found.lost is None
    assert found.holds


def test_what_was_never_there_is_not_lost() -> None:
    found = judged((-1, 20), (15, 14), (30, 19))
    assert found.lost is None
    assert not found.holds


def test_the_series_baseline_counts_and_not_the_score_before() -> None:
    # Half of the score before, but not of the baseline.
    assert judged((-1, 20), (15, 24), (30, 12)).first_response is None


# -- overlapping, and the time to response


def test_sooner_than_the_recall_period_after_the_first_treatment_overlaps() -> None:
    found = judged((-1, 20), (13, 9), (14, 9))
    assert found.overlapping == {"p1"}
    assert (day_of(found.first_response), found.hours_to_response) == (13, FORTNIGHT)


def test_two_weeks_later_is_no_overlap_though_it_is_half_an_hour_earlier() -> None:
    assert judged((-1, 20), (14 - 1 / 48, 9)).overlapping == frozenset()


def test_a_recall_of_hours_is_counted_by_the_hour() -> None:
    found = judged((-1, 20), (5.9 / 24, 9), (6 / 24, 9), recall_hours=6)
    assert (found.overlapping, found.hours_to_response) == ({"p1"}, 6)


def test_an_overlapping_score_is_no_start_of_a_new_period() -> None:
    # Weekly, and it looks back over two weeks: every second one stands alone.
    found = judged((-1, 20), (7, 18), (14, 16), (21, 9), (28, 8))
    assert found.overlapping == {"p1", "p3"}
    assert (day_of(found.first_response), found.hours_to_response) == (21, 28 * 24)


def test_before_the_first_treatment_two_can_overlap_and_the_later_is_the_baseline() -> None:
    found = judged((-5, 22), (-1, 20))
    assert (found.overlapping, day_of(found.baseline)) == ({"p1"}, -1)


def test_right_now_never_overlaps() -> None:
    found = judged((-0.1, 8), (0.05, 4), (0.051, 3), recall_hours=0, remission=None)
    assert (found.overlapping, found.hours_to_response) == (frozenset(), 1)


# -- the change in per cent


@pytest.mark.parametrize(("total", "percent"), [(20, 0), (10, -50), (11, -45), (21, 5), (0, -100), (40, 100)])
def test_the_change_is_from_the_baseline_to_the_latest(total: int, percent: int) -> None:
    assert judged((-1, 20), (15, 3), (30, total)).percent_change == percent


def test_fifty_per_cent_is_said_only_where_it_is_reached() -> None:
    found = judged((-1, 27), (15, 14))  # 48.1 %
    assert (found.percent_change, found.first_response) == (-48, None)
    assert judged((-1, 201), (15, 101), high=300).percent_change == -49


# -- the line on the curve


@given(
    st.integers(0, 27), st.sampled_from([None, 30, 50, 100]), st.sampled_from([None, 2, 10]), st.sampled_from(Better)
)
def test_the_line_is_the_worst_score_that_still_is_a_response(
    baseline: int, percent: int | None, points: int | None, better: Better
) -> None:
    measure = a_measure(percent=percent, points=points, better=better)
    responding = [
        total
        for total in range(28)
        if course(measure, scores((-1, baseline), (15, total)), [START]).first_response is not None
    ]
    worst = (max if better is Better.LOWER else min)(responding, default=None)
    assert response_line(measure, baseline) == worst


# -- an independent model


@st.composite
def courses(draw: st.DrawFn) -> tuple[Measure, list[Point], list[datetime]]:
    """A course on half days, so that borders are met often: ties, gaps, scores that are missing."""
    measure = a_measure(
        percent=draw(st.sampled_from([None, 30, 50])),
        points=draw(st.sampled_from([None, 2, 10])),
        remission=draw(st.sampled_from([None, 4, 12])),
        recall_hours=draw(st.sampled_from([0, 12, 24, 48, FORTNIGHT])),
        better=draw(st.sampled_from(Better)),
    )
    spread = draw(st.sampled_from([4, 80]))
    halves = draw(st.lists(st.tuples(st.integers(-spread // 2, spread), st.none() | st.integers(0, 27)), max_size=14))
    treated = draw(st.lists(st.integers(-4, 30), max_size=4))
    return measure, scores(*((half / 2, total) for half, total in halves)), [START + day * DAY / 2 for day in treated]


@given(courses())
def test_it_agrees_with_a_model_in_words_of_its_own(made: tuple[Measure, list[Point], list[datetime]]) -> None:
    measure, points, treatments = made
    found = course(measure, points, treatments)
    told = _told_again(measure, points, treatments)
    assert {name: getattr(found, name) for name in told} == told


@given(courses(), st.randoms(use_true_random=False))
def test_the_order_they_come_in_says_nothing(made: tuple[Measure, list[Point], list[datetime]], random: object) -> None:
    measure, points, treatments = made
    shuffled = sorted(points, key=lambda _point: random.random())  # type: ignore[attr-defined]
    assert course(measure, shuffled, list(reversed(treatments))) == course(measure, points, treatments)


@given(courses())
def test_turned_upside_down_the_points_rule_judges_the_same(
    made: tuple[Measure, list[Point], list[datetime]],
) -> None:
    measure, points, treatments = made
    rule = replace(measure.response, response_percent=None)
    limit = rule.remission
    lower = replace(measure, better=Better.LOWER, response=rule)
    flipped = None if limit is None else 27 - limit
    higher = replace(measure, better=Better.HIGHER, response=replace(rule, remission=flipped))
    mirrored = [replace(one, total=None if one.total is None else 27 - one.total) for one in points]
    first, second = course(lower, points, treatments), course(higher, mirrored, treatments)
    for name in ("baseline", "first_response", "first_remission", "lost", "latest"):
        one, other = getattr(first, name), getattr(second, name)
        assert (one and one.id) == (other and other.id)
    assert (first.overlapping, first.hours_to_response) == (second.overlapping, second.hours_to_response)


@given(courses(), st.lists(st.integers(-4, 60), max_size=4))
def test_over_several_series_each_beginning_counts_for_what_came_after_it(
    made: tuple[Measure, list[Point], list[datetime]], days: list[int]
) -> None:
    measure, points, _treatments = made
    begins = [START + day * DAY / 2 for day in days]
    clear: list[Point] = []
    for point in sorted((one for one in points if one.total is not None), key=lambda one: (one.at, one.id)):
        before = [edge for edge in begins if edge < point.at]
        edges = [one.at for one in clear[-1:]] + sorted(before)[-1:]
        whole_days = measure.recall_hours % 24 == 0
        hours = [
            (point.at.date() - edge.date()).days * 24 if whole_days else (point.at - edge) / timedelta(hours=1)
            for edge in edges
        ]
        if all(gone >= measure.recall_hours for gone in hours):
            clear.append(point)
    scored = {one.id for one in points if one.total is not None}
    assert overlapping(measure, points, begins) == scored - {one.id for one in clear}


def _told_again(measure: Measure, points: list[Point], treatments: list[datetime]) -> dict[str, object]:
    """The definitions once more, walking along the days in fractions instead of looking things up."""
    rule, sign = measure.response, -1 if measure.better is Better.LOWER else 1
    told: dict[str, object] = dict.fromkeys(
        ["baseline", "first_response", "first_remission", "lost", "latest", "hours_to_response"]
    )
    overlapping: set[str] = set()
    told["holds"] = False
    zero = sorted(treatments)[0] if treatments else None
    counted: datetime | None = None
    for point in sorted((one for one in points if one.total is not None), key=lambda one: (one.at, one.id)):
        assert point.total is not None
        told["latest"] = point
        after = zero is not None and point.at > zero
        edges = ([counted] if counted else []) + ([zero] if zero and after else [])
        if measure.recall_hours % 24:
            clear = all((point.at - edge).total_seconds() / 3600 >= measure.recall_hours for edge in edges)
        else:
            clear = all((point.at.date() - edge.date()).days >= measure.recall_hours / 24 for edge in edges)
        if clear:
            counted = point.at
        else:
            overlapping.add(point.id)
        if zero is None:
            continue
        if not after:
            told["baseline"] = point
            continue
        base = told["baseline"]
        if not isinstance(base, Point) or base.total is None:
            continue
        gain = sign * (point.total - base.total)
        wanted = [limit for limit in (_share(rule.response_percent, base.total), rule.response_points) if limit]
        responds = any(gain >= limit for limit in wanted)
        told["holds"] = responds
        if responds and told["first_response"] is None:
            told["first_response"] = point
        if responds and clear and told["hours_to_response"] is None:
            told["hours_to_response"] = int((point.at - zero).total_seconds() // 3600)
        if not responds and told["first_response"] is not None and told["lost"] is None:
            told["lost"] = point
        if rule.remission is not None and told["first_remission"] is None:
            there = [sign * (total - rule.remission) >= 0 for total in (base.total, point.total)]
            if there == [False, True]:
                told["first_remission"] = point
    return {**told, "overlapping": overlapping}


def _share(percent: int | None, baseline: int) -> float:
    """How far the score must move; 0 where there is no such rule, or nothing to take a share of."""
    return 0 if percent is None else percent * baseline / 100
