"""The curve of a measure on paper. It draws what ``figures.score_curve`` has computed and decides nothing.

Everything is told apart by shape and dash, so that it holds in black and white.
"""

from itertools import pairwise
from typing import Any

from clinicdesk.figures.label_room import Box, room_beside, room_on_line, with_room
from clinicdesk.figures.score_curve import CurveLine, ScoreFigure
from clinicdesk.language import _
from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import Drawn, mm
from clinicdesk.printing.furniture import draw_text

_SIZE = 7.0
_ROW = 9.0
_RADIUS = 2.2
_BEST, _WORST = 0.98, 0.82
_DASHES = {"baseline": (1, 1.5), "response": (4, 2), "remission": (6, 2, 1, 2)}


class ScoreCurve(Drawn):
    """The figure as a flowable; ``figure`` is what it draws."""

    def __init__(self, figure: ScoreFigure, width: float, height: float) -> None:
        self.figure = figure
        super().__init__(width, height, _Plot(figure, width, height).paint)


def chart(figure: ScoreFigure, width: float, height: float = 74 * mm) -> ScoreCurve:
    """Return the figure as a flowable of this size in points. Raises ``CannotPrint`` for labels no font has."""
    for what, labels in (
        (_("a range of the scores"), [band.label for band in figure.bands]),
        (_("a treatment"), [mark.label for mark in figure.treatments]),
    ):
        for label in labels:
            fonts.check({what: label})
    return ScoreCurve(figure, width, height)


class _Plot:
    """The figure placed on paper: hours and values become points of a canvas."""

    def __init__(self, figure: ScoreFigure, width: float, height: float) -> None:
        self._figure = figure
        bands = max((fonts.width(band.label, _SIZE) for band in figure.bands), default=0.0)
        values = max(fonts.width(label, _SIZE) for _value, label in figure.ticks_y)
        # The names of the bands give way where they would take more than a fifth.
        self._named = bool(bands) and bands < width / 5
        self._left, self._right = values + 8, width - (bands + 6 if self._named else 6)
        self._bottom, self._top = 24.0, height - 3.4 * _ROW
        self._height = height
        self._line_boxes: list[Box] = []

    def _x(self, hour: float) -> float:
        low, high = self._figure.hours
        return self._left + (hour - low) / (high - low) * (self._right - self._left)

    def _y(self, value: float) -> float:
        low, high = self._figure.value_min, self._figure.value_max
        return self._bottom + (value - low) / (high - low) * (self._top - self._bottom)

    def paint(self, canvas: Any) -> None:
        """Draw from back to front: bands, grid, treatments, lines, the curve, then the words around."""
        self._paint_bands(canvas)
        self._paint_grid(canvas)
        self._paint_treatments(canvas)
        self._paint_lines(canvas)
        self._paint_curve(canvas)
        self._paint_point_labels(canvas)
        self._paint_legend(canvas)

    def _paint_bands(self, canvas: Any) -> None:
        for band in self._figure.bands:
            low, high = self._y(band.low), self._y(band.high)
            canvas.setFillGray(_BEST + (_WORST - _BEST) * band.shade)
            canvas.rect(self._left, low, self._right - self._left, high - low, stroke=0, fill=1)
            if self._named and high - low >= _SIZE:
                draw_text(canvas, self._right + 4, (low + high) / 2 - 2.4, band.label, _SIZE, grey=0.33)

    def _paint_grid(self, canvas: Any) -> None:
        canvas.setLineWidth(0.25)
        canvas.setStrokeGray(0.6)
        for value, label in self._figure.ticks_y:
            y = self._y(value)
            canvas.line(self._left, y, self._right, y)
            draw_text(canvas, self._left - 3 - fonts.width(label, _SIZE), y - 2.4, label, _SIZE)
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.6)
        canvas.line(self._left, self._bottom, self._right, self._bottom)
        ticks = [(self._x(hour), label, fonts.width(label, _SIZE) / 2) for hour, label in self._figure.ticks_x]
        shown = with_room([(x - half, x + half) for x, _label, half in ticks], _SIZE / 2)
        for (x, label, half), fits in zip(ticks, shown, strict=True):
            canvas.line(x, self._bottom, x, self._bottom - 2.5)
            if fits:
                draw_text(canvas, x - half, self._bottom - 10, label, _SIZE)
        self._centred(canvas, self._bottom - 20, self._figure.from_to)

    def _centred(self, canvas: Any, y: float, words: str) -> None:
        middle = (self._left + self._right) / 2
        draw_text(canvas, middle - fonts.width(words, _SIZE) / 2, y, words, _SIZE, grey=0.33)

    def _paint_treatments(self, canvas: Any) -> None:
        marks = self._figure.treatments
        sides = []
        for mark in marks:
            x = self._x(mark.hour)
            canvas.setStrokeGray(0.5)
            canvas.setLineWidth(0.4)
            canvas.setDash(0.8, 1.6)
            canvas.line(x, self._bottom, x, self._top)
            canvas.setDash()
            _triangle(canvas, x, self._top + 3.5)
            half = fonts.width(mark.label, _SIZE) / 2
            sides.append((x - half, x + half))
        for mark, (left, _right), fits in zip(marks, sides, with_room(sides, _SIZE / 2), strict=True):
            if fits:
                draw_text(canvas, left, self._top + 8, mark.label, _SIZE)

    def _paint_lines(self, canvas: Any) -> None:
        taken = self._line_boxes
        taken.clear()
        canvas.setStrokeGray(0.1)
        canvas.setLineWidth(0.6)
        for line in self._figure.lines:
            left, right = self._sides(line)
            if right <= left:
                continue
            y = self._y(line.value)
            canvas.setDash(*([list(_DASHES[line.kind])] if len(_DASHES[line.kind]) > 2 else _DASHES[line.kind]))
            canvas.line(left, y, right, y)
            box = room_on_line((left, y, right), (fonts.width(line.label, _SIZE), _SIZE), taken, up=1)
            if box is not None:
                taken.append(box)
                # On white, so that no line of the grid strikes the words through.
                canvas.setFillGray(1)
                canvas.rect(box[0] - 1, box[1] + 0.2, box[2] - box[0] + 2, _SIZE - 0.4, stroke=0, fill=1)
                draw_text(canvas, box[0], box[1] + 1.4, line.label, _SIZE)
        canvas.setDash()

    def _sides(self, line: CurveLine) -> tuple[float, float]:
        return max(self._x(line.from_hour), self._left), self._x(min(line.to_hour, self._figure.hour_max))

    def _paint_curve(self, canvas: Any) -> None:
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.9)
        places = [(self._x(point.hour), self._y(point.value)) for point in self._figure.points]
        for (x1, y1), (x2, y2) in pairwise(places):
            canvas.line(x1, y1, x2, y2)
        for point, (x, y) in zip(self._figure.points, places, strict=True):
            _circle(canvas, x, y, hollow=point.overlapping)

    def _paint_point_labels(self, canvas: Any) -> None:
        points = self._figure.points
        places = [(self._x(point.hour), self._y(point.value)) for point in points]
        taken = [(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in places] + self._line_boxes
        frame = (self._left, self._bottom, self._right, self._top)
        for point, place in zip(points, places, strict=True):
            size = (fonts.width(point.label, _SIZE) + 3, _SIZE + 1.5)
            box = room_beside(place, size, _RADIUS + 1.5, frame, taken, up=1) if point.label else None
            if box is not None:
                taken.append(box)
                canvas.setFillGray(1)
                canvas.rect(box[0], box[1], *size, stroke=0, fill=1)
                draw_text(canvas, box[0] + 1.5, box[1] + 2, point.label, _SIZE, bold=True)

    def _paint_legend(self, canvas: Any) -> None:
        x, y = self._left, self._height - 8
        canvas.setStrokeGray(0)
        _circle(canvas, x + 3, y + 2.5, hollow=False)
        x = _legend_words(canvas, x, y, _("Score"))
        if any(point.overlapping for point in self._figure.points):
            canvas.setStrokeGray(0)
            _circle(canvas, x + 3, y + 2.5, hollow=True)
            x = _legend_words(canvas, x, y, _("Overlaps with the time before"))
        if self._figure.treatments:
            _triangle(canvas, x + 3, y + 2.5)
            _legend_words(canvas, x, y, _("Treatment, with what was given"))


def _legend_words(canvas: Any, x: float, y: float, words: str) -> float:
    """Write the words beside a mark at ``x`` and return where the next mark goes."""
    draw_text(canvas, x + 9, y, words, _SIZE)
    return x + 22 + fonts.width(words, _SIZE)


def _circle(canvas: Any, x: float, y: float, *, hollow: bool) -> None:
    canvas.setLineWidth(0.9)
    canvas.setFillGray(1 if hollow else 0)
    canvas.circle(x, y, _RADIUS, stroke=1, fill=1)


def _triangle(canvas: Any, x: float, y: float) -> None:
    canvas.setFillGray(0.25)
    path = canvas.beginPath()
    path.moveTo(x, y - _RADIUS)
    path.lineTo(x + _RADIUS * 1.1, y + _RADIUS)
    path.lineTo(x - _RADIUS * 1.1, y + _RADIUS)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
