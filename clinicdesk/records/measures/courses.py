"""How a patient did by each measure: all scores that count, beside the treatments, judged for each series.

A series reaches from its first treatment to the first one of the next series; what is scored in between shows whether
the response holds. A series of fluids has no course: a drip is no treatment of a mood, and ends no series of one. It is
marked on the curve like everything that was given. Clinical text: for those who treat.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from clinicdesk.desk import Desk
from clinicdesk.records import patients
from clinicdesk.records.measures import files, reading
from clinicdesk.records.measures.result import Score
from clinicdesk.records.series import Series, measures_asked
from clinicdesk.records.sessions.treated import Treated, treated
from clinicdesk.rules.measure import Measure, ScoreRule
from clinicdesk.rules.protocol import TreatmentKind
from clinicdesk.rules.response import Course, Point, course, overlapping


@dataclass(frozen=True, slots=True)
class Span:
    """One series in which somebody was treated. ``until``: when the next one began, or None."""

    series_id: str
    title: str
    since: datetime
    until: datetime | None
    course: Course


@dataclass(frozen=True, slots=True)
class Followed:
    """One measure of one patient over time, everything the earliest first, all times by the clinic's clock.

    ``results`` count; those without a score are among them. ``overlapping``: ids of results (see ``rules.response``).
    ``sex`` is that at birth: some bands go by it. ``first_baseline`` is that of the first series of all.
    """

    measure: Measure
    results: tuple[Score, ...]
    treated: tuple[Treated, ...]
    spans: tuple[Span, ...]
    overlapping: frozenset[str]
    sex: str
    first_baseline: Point | None = None

    @property
    def rule(self) -> ScoreRule:
        """The score that is followed."""
        assert self.measure.main is not None, "only measures with a score are followed"
        return self.measure.main

    def span_at(self, at: datetime) -> Span | None:
        """Return the series in which a moment lies; None before the first treatment."""
        return next((span for span in reversed(self.spans) if span.since < at), None)


def followed(desk: Desk, patient_id: str) -> list[Followed]:
    """Return every measure with a score to follow that this patient ever answered.

    That which the newest series asks for first comes first: it is what the treatment is for. Then what else the series
    asks for, then the others by title, "right now" last.
    What was answered last may have been answered under an older version of the file: scores keep their meaning.
    """
    desk.may_see("clinical")
    by_measure: dict[str, list[Score]] = {}
    for score in reading.scores_of(desk, patient_id):
        by_measure.setdefault(score.measure, []).append(score)
    given = tuple(replace(one, at=desk.local(one.at)) for one in treated(desk, patient_id)) if by_measure else ()
    sex = patients.get(desk, patient_id).sex_at_birth
    found = [judged(files.of_file(desk, of[-1].file_id), of, given, sex) for of in by_measure.values()]
    drawn = (one for one in found if one.measure.main is not None)
    asked = {measure: place for place, measure in enumerate(measures_asked(desk, patient_id))}

    def order(one: Followed) -> tuple[bool, bool, int, str]:
        place = asked.get(one.measure.id, len(asked))
        return place > 0, one.measure.recall_hours == 0, place, one.measure.title

    return sorted(drawn, key=order)


def in_series(desk: Desk, series: Series) -> list[Followed]:
    """Return the measures that were answered from the baseline of a series to the end of it, without other times.

    Empty before the first treatment: there is nothing to compare yet.
    """
    found = []
    for one in followed(desk, series.patient_id):
        span = next((span for span in one.spans if span.series_id == series.id), None)
        cut = _cut(one, span) if span is not None else None
        if cut is not None and cut.results:
            found.append(cut)
    return found


def of_series(desk: Desk, series: Series) -> dict[str, Course]:
    """Return the course of each measure in a series, by the id of the measure; empty before the first treatment."""
    return {one.measure.id: one.spans[0].course for one in in_series(desk, series)}


def judged(measure: Measure, results: Sequence[Score], given: Sequence[Treated], sex: str) -> Followed:
    """Judge results and treatments, both the earliest first and by the clinic's clock, series by series."""
    points = [Point(result.id, result.answered_at, result.total) for result in results]
    starts: dict[str, Treated] = {}
    own: dict[str, list[datetime]] = {}
    for one in given:
        if one.kind is TreatmentKind.FLUID:
            continue
        starts.setdefault(one.series_id, one)
        own.setdefault(one.series_id, []).append(one.at)
    begins = list(starts.values())
    overlap = overlapping(measure, points, [one.at for one in begins])
    spans = []
    for first, following in zip_longest(begins, begins[1:]):
        assert first is not None
        until = following.at if following else None
        within = _within(points, first.at, until)
        found = course(measure, within, own[first.series_id], overlap)
        spans.append(Span(first.series_id, first.title, first.at, until, found))
    first_baseline = spans[0].course.baseline if spans else None
    return Followed(measure, tuple(results), tuple(given), tuple(spans), overlap, sex, first_baseline)


def _within(points: Sequence[Point], since: datetime, until: datetime | None) -> Sequence[Point]:
    """Return what a series is judged by: its baseline, and what came after its first treatment until the next one."""
    begin = bisect_right(points, since, key=_at)
    end = len(points) if until is None else bisect_right(points, until, key=_at)
    base = next((place for place in range(begin - 1, -1, -1) if points[place].total is not None), begin)
    return [*points[base : base + 1], *points[begin:end]] if base < begin else points[begin:end]


def _at(point: Point) -> datetime:
    return point.at


def _cut(one: Followed, span: Span) -> Followed:
    """Leave only what belongs to a series: its baseline, and what came after its first treatment."""
    base = span.course.baseline
    results = tuple(
        result
        for result in one.results
        if (base is not None and result.id == base.id)
        or (span.since < result.answered_at and (span.until is None or result.answered_at <= span.until))
    )
    given = tuple(treatment for treatment in one.treated if treatment.series_id == span.series_id)
    return replace(one, results=results, treated=given, spans=(span,))
