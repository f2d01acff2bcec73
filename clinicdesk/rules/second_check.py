"""The independent second check: which figures a second person works out, and whether they agree with the order.

Somebody else calculates from the same prescription without seeing the first result; a check of a result one has seen
finds less (ISMP, independent double checks; known, the primary text not read here). The allowance is this project's own
choice: as much as rounding by hand makes. The slips it is there for (a wrong weight, strength or decimal point) are far
beyond it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.rules.quantities import divided


class Unit(StrEnum):
    """In what a figure is typed and shown."""

    MILLIGRAMS = "milligrams"
    MILLILITRES = "millilitres"
    RATE = "rate"
    PIECES = "pieces"


_SMALLEST = {Unit.MILLIGRAMS: 100, Unit.MILLILITRES: 10, Unit.RATE: 100, Unit.PIECES: 0}
"""0.1 mg, 0.01 mL, 0.1 mL per hour; of devices none."""

_ALLOWED_PER_MILLE = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One number to be worked out. ``key`` is stored with the answer; ``expected`` is the order's own, in its unit."""

    key: str
    title: str
    unit: Unit
    expected: int

    @property
    def allowance(self) -> int:
        """How far an answer may be off: half a per cent, at least one step of what is typed."""
        share = 0 if self.unit is Unit.PIECES else divided(self.expected * _ALLOWED_PER_MILLE, 1000)
        return max(share, _SMALLEST[self.unit])


def differing(figures: tuple[Figure, ...], worked_out: Mapping[str, int]) -> tuple[Figure, ...]:
    """Return the figures that do not agree with the order; one that was not worked out does not agree."""
    return tuple(
        figure
        for figure in figures
        if figure.key not in worked_out or abs(worked_out[figure.key] - figure.expected) > figure.allowance
    )
