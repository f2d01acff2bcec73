"""A dose given in steps: a bolus, then one rate or several. Which step is due, and what the pump is set to for it.

amount of a bolus = amount per kg × weight; of a rate = amount per kg and hour × weight × minutes ÷ 60, after the
protocol's highest amount per hour. All steps come out of one bag: each takes its share of the volume, the last one
what is left, so that the shares are the bag. Source: arithmetic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules import timeline
from clinicdesk.rules.dose_rules import StageKind, StageRule
from clinicdesk.rules.pump import equals, positive, possible_rate
from clinicdesk.rules.quantities import decimal_text, divided, dose_text, kilograms_text, rate_text, volume_text
from clinicdesk.rules.timeline import Event, EventKind, Moment

DOSE_STEP_MICROGRAMS = 100


@dataclass(frozen=True, slots=True)
class StageDose:
    """One step with its numbers. ``micrograms_per_kg``: in all for a bolus, per hour for an infusion.

    ``capped_micrograms_per_hour`` is set where the protocol's highest amount per hour lowered it.
    """

    kind: StageKind
    title: str
    micrograms_per_kg: int
    minutes: int
    dose_micrograms: int
    volume_microlitres: int
    rate_microlitres_per_hour: int
    capped_micrograms_per_hour: int | None = None

    @property
    def rule(self) -> StageRule:
        """The step without its numbers."""
        return StageRule(self.kind, self.title, self.micrograms_per_kg, self.minutes)


@dataclass(frozen=True, slots=True)
class StageDue:
    """The step to set next: ``number`` counts from 1, the start being step 1. ``late_minutes`` is 0 before its time."""

    number: int
    stage: StageDose
    due: Moment
    is_due: bool
    late_minutes: int

    @property
    def due_at(self) -> datetime:
        """When it is due by the wall clock (UTC), if nothing is paused until then."""
        return self.due.at

    @property
    def words(self) -> str:
        """What to do."""
        return _("{title}: set the rate to {rate}").format(
            title=self.stage.title, rate=rate_text(self.stage.rate_microlitres_per_hour)
        )


def stage_dose(rule: StageRule, weight_grams: int, max_micrograms_per_hour: int | None) -> tuple[int, int | None]:
    """Return the dose of a step to the nearest 0.1 mg, and the highest amount per hour if that lowered it."""
    positive(rule.micrograms_per_kg, _("The dose per kilogram"))
    positive(rule.minutes, _("The duration"))
    step = DOSE_STEP_MICROGRAMS
    if rule.kind is StageKind.BOLUS:
        return divided(rule.micrograms_per_kg * weight_grams, 1000 * step) * step, None
    per_hour_thousandfold = rule.micrograms_per_kg * weight_grams
    cap = max_micrograms_per_hour
    capped = cap is not None and per_hour_thousandfold > cap * 1000
    if cap is not None and capped:
        per_hour_thousandfold = cap * 1000
    dose = divided(per_hour_thousandfold * rule.minutes, 60 * 1000 * step) * step
    return dose, cap if capped else None


def stages_for(
    rules: Sequence[StageRule], doses: Sequence[tuple[int, int | None]], total_microlitres: int
) -> tuple[StageDose, ...]:
    """Return the steps with their share of the bag and their rates. Raises BadValue when no pump gives one."""
    whole = sum(dose for dose, _cap in doses)
    made: list[StageDose] = []
    left = total_microlitres
    for place, (rule, (dose, cap)) in enumerate(zip(rules, doses, strict=True), start=1):
        volume = left if place == len(rules) else min(divided(total_microlitres * dose, whole), left)
        left -= volume
        rate = possible_rate(volume, rule.minutes)
        made.append(StageDose(rule.kind, rule.title, rule.micrograms_per_kg, rule.minutes, dose, volume, rate, cap))
    return tuple(made)


def dose_lines(stage: StageDose, weight_grams: int) -> tuple[str, ...]:
    """Return how the dose of a step follows from the weight, line by line."""
    weight, per_kg = kilograms_text(weight_grams), dose_text(stage.micrograms_per_kg)
    thousandfold = stage.micrograms_per_kg * weight_grams
    if stage.kind is StageKind.BOLUS:
        exact = thousandfold == stage.dose_micrograms * 1000
        words = _("{title}: {per_kg} per kg × {weight} {equals} {dose} over {minutes} min")
        return (
            words.format(
                title=stage.title,
                per_kg=per_kg,
                weight=weight,
                equals=equals(exact),
                dose=dose_text(stage.dose_micrograms),
                minutes=decimal_text(stage.minutes, 1),
            ),
        )
    per_hour = divided(thousandfold, 1000)
    lines = [
        _("{title}: {per_kg} per kg per hour × {weight} {equals} {dose} per hour").format(
            title=stage.title,
            per_kg=per_kg,
            weight=weight,
            equals=equals(per_hour * 1000 == thousandfold),
            dose=dose_text(per_hour),
        )
    ]
    if stage.capped_micrograms_per_hour is not None:
        per_hour = stage.capped_micrograms_per_hour
        thousandfold = per_hour * 1000
        lines.append(_("Limit of this protocol: {dose} per hour").format(dose=dose_text(per_hour)))
    exact = thousandfold * stage.minutes == stage.dose_micrograms * 60 * 1000
    lines.append(
        _("{dose} per hour × {minutes} min ÷ 60 {equals} {amount}").format(
            dose=dose_text(per_hour),
            minutes=decimal_text(stage.minutes, 1),
            equals=equals(exact),
            amount=dose_text(stage.dose_micrograms),
        )
    )
    return tuple(lines)


def rate_lines(stages: Sequence[StageDose], total_microlitres: int) -> tuple[str, ...]:
    """Return each step's share of the bag and its rate."""
    whole = sum(stage.dose_micrograms for stage in stages)
    lines: list[str] = []
    for stage in stages:
        shared = stage.volume_microlitres * whole == total_microlitres * stage.dose_micrograms
        exact = stage.volume_microlitres * 60 == stage.rate_microlitres_per_hour * stage.minutes
        lines.append(
            _("{title}: {dose} of {whole} {shared} {volume}, over {minutes} min {equals} {rate}").format(
                title=stage.title,
                dose=dose_text(stage.dose_micrograms),
                whole=dose_text(whole),
                shared=equals(shared),
                volume=volume_text(stage.volume_microlitres),
                minutes=decimal_text(stage.minutes, 1),
                equals=equals(exact),
                rate=rate_text(stage.rate_microlitres_per_hour),
            )
        )
    return tuple(lines)


def due_stage(stages: Sequence[StageDose], events: Sequence[Event], now: Moment) -> StageDue | None:
    """Return the next step of a running or paused infusion, or None: not running, or the last step is set.

    A step lasts its minutes of flow from when it was set, so one set late ends late, and a pause puts it off.
    """
    if timeline.phase_of(events) not in (timeline.Phase.RUNNING, timeline.Phase.PAUSED):
        return None
    number, since = _set_last(events)
    if number >= len(stages):
        return None
    before = timeline.infused(events[: since + 1], events[since].moment).milliseconds
    flowed = timeline.infused(events, now).milliseconds - before
    left = stages[number - 1].minutes * 60_000 - flowed
    return StageDue(number + 1, stages[number], now.before(-left), left <= 0, max(-left // 60_000, 0))


def _set_last(events: Sequence[Event]) -> tuple[int, int]:
    """Return the step that was set last, from 1, and the place of the event that set it."""
    number, place = 1, 0
    for index, event in enumerate(events):
        if event.kind is EventKind.STARTED:
            place = index
        elif event.kind is EventKind.RATE_CHANGED and event.stage is not None and event.stage > number:
            number, place = event.stage, index
    return number, place


def stored(stages: Sequence[StageDose]) -> list[dict[str, Any]]:
    """Return the steps as they are kept with an order."""
    return [asdict(stage) for stage in stages]


def restored(rows: Sequence[Mapping[str, Any]]) -> tuple[StageDose, ...]:
    """Return the steps of a kept order. Raises BadValue when they cannot be read."""
    try:
        return tuple(StageDose(**{**row, "kind": StageKind(row["kind"])}) for row in rows)
    except (KeyError, TypeError, ValueError) as fault:
        raise BadValue(_("The steps of this order cannot be read.")) from fault
