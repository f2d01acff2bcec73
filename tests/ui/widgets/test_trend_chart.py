"""The trend of the vital signs: what stands in it can be read."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.trend_chart import label_tops

HIGH = 14.0


def test_two_limits_close_together_have_their_labels_on_the_outer_sides() -> None:
    upper, lower = label_tops([100.0, 107.0], HIGH)
    assert upper + HIGH <= 100.0
    assert lower >= 107.0


def test_limits_far_apart_both_stand_on_their_lines() -> None:
    assert label_tops([100.0, 150.0], HIGH) == [85.0, 135.0]


@given(st.lists(st.floats(0, 300), max_size=6).map(sorted))
def test_no_label_lies_over_another_or_over_the_line_above(lines: list[float]) -> None:
    tops = label_tops(lines, HIGH)
    for (line, top), (_next_line, next_top) in pairwise(zip(lines, tops, strict=True)):
        assert next_top >= top + HIGH
        assert next_top >= line
