"""Timing a thing often enough, and saying how it compares."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds: the middle one and the slow end."""

    p50: float
    p95: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> "Timing":
        ordered = sorted(milliseconds)
        return cls(ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)])


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def often(work: Callable[[], object], times: int) -> Timing:
    """Time a call several times, after one that warms up."""
    work()
    return Timing.of([timed(work) for _time in range(times)])


def side_by_side(ours: Callable[[], object], bare: Callable[[], object], times: int) -> tuple[Timing, Timing]:
    """Time two calls by turns, so that both meet the same weather on the machine."""
    ours()
    bare()
    pairs = [(timed(ours), timed(bare)) for _time in range(times)]
    return Timing.of([pair[0] for pair in pairs]), Timing.of([pair[1] for pair in pairs])


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. ``met`` compares with the budget; a miss is printed, never hidden."""

    what: str
    ours: str
    bare: str
    ratio: str
    budget: str
    met: bool

    def line(self) -> str:
        verdict = ("met " if self.met else "MISS") if self.budget else "    "
        return f"{self.what:<44} {self.ours:>17} {self.bare:>17} {self.ratio:>7}  {verdict} {self.budget}"


HEAD = f"{'p50 / p95 in ms unless said':<44} {'ours':>17} {'bare limit':>17} {'ratio':>7}       budget"


def compare(
    what: str,
    ours: Timing,
    bare: Timing,
    *,
    most: float | None = None,
    plus: float = 0,
    slowest: float | None = None,
) -> Figure:
    """Return the figure of two timings. ``most`` bounds the ratio of the p50 (``plus`` milliseconds more are allowed),
    ``slowest`` the p95 in milliseconds."""
    rules, met = [], True
    if most is not None:
        met &= ours.p50 <= most * bare.p50 + plus
        rules.append(f"p50 ≤ {most:g} × bare" + (f" + {plus:g} ms" if plus else ""))
    if slowest is not None:
        met &= ours.p95 <= slowest
        rules.append(f"p95 ≤ {slowest:g} ms")
    return Figure(
        what,
        f"{ours.p50:.2f} / {ours.p95:.2f}",
        f"{bare.p50:.2f} / {bare.p95:.2f}",
        f"{ours.p50 / bare.p50:.2f}",
        ", ".join(rules),
        met,
    )
