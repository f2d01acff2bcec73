"""The doses of a series, computed once for drawing: one bar for each session that was treated, over its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from clinicdesk.language import _
from clinicdesk.rules.quantities import dose_text

_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class DoseBar:
    """One session: the day from the first one on (0), the dose in micrograms, and the words below and above it."""

    day: int
    micrograms: int
    below: str
    above: str


@dataclass(frozen=True, slots=True)
class DoseFigure:
    """Bars over the days of a series. ``ticks`` are micrograms with their labels; ``title`` names the axis."""

    bars: tuple[DoseBar, ...]
    days: int
    micrograms_max: int
    ticks: tuple[tuple[int, str], ...]
    title: str


def dose_figure(doses: Sequence[tuple[date, str, int]]) -> DoseFigure | None:
    """Return the figure of (day, number of the session, micrograms given); None where no dose was given at all."""
    given = [(day, number, dose) for day, number, dose in sorted(doses) if dose > 0]
    if not given:
        return None
    first = given[0][0]
    bars = tuple(DoseBar((day - first).days, dose, number, dose_text(dose)) for day, number, dose in given)
    most = max(dose for _day, _number, dose in given)
    step = next((one * 1000 for one in _STEPS if most / (one * 1000) <= _MOST_TICKS), _STEPS[-1] * 1000)
    top = ceil(most / step) * step
    ticks = tuple((value, str(value // 1000)) for value in range(0, top + 1, step))
    return DoseFigure(bars, bars[-1].day, top, ticks, _("Dose given (mg), by day of the series"))
