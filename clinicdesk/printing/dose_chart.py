"""The doses of a series on paper. It draws what ``figures.doses`` has computed and decides nothing."""

from typing import Any

from clinicdesk.figures.doses import DoseFigure
from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import Drawn, mm
from clinicdesk.printing.furniture import draw_text

_SIZE = 7.0
_LEFT, _RIGHT, _BOTTOM, _TOP = 24.0, 14.0, 24.0, 12.0
_WIDEST, _NARROWEST = 16.0, 1.6


def chart(figure: DoseFigure, width: float, height: float = 44 * mm) -> Drawn:
    """Return the figure as a flowable of this size in points."""

    def paint(canvas: Any) -> None:
        _paint_grid(canvas, figure, width, height)
        _paint_bars(canvas, figure, width, height)

    return Drawn(width, height, paint)


def _y(figure: DoseFigure, micrograms: int, height: float) -> float:
    return _BOTTOM + micrograms / figure.micrograms_max * (height - _BOTTOM - _TOP)


def _paint_grid(canvas: Any, figure: DoseFigure, width: float, height: float) -> None:
    canvas.setLineWidth(0.25)
    for value, label in figure.ticks:
        y = _y(figure, value, height)
        canvas.setStrokeGray(0.7 if value else 0)
        canvas.line(_LEFT, y, width, y)
        draw_text(canvas, _LEFT - 3 - fonts.width(label, _SIZE), y - 2.4, label, _SIZE)
    middle = (_LEFT + width - fonts.width(figure.title, _SIZE)) / 2
    draw_text(canvas, middle, 2, figure.title, _SIZE, grey=0.33)


def _paint_bars(canvas: Any, figure: DoseFigure, width: float, height: float) -> None:
    room = width - _LEFT - _RIGHT
    step = room / max(figure.days, 1)
    nearest = min((b.day - a.day for a, b in zip(figure.bars, figure.bars[1:], strict=False)), default=figure.days)
    wide = max(min(_WIDEST, step * max(nearest, 1) * 0.7), _NARROWEST)
    taken = 0.0
    for bar in figure.bars:
        x = _LEFT + _RIGHT + (bar.day * step if figure.days else 0) * (room - _RIGHT) / room
        y = _y(figure, bar.micrograms, height)
        canvas.setFillGray(0.55)
        canvas.rect(x - wide / 2, _BOTTOM, wide, y - _BOTTOM, stroke=0, fill=1)
        half = max(fonts.width(words, _SIZE) for words in (bar.above, bar.below)) / 2
        # Where bars stand close, those whose words have room are labelled.
        if x - half > taken:
            taken = x + half + _SIZE / 2
            _paint_words(canvas, x, _BOTTOM - 9, bar.below)
            _paint_words(canvas, x, y + 2, bar.above)


def _paint_words(canvas: Any, x: float, y: float, words: str) -> None:
    """Write words around a place, on white, so that no line of the grid strikes them through."""
    wide = fonts.width(words, _SIZE)
    canvas.setFillGray(1)
    canvas.rect(x - wide / 2 - 1, y - 1.4, wide + 2, _SIZE, stroke=0, fill=1)
    draw_text(canvas, x - wide / 2, y, words, _SIZE)
