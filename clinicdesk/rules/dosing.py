"""Dose, volume, pump rate: whole numbers all the way, each step shown.

dose = amount per kilogram × weight; drug volume = dose ÷ strength; pump rate = bag volume × 60 ÷ minutes.
Rounding, in one place and the same everywhere: the dose to the nearest 0.1 mg, the drug volume to the nearest
0.001 mL, the rate to the nearest 0.1 mL per hour, halves up. Each step uses the rounded result of the step before, so
that what is printed can be recomputed by hand. Source: arithmetic; the steps are those of field practice in IV clinics.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.protocol import Caps, DrugVolume
from clinicdesk.rules.quantities import (
    concentration_text,
    decimal_text,
    divided,
    dose_text,
    kilograms_text,
    rate_text,
    volume_text,
)
from clinicdesk.rules.timeline import Stretch
from clinicdesk.rules.vitals import Kind, check

DOSE_STEP_MICROGRAMS = 100
RATE_STEP_MICROLITRES_PER_HOUR = 100
HIGHEST_RATE_MICROLITRES_PER_HOUR = 1_200_000
"""1,200 mL per hour: what infusion pumps can give at most; a higher number is a slip of the hand."""
_MILLISECONDS_PER_HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class DoseArithmetic:
    """Every number of one dose, from the weight to the pump.

    ``dose_micrograms`` is what is given; it differs from ``calculated_micrograms`` when a prescriber ordered another.
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

    def lines(self) -> tuple[str, ...]:
        """Return the steps as they are read and checked: dose, drug volume, bag, pump rate.

        A step whose result was rounded says ``≈`` instead of ``=``.
        """
        return (self._dose_line(), *self._ordered_line(), self._drug_line(), self._bag_line(), self._rate_line())

    def _dose_line(self) -> str:
        exact = self.micrograms_per_kg * self.weight_grams == self.calculated_micrograms * 1000
        return _("{per_kg} per kg × {weight} {equals} {dose}").format(
            per_kg=dose_text(self.micrograms_per_kg),
            weight=kilograms_text(self.weight_grams),
            equals=_equals(exact),
            dose=dose_text(self.calculated_micrograms),
        )

    def _ordered_line(self) -> tuple[str, ...]:
        if self.dose_micrograms == self.calculated_micrograms:
            return ()
        per_kg = divided(self.dose_micrograms * 1000, self.weight_grams)
        exact = per_kg * self.weight_grams == self.dose_micrograms * 1000
        return (
            _("Ordered instead: {dose} {equals} {per_kg} per kg").format(
                dose=dose_text(self.dose_micrograms), equals=_equals(exact), per_kg=dose_text(per_kg)
            ),
        )

    def _drug_line(self) -> str:
        exact = self.dose_micrograms * 1000 == self.drug_microlitres * self.concentration_micrograms_per_ml
        return _("{dose} ÷ {strength} {equals} {drug}").format(
            dose=dose_text(self.dose_micrograms),
            strength=concentration_text(self.concentration_micrograms_per_ml),
            equals=_equals(exact),
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
            equals=_equals(exact),
            rate=rate_text(self.rate_microlitres_per_hour),
        )


def _equals(exact: bool) -> str:
    return "=" if exact else "≈"


def dose_for(micrograms_per_kg: int, weight_grams: int) -> int:
    """Return the dose in micrograms, to the nearest 0.1 mg, halves up. Raises BadValue for an impossible weight."""
    check(Kind.WEIGHT, weight_grams)
    _positive(micrograms_per_kg, _("The dose per kilogram"))
    return divided(micrograms_per_kg * weight_grams, 1000 * DOSE_STEP_MICROGRAMS) * DOSE_STEP_MICROGRAMS


def drug_volume_for(dose_micrograms: int, concentration_micrograms_per_ml: int) -> int:
    """Return the volume of drug in microlitres, to the nearest 0.001 mL, halves up."""
    _positive(concentration_micrograms_per_ml, _("The strength"))
    return divided(dose_micrograms * 1000, concentration_micrograms_per_ml)


def rate_for(total_microlitres: int, duration_minutes: int) -> int:
    """Return the pump rate in microlitres per hour, to the nearest 0.1 mL per hour, halves up."""
    _positive(duration_minutes, _("The duration"))
    step = RATE_STEP_MICROLITRES_PER_HOUR
    return divided(total_microlitres * 60, duration_minutes * step) * step


def calculate(
    *,
    micrograms_per_kg: int,
    weight_grams: int,
    concentration_micrograms_per_ml: int,
    bag_microlitres: int,
    drug_volume: DrugVolume,
    duration_minutes: int,
    dose_micrograms: int | None = None,
) -> DoseArithmetic:
    """Return the whole arithmetic. ``dose_micrograms`` replaces the calculated dose when a prescriber orders another.

    Raises BadValue when the weight is impossible, the drug is more than the bag holds, or no pump gives the rate.
    """
    calculated = dose_for(micrograms_per_kg, weight_grams)
    dose = calculated if dose_micrograms is None else dose_micrograms
    _positive(dose, _("The dose"))
    _positive(bag_microlitres, _("The bag volume"))
    drug = drug_volume_for(dose, concentration_micrograms_per_ml)
    if drug > bag_microlitres:
        raise BadValue(_("The drug is more than the bag holds. Check the dose, the strength and the bag volume."))
    total = bag_microlitres + drug if drug_volume is DrugVolume.ADDED else bag_microlitres
    rate = rate_for(total, duration_minutes)
    if not 0 < rate <= HIGHEST_RATE_MICROLITRES_PER_HOUR:
        raise BadValue(
            _("No pump gives {rate}. Check the bag volume and the duration.").format(rate=rate_text(rate)), "duration"
        )
    return DoseArithmetic(
        micrograms_per_kg=micrograms_per_kg,
        weight_grams=weight_grams,
        calculated_micrograms=calculated,
        dose_micrograms=dose,
        concentration_micrograms_per_ml=concentration_micrograms_per_ml,
        drug_microlitres=drug,
        bag_microlitres=bag_microlitres,
        drug_volume=drug_volume,
        total_microlitres=total,
        duration_minutes=duration_minutes,
        rate_microlitres_per_hour=rate,
    )


def check_dose(caps: Caps, dose_micrograms: int, weight_grams: int) -> tuple[str, ...]:
    """Return what is unusual about a dose, as questions; raise BadValue when it is above the protocol's cap."""
    _positive(dose_micrograms, _("The dose"))
    weight_question = check(Kind.WEIGHT, weight_grams)
    if dose_micrograms > caps.max_dose_micrograms:
        raise BadValue(
            _("{dose} is more than this protocol's limit of {cap}. Lower the dose.").format(
                dose=dose_text(dose_micrograms), cap=dose_text(caps.max_dose_micrograms)
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


def check_duration(usual_minutes: int, minutes: int) -> str | None:
    """Return a question when a dose is to run in less than half or more than twice the protocol's time, else None.

    A zero lost or added is the usual slip: 4 minutes instead of 40 is ten times the rate. The range is our own choice.
    """
    if usual_minutes <= 2 * minutes and minutes <= 2 * usual_minutes:
        return None
    return _("{minutes} min is far from the {usual} min of this protocol. Is it right?").format(
        minutes=minutes, usual=usual_minutes
    )


def volume_infused(stretches: Iterable[Stretch]) -> int:
    """Return the microlitres that flowed over rate changes and pauses, to the nearest one, halves up.

    Rounded once, at the end. A stretch of flow whose rate nobody recorded raises BadValue.
    """
    total = 0
    for stretch in stretches:
        if not stretch.flowing:
            continue
        if stretch.rate_microlitres_per_hour is None:
            raise BadValue(_("The pump rate was not recorded. Record it to work out what was given."))
        total += stretch.rate_microlitres_per_hour * stretch.elapsed.milliseconds
    return divided(total, _MILLISECONDS_PER_HOUR)


def dose_given(order: DoseArithmetic, infused_microlitres: int) -> int:
    """Return the micrograms in the volume that flowed, never more than the bag held, to the nearest 0.1 mg."""
    volume = min(max(infused_microlitres, 0), order.total_microlitres)
    return (
        divided(order.dose_micrograms * volume, order.total_microlitres * DOSE_STEP_MICROGRAMS) * DOSE_STEP_MICROGRAMS
    )


def check_balance(drawn_micrograms: int, given_micrograms: int, wasted_micrograms: int) -> None:
    """Raise BadValue unless given + wasted = drawn (21 CFR 1304.22(c), read in a secondary source)."""
    if min(drawn_micrograms, given_micrograms, wasted_micrograms) < 0:
        raise BadValue(_("An amount of drug cannot be less than nothing. Check drawn, given and wasted."))
    difference = drawn_micrograms - given_micrograms - wasted_micrograms
    if difference:
        problem = _("{amount} are not accounted for") if difference > 0 else _("{amount} more than was drawn")
        raise BadValue(
            _("Given {given} and wasted {wasted} do not make the {drawn} drawn: {problem}.").format(
                given=dose_text(given_micrograms),
                wasted=dose_text(wasted_micrograms),
                drawn=dose_text(drawn_micrograms),
                problem=problem.format(amount=dose_text(abs(difference))),
            )
        )


def _positive(value: int, name: str) -> None:
    if value <= 0:
        raise BadValue(_("{name} must be more than nothing.").format(name=name))
