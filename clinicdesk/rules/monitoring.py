"""When the next vital signs are due, and what the last ones mean against the clinic's limits.

Schedules and limits are named presets with their sources (``protocol.VitalsSchedule``, ``protocol.LimitPreset``).
Minutes count from the start of the infusion and go on during a pause: a patient is watched while the pump stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.language import _
from clinicdesk.rules.protocol import Comparison, Level, LimitPreset, LimitRule, VitalsSchedule, When
from clinicdesk.rules.timeline import Moment, minute_after
from clinicdesk.rules.vitals import MEASURES, Kind, Reading, show


class DueState(StrEnum):
    """How urgent the next vital signs are."""

    WAITING = "waiting"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Due:
    """The next vital signs: at which minute, what of them is missing, and how late they are in whole minutes."""

    minute: int
    state: DueState
    late_minutes: int
    missing: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A limit that fired: how serious, in words, and which rule of which preset."""

    level: Level
    words: str
    rule: LimitRule
    preset: LimitPreset


LEVEL_WORDS: Mapping[Level, str] = {
    Level.NOTICE: _("Take note"),
    Level.HOLD: _("A clinician decides before going on"),
    Level.STOP: _("Stop the infusion and act"),
}


def baseline(readings: Sequence[Reading], start: Moment | None) -> dict[Kind, int]:
    """Return the last value of each kind from before the start: the session's own baseline."""
    before = [
        (minute_after(start, reading.moment) if start else float(place), reading)
        for place, reading in enumerate(readings)
        if start is None or minute_after(start, reading.moment) <= 0
    ]
    return {reading.kind: reading.value for _minute, reading in sorted(before, key=lambda pair: pair[0])}


def missing_baseline(schedule: VitalsSchedule, known: Mapping[Kind, int]) -> tuple[Kind, ...]:
    """Return the kinds the schedule asks for that have no baseline yet."""
    return tuple(kind for kind in schedule.kinds if kind not in known)


def next_due(
    schedule: VitalsSchedule, readings: Iterable[Reading], start: Moment, now: Moment, end: Moment | None = None
) -> Due | None:
    """Return the next vital signs of a started session, or None when the schedule asks for no more.

    A kind that was read at or after a due minute (or a little early, as the preset allows) is done for it and for all
    earlier ones, so a missed set does not stay due once a later one was taken.
    """
    last: dict[Kind, float] = {}
    for reading in readings:
        minute = minute_after(start, reading.moment)
        if minute > 0:
            last[reading.kind] = max(minute, last.get(reading.kind, 0.0))
    covered = min((last.get(kind, 0.0) for kind in schedule.kinds), default=0.0) + schedule.early_minutes
    # Before anything was read nothing is covered, not even a first set due within the early minutes.
    covered = covered if len(last.keys() & set(schedule.kinds)) == len(set(schedule.kinds)) else 0.0
    end_minute = minute_after(start, end) if end else None
    minute_due = _first_after(schedule, covered, end_minute)
    if minute_due is None:
        return None
    missing = tuple(
        kind for kind in schedule.kinds if last.get(kind, 0.0) + schedule.early_minutes < minute_due or kind not in last
    )
    late = minute_after(start, now) - minute_due
    state = DueState.WAITING if late < 0 else DueState.DUE
    if late > schedule.overdue_after_minutes:
        state = DueState.OVERDUE
    return Due(minute_due, state, max(int(late), 0), missing)


def findings(
    preset: LimitPreset, values: Mapping[Kind, int], known_baseline: Mapping[Kind, int], *, before_start: bool
) -> tuple[Finding, ...]:
    """Return the limits these values reach, the most serious first.

    Of several limits of the same kind and sort (fixed, or relative to baseline) only the most serious speaks. A limit
    relative to a baseline nobody took cannot fire.
    """
    fired: dict[tuple[Kind, bool], Finding] = {}
    for rule in preset.rules:
        if rule.kind not in values or (rule.when is When.BEFORE and not before_start):
            continue
        words = _words(rule, values[rule.kind], known_baseline.get(rule.kind))
        place = (rule.kind, rule.comparison in _RELATIVE)
        if words and (place not in fired or fired[place].level < rule.level):
            fired[place] = Finding(rule.level, words, rule, preset)
    return tuple(sorted(fired.values(), key=lambda finding: -finding.level))


_RELATIVE = frozenset({Comparison.RISE_AT_OR_ABOVE, Comparison.FALL_AT_OR_ABOVE})


def _first_after(schedule: VitalsSchedule, covered: float, end_minute: float | None) -> int | None:
    for minute in schedule.at_minutes:
        if minute > covered and (end_minute is None or minute <= end_minute or schedule.after_every_minutes is None):
            return minute
    during = _next_step(schedule.at_minutes[-1], schedule.during_every_minutes, covered)
    if end_minute is None or (during is not None and during <= end_minute):
        return during
    return _next_step(int(end_minute), schedule.after_every_minutes, covered)


def _next_step(origin: int, step: int | None, covered: float) -> int | None:
    """Return the first of origin + step, origin + 2 × step, … that is later than ``covered``."""
    if step is None:
        return None
    passed = max(int((covered - origin) // step), 0)
    return origin + (passed + 1) * step


def _words(rule: LimitRule, value: int, known_baseline: int | None) -> str | None:
    name, shown, limit = MEASURES[rule.kind].name, show(rule.kind, value), show(rule.kind, rule.value)
    if rule.comparison in _RELATIVE:
        return _relative_words(rule, value, known_baseline, name)
    fires, sentence = {
        Comparison.ABOVE: (value > rule.value, _("{name} {value} is above {limit}.")),
        Comparison.AT_OR_ABOVE: (value >= rule.value, _("{name} {value} is at or above {limit}.")),
        Comparison.BELOW: (value < rule.value, _("{name} {value} is below {limit}.")),
        Comparison.AT_OR_BELOW: (value <= rule.value, _("{name} {value} is at or below {limit}.")),
    }[rule.comparison]
    return sentence.format(name=name, value=shown, limit=limit) if fires else None


def _relative_words(rule: LimitRule, value: int, known_baseline: int | None, name: str) -> str | None:
    if known_baseline is None:
        return None
    rising = rule.comparison is Comparison.RISE_AT_OR_ABOVE
    change = value - known_baseline if rising else known_baseline - value
    if change < rule.value:
        return None
    if rising:
        sentence = _("{name} {value} is {change} above the baseline of {baseline}; the limit is a rise of {limit}.")
    else:
        sentence = _("{name} {value} is {change} below the baseline of {baseline}; the limit is a fall of {limit}.")
    return sentence.format(
        name=name,
        value=show(rule.kind, value),
        change=show(rule.kind, change),
        baseline=show(rule.kind, known_baseline),
        limit=show(rule.kind, rule.value),
    )
