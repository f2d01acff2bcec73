"""A signature as it was drawn: strokes of pen, mouse or finger, printed as lines and never as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from clinicdesk.errors import CannotPrint
from clinicdesk.language import _
from clinicdesk.printing.drawn import Drawn

_THINNEST, _THICKEST = 0.5, 1.7  # points, at pressure 0 and 1 on a signature 60 mm wide


class InkPoint(NamedTuple):
    """Where the pen was: x, y from 0 to 1 from the upper left; milliseconds since the start; pressure 0 to 1."""

    x: float
    y: float
    milliseconds: int
    pressure: float


@dataclass(frozen=True, slots=True)
class Ink:
    """Everything drawn on one pad. ``aspect`` is the pad's width divided by its height."""

    strokes: tuple[tuple[InkPoint, ...], ...]
    aspect: float

    @classmethod
    def of(cls, strokes: Sequence[Sequence[Sequence[float]]], aspect: float) -> "Ink":
        """Take strokes as they are stored: lists of ``[x, y, milliseconds, pressure]``. Raises ``CannotPrint``."""
        try:
            points = tuple(
                tuple(InkPoint(float(x), float(y), int(ms), float(pressure)) for x, y, ms, pressure in stroke)
                for stroke in strokes
            )
            good = aspect > 0 and all(0 <= p.x <= 1 and 0 <= p.y <= 1 for stroke in points for p in stroke)
        except (TypeError, ValueError):
            good, points = False, ()
        if not good:
            raise CannotPrint(_("The signature's lines are damaged and cannot be printed. Check the clinic file."))
        return cls(points, aspect)


def signature(ink: Ink, width: float) -> Drawn:
    """Return the signature as a flowable ``width`` points wide, in the proportions of its pad."""
    height = width / ink.aspect
    return Drawn(width, height, lambda canvas: draw_ink(canvas, ink, 0, 0, width, height))


def draw_ink(canvas: Any, ink: Ink, left: float, bottom: float, width: float, height: float) -> None:
    """Draw the strokes into a box, in proportion and centred."""
    wide = min(width, height * ink.aspect)
    high = wide / ink.aspect
    left += (width - wide) / 2
    bottom += (height - high) / 2
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setStrokeGray(0)
    for stroke in ink.strokes:
        places = [(left + p.x * wide, bottom + (1 - p.y) * high, _thickness(p.pressure)) for p in stroke]
        if len(places) == 1:
            x, y, thick = places[0]
            canvas.circle(x, y, thick / 2, stroke=0, fill=1)
        _draw_stroke(canvas, places)


def _draw_stroke(canvas: Any, places: list[tuple[float, float, float]]) -> None:
    """Draw a stroke as few paths as its changes of thickness allow."""
    at = 0
    while at + 1 < len(places):
        thick = places[at + 1][2]
        path = canvas.beginPath()
        path.moveTo(*places[at][:2])
        while at + 1 < len(places) and places[at + 1][2] == thick:
            path.lineTo(*places[at + 1][:2])
            at += 1
        canvas.setLineWidth(thick)
        canvas.drawPath(path, stroke=1, fill=0)


def _thickness(pressure: float) -> float:
    """Return the line width in points, in steps of a tenth so that neighbouring points can share a path."""
    return round(_THINNEST + (_THICKEST - _THINNEST) * min(max(pressure, 0.0), 1.0), 1)
