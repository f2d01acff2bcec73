"""Which labels of a row have room: of those that would overlap, the first one stays."""

from collections.abc import Iterable


def with_room(labels: Iterable[tuple[float, float]], gap: float) -> list[bool]:
    """Tell for each label, given from where to where it would stand, whether it has room after those before it."""
    found: list[bool] = []
    taken = float("-inf")
    for left, right in labels:
        fits = left >= taken
        found.append(fits)
        if fits:
            taken = right + gap
    return found
