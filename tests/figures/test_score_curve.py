"""The curve as plain numbers: points, treatments, bands and lines lie where the record says."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.figures.score_curve import ScoreFigure, part_of, score_figure, treatment_words, whole_range
from clinicdesk.rules.measure import Band, Better
from clinicdesk.rules.response import is_response

from .followed_by_hand import HERE, START, followed, measure, treatment

COURSE = [(-1.0, 22), (14.0, 14), (28.0, 10), (30.0, 4), (45.0, 13)]


def drawn(*args: object, **more: object) -> ScoreFigure:
    figure = score_figure(followed(*args, **more))  # type: ignore[arg-type]
    assert figure is not None
    return figure


def test_points_stand_at_their_hours_from_the_first_midnight() -> None:
    figure = drawn(COURSE)
    assert figure.origin == datetime(2026, 3, 1, 0, 0, tzinfo=HERE)
    # The clock was set on 8 March: by then it shows an hour more than has gone by.
    assert [point.hour for point in figure.points] == [
        9,
        9 + 15 * 24 - 1,
        9 + 29 * 24 - 1,
        9 + 31 * 24 - 1,
        9 + 46 * 24 - 1,
    ]
    assert [(point.value, point.text) for point in figure.points] == [
        (22, "22"),
        (14, "14"),
        (10, "10"),
        (4, "4"),
        (13, "13"),
    ]


def test_what_a_score_was_is_written_beside_it() -> None:
    figure = drawn(COURSE)
    assert [point.label for point in figure.points] == ["Baseline", "", "Response", "Remission", "Response lost"]
    assert [point.overlapping for point in figure.points] == [False, False, False, True, False]


def test_the_words_of_a_point_say_all_that_is_drawn() -> None:
    words = drawn(COURSE).points[3].words
    assert words == ("01-Apr-2026 09:00: PHQ-9 4, minimal, remission, baseline 22, overlaps with the time before")


def test_the_value_axis_is_the_whole_scale_and_tells_its_end() -> None:
    figure = drawn([(-1.0, 14)])
    assert (figure.value_min, figure.value_max) == (0, 27)
    assert [value for value, _words in figure.ticks_y] == [0, 5, 10, 15, 20, 27]


@pytest.mark.parametrize(
    ("high", "ticks"),
    [(10, [0, 2, 4, 6, 8, 10]), (80, [0, 20, 40, 60, 80]), (21, [0, 5, 10, 15, 21]), (13, [0, 2, 4, 6, 8, 10, 13])],
)
def test_the_ticks_of_other_scales(high: int, ticks: list[int]) -> None:
    used = measure()
    rule = replace(used.scores[0], high=high)
    figure = drawn([(-1.0, 5)], of=replace(used, scores=(rule,), bands=()))
    assert [value for value, _words in figure.ticks_y] == ticks


def test_a_mean_in_hundredths_is_told_as_a_number() -> None:
    used = measure()
    rule = replace(used.scores[0], high=600, per=100)
    figure = drawn([(-1.0, 325)], of=replace(used, scores=(rule,), bands=()))
    assert figure.points[0].text == "3.25"
    assert figure.ticks_y[:2] == ((0, "0.00"), (100, "1.00"))


def test_treatments_carry_dose_and_route() -> None:
    figure = drawn(COURSE, [(0, "s1"), (2, "s1")])
    assert [(mark.hour, mark.label) for mark in figure.treatments] == [(33, "40 mg IV"), (81, "40 mg IV")]
    assert figure.treatments[1].words == "04-Mar-2026 09:00: session 2 of 6, ketAMINE 40 mg, intravenous"
    assert treatment_words(replace(treatment(1, START), given_micrograms=0)) == "ketAMINE, intravenous"
    fluid = replace(treatment(1, START), drug="Saline", given_micrograms=0, given_microlitres=500_000)
    assert treatment_words(fluid) == "Saline 500 mL, intravenous"


def test_bands_are_shaded_edge_to_edge_from_best_to_worst() -> None:
    bands = drawn(COURSE).bands
    assert [(band.low, band.high, band.label) for band in bands] == [
        (0, 4.5, "minimal"),
        (4.5, 9.5, "mild"),
        (9.5, 14.5, "moderate"),
        (14.5, 19.5, "moderately severe"),
        (19.5, 27, "severe"),
    ]
    assert [band.shade for band in bands] == [0, 0.25, 0.5, 0.75, 1]


def test_where_higher_is_better_the_shades_turn_around() -> None:
    used = replace(measure(), better=Better.HIGHER)
    bands = {band.label: band.shade for band in drawn(COURSE, of=used).bands}
    assert (bands["severe"], bands["minimal"]) == (0, 1)


def test_the_bands_of_one_sex_are_drawn_for_that_sex_only() -> None:
    used = measure()
    both = (Band("total", 0, 3, "low"), Band("total", 4, 27, "positive"))
    women = (Band("total", 0, 2, "low", "female"), Band("total", 3, 27, "positive", "female"))
    used = replace(used, bands=both + women)
    assert [band.high for band in drawn(COURSE, of=used).bands] == [3.5, 27]
    assert [band.high for band in drawn(COURSE, of=used, sex="male").bands] == [3.5, 27]
    assert [band.high for band in drawn(COURSE, of=used, sex="female").bands] == [2.5, 27]


def test_lines_belong_to_their_series_and_its_baseline() -> None:
    figure = drawn([(-1, 22), (28, 10), (95, 16), (120, 9)], [(0, "s1"), (100, "s2")])
    lines = [(line.kind, line.value, line.label) for line in figure.lines]
    assert lines == [
        ("baseline", 22, "Baseline: 22"),
        ("response", 11, "Response: 11 or less"),
        ("remission", 4, "Remission: 4 or less"),
        ("baseline", 16, "Baseline: 16"),
        ("response", 8, "Response: 8 or less"),
        ("remission", 4, "Remission: 4 or less"),
    ]
    first, second = figure.lines[0], figure.lines[3]
    assert first.from_hour == figure.treatments[0].hour
    assert first.to_hour == second.from_hour == figure.treatments[1].hour
    assert second.to_hour == inf


def test_without_a_baseline_there_is_no_line_to_compare_with() -> None:
    assert drawn([(3, 22), (28, 10)]).lines == ()
    assert drawn([(3, 22)], []).lines == ()


def test_nothing_to_draw_is_no_figure() -> None:
    assert score_figure(followed([])) is None
    assert score_figure(followed([(3, None)])) is None


def test_a_sheet_without_a_score_is_no_point() -> None:
    assert [point.id for point in drawn([(-1, 22), (3, None), (14, 9)]).points] == ["r0", "r2"]


def test_one_point_stands_in_the_middle_of_a_day() -> None:
    figure = drawn([(-1, 22)], [])
    assert figure.hour_max - figure.hour_min == pytest.approx(24)
    assert figure.points[0].hour == pytest.approx((figure.hour_min + figure.hour_max) / 2)


def test_a_part_shows_only_its_hours_and_keeps_everything_else() -> None:
    whole = drawn(COURSE)
    part = part_of(whole, 100.0, 200.0)
    assert part.hours == (100.0, 200.0)
    assert (part.points, part.treatments, part.bands) == (whole.points, whole.treatments, whole.bands)
    assert part.from_to == "05-Mar-2026 to 09-Mar-2026"


@given(st.lists(st.floats(-50_000, 50_000), min_size=1, max_size=30))
def test_the_whole_range_holds_everything_with_a_margin(hours: list[float]) -> None:
    low, high = whole_range(hours)
    assert low < min(hours)
    assert max(hours) < high
    assert high - low >= 24


@given(
    st.lists(st.tuples(st.floats(-60, 400), st.none() | st.integers(0, 27)), min_size=1, max_size=40),
    st.lists(st.tuples(st.floats(0, 300), st.sampled_from(["s1", "s2"])), max_size=8),
)
def test_every_score_is_drawn_once_inside_the_frame(
    scores: list[tuple[float, int | None]], treatments: list[tuple[float, str]]
) -> None:
    course = followed(sorted(scores, key=lambda one: one[0]), sorted(treatments))
    figure = score_figure(course)
    wanted = [result.id for result in course.results if result.total is not None]
    if not wanted:
        assert figure is None
        return
    assert figure is not None
    assert [point.id for point in figure.points] == wanted
    for mark in (*figure.points, *figure.treatments):
        assert figure.hour_min < mark.hour < figure.hour_max
    for one, other in pairwise(figure.points):
        assert one.hour <= other.hour
    hours = [hour for hour, _words in figure.ticks_x]
    assert hours == sorted(hours)
    assert all(figure.hour_min <= hour <= figure.hour_max for hour in hours)


@given(st.integers(1, 27), st.integers(0, 27))
def test_the_response_line_parts_responses_from_the_rest(baseline: int, later: int) -> None:
    course = followed([(-1, baseline), (20, later)])
    (line,) = [line for line in drawn([(-1, baseline), (20, later)]).lines if line.kind == "response"]
    base, point = course.spans[0].course.baseline, course.spans[0].course.latest
    assert base is not None
    assert point is not None
    assert is_response(course.measure, base, point) == (later <= line.value)


def test_a_moment_on_the_day_the_clock_is_set_back_is_not_lost() -> None:
    night = datetime(2026, 11, 1, 0, 30, tzinfo=HERE)
    hours = [
        point.hour
        for point in drawn([((night - START) / timedelta(days=1) + count / 24, 9) for count in range(5)], []).points
    ]
    assert hours == sorted(hours)
