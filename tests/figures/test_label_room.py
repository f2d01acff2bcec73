"""Labels never lie over one another, nor over what they belong to."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.figures.label_room import room_beside, room_on_line, with_room

PLACES = st.tuples(st.floats(0, 100), st.floats(0, 100))


def test_of_labels_that_would_overlap_the_first_stays() -> None:
    assert with_room([(0, 10), (5, 15), (10, 20), (13, 20), (22.5, 30)], 2) == [True, False, False, True, True]


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(1, 60)), max_size=30))
def test_labels_with_room_keep_their_distance(labels: list[tuple[float, float]]) -> None:
    sides = sorted((left, left + wide) for left, wide in labels)
    shown = [side for side, fits in zip(sides, with_room(sides, 3), strict=True) if fits]
    assert all(other[0] >= one[1] + 3 for one, other in itertools.pairwise(shown))
    assert not sides or shown[0] == sides[0]


def test_a_label_stands_above_else_below_on_paper_and_screen() -> None:
    frame = (0.0, 0.0, 100.0, 100.0)
    assert room_beside((50, 50), (20, 8), 3, frame, [], up=1) == (40, 53, 60, 61)
    assert room_beside((50, 50), (20, 8), 3, frame, [], up=-1) == (40, 39, 60, 47)
    assert room_beside((50, 95), (20, 8), 3, frame, [], up=1) == (40, 84, 60, 92)
    assert room_beside((50, 3), (20, 8), 3, frame, [], up=-1) == (40, 6, 60, 14)
    # At the edge it moves inwards.
    assert room_beside((2, 50), (20, 8), 3, frame, [], up=1) == (0, 53, 20, 61)


@given(PLACES, st.lists(PLACES, max_size=40), st.sampled_from([-1, 1]))
def test_a_label_hides_nothing_and_stays_inside(
    mark: tuple[float, float], others: list[tuple[float, float]], up: int
) -> None:
    taken = [(x - 2, y - 2, x + 2, y + 2) for x, y in (mark, *others)]
    box = room_beside(mark, (18, 7), 3, (0, 0, 100, 100), taken, up=up)
    if box is None:
        return
    assert min(box) >= 0
    assert max(box) <= 100
    assert not any(box[0] < x2 and x1 < box[2] and box[1] < y2 and y1 < box[3] for x1, y1, x2, y2 in taken)


def test_what_a_line_says_stands_at_its_end_and_on_no_other_label() -> None:
    first = room_on_line((0, 50, 200), (60, 8), [], up=1)
    assert first == (137, 51, 197, 59)
    # A line close above: its label hangs from it, and is left out where that is taken too.
    assert room_on_line((0, 58, 200), (60, 6), [(137, 59, 197, 67)], up=1) == (137, 51, 197, 57)
    assert room_on_line((0, 53, 200), (60, 8), [first, (137, 40, 197, 51)], up=1) is None
    assert room_on_line((0, 50, 200), (60, 8), [], up=-1) == (137, 41, 197, 49)
    assert room_on_line((0, 50, 200), (60, 8), [(137, 41, 197, 49)], up=-1) == (137, 51, 197, 59)
    assert room_on_line((0, 50, 200), (60, 8), [(0, 0, 200, 200)], up=-1) is None
    assert room_on_line((0, 50, 60), (60, 8), [], up=-1) is None
