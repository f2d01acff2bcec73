"""How sure a share is: the confidence interval of a proportion.

Source: Wilson EB, "Probable inference, the law of succession, and statistical inference", J Am Stat Assoc
1927;22:209-212, the score interval without continuity correction; recommended and worked through (method 3) by Newcombe
RG, "Two-sided confidence intervals for the single proportion", Stat Med 1998;17:857-872. Unlike the usual formula it
stays between 0 and 1 and says something useful of none of twenty, and of small groups.
"""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959963984540054
"""The standard normal quantile for 95 %, both sides."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where the true share lies in 95 of 100 such groups; both between 0 and 1."""

    low: float
    high: float


def wilson(count: int, of: int) -> Interval:
    """Return the 95 % score interval of ``count`` in ``of``, which is at least 1.

    Raises ``ValueError`` where that is no share.

    >>> interval = wilson(81, 263)
    >>> f"{interval.low:.4f} {interval.high:.4f}"
    '0.2553 0.3662'
    """
    if not 0 <= count <= of or of < 1:
        raise ValueError(f"{count} of {of} is no share")
    share, squared = count / of, _Z * _Z
    middle = share + squared / (2 * of)
    reach = _Z * sqrt(share * (1 - share) / of + squared / (4 * of * of))
    whole = 1 + squared / of
    # At both ends the exact value is 0 or 1; what is left of rounding must not say otherwise.
    low = 0.0 if count == 0 else (middle - reach) / whole
    high = 1.0 if count == of else (middle + reach) / whole
    return Interval(low, high)
