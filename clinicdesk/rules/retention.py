"""How long a chart must be kept, and until when a request of a patient must be answered. Days of the calendar.

How long charts are kept is the law of the state, so the clinic says the years; how long an answer may take is in
``resources/presets/rights.toml`` with its source (45 CFR 164.524, 164.526 and 164.528).
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """How long an answer may take, and by how much it may be put off once. In days."""

    days: int
    extension_days: int


def due_on(received_on: date, period: Period) -> date:
    """Return the last day on which a request is answered in time: the day it came in does not count."""
    return received_on + timedelta(days=period.days)


def extended(due: date, period: Period) -> date:
    """Return the last day after the one extension there is."""
    return due + timedelta(days=period.extension_days)


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long the clinic keeps charts.

    ``years`` count from the last day something happened; ``minor_years`` from the day somebody came of age, None where
    the clinic makes no difference.
    """

    years: int
    minor_years: int | None
    adult_at_years: int


def kept_until(last_on: date, born_on: date | None, keeping: Keeping) -> date:
    """Return the last day a chart must be kept.

    Of somebody who was a minor on ``last_on`` the later of both counts. Where the date of birth is not known nobody
    can say that it was an adult: then, too, the minor's years count, from the last day.
    """
    until = years_later(last_on, keeping.years)
    if keeping.minor_years is None:
        return until
    of_age = years_later(born_on, keeping.adult_at_years) if born_on else years_later(last_on, keeping.adult_at_years)
    return max(until, years_later(of_age, keeping.minor_years)) if of_age > last_on else until


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; of 29 February 1 March, so that nothing ends a day early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
