"""Whole-number quantities written as decimal text, exactly: the one place where a point is set.

Written the way a dose must be: no trailing zero, always a leading zero, a comma from 1,000 up, a space before the unit
and no sign that looks like a digit (ISMP list of error-prone abbreviations; NHS CUI MEDi-015 to 017, 041 to 044).
"""

from decimal import Decimal

GRAMS_PER_POUND = Decimal("453.59237")
"""Exact by definition (international pound, 1959)."""


def decimal_text(units: int, units_per_whole: int) -> str:
    """Return ``units / units_per_whole`` exactly, e.g. ``decimal_text(41_200, 1000)`` is ``41.2``.

    ``units_per_whole`` must be a power of ten.
    """
    digits = len(str(units_per_whole)) - 1
    whole, part = divmod(abs(units), units_per_whole)
    text = f"{whole:,}"
    if part:
        text += "." + f"{part:0{digits}d}".rstrip("0")
    return f"-{text}" if units < 0 else text


def dose_text(micrograms: int) -> str:
    """Return an amount of drug: ``41.2 mg``, ``0.5 mg``; below 0.1 mg in micrograms, ``50 mcg``."""
    if 0 < abs(micrograms) < 100:
        return f"{micrograms} mcg"
    return f"{decimal_text(micrograms, 1000)} mg"


def volume_text(microlitres: int) -> str:
    """Return a volume in millilitres: ``0.824 mL``."""
    return f"{decimal_text(microlitres, 1000)} mL"


def rate_text(microlitres_per_hour: int) -> str:
    """Return a pump rate: ``150 mL per hour``."""
    return f"{decimal_text(microlitres_per_hour, 1000)} mL per hour"


def concentration_text(micrograms_per_ml: int) -> str:
    """Return a strength: ``50 mg per mL``."""
    return f"{dose_text(micrograms_per_ml)} per mL"


def kilograms_text(grams: int) -> str:
    """Return a weight in kilograms, to the gram if need be: ``82.4 kg``."""
    return f"{decimal_text(grams, 1000)} kg"


def pounds_text(grams: int) -> str:
    """Return the same weight in pounds, rounded half up to a tenth: ``181.7 lb``."""
    return f"{decimal_text(rounded(Decimal(grams) * 10 / GRAMS_PER_POUND), 10)} lb"


def rounded(value: Decimal) -> int:
    """Round to the nearest whole number, halves away from zero: the one rounding rule of this program."""
    return int(value.to_integral_value(rounding="ROUND_HALF_UP"))


def divided(dividend: int, divisor: int) -> int:
    """Return ``dividend / divisor`` (both zero or more) rounded to the nearest whole number, halves up."""
    return (2 * dividend + divisor) // (2 * divisor)
