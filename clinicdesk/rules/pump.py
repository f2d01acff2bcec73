"""Pump rates: volume over time, to the step a pump can be set to, and no more than a pump gives."""

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.quantities import divided, rate_text

RATE_STEP_MICROLITRES_PER_HOUR = 100
HIGHEST_RATE_MICROLITRES_PER_HOUR = 1_200_000
"""1,200 mL per hour: what infusion pumps can give at most; a higher number is a slip of the hand."""


def rate_for(total_microlitres: int, duration_minutes: int) -> int:
    """Return the pump rate in microlitres per hour, to the nearest 0.1 mL per hour, halves up."""
    positive(duration_minutes, _("The duration"))
    step = RATE_STEP_MICROLITRES_PER_HOUR
    return divided(total_microlitres * 60, duration_minutes * step) * step


def possible_rate(total_microlitres: int, duration_minutes: int) -> int:
    """Return the pump rate; raise BadValue when no pump gives it."""
    rate = rate_for(total_microlitres, duration_minutes)
    if not 0 < rate <= HIGHEST_RATE_MICROLITRES_PER_HOUR:
        raise BadValue(
            _("No pump gives {rate}. Check the bag volume and the duration.").format(rate=rate_text(rate)), "duration"
        )
    return rate


def positive(value: int, name: str) -> None:
    """Raise BadValue unless a value, called ``name``, is more than nothing."""
    if value <= 0:
        raise BadValue(_("{name} must be more than nothing.").format(name=name))


def equals(exact: bool) -> str:
    """Return the sign between a step and its result: ``≈`` where the result was rounded."""
    return "=" if exact else "≈"
