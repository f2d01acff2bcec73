"""The vital signs of one session on paper. It draws what ``figures.vitals`` has computed and decides nothing.

Blood pressure as bars with short ends, pulse as hollow circles and oxygen as hollow triangles, each joined by a thin
line (NHS CUI, GTAB 039 to 043 and 160 to 171). Everything is told apart by shape, so that it holds in black and white.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from clinicdesk.figures.vitals import Band, VitalsFigure
from clinicdesk.language import _
from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import Drawn, mm
from clinicdesk.printing.furniture import draw_text

_SIZE = 7.0
_ROW = 9.0
_LABEL_ROWS = 2
_SHADES = {"infusion": 0.90, "pause": 0.74, "recovery": 0.965, "gap": 0.97}
_TEE = 2.6  # half the width of the short ends of a pressure bar
_RADIUS = 2.3


def chart(figure: VitalsFigure, width: float, height: float = 78 * mm) -> Drawn:
    """Return the figure as a flowable of this size in points. Raises ``CannotPrint`` for labels no font has."""
    for limit in figure.limits:
        fonts.check({_("a limit of the vital signs"): limit.label})
    plot = _Plot(figure, width, height)
    return Drawn(width, height, plot.paint)


class _Plot:
    """The figure placed on paper: minutes and values become points of a canvas."""

    def __init__(self, figure: VitalsFigure, width: float, height: float) -> None:
        self._figure = figure
        labels = [fonts.width(limit.label, _SIZE) for limit in figure.limits]
        self._left, self._right = 24.0, width - (max(labels) + 6 if labels else 8)
        self._labels = _label_rows(figure, self._right - self._left)
        self._bottom = 24.0
        self._top = height - 14 - _ROW * (1 + max((place[0] for place in self._labels if place), default=0))
        self._height = height

    def _x(self, minute: float) -> float:
        span = self._figure.minutes_max - self._figure.minutes_min
        return self._left + (minute - self._figure.minutes_min) / span * (self._right - self._left)

    def _y(self, value: float) -> float:
        span = self._figure.y_max - self._figure.y_min
        return self._bottom + (value - self._figure.y_min) / span * (self._top - self._bottom)

    def paint(self, canvas: Any) -> None:
        """Draw from back to front: shades, grid, limits, readings, then the words around."""
        self._paint_bands(canvas)
        self._paint_grid(canvas)
        self._paint_limits(canvas)
        canvas.setStrokeGray(0)
        canvas.setDash()
        self._paint_line(canvas, self._figure.saturations)
        self._paint_line(canvas, self._figure.heart_rates)
        for minute, rate in self._figure.heart_rates:
            _circle(canvas, self._x(minute), self._y(rate))
        for minute, saturation in self._figure.saturations:
            _triangle(canvas, self._x(minute), self._y(saturation))
        # Last, so that no symbol hides the short end of a bar.
        for minute, systolic, diastolic in self._figure.pressures:
            _pressure_bar(canvas, self._x(minute), self._y(systolic), self._y(diastolic))
        self._paint_legend(canvas)

    def _paint_bands(self, canvas: Any) -> None:
        for band, place in zip(self._figure.bands, self._labels, strict=True):
            left, right = self._x(band.from_minute), self._x(band.to_minute)
            canvas.setFillGray(_SHADES.get(band.kind, 0.95))
            canvas.rect(left, self._bottom, right - left, self._top - self._bottom, stroke=0, fill=1)
            canvas.setStrokeGray(0.55)
            canvas.setLineWidth(0.4)
            canvas.setDash(1, 1.5)
            for edge in (left, right):
                canvas.line(edge, self._bottom, edge, self._top + 2)
            canvas.setDash()
            if place:
                row, label_x = place
                draw_text(canvas, self._left + label_x, self._top + 3 + row * _ROW, band.label, _SIZE)

    def _paint_grid(self, canvas: Any) -> None:
        figure = self._figure
        canvas.setLineWidth(0.25)
        canvas.setStrokeGray(0.7)
        for value, label in figure.ticks_y:
            y = self._y(value)
            canvas.line(self._left, y, self._right, y)
            draw_text(canvas, self._left - 3 - fonts.width(label, _SIZE), y - 2.4, label, _SIZE)
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.6)
        canvas.line(self._left, self._bottom, self._right, self._bottom)
        for minute, label in figure.ticks_x:
            x = self._x(minute)
            canvas.line(x, self._bottom, x, self._bottom - 2.5)
            draw_text(canvas, x - fonts.width(label, _SIZE) / 2, self._bottom - 10, label, _SIZE)
        words = _("Minutes from the start")
        middle = (self._left + self._right) / 2
        draw_text(canvas, middle - fonts.width(words, _SIZE) / 2, self._bottom - 20, words, _SIZE, grey=0.33)
        if figure.now_minute is not None:
            now = self._x(figure.now_minute)
            canvas.line(now, self._bottom, now, self._top)

    def _paint_limits(self, canvas: Any) -> None:
        canvas.setStrokeGray(0.15)
        canvas.setLineWidth(0.6)
        floor = self._bottom - _ROW
        for limit in sorted(self._figure.limits, key=lambda limit: limit.value):
            y = self._y(limit.value)
            canvas.setDash(4, 2)
            canvas.line(self._left, y, self._right, y)
            # Labels of neighbouring limits are kept a line apart.
            floor = max(y - 2.4, floor + _SIZE + 1)
            draw_text(canvas, self._right + 4, floor, limit.label, _SIZE)
        canvas.setDash()

    def _paint_line(self, canvas: Any, readings: Sequence[tuple[float, int]]) -> None:
        canvas.setLineWidth(0.6)
        for (from_minute, before), (to_minute, after) in pairwise(readings):
            canvas.line(self._x(from_minute), self._y(before), self._x(to_minute), self._y(after))

    def _paint_legend(self, canvas: Any) -> None:
        x, y = self._left, self._height - 8
        canvas.setStrokeGray(0)
        _pressure_bar(canvas, x + 3, y + 6, y - 1)
        x = _legend_words(canvas, x, y, _("Blood pressure (mmHg)"))
        _circle(canvas, x + 3, y + 2.5)
        x = _legend_words(canvas, x, y, _("Pulse (beats per minute)"))
        _triangle(canvas, x + 3, y + 2.5)
        _legend_words(canvas, x, y, _("Oxygen saturation, SpO2 (%)"))


def _legend_words(canvas: Any, x: float, y: float, words: str) -> float:
    """Write the words beside a mark at ``x`` and return where the next mark goes."""
    draw_text(canvas, x + 10, y, words, 7.5)
    return x + 26 + fonts.width(words, 7.5)


def _label_rows(figure: VitalsFigure, width: float) -> list[tuple[int, float] | None]:
    """Return for each band the row above the plot where its label overlaps no other, and its place from the left.

    A label seen before is left out (None) when no row has room for it: many short pauses must not squeeze the plot.
    """
    taken: list[float] = []  # how far to the right each row is used
    places: list[tuple[int, float] | None] = []
    seen: set[str] = set()
    for band in figure.bands:
        label_width = fonts.width(band.label, _SIZE)
        x = min(_band_start(band, figure, width) + 1.5, width - label_width)
        row = next((number for number, end in enumerate(taken) if end <= x), len(taken))
        if row >= _LABEL_ROWS and band.label in seen:
            places.append(None)
            continue
        taken[row:] = [x + label_width + 4, *taken[row + 1 :]]
        places.append((row, x))
        seen.add(band.label)
    return places


def _band_start(band: Band, figure: VitalsFigure, width: float) -> float:
    span = figure.minutes_max - figure.minutes_min
    return (band.from_minute - figure.minutes_min) / span * width


def _pressure_bar(canvas: Any, x: float, systolic: float, diastolic: float) -> None:
    canvas.setLineWidth(1.2)
    canvas.line(x, systolic, x, diastolic)
    for end in (systolic, diastolic):
        canvas.line(x - _TEE, end, x + _TEE, end)


def _circle(canvas: Any, x: float, y: float) -> None:
    canvas.setLineWidth(0.9)
    canvas.setFillGray(1)
    canvas.circle(x, y, _RADIUS, stroke=1, fill=1)


def _triangle(canvas: Any, x: float, y: float) -> None:
    canvas.setLineWidth(0.9)
    canvas.setFillGray(1)
    path = canvas.beginPath()
    path.moveTo(x, y + _RADIUS * 1.25)
    path.lineTo(x + _RADIUS * 1.15, y - _RADIUS)
    path.lineTo(x - _RADIUS * 1.15, y - _RADIUS)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)
