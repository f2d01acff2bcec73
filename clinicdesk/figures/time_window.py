"""Which part of a time axis is shown: zoomed and moved, never beyond the ends of the whole."""

Hours = tuple[float, float]

LEAST_HOURS = 6.0
"""Closer than this there is nothing more to see."""


def zoomed(shown: Hours, whole: Hours, factor: float, around: float) -> Hours:
    """Return a window ``factor`` times as wide in which ``around`` stays where it is, as far as the whole allows."""
    low, high = shown
    factor = max(factor, min(LEAST_HOURS / (high - low), 1.0))
    if (high - low) * factor >= whole[1] - whole[0]:
        return whole
    return _inside((around - (around - low) * factor, around + (high - around) * factor), whole)


def moved(shown: Hours, whole: Hours, hours: float) -> Hours:
    """Return a window of the same width so many hours later."""
    return _inside((shown[0] + hours, shown[1] + hours), whole)


def holding(shown: Hours, whole: Hours, hour: float) -> Hours:
    """Return a window of the same width in which an hour is seen: this one, or one with the hour in the middle."""
    low, high = shown
    if low <= hour <= high:
        return shown
    return _inside((hour - (high - low) / 2, hour + (high - low) / 2), whole)


def _inside(shown: Hours, whole: Hours) -> Hours:
    low, high = shown
    if high - low >= whole[1] - whole[0]:
        return whole
    if low < whole[0]:
        return whole[0], whole[0] + (high - low)
    if high > whole[1]:
        return whole[1] - (high - low), whole[1]
    return shown
