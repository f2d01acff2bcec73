"""Which weight a dose is worked out from: the actual one, the ideal one, or the adjusted one between them.

Ideal weight: Devine, 50 kg for men and 45.5 kg for women, plus 2.3 kg for each inch over 60 (Devine 1974, Drug Intell
Clin Pharm 8:650; not read, widely quoted). Adjusted: ideal weight + 0.4 × (actual − ideal), the factor in common use.
Both to the nearest 0.1 kg, halves up, adjusted from the rounded ideal, so that each step can be recomputed by hand.
Where the actual weight is lower than the ideal one, it counts: a formula never raises a dose (our own rule).
"""

from dataclasses import dataclass

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.dose_rules import WeightBasis
from clinicdesk.rules.quantities import decimal_text, divided, kilograms_text
from clinicdesk.rules.vitals import Kind, check, show

MALE, FEMALE = "male", "female"
_BASE_GRAMS = {MALE: 50_000, FEMALE: 45_500}
_GRAMS_PER_INCH = 2_300
_INCHES = 60
_TENTHS_OF_MILLIMETRE_PER_INCH = 254
_STEP_GRAMS = 100
_LOWEST_MILLIMETRES = 1_524
"""60 inches: below it the formula was never fitted."""

BASIS_WORDS = {
    WeightBasis.ACTUAL: _("Actual weight"),
    WeightBasis.IDEAL: _("Ideal weight"),
    WeightBasis.ADJUSTED: _("Adjusted weight"),
}


@dataclass(frozen=True, slots=True)
class DosingWeight:
    """The weight a dose is worked out from (``grams``), and what it follows from."""

    grams: int
    basis: WeightBasis
    actual_grams: int
    height_millimetres: int | None


def dosing_weight(
    basis: WeightBasis, actual_grams: int, height_millimetres: int | None = None, sex_at_birth: str = ""
) -> DosingWeight:
    """Return the weight to dose by. Raises BadValue when height or sex at birth are missing for a formula."""
    check(Kind.WEIGHT, actual_grams)
    if basis is WeightBasis.ACTUAL:
        return DosingWeight(actual_grams, basis, actual_grams, None)
    if height_millimetres is None:
        raise BadValue(_("Measure the height first. The ideal weight is worked out from it."), "height")
    ideal = ideal_grams(height_millimetres, sex_at_birth)
    if ideal >= actual_grams:
        grams = actual_grams
    else:
        grams = ideal if basis is WeightBasis.IDEAL else adjusted_grams(actual_grams, ideal)
    return DosingWeight(grams, basis, actual_grams, height_millimetres)


def ideal_grams(height_millimetres: int, sex_at_birth: str) -> int:
    """Return the ideal weight by Devine, to the nearest 0.1 kg. Raises BadValue where the formula does not hold."""
    check(Kind.HEIGHT, height_millimetres)
    base = _BASE_GRAMS.get(sex_at_birth)
    if base is None:
        raise BadValue(
            _("The formula for ideal weight knows only female and male. Add the sex at birth, or take actual weight."),
            "weight_basis",
        )
    return _devine(base, height_millimetres)


def adjusted_grams(actual_grams: int, ideal_weight_grams: int) -> int:
    """Return ideal weight + 0.4 × (actual − ideal), to the nearest 0.1 kg, halves up."""
    return divided(6 * ideal_weight_grams + 4 * actual_grams, 10 * _STEP_GRAMS) * _STEP_GRAMS


def body_mass_index_tenths(weight_grams: int, height_millimetres: int) -> int:
    """Return weight ÷ height², in tenths of kg per square metre, halves up."""
    return divided(weight_grams * 10_000, height_millimetres * height_millimetres)


def weight_lines(dose_weight: DosingWeight) -> tuple[str, ...]:
    """Return how the dosing weight follows from height and actual weight; empty for the actual weight."""
    basis, height = dose_weight.basis, dose_weight.height_millimetres
    if basis is WeightBasis.ACTUAL or height is None:
        return ()
    if dose_weight.grams == dose_weight.actual_grams:
        return (_("The actual weight is not above the ideal weight, so the actual weight counts."),)
    for base in _BASE_GRAMS.values():
        ideal = _devine(base, height)
        line = _devine_line(base, height, ideal)
        if basis is WeightBasis.IDEAL and ideal == dose_weight.grams:
            return (line,)
        if basis is WeightBasis.ADJUSTED and adjusted_grams(dose_weight.actual_grams, ideal) == dose_weight.grams:
            return (line, _adjusted_line(dose_weight, ideal))
    return ()


def _devine(base_grams: int, height_millimetres: int) -> int:
    if height_millimetres < _LOWEST_MILLIMETRES:
        raise BadValue(
            _("The formula for ideal weight begins at {height}. Take the actual weight.").format(
                height=show(Kind.HEIGHT, _LOWEST_MILLIMETRES)
            ),
            "weight_basis",
        )
    # Grams × 254: tenths of a millimetre keep the inch whole.
    per_254 = base_grams * 254 + _GRAMS_PER_INCH * (height_millimetres * 10 - _INCHES * _TENTHS_OF_MILLIMETRE_PER_INCH)
    return divided(per_254, 254 * _STEP_GRAMS) * _STEP_GRAMS


def _devine_line(base: int, height: int, ideal: int) -> str:
    inches_tenths = divided(height * 100, _TENTHS_OF_MILLIMETRE_PER_INCH)
    return _("Ideal weight (Devine): {base} + 2.3 kg × ({height} = {inches} in − 60 in) ≈ {ideal}").format(
        base=kilograms_text(base),
        height=show(Kind.HEIGHT, height),
        inches=decimal_text(inches_tenths, 10),
        ideal=kilograms_text(ideal),
    )


def _adjusted_line(dose_weight: DosingWeight, ideal: int) -> str:
    return _("Adjusted weight: {ideal} + 0.4 × ({actual} − {ideal}) ≈ {adjusted}").format(
        ideal=kilograms_text(ideal),
        actual=kilograms_text(dose_weight.actual_grams),
        adjusted=kilograms_text(dose_weight.grams),
    )
