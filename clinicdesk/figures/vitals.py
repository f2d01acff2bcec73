"""The vital-signs figure of one session, computed once; the screen and the paper only draw it.

Times are minutes from the start of the infusion (negative before it). The ranges are fixed in advance and grow only in
whole steps, so that the picture does not jump when a reading arrives (NHS CUI, GTAB 096 and 097).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from clinicdesk.language import _
from clinicdesk.rules.monitoring import baseline
from clinicdesk.rules.protocol import Comparison, Level, LimitPreset, When
from clinicdesk.rules.timeline import Event, Moment, discharged, ended, minute_after, started, stretches
from clinicdesk.rules.vitals import MEASURES, Kind, Reading


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time to be shaded. ``kind`` is ``infusion``, ``pause`` or ``recovery``."""

    from_minute: float
    to_minute: float
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A horizontal line at ``value`` (mmHg, beats per minute or per cent), with its words."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class VitalsFigure:
    """Everything needed to draw the figure: ranges, labelled ticks, points, shaded bands and limit lines.

    ``pressures`` holds (minute, systolic, diastolic) in mmHg, ``heart_rates`` (minute, beats per minute) and
    ``saturations`` (minute, per cent); all on one y axis, each in the order of time.
    """

    minutes_min: float
    minutes_max: float
    y_min: int
    y_max: int
    ticks_x: tuple[tuple[float, str], ...]
    ticks_y: tuple[tuple[int, str], ...]
    pressures: tuple[tuple[float, int, int], ...]
    heart_rates: tuple[tuple[float, int], ...]
    saturations: tuple[tuple[float, int], ...]
    bands: tuple[Band, ...]
    limits: tuple[Limit, ...]
    now_minute: float | None


def vitals_figure(
    readings: Sequence[Reading],
    events: Sequence[Event],
    *,
    planned_minutes: int,
    now: Moment,
    limits: LimitPreset | None = None,
    given: str = "",
) -> VitalsFigure:
    """Return the figure of a session from its readings and events; ``limits`` adds its blood-pressure lines.

    ``given`` is what the time is called in which the drug is given; an infusion, if it does not say.

    Before the start, minute 0 is where the infusion would begin if it began now.
    """
    start, closed = started(events), discharged(events)
    zero, until = start or now, closed or now
    by_kind = _points(readings, zero)
    bands = _bands(events, zero, until, given or _BAND_WORDS["infusion"]) if start else ()
    lines = _limit_lines(limits, baseline(readings, start)) if limits else ()
    minutes = [minute for points in by_kind.values() for minute in points]
    minutes += [edge for band in bands for edge in (band.from_minute, band.to_minute)]
    x_min, x_max, x_step = _minute_range(minutes, planned_minutes)
    values = [value for kind in _DRAWN for value in by_kind[kind].values()] + [line.value for line in lines]
    y_min, y_max = _value_range(values)
    systolic, diastolic = by_kind[Kind.SYSTOLIC], by_kind[Kind.DIASTOLIC]
    return VitalsFigure(
        minutes_min=x_min,
        minutes_max=x_max,
        y_min=y_min,
        y_max=y_max,
        ticks_x=tuple((float(minute), _signed(minute)) for minute in range(x_min, x_max + 1, x_step)),
        ticks_y=tuple((value, str(value)) for value in range(y_min, y_max + 1, _VALUE_STEP)),
        pressures=tuple((at, systolic[at], diastolic[at]) for at in sorted(systolic) if at in diastolic),
        heart_rates=tuple(sorted(by_kind[Kind.HEART_RATE].items())),
        saturations=tuple(sorted(by_kind[Kind.SPO2].items())),
        bands=bands,
        limits=lines,
        now_minute=minute_after(zero, now) if start and not closed else None,
    )


_DRAWN = (Kind.SYSTOLIC, Kind.DIASTOLIC, Kind.HEART_RATE, Kind.SPO2)
_VALUE_STEP = 20
_VALUES = (40, 200)
_MINUTES_BEFORE = -20
_MINUTES_AFTER = 60
_LIMIT_KINDS = (Kind.SYSTOLIC, Kind.DIASTOLIC)


def _points(readings: Iterable[Reading], zero: Moment) -> dict[Kind, dict[float, int]]:
    """Return, for each kind that is drawn, the value by minute; of two at the same minute the later row wins."""
    points: dict[Kind, dict[float, int]] = {kind: {} for kind in _DRAWN}
    for reading in readings:
        if reading.kind in points:
            points[reading.kind][minute_after(zero, reading.moment)] = reading.value
    return points


def _bands(events: Sequence[Event], zero: Moment, until: Moment, given: str) -> tuple[Band, ...]:
    bands: list[Band] = []
    words = {**_BAND_WORDS, "infusion": given}
    for stretch in stretches(events, until):
        begin = max(minute_after(zero, stretch.start), 0.0)
        finish = begin + stretch.elapsed.milliseconds / 60_000
        kind = "infusion" if stretch.flowing else "pause"
        label = _("{band} (times by wall clock)").format(band=words[kind]) if stretch.elapsed.gap else words[kind]
        if bands and (bands[-1].kind, bands[-1].label) == (kind, label):
            # A change of rate does not interrupt the infusion.
            begin = bands.pop().from_minute
        bands.append(Band(begin, finish, label, kind))
    if end := ended(events):
        begin = minute_after(zero, end)
        bands.append(Band(begin, max(minute_after(zero, until), begin), _BAND_WORDS["recovery"], "recovery"))
    return tuple(bands)


_BAND_WORDS = {
    "infusion": _("Infusion"),
    "pause": _("Pause"),
    "recovery": _("Recovery"),
}


def _limit_lines(limits: LimitPreset, known: Mapping[Kind, int]) -> tuple[Limit, ...]:
    """Return the lines for blood pressure that hold or stop at any time; a rise is drawn once a baseline is known."""
    lines: list[Limit] = []
    for rule in limits.rules:
        if rule.kind not in _LIMIT_KINDS or rule.when is not When.ALWAYS or rule.level < Level.HOLD:
            continue
        short = MEASURES[rule.kind].short
        if rule.comparison is Comparison.RISE_AT_OR_ABOVE:
            if rule.kind in known:
                label = _("{kind} baseline + {rise}").format(kind=short, rise=rule.value)
                lines.append(Limit(known[rule.kind] + rule.value, label))
        elif rule.comparison is Comparison.FALL_AT_OR_ABOVE:
            if rule.kind in known:
                label = _("{kind} baseline − {fall}").format(kind=short, fall=rule.value)
                lines.append(Limit(known[rule.kind] - rule.value, label))
        else:
            lines.append(Limit(rule.value, f"{short} {rule.value}"))
    return tuple(sorted(lines, key=lambda line: line.value))


def _minute_range(minutes: Iterable[float], planned_minutes: int) -> tuple[int, int, int]:
    """Return first minute, last minute and step of the ticks; the range grows by whole steps only."""
    low = min([_MINUTES_BEFORE, *minutes])
    high = max([planned_minutes + _MINUTES_AFTER, *minutes])
    step = 10 if high - low <= 150 else 30 if high - low <= 480 else 60 * ceil((high - low) / 960)
    return floor(low / step) * step, ceil(high / step) * step, step


def _value_range(values: Iterable[int]) -> tuple[int, int]:
    known = list(values)
    low, high = min([_VALUES[0], *known]), max([_VALUES[1], *known])
    return floor(low / _VALUE_STEP) * _VALUE_STEP, ceil(high / _VALUE_STEP) * _VALUE_STEP


def _signed(minute: int) -> str:
    return f"−{-minute}" if minute < 0 else str(minute)
