"""A picture made of lines in the flow of a paper: a signature, a chart, a box to write in."""

from collections.abc import Callable
from typing import Any

from reportlab.lib import units
from reportlab.platypus.flowables import Flowable

mm: float = units.mm
"""One millimetre, in the points papers are measured in."""


class Drawn(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A flowable of fixed size, in points, that ``paint(canvas)`` draws with its lower left corner at 0, 0."""

    def __init__(self, width: float, height: float, paint: Callable[[Any], None], *, align: str = "LEFT") -> None:
        super().__init__()
        self.width, self.height, self.hAlign = width, height, align
        self._paint = paint

    def draw(self) -> None:
        """Draw on the canvas reportlab has placed the picture on."""
        self.canv.saveState()
        self._paint(self.canv)
        self.canv.restoreState()
