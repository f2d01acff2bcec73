"""How much has flowed: rates over time, boluses on top of them, and what the pump itself says it gave.

Volume = sum of rate × time over the stretches of flow, plus the share of each bolus that has run in. What somebody read
off the pump counts more than what was worked out: from the latest reading on only what flowed since is added to it.
Everything is exact until the one rounding at the end, to the nearest microlitre. Source: arithmetic.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.quantities import divided
from clinicdesk.rules.timeline import Moment, Stretch, elapsed, minute_after

_MILLISECONDS_PER_HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class Bolus:
    """An amount the pump gave on top of its rate, evenly over ``minutes`` of flow (0: at once).

    It stops with the pump: in a pause it waits, after the end nothing of it follows.
    """

    moment: Moment
    volume_microlitres: int
    minutes: int


@dataclass(frozen=True, slots=True)
class PumpReading:
    """What stood on the pump as infused in all, boluses included."""

    moment: Moment
    volume_microlitres: int


def infused_microlitres(
    stretches: Sequence[Stretch], given: Sequence[Bolus | PumpReading], now: Moment, *, read: bool = True
) -> int:
    """Return what flowed until ``now``, to the nearest microlitre, halves up.

    ``given`` are boluses and readings in the order they were recorded; of two at the same moment the later recorded is
    the later. With ``read`` False the readings are left out: what rates and times alone say. Raises ``BadValue`` for a
    stretch of flow whose rate nobody recorded.
    """
    if not stretches:
        return 0
    course = _Course(stretches)
    end = course.place(now)
    placed = [(course.place(one.moment), position, one) for position, one in enumerate(given)]
    since, recorded, total = 0, -1, Fraction(0)
    for place, position, one in placed:
        if read and isinstance(one, PumpReading) and place <= end and (place, position) >= (since, recorded):
            since, recorded, total = place, position, Fraction(one.volume_microlitres)
    total += course.by_rate(since, end)
    for place, position, one in placed:
        if isinstance(one, Bolus) and place <= end:
            if one.minutes > 0:
                total += course.of_bolus(one, place, end) - course.of_bolus(one, place, since)
            elif (place, position) > (since, recorded):
                # What was given at once and recorded before the reading is in the reading already.
                total += one.volume_microlitres
    return divided(total.numerator, total.denominator)


class _Course:
    """The stretches on one axis: milliseconds since the start."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        self._starts = [0]
        for stretch in stretches:
            self._starts.append(self._starts[-1] + stretch.elapsed.milliseconds)

    def place(self, moment: Moment) -> int:
        """Return where a moment lies: within the last stretch that had begun by then, at most at its end."""
        for index in range(len(self._stretches) - 1, -1, -1):
            stretch = self._stretches[index]
            if minute_after(stretch.start, moment) >= 0:
                inside = elapsed(stretch.start, moment).milliseconds
                return self._starts[index] + min(inside, stretch.elapsed.milliseconds)
        return 0

    def by_rate(self, since: int, until: int) -> Fraction:
        """Return the microlitres that the rates alone gave between two places."""
        total = 0
        for stretch, length in self._flowing(since, until):
            if stretch.rate_microlitres_per_hour is None:
                raise BadValue(_("The pump rate was not recorded. Record it to work out what was given."))
            total += stretch.rate_microlitres_per_hour * length
        return Fraction(total, _MILLISECONDS_PER_HOUR)

    def of_bolus(self, bolus: Bolus, place: int, until: int) -> Fraction:
        """Return how much of a bolus that began at a place had run in at another."""
        lasts = bolus.minutes * 60_000
        flowed = sum(length for _stretch, length in self._flowing(place, until))
        return Fraction(bolus.volume_microlitres * min(flowed, lasts), lasts)

    def _flowing(self, since: int, until: int) -> Iterator[tuple[Stretch, int]]:
        """Yield each stretch of flow with its milliseconds between two places."""
        for start, stretch in zip(self._starts, self._stretches, strict=False):
            if stretch.flowing:
                length = min(start + stretch.elapsed.milliseconds, until) - max(start, since)
                if length > 0:
                    yield stretch, length


def allowed_difference(calculated_microlitres: int) -> int:
    """Return by how many microlitres a pump may differ from rate and time before somebody is asked why.

    One part in twenty, at least 2 mL. This project's own choice: about what pumps are accurate to and what lies between
    pressing the pump and pressing the key.
    """
    return max(calculated_microlitres // 20, 2_000)
