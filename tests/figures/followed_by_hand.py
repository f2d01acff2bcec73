"""A measure followed over time, built by hand: no record stands behind it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clinicdesk.records.measures import files
from clinicdesk.records.measures.courses import Followed, judged
from clinicdesk.records.measures.result import Score
from clinicdesk.records.sessions.treated import Treated
from clinicdesk.rules.measure import Measure
from clinicdesk.rules.protocol import TreatmentKind

HERE = ZoneInfo("America/New_York")
START = datetime(2026, 3, 2, 9, 0, tzinfo=HERE)


def measure(name: str = "phq-9") -> Measure:
    """Return a measure of this installation."""
    return files.load_all()[0][name]


def result(number: int, at: datetime, total: int | None) -> Score:
    """Return a score as it stands in the record."""
    return Score(f"r{number}", "phq-9", "f", at, total)


def treatment(number: int, at: datetime, series: str = "s1", micrograms: int = 40_000) -> Treated:
    """Return an infusion of ketamine."""
    kind = TreatmentKind.INFUSION
    return Treated(f"t{number}", series, "A series", number, 6, kind, at, "ketamine", micrograms, 0, "intravenous")


def followed(
    scores: Sequence[tuple[float, int | None]],
    treatments: Sequence[tuple[float, str]] = ((0, "s1"),),
    *,
    of: Measure | None = None,
    sex: str = "",
) -> Followed:
    """Return a course by days from the first treatment: scores, and treatments with their series."""
    used = of or measure()
    results = tuple(result(at, START + day * timedelta(days=1), total) for at, (day, total) in enumerate(scores))
    given = tuple(
        treatment(number, START + day * timedelta(days=1), series)
        for number, (day, series) in enumerate(treatments, start=1)
    )
    return judged(used, results, given, sex)
