"""Dose, volume, pump rate: whole numbers all the way, each step shown.

dose = amount per kilogram × weight; drug volume = dose ÷ strength; pump rate = bag volume × 60 ÷ minutes.
Rounding, in one place and the same everywhere: the dose to the nearest 0.1 mg, the drug volume to the nearest
0.001 mL, the rate to the nearest 0.1 mL per hour, halves up. Each step uses the rounded result of the step before, so
that what is printed can be recomputed by hand. Source: arithmetic; the steps are those of field practice in IV clinics.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.body_weight import DosingWeight, weight_lines
from clinicdesk.rules.devices import DeviceDose
from clinicdesk.rules.dose_rules import Caps, DrugVolume, StageKind, StageRule, WeightBasis
from clinicdesk.rules.fluids import FluidDose
from clinicdesk.rules.pump import HIGHEST_RATE_MICROLITRES_PER_HOUR, equals, positive, possible_rate, rate_for
from clinicdesk.rules.quantities import (
    concentration_text,
    decimal_text,
    divided,
    dose_text,
    kilograms_text,
    rate_text,
    volume_text,
)
from clinicdesk.rules.stages import DOSE_STEP_MICROGRAMS, StageDose, dose_lines, rate_lines, stage_dose, stages_for
from clinicdesk.rules.vitals import Kind, check

__all__ = [
    "DOSE_STEP_MICROGRAMS",
    "HIGHEST_RATE_MICROLITRES_PER_HOUR",
    "Dose",
    "DoseArithmetic",
    "calculate",
    "check_balance",
    "check_change",
    "check_dose",
    "check_duration",
    "check_rates",
    "dose_for",
    "dose_given",
    "drug_volume_for",
    "rate_for",
]


@dataclass(frozen=True, slots=True)
class DoseArithmetic:
    """Every number of one dose, from the weight to the pump.

    ``dose_micrograms`` is what is given; it differs from ``calculated_micrograms`` when a prescriber ordered another.
    ``weight_grams`` is what the dose goes by; where that is not the actual weight, the other weight and the height are
    beside it. With ``stages`` the dose is given in steps, and ``rate_microlitres_per_hour`` is the rate of the first.
    """

    micrograms_per_kg: int
    weight_grams: int
    calculated_micrograms: int
    dose_micrograms: int
    concentration_micrograms_per_ml: int
    drug_microlitres: int
    bag_microlitres: int
    drug_volume: DrugVolume
    total_microlitres: int
    duration_minutes: int
    rate_microlitres_per_hour: int
    weight_basis: WeightBasis = WeightBasis.ACTUAL
    actual_weight_grams: int = 0
    height_millimetres: int | None = None
    stages: tuple[StageDose, ...] = ()

    @property
    def weight(self) -> DosingWeight:
        """The weight the dose goes by, and what it follows from."""
        return DosingWeight(self.weight_grams, self.weight_basis, self.actual_weight_grams, self.height_millimetres)

    def lines(self) -> tuple[str, ...]:
        """Return the steps as they are read and checked: weight, dose, drug volume, bag, pump rate.

        A step whose result was rounded says ``≈`` instead of ``=``.
        """
        amount = self._stage_lines() if self.stages else (self._dose_line(), *self._ordered_line())
        rates = rate_lines(self.stages, self.total_microlitres) if len(self.stages) > 1 else (self._rate_line(),)
        return (*weight_lines(self.weight), *amount, self._drug_line(), self._bag_line(), *rates)

    def _stage_lines(self) -> tuple[str, ...]:
        lines = [line for stage in self.stages for line in dose_lines(stage, self.weight_grams)]
        if len(self.stages) > 1:
            parts = " + ".join(dose_text(stage.dose_micrograms) for stage in self.stages)
            lines.append(_("{parts} = {dose}").format(parts=parts, dose=dose_text(self.dose_micrograms)))
        return tuple(lines)

    def _dose_line(self) -> str:
        exact = self.micrograms_per_kg * self.weight_grams == self.calculated_micrograms * 1000
        return _("{per_kg} per kg × {weight} {equals} {dose}").format(
            per_kg=dose_text(self.micrograms_per_kg),
            weight=kilograms_text(self.weight_grams),
            equals=equals(exact),
            dose=dose_text(self.calculated_micrograms),
        )

    def _ordered_line(self) -> tuple[str, ...]:
        if self.dose_micrograms == self.calculated_micrograms:
            return ()
        per_kg = divided(self.dose_micrograms * 1000, self.weight_grams)
        exact = per_kg * self.weight_grams == self.dose_micrograms * 1000
        return (
            _("Ordered instead: {dose} {equals} {per_kg} per kg").format(
                dose=dose_text(self.dose_micrograms), equals=equals(exact), per_kg=dose_text(per_kg)
            ),
        )

    def _drug_line(self) -> str:
        exact = self.dose_micrograms * 1000 == self.drug_microlitres * self.concentration_micrograms_per_ml
        return _("{dose} ÷ {strength} {equals} {drug}").format(
            dose=dose_text(self.dose_micrograms),
            strength=concentration_text(self.concentration_micrograms_per_ml),
            equals=equals(exact),
            drug=volume_text(self.drug_microlitres),
        )

    def _bag_line(self) -> str:
        bag, drug, total = map(volume_text, (self.bag_microlitres, self.drug_microlitres, self.total_microlitres))
        if self.drug_volume is DrugVolume.ADDED:
            return _("{bag} in the bag + {drug} of drug = {total}").format(bag=bag, drug=drug, total=total)
        return _("{bag} in the bag − {drug} taken out + {drug} of drug = {total}").format(
            bag=bag, drug=drug, total=total
        )

    def _rate_line(self) -> str:
        exact = self.total_microlitres * 60 == self.rate_microlitres_per_hour * self.duration_minutes
        return _("{total} over {minutes} min {equals} {rate}").format(
            total=volume_text(self.total_microlitres),
            minutes=decimal_text(self.duration_minutes, 1),
            equals=equals(exact),
            rate=rate_text(self.rate_microlitres_per_hour),
        )


Dose = DoseArithmetic | DeviceDose | FluidDose
"""What an order says in numbers, whatever the way the treatment is given."""


def dose_for(micrograms_per_kg: int, weight_grams: int) -> int:
    """Return the dose in micrograms, to the nearest 0.1 mg, halves up. Raises BadValue for an impossible weight."""
    check(Kind.WEIGHT, weight_grams)
    positive(micrograms_per_kg, _("The dose per kilogram"))
    return divided(micrograms_per_kg * weight_grams, 1000 * DOSE_STEP_MICROGRAMS) * DOSE_STEP_MICROGRAMS


def drug_volume_for(dose_micrograms: int, concentration_micrograms_per_ml: int) -> int:
    """Return the volume of drug in microlitres, to the nearest 0.001 mL, halves up."""
    positive(concentration_micrograms_per_ml, _("The strength"))
    return divided(dose_micrograms * 1000, concentration_micrograms_per_ml)


def calculate(
    *,
    micrograms_per_kg: int,
    weight_grams: int,
    concentration_micrograms_per_ml: int,
    bag_microlitres: int,
    drug_volume: DrugVolume,
    duration_minutes: int,
    dose_micrograms: int | None = None,
    weight: DosingWeight | None = None,
    stages: Sequence[StageRule] = (),
    max_micrograms_per_hour: int | None = None,
) -> DoseArithmetic:
    """Return the whole arithmetic. ``dose_micrograms`` replaces the calculated dose when a prescriber orders another.

    ``weight`` says what ``weight_grams`` follows from, if it is not the actual one. With ``stages`` the dose and the
    time are theirs, no more than ``max_micrograms_per_hour``, and amount per kg, duration and another dose are ignored.
    Raises BadValue when the weight is impossible, the drug is more than the bag holds, or no pump gives the rate.
    """
    grams = weight.grams if weight else weight_grams
    check(Kind.WEIGHT, grams)
    amounts = [stage_dose(stage, grams, max_micrograms_per_hour) for stage in stages]
    if stages:
        calculated = dose = sum(amount for amount, _cap in amounts)
        duration_minutes = sum(stage.minutes for stage in stages)
        micrograms_per_kg = per_kg_of(stages)
    else:
        calculated = dose_for(micrograms_per_kg, grams)
        dose = calculated if dose_micrograms is None else dose_micrograms
    positive(dose, _("The dose"))
    positive(bag_microlitres, _("The bag volume"))
    drug = drug_volume_for(dose, concentration_micrograms_per_ml)
    if drug > bag_microlitres:
        raise BadValue(_("The drug is more than the bag holds. Check the dose, the strength and the bag volume."))
    total = bag_microlitres + drug if drug_volume is DrugVolume.ADDED else bag_microlitres
    steps = stages_for(stages, amounts, total)
    rate = steps[0].rate_microlitres_per_hour if steps else possible_rate(total, duration_minutes)
    return DoseArithmetic(
        micrograms_per_kg=micrograms_per_kg,
        weight_grams=grams,
        calculated_micrograms=calculated,
        dose_micrograms=dose,
        concentration_micrograms_per_ml=concentration_micrograms_per_ml,
        drug_microlitres=drug,
        bag_microlitres=bag_microlitres,
        drug_volume=drug_volume,
        total_microlitres=total,
        duration_minutes=duration_minutes,
        rate_microlitres_per_hour=rate,
        weight_basis=weight.basis if weight else WeightBasis.ACTUAL,
        actual_weight_grams=weight.actual_grams if weight else grams,
        height_millimetres=weight.height_millimetres if weight else None,
        stages=steps,
    )


def per_kg_of(stages: Sequence[StageRule]) -> int:
    """Return what all steps give together for each kilogram, to the nearest microgram."""
    sixtieths = sum(
        stage.micrograms_per_kg * (60 if stage.kind is StageKind.BOLUS else stage.minutes) for stage in stages
    )
    return divided(sixtieths, 60)


def check_dose(caps: Caps, dose_micrograms: int, weight_grams: int) -> tuple[str, ...]:
    """Return what is unusual about a dose, as questions; raise BadValue when it is above the protocol's cap."""
    positive(dose_micrograms, _("The dose"))
    weight_question = check(Kind.WEIGHT, weight_grams)
    if dose_micrograms > caps.max_dose_micrograms:
        raise BadValue(
            _("{dose} is more than this protocol's limit of {cap}. Lower the dose.").format(
                dose=dose_text(dose_micrograms), cap=dose_text(caps.max_dose_micrograms)
            )
        )
    if dose_micrograms < caps.min_dose_micrograms:
        raise BadValue(
            _("{dose} is less than this protocol's smallest dose of {least}. Check the dose.").format(
                dose=dose_text(dose_micrograms), least=dose_text(caps.min_dose_micrograms)
            )
        )
    questions = [weight_question] if weight_question else []
    # Within one rounding step of the range the dose is the calculated one, rounded: nothing to ask about.
    low, high = (per_kg * weight_grams for per_kg in caps.plausible_micrograms_per_kg)
    if not low - 1000 * DOSE_STEP_MICROGRAMS < dose_micrograms * 1000 < high + 1000 * DOSE_STEP_MICROGRAMS:
        questions.append(
            _("{dose} for {weight} is outside the usual {low} to {high} per kg. Is it right?").format(
                dose=dose_text(dose_micrograms),
                weight=kilograms_text(weight_grams),
                low=dose_text(caps.plausible_micrograms_per_kg[0]),
                high=dose_text(caps.plausible_micrograms_per_kg[1]),
            )
        )
    return tuple(questions)


def check_rates(caps: Caps, dose: DoseArithmetic) -> None:
    """Raise BadValue when a dose is given faster than the protocol's caps; a bolus is held against its own amount."""
    hourly = [
        (stage.dose_micrograms, stage.minutes, stage.micrograms_per_kg)
        for stage in dose.stages
        if stage.kind is StageKind.INFUSION
    ]
    if not dose.stages:
        hourly = [(dose.dose_micrograms, dose.duration_minutes, 0)]
    for amount, minutes, per_kg in hourly:
        # One rounding step of the dose more than the cap is the capped dose, rounded.
        least = (amount - DOSE_STEP_MICROGRAMS) * 60
        most, most_per_kg = caps.max_micrograms_per_hour, caps.max_micrograms_per_kg_per_hour
        if most is not None and least >= most * minutes:
            raise BadValue(_too_fast(dose_text(most)))
        too_much = most_per_kg is not None and least * 1000 >= most_per_kg * dose.weight_grams * minutes
        if most_per_kg is not None and (too_much or per_kg > most_per_kg):
            raise BadValue(_too_fast(_("{dose} per kg").format(dose=dose_text(most_per_kg))))


def _too_fast(most: str) -> str:
    return _("This is faster than this protocol's limit of {most} per hour. Lower the dose.").format(most=most)


def check_change(caps: Caps, dose_micrograms: int, last_micrograms: int) -> str | None:
    """Return a question when a dose differs from the last one by more than the protocol's step, else None."""
    step = caps.ask_when_changed_percent
    change = abs(dose_micrograms - last_micrograms)
    if step is None or last_micrograms <= 0 or change * 100 <= step * last_micrograms:
        return None
    percent = divided(change * 100, last_micrograms)
    words = (
        _("{dose} is {percent}% more than the last dose of {last}.")
        if dose_micrograms > last_micrograms
        else _("{dose} is {percent}% less than the last dose of {last}.")
    )
    return words.format(dose=dose_text(dose_micrograms), percent=percent, last=dose_text(last_micrograms))


def check_duration(usual_minutes: int, minutes: int) -> str | None:
    """Return a question when a dose is to run in less than half or more than twice the protocol's time, else None.

    A zero lost or added is the usual slip: 4 minutes instead of 40 is ten times the rate. The range is our own choice.
    """
    if usual_minutes <= 2 * minutes and minutes <= 2 * usual_minutes:
        return None
    return _("{minutes} min is far from the {usual} min of this protocol. Is it right?").format(
        minutes=minutes, usual=usual_minutes
    )


def dose_given(order: Dose, infused_microlitres: int) -> int:
    """Return the micrograms in the volume that flowed, never more than the bag held, to the nearest 0.1 mg.

    Nothing for devices, which are counted, and for a fluid, whose contents are words.
    """
    if not isinstance(order, DoseArithmetic):
        return 0
    volume = min(max(infused_microlitres, 0), order.total_microlitres)
    return (
        divided(order.dose_micrograms * volume, order.total_microlitres * DOSE_STEP_MICROGRAMS) * DOSE_STEP_MICROGRAMS
    )


def check_balance(
    drawn_micrograms: int, given_micrograms: int, wasted_micrograms: int, returned_micrograms: int = 0
) -> None:
    """Raise BadValue unless given + wasted + returned = drawn (21 CFR 1304.22(c), read in a secondary source)."""
    if min(drawn_micrograms, given_micrograms, wasted_micrograms, returned_micrograms) < 0:
        raise BadValue(_("An amount of drug cannot be less than nothing. Check drawn, given and wasted."))
    difference = drawn_micrograms - given_micrograms - wasted_micrograms - returned_micrograms
    if difference:
        problem = _("{amount} are not accounted for") if difference > 0 else _("{amount} more than was drawn")
        sentence = (
            _("Given {given}, wasted {wasted} and returned {returned} do not make the {drawn} drawn: {problem}.")
            if returned_micrograms
            else _("Given {given} and wasted {wasted} do not make the {drawn} drawn: {problem}.")
        )
        raise BadValue(
            sentence.format(
                given=dose_text(given_micrograms),
                wasted=dose_text(wasted_micrograms),
                returned=dose_text(returned_micrograms),
                drawn=dose_text(drawn_micrograms),
                problem=problem.format(amount=dose_text(abs(difference))),
            )
        )
