"""What a pen did on a sheet, point by point: what lay off the sheet is not kept, nor drawn along its edge."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float, int, float]
"""x and y from 0 to 1 from the upper left, milliseconds since the first touch, pressure from 0 to 1."""
Stroke = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A new piece of line, to be painted: from one point to the next, or a dot where both are one."""

    before: Point
    after: Point


class Ink:
    """Takes the moves of one pen and cuts them into strokes.

    A stroke ends where the pen leaves the sheet and a new one begins where it comes back. A touch without a move is a
    dot: names have some. Whether all of it is a signature is for ``rules.pen`` to say.
    """

    def __init__(self) -> None:
        self._strokes: list[Stroke] = []
        self._drawing: list[Point] | None = None
        self._last: Point | None = None
        self._first_at: int | None = None

    def strokes(self) -> tuple[Stroke, ...]:
        """Return the finished strokes."""
        return tuple(self._strokes)

    def unfinished(self) -> Stroke:
        """Return the stroke that is being drawn, as far as it goes."""
        return tuple(self._drawing or ())

    def show(self, strokes: Sequence[Sequence[Sequence[float]]]) -> None:
        """Take strokes as they were stored; what is drawn next goes on from their time."""
        self.clear()
        self._strokes = [tuple((float(x), float(y), int(ms), float(p)) for x, y, ms, p in one) for one in strokes]

    def clear(self) -> None:
        """Forget everything."""
        self._strokes, self._drawing, self._last, self._first_at = [], None, None, None

    def undo(self) -> bool:
        """Forget the last stroke; return whether there was one."""
        if self._strokes:
            self._strokes.pop()
            return True
        return False

    def down(self, x: float, y: float, at: int, pressure: float) -> Piece | None:
        """Put the pen down; ``at`` is any clock in milliseconds. Return what is to be painted."""
        if self._first_at is None:
            # Strokes that came back from a draft were drawn before.
            self._first_at = at - (self._strokes[-1][-1][2] + 1 if self._strokes else 0)
        self._last = self._point(x, y, at, pressure)
        self._drawing = [self._last] if _is_inside(self._last) else None
        return Piece(self._last, self._last) if self._drawing else None

    def move(self, x: float, y: float, at: int, pressure: float) -> Piece | None:
        """Move the pen that is down. Return what is to be painted."""
        before = self._last
        if before is None:
            return None
        point = self._point(x, y, at, pressure)
        if point[:2] == before[:2]:
            return None
        self._last = point
        was_inside, is_inside = _is_inside(before), _is_inside(point)
        if was_inside and is_inside:
            self._add(point)
            return Piece(before, point)
        if was_inside:
            edge = _crossing(before, point)
            self._add(edge)
            self._finish()
            return Piece(before, edge)
        if is_inside:
            edge = _crossing(point, before)
            self._drawing = [edge]
            self._add(point)
            return Piece(edge, point)
        return None

    def up(self) -> bool:
        """Lift the pen; return whether a stroke was finished by it."""
        finished = self._drawing is not None
        self._finish()
        self._last = None
        return finished

    def is_down(self) -> bool:
        """Tell whether the pen is down."""
        return self._last is not None

    def _point(self, x: float, y: float, at: int, pressure: float) -> Point:
        after = max(0, at - (self._first_at or 0))
        return (round(x, 4), round(y, 4), after, round(min(max(pressure, 0.0), 1.0), 3))

    def _add(self, point: Point) -> None:
        if self._drawing is not None and self._drawing[-1][:2] != point[:2]:
            self._drawing.append(point)

    def _finish(self) -> None:
        if self._drawing is not None:
            self._strokes.append(tuple(self._drawing))
        self._drawing = None


def _is_inside(point: Point) -> bool:
    return 0 <= point[0] <= 1 and 0 <= point[1] <= 1


def _crossing(inside: Point, outside: Point) -> Point:
    """Return where the way from inside to outside meets the edge of the sheet."""
    part = 1.0
    for here, there in zip(inside[:2], outside[:2], strict=True):
        if there > 1:
            part = min(part, (1 - here) / (there - here))
        elif there < 0:
            part = min(part, here / (here - there))
    x, y, at, pressure = (here + (there - here) * part for here, there in zip(inside, outside, strict=True))
    return (min(max(round(x, 4), 0.0), 1.0), min(max(round(y, 4), 0.0), 1.0), round(at), round(pressure, 3))
