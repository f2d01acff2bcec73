"""The curve of one measure, computed once; the screen and the paper only draw it.

Times are hours from ``origin`` (midnight before the first of all marks, by the clinic's clock), values are in the unit
of the measure's main score. The value axis is the whole scale, always: a curve that fills its frame makes a small
change look large.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

from clinicdesk import formats
from clinicdesk.figures.time_ticks import hours_from, moment_at, time_ticks
from clinicdesk.language import _
from clinicdesk.records.measures.courses import Followed, Span
from clinicdesk.records.measures.result import Score
from clinicdesk.records.sessions.treated import Treated
from clinicdesk.rules.measure import Band, Better, Measure, ScoreRule
from clinicdesk.rules.response import response_line
from clinicdesk.rules.scoring import band_of, score_text


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One score. ``label`` is written beside it (``Baseline``, ``Response`` …) and mostly empty."""

    id: str
    hour: float
    value: int
    text: str
    words: str
    label: str
    overlapping: bool


@dataclass(frozen=True, slots=True)
class TreatmentMark:
    """One treatment: its dose as it is written above it, and all about it in words."""

    id: str
    hour: float
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class CurveBand:
    """A range of values with a name, to be shaded from ``low`` to ``high``; ``shade`` 0 is the best, 1 the worst."""

    low: float
    high: float
    label: str
    shade: float


@dataclass(frozen=True, slots=True)
class CurveLine:
    """A level to compare with, for the time it belongs to. ``kind`` is ``baseline``, ``response`` or ``remission``.

    ``to_hour`` is infinite for the last series.
    """

    value: int
    from_hour: float
    to_hour: float
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class ScoreFigure:
    """Everything needed to draw the curve. Points, marks and lines outside the hours shown are in it all the same."""

    measure: str
    origin: datetime
    hour_min: float
    hour_max: float
    value_min: int
    value_max: int
    ticks_x: tuple[tuple[float, str], ...]
    ticks_y: tuple[tuple[int, str], ...]
    points: tuple[ScorePoint, ...]
    treatments: tuple[TreatmentMark, ...]
    bands: tuple[CurveBand, ...]
    lines: tuple[CurveLine, ...]

    @property
    def hours(self) -> tuple[float, float]:
        """From when to when it is shown."""
        return self.hour_min, self.hour_max

    @property
    def from_to(self) -> str:
        """From when to when it is shown, in words: the days, each with its year."""
        first, last = (moment_at(self.origin, hour).date() for hour in self.hours)
        return _("{first} to {last}").format(first=formats.format_date(first), last=formats.format_date(last))


_MARGIN = 0.03
_LEAST_HOURS = 24.0
_MOST_VALUE_TICKS = 7
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)


def score_figure(followed: Followed) -> ScoreFigure | None:
    """Return the figure of a measure, all of it; None where there is no score to draw."""
    measure, rule = followed.measure, followed.rule
    scored = [result for result in followed.results if result.total is not None]
    if not scored:
        return None
    moments = [result.answered_at for result in scored] + [one.at for one in followed.treated]
    origin = min(moments).replace(hour=0, minute=0, second=0, microsecond=0)
    low, high = whole_range([hours_from(origin, moment) for moment in moments])
    labels = score_labels(followed.spans)
    return ScoreFigure(
        measure=measure.title,
        origin=origin,
        hour_min=low,
        hour_max=high,
        value_min=rule.low,
        value_max=rule.high,
        ticks_x=time_ticks(origin, low, high),
        ticks_y=_value_ticks(rule),
        points=tuple(_point(followed, rule, origin, result, labels) for result in scored),
        treatments=tuple(_mark(origin, one) for one in followed.treated),
        bands=_bands(measure, rule, followed.sex),
        lines=tuple(line for span in followed.spans for line in _lines(measure, rule, origin, span)),
    )


def part_of(figure: ScoreFigure, low: float, high: float) -> ScoreFigure:
    """Return the same figure, showing only the time between two hours."""
    return replace(figure, hour_min=low, hour_max=high, ticks_x=time_ticks(figure.origin, low, high))


def whole_range(hours: Iterable[float]) -> tuple[float, float]:
    """Return the range that shows all of some hours with a margin, never less than a day."""
    known = list(hours)
    low, high = min(known), max(known)
    margin = max((high - low) * _MARGIN, (_LEAST_HOURS - (high - low)) / 2, 1.0)
    return low - margin, high + margin


def treatment_words(one: Treated) -> str:
    """Return what was given, and how: ``ketAMINE 40 mg, intravenous``."""
    parts = [formats.format_drug(one.drug)]
    if one.given_micrograms:
        parts.append(formats.format_dose(one.given_micrograms))
    elif one.given_microlitres:
        parts.append(formats.format_volume(one.given_microlitres // 100 * 100))
    return ", ".join(filter(None, (" ".join(filter(None, parts)), one.route)))


def _point(
    followed: Followed, rule: ScoreRule, origin: datetime, result: Score, labels: Mapping[str, str]
) -> ScorePoint:
    total = result.total or 0
    return ScorePoint(
        id=result.id,
        hour=hours_from(origin, result.answered_at),
        value=total,
        text=score_text(rule, total),
        words=point_words(followed, result, labels),
        label=labels.get(result.id, ""),
        overlapping=result.id in followed.overlapping,
    )


def point_words(followed: Followed, result: Score, labels: Mapping[str, str]) -> str:
    """Return one score as it is said: when, how much, what that is called, and how it stands to the baseline."""
    measure, rule, total = followed.measure, followed.rule, result.total or 0
    band = band_of(measure, rule.id, total, followed.sex)
    parts = [
        _("{moment}: {measure} {score}").format(
            moment=formats.format_date_time(result.answered_at),
            measure=measure.title,
            score=score_text(rule, total),
        )
    ]
    parts += [band.text] if band else []
    span = followed.span_at(result.answered_at)
    label = labels.get(result.id, "")
    parts += [label.lower()] if label else []
    base = span.course.baseline if span else None
    if base is not None and base.total is not None and base.id != result.id:
        parts.append(_("baseline {score}").format(score=score_text(rule, base.total)))
    if result.id in followed.overlapping:
        parts.append(_("overlaps with the time before"))
    return ", ".join(parts)


def score_labels(spans: Sequence[Span]) -> dict[str, str]:
    """Return what is written beside a score, by its id. Each series has its own; of two for one score both are said."""
    found: dict[str, list[str]] = {}
    for span in spans:
        told = (
            (span.course.baseline, _("Baseline")),
            (span.course.first_response, _("Response")),
            (span.course.first_remission, _("Remission")),
            (span.course.lost, _("Response lost")),
        )
        for point, words in told:
            if point is not None:
                found.setdefault(point.id, []).append(words)
    return {key: ", ".join(words) for key, words in found.items()}


def _mark(origin: datetime, one: Treated) -> TreatmentMark:
    when = formats.format_date_time(one.at)
    amount = ""
    if one.given_micrograms:
        amount = formats.format_dose(one.given_micrograms)
    elif one.given_microlitres:
        amount = formats.format_volume(one.given_microlitres // 100 * 100)
    words = _("{moment}: session {number} of {count}, {what}")
    return TreatmentMark(
        id=one.session_id,
        hour=hours_from(origin, one.at),
        label=" ".join(filter(None, (amount, _SHORT_ROUTES.get(one.route.casefold(), one.route)))),
        words=words.format(moment=when, number=one.number, count=one.count, what=treatment_words(one)),
    )


_SHORT_ROUTES = {
    "intravenous": "IV",
    "intramuscular": "IM",
    "intranasal": _("nasal"),
    "subcutaneous": _("subcut"),
    "sublingual": _("subling"),
}
"""Short enough to stand above a mark, and none of those that are mistaken for one another (ISMP)."""


def _bands(measure: Measure, rule: ScoreRule, sex: str) -> tuple[CurveBand, ...]:
    """Return the named ranges of the main score, each reaching to half way to its neighbour, so that none is bare."""
    named = _own_bands(measure, rule, sex)
    if measure.better is Better.HIGHER:
        named.reverse()
    most = max(len(named) - 1, 1)
    return tuple(
        CurveBand(
            low=max(band.low - 0.5, rule.low),
            high=min(band.high + 0.5, rule.high),
            label=band.text,
            shade=place / most,
        )
        for place, band in enumerate(named)
    )


def _own_bands(measure: Measure, rule: ScoreRule, sex: str) -> list[Band]:
    mine = [band for band in measure.bands if band.score == rule.id and band.sex in ("", sex)]
    if any(band.sex for band in mine):
        # What is said for one sex goes before what is said for everybody.
        mine = [band for band in mine if band.sex]
    return sorted(mine, key=lambda band: band.low)


def _lines(measure: Measure, rule: ScoreRule, origin: datetime, span: Span) -> list[CurveLine]:
    """Return baseline, response and remission of one series, from its first treatment to the next series."""
    base = span.course.baseline
    if base is None or base.total is None:
        return []
    begin = hours_from(origin, span.since)
    end = hours_from(origin, span.until) if span.until else inf
    sayings = {
        Better.LOWER: (_("Response: {score} or less"), _("Remission: {score} or less")),
        Better.HIGHER: (_("Response: {score} or more"), _("Remission: {score} or more")),
    }[measure.better]
    words = _("Baseline: {score}").format(score=score_text(rule, base.total))
    found = [CurveLine(base.total, begin, end, words, "baseline")]
    levels = ((response_line(measure, base.total), sayings[0], "response"),
              (measure.response.remission, sayings[1], "remission"))  # fmt: skip
    for level, saying, kind in levels:
        if level is not None:
            found.append(CurveLine(level, begin, end, saying.format(score=score_text(rule, level)), kind))
    return found


def _value_ticks(rule: ScoreRule) -> tuple[tuple[int, str], ...]:
    whole = (rule.high - rule.low) / rule.per
    step = next((one for one in _STEPS if whole / one <= _MOST_VALUE_TICKS), _STEPS[-1]) * rule.per
    values = [*range(rule.low, rule.high + 1, step)]
    # The end of the scale is always said; a step too close to it gives way.
    if values[-1] != rule.high:
        values = [value for value in values if rule.high - value > step / 2] + [rule.high]
    return tuple((value, score_text(rule, value)) for value in values)
