"""Is what was drawn a signature? Our own rule: a touch of the pad by mistake is none, and nobody's hand is judged."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

_SHORTEST = 0.12
"""Length of all strokes together, as a part of the pad's width. Two initials have three times as much."""


def is_signature(strokes: Sequence[Sequence[Sequence[float]]]) -> bool:
    """Tell whether strokes of ``[x, y, …]`` (0 to 1 across the pad) are long enough for a name or initials."""
    return _length(strokes) >= _SHORTEST


def is_mark(strokes: Sequence[Sequence[Sequence[float]]]) -> bool:
    """Tell whether there is a mark at all: a witness signs beside it that it was meant."""
    return any(len(stroke) > 0 for stroke in strokes)


def _length(strokes: Sequence[Sequence[Sequence[float]]]) -> float:
    steps = (hypot(b[0] - a[0], b[1] - a[1]) for stroke in strokes for a, b in pairwise(stroke))
    return sum(steps)
