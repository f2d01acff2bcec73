"""The bare limit of a paper: reportlab alone, setting the same texts, tables and drawings on plain pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, KeepTogether, Paragraph, SimpleDocTemplate, Table
from reportlab.platypus.flowables import Flowable


class BareStory:
    """What a paper consists of, caught on its way to reportlab; ``set_once`` sets it anew each time."""

    def __init__(self, build: Callable[[], object], times: int) -> None:
        """``build`` makes the paper; the story is then ready to be set ``times`` times."""
        self._story: list[Flowable] = []
        self._page: tuple[float, float] = (0, 0)
        with self._caught():
            build()
        if not self._story:
            raise RuntimeError("the paper has no story: it was not built with reportlab")
        # Reportlab uses a story up. Copies are made beforehand, so that copying is not measured.
        self._copies = [deepcopy(self._story) for _time in range(times)]

    def set_once(self) -> None:
        """Parse the texts, lay out and write the pages."""
        story = [_afresh(flowable) for flowable in self._copies.pop()]
        # The room our own sheets leave for the text (a plain frame has a padding of 6 points).
        margins = {"leftMargin": 45, "rightMargin": 45, "topMargin": 84, "bottomMargin": 58}
        SimpleDocTemplate(BytesIO(), pagesize=self._page, **margins).build(story)

    @contextmanager
    def _caught(self) -> Iterator[None]:
        made, built = Paragraph.__init__, BaseDocTemplate.build

        def make(paragraph: Any, *args: Any, **options: Any) -> None:
            made(paragraph, *args, **options)
            paragraph.made_of = (args, options)

        def build(document: Any, flowables: list[Flowable], *args: Any, **options: Any) -> Any:
            self._story, self._page = deepcopy(flowables), document.pagesize
            return built(document, flowables, *args, **options)

        Paragraph.__init__, BaseDocTemplate.build = make, build
        try:
            yield
        finally:
            Paragraph.__init__, BaseDocTemplate.build = made, built


def _afresh(flowable: Any) -> Any:
    """Return a flowable with every paragraph made anew from its text, as our own story has to make it."""
    if isinstance(flowable, Paragraph):
        args, options = flowable.made_of
        return Paragraph(*args, **options)
    if isinstance(flowable, KeepTogether):
        flowable._content = [_afresh(part) for part in flowable._content]
    elif isinstance(flowable, Table):
        flowable._cellvalues = [[_cell(cell) for cell in row] for row in flowable._cellvalues]
    return flowable


def _cell(cell: Any) -> Any:
    if isinstance(cell, (list, tuple)):
        return [_afresh(part) for part in cell]
    return _afresh(cell)
