"""The curve on paper: it draws the figure that the screen draws, each mark where the figure says."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether
from reportlab.platypus.flowables import Flowable

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.figures.score_curve import score_figure
from clinicdesk.printing import papers, score_curve, series_scores
from clinicdesk.printing.score_curve import ScoreCurve
from clinicdesk.records import series, sessions
from clinicdesk.records.measures import courses
from tests.figures.followed_by_hand import followed, measure
from tests.printing.sheets import texts
from tests.records.measures.followed_course import go_through, right_now, score
from tests.records.sessions.steps import patient as patient
from tests.records.sessions.steps import session_id as session_id
from tests.records.sessions.steps import wait_until
from ui import theme
from ui.curve.curve_panel import CurvePanel

WIDTH = 500.0


class Watched(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that remembers where circles were drawn, and whether they are hollow."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), pagesize=(WIDTH, 400))
        self.circles: list[tuple[float, float, bool]] = []
        self.words: list[str] = []
        self._grey = 0.0

    def setFillGray(self, gray: float, alpha: float | None = None) -> None:
        self._grey = gray
        super().setFillGray(gray, alpha)

    def circle(self, x_cen: float, y_cen: float, r: float, stroke: int = 1, fill: int = 0) -> None:
        self.circles.append((x_cen, y_cen, self._grey == 1))
        super().circle(x_cen, y_cen, r, stroke, fill)

    def drawString(self, x: float, y: float, text: str, *args: Any, **more: Any) -> None:
        self.words.append(text)
        super().drawString(x, y, text, *args, **more)


def report(desk: Desk, series_id: str) -> str:
    """Return the words of the series report, with single spaces."""
    paper = papers.build(desk, papers.PaperRequest("series-report", series_id))
    return " ".join(" ".join(texts(paper.content)).split())


def curves(story: Iterable[Flowable]) -> Iterator[ScoreCurve]:
    for part in story:
        if isinstance(part, ScoreCurve):
            yield part
        elif isinstance(part, KeepTogether):
            yield from curves(part._content)


@pytest.fixture
def series_id(nurse: Desk, prescriber: Desk, patient: str, session_id: str) -> str:
    """Return a series with a course: 22, 14, 10 and 12 in six weeks."""
    planned = sessions.line(nurse, session_id).series_id
    go_through(nurse, prescriber, patient, planned)
    return planned


def test_paper_and_screen_draw_the_same_figure(
    nurse: Desk, patient: str, series_id: str, qtbot: Any, qapp: QApplication
) -> None:
    theme.apply(qapp, "light")
    (on_paper,) = curves(series_scores.scores_of(nurse, series.get(nurse, series_id), WIDTH))
    panel = CurvePanel(nurse)
    qtbot.addWidget(panel)
    panel.show_patient(patient)
    assert on_paper.figure == panel.view.figure


def test_every_score_is_drawn_where_the_figure_has_it() -> None:
    figure = score_figure(followed([(-1, 22), (7, 18), (14, 14), (28, 10), (60, 4)]))
    assert figure is not None
    canvas = Watched()
    score_curve.chart(figure, WIDTH, 200).drawOn(canvas, 0, 0)
    # The first ones stand in the legend: a score, and one that overlaps.
    marks = canvas.circles[: len(figure.points)]
    assert [hollow for _x, _y, hollow in marks] == [point.overlapping for point in figure.points]
    (x1, y1, _), (x2, y2, _) = marks[0], marks[-1]
    first, last = figure.points[0], figure.points[-1]
    for (x, y, _hollow), point in zip(marks, figure.points, strict=True):
        assert (x - x1) / (x2 - x1) == pytest.approx((point.hour - first.hour) / (last.hour - first.hour))
        assert (y - y1) / (y2 - y1) == pytest.approx((point.value - first.value) / (last.value - first.value))
    assert y2 < y1


def test_the_words_of_the_figure_stand_on_the_paper() -> None:
    figure = score_figure(followed([(-1, 22), (14, 14), (28, 10), (60, 4)], [(0, "s1"), (30, "s1")]))
    assert figure is not None
    canvas = Watched()
    score_curve.chart(figure, WIDTH, 200).drawOn(canvas, 0, 0)
    words = " ".join(canvas.words)
    wanted = ["Baseline", "Response", "Remission", "severe", "40 mg IV", "Response: 11 or less", figure.from_to]
    for one in (*wanted, *(label for _value, label in figure.ticks_y)):
        assert one in words


@pytest.mark.parametrize("count", [1, 2, 500])
def test_one_point_and_five_hundred_are_drawn(count: int) -> None:
    figure = score_figure(followed([(day * 7, day % 28) for day in range(count)], [(0, "s1")]))
    assert figure is not None
    canvas = Watched()
    score_curve.chart(figure, WIDTH).drawOn(canvas, 0, 0)
    assert len(canvas.circles) >= count


def test_a_name_that_no_font_has_is_told_before_printing() -> None:
    used = measure()
    strange = replace(used, bands=tuple(replace(band, text="\U000e0041") for band in used.bands))
    figure = score_figure(followed([(-1, 22), (14, 14)], of=strange))
    assert figure is not None
    with pytest.raises(ClinicDeskError):
        score_curve.chart(figure, WIDTH)


def test_the_series_report_tells_scores_definitions_and_numbers(nurse: Desk, patient: str, series_id: str) -> None:
    right_now(nurse, patient, 7)
    told = report(nurse, series_id)
    for words in (
        "PHQ-9",
        "It asks about the last 2 weeks.",
        "Response: 10 (moderate) on 30-Mar-2026.",
        "A response is a score 50 % or more below the baseline.",
        "Time to response: 28 days.",
        "Response lost: 12 (moderate) on 13-Apr-2026.",
        "−45 %",
        "Mood now",
    ):
        assert words in told


def test_a_report_without_scores_says_nothing_of_them(nurse: Desk, session_id: str, patient: str) -> None:
    score(nurse, patient, 22)
    planned = sessions.line(nurse, session_id).series_id
    assert series_scores.scores_of(nurse, series.get(nurse, planned), WIDTH) == []
    assert "PHQ-9" not in report(nurse, planned)


def test_the_report_of_a_series_keeps_to_its_own_time(nurse: Desk, patient: str, series_id: str) -> None:
    wait_until(nurse, nurse.now() + timedelta(days=20))
    early = score(nurse, patient, 25, nurse.now() - timedelta(days=200))
    (followed_here,) = courses.in_series(nurse, series.get(nurse, series_id))
    assert early not in {result.id for result in followed_here.results}
