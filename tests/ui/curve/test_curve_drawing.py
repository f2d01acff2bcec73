"""Whatever was answered and however small the window: the curve is drawn, and every score has a place on it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from clinicdesk.figures.score_curve import part_of, score_figure
from tests.figures.followed_by_hand import followed
from ui import theme
from ui.curve.curve_drawing import CurveDrawing

SCORES = st.lists(st.tuples(st.floats(-30, 400), st.integers(0, 27)), min_size=1, max_size=30)
TREATMENTS = st.lists(st.tuples(st.floats(0, 300), st.sampled_from(["s1", "s2"])), max_size=8)


@pytest.fixture(scope="module")
def letter(qapp: QApplication) -> QFontMetricsF:
    theme.apply(qapp, "light")
    return QFontMetricsF(theme.font("caption"))


@given(SCORES, TREATMENTS, st.integers(1, 1600), st.integers(1, 900), st.booleans(), st.floats(0, 1))
@settings(max_examples=40)
def test_it_is_drawn_whatever_it_holds_and_however_small_it_is(
    letter: QFontMetricsF,
    scores: list[tuple[float, int]],
    treatments: list[tuple[float, str]],
    width: int,
    height: int,
    aligned: bool,
    share: float,
) -> None:
    figure = score_figure(followed(sorted(scores), sorted(treatments)))
    assert figure is not None
    low, high = figure.hours
    figure = part_of(figure, low, low + max((high - low) * share, 6))
    drawing = CurveDrawing(figure, QRectF(0, 0, width, height), letter, aligned=aligned)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.setFont(theme.font("caption"))
        drawing.draw(painter, figure.points[-1])
    for point in figure.points:
        place = drawing.place_of(point)
        inside = figure.hour_min <= point.hour <= figure.hour_max
        assert (drawing.plot.left() - 1e-6 <= place.x() <= drawing.plot.right() + 1e-6) == inside
        assert drawing.plot.top() - 1e-6 <= place.y() <= drawing.plot.bottom() + 1e-6
        assert drawing.hour_at(place.x()) == pytest.approx(point.hour, abs=1e-3)


def test_a_better_score_stands_lower_and_a_later_one_further_right(letter: QFontMetricsF) -> None:
    figure = score_figure(followed([(-1, 22), (14, 9)]))
    assert figure is not None
    drawing = CurveDrawing(figure, QRectF(0, 0, 700, 400), letter)
    first, last = (drawing.place_of(point) for point in figure.points)
    assert last.y() > first.y()
    assert last.x() > first.x()
