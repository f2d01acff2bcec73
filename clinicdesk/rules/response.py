"""What became of somebody in a series, by one measure: response, remission, loss of response, and how soon.

Definitions (the percentages, points and limits are the measure's own, with their source in its file):

- **Baseline**: the last usable score at or before the first treatment of the series. Usable: there is a score.
- **Response**: a later score that is better than the baseline of the series, never than the score before it, by the
  measure's percentage of the baseline or by its points; either is enough.
- **Remission**: a later score at the measure's limit or better, of somebody whose baseline was not there already.
- **Loss of response**: the first later score after a response that is no response any more.
- **Overlapping**: a score whose measure looks back over a time that another one, or the time before the first
  treatment, already covers: it was given sooner after the first treatment, or after the last score that does not
  overlap, than the recall period. It shows a response, but not when it came: it is not used for the time to response.
  With a last score that overlaps itself, a weekly PHQ-9 (two weeks) would never give a time at all.
- **Time to response**: from the first treatment to the first response that does not overlap.

No effect is claimed: a score that got better after a treatment did not need to get better because of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from clinicdesk.rules.measure import Better, Measure

_HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Point:
    """One score. ``total``: in the unit of the measure's main score; None where it could not be counted."""

    id: str
    at: datetime
    total: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """What became of somebody, as this module defines it.

    ``lost`` is the first loss; ``holds``: the latest score is a response, so after a loss it was found again.
    ``overlapping``: ids of points. ``hours_to_response``: whole hours gone by. ``percent_change``: from the baseline
    to the latest later score, below zero where it fell; cut, never rounded, so that 50 is said only where it is
    reached. None where there is nothing to compare.
    """

    baseline: Point | None
    first_response: Point | None
    first_remission: Point | None
    lost: Point | None
    latest: Point | None
    overlapping: frozenset[str]
    hours_to_response: int | None
    percent_change: int | None
    holds: bool = False


def course(
    measure: Measure,
    points: Sequence[Point],
    treatments: Sequence[datetime],
    known: frozenset[str] | None = None,
) -> Course:
    """Judge the scores of one measure against the treatments of one series.

    ``points`` (each with an id of its own) and ``treatments`` may come in any order; of two points of one moment the
    order of their ids decides. Their times are of one time zone, that of the clinic: recall periods of whole days are
    counted by its calendar. Before the first treatment nothing is judged. ``known``: which points overlap, where that
    was found over several series (``overlapping``).
    """
    usable = _usable(points)
    began = min(treatments, default=None)
    overlap = overlapping(measure, usable, [began] if began else []) if known is None else known
    overlap = frozenset(point.id for point in usable if point.id in overlap)
    baseline = next((point for point in reversed(usable) if began and point.at <= began), None)
    later = [point for point in usable if began and point.at > began]
    responses = [point for point in later if is_response(measure, baseline, point)]
    responding = {point.id for point in responses}
    first = responses[0] if responses else None
    since = later[later.index(first) :] if first else []
    timed = next((point for point in responses if point.id not in overlap), None)
    return Course(
        baseline=baseline,
        first_response=first,
        first_remission=next((point for point in later if is_remission(measure, baseline, point)), None),
        lost=next((point for point in since if point.id not in responding), None),
        latest=usable[-1] if usable else None,
        overlapping=overlap,
        hours_to_response=_apart(began, timed.at) // timedelta(hours=1) if timed and began else None,
        percent_change=_percent(baseline, later),
        holds=bool(later) and later[-1].id in responding,
    )


def is_response(measure: Measure, baseline: Point | None, point: Point) -> bool:
    """Tell whether a score is a response to treatment, against the baseline of the series."""
    if baseline is None or baseline.total is None or point.total is None:
        return False
    gain = point.total - baseline.total
    if measure.better is Better.LOWER:
        gain = -gain
    rule = measure.response
    by_percent = (
        rule.response_percent is not None
        and baseline.total > 0
        and gain * 100 >= rule.response_percent * baseline.total
    )
    return gain > 0 and (by_percent or (rule.response_points is not None and gain >= rule.response_points))


def is_remission(measure: Measure, baseline: Point | None, point: Point) -> bool:
    """Tell whether a score is a remission of somebody whose baseline was none."""
    if baseline is None:
        return False
    return in_remission(measure, point) and not in_remission(measure, baseline)


def response_line(measure: Measure, baseline: int) -> int | None:
    """Return the worst score that is a response to this baseline; None where none on the scale can be."""
    if measure.main is None:
        return None
    start = Point("", datetime.min, baseline)
    worst_first = range(measure.main.low, measure.main.high + 1)
    for total in reversed(worst_first) if measure.better is Better.LOWER else worst_first:
        if is_response(measure, start, Point("", datetime.min, total)):
            return total
    return None


def in_remission(measure: Measure, point: Point) -> bool:
    """Tell whether a score is at the measure's limit of remission or better; never where it has no such limit."""
    limit = measure.response.remission
    if limit is None or point.total is None:
        return False
    return point.total <= limit if measure.better is Better.LOWER else point.total >= limit


def overlapping(measure: Measure, points: Sequence[Point], begins: Sequence[datetime]) -> frozenset[str]:
    """Return the ids of the points that overlap; ``begins`` are the first treatments of one series or of several.

    Each point is held against the last one that does not overlap, and against the last beginning before it.
    """
    found = set()
    coming, began = sorted(begins, reverse=True), None
    last: datetime | None = None
    for point in _usable(points):
        while coming and coming[-1] < point.at:
            began = coming.pop()
        near = (edge for edge in (last, began) if edge is not None)
        if any(_sooner(edge, point.at, measure.recall_hours) for edge in near):
            found.add(point.id)
        else:
            last = point.at
    return frozenset(found)


def _usable(points: Sequence[Point]) -> list[Point]:
    return sorted((point for point in points if point.total is not None), key=_when)


def _sooner(earlier: datetime, later: datetime, recall_hours: int) -> bool:
    """Tell whether less than the recall period lies between; two weeks are two weeks at half past nine as at ten."""
    if recall_hours % _HOURS_OF_A_DAY == 0:
        return (later.date() - earlier.date()).days * _HOURS_OF_A_DAY < recall_hours
    return _apart(earlier, later) < timedelta(hours=recall_hours)


def _apart(earlier: datetime, later: datetime) -> timedelta:
    # Two times of one zone are subtracted by the clock on the wall, which is set twice a year.
    return later.astimezone(UTC) - earlier.astimezone(UTC)


def percent_from(baseline: int, total: int) -> int | None:
    """Return the change from a baseline in per cent, below zero where it fell; cut, never rounded.

    None where the baseline is none to take a share of.
    """
    if baseline <= 0:
        return None
    change = total - baseline
    size = abs(change) * 100 // baseline
    return size if change > 0 else -size


def _percent(baseline: Point | None, later: Sequence[Point]) -> int | None:
    if baseline is None or baseline.total is None or not later or later[-1].total is None:
        return None
    return percent_from(baseline.total, later[-1].total)


def _when(point: Point) -> tuple[datetime, str]:
    return point.at, point.id
