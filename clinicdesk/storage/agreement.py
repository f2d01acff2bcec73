"""Whether two long lists hold the same rows, without keeping either."""

from collections.abc import Iterable
from itertools import zip_longest

Rows = Iterable[tuple[object, ...]]


def same_in_order(left: Rows, right: Rows) -> bool:
    """Tell whether two lists hold the same rows in the same order."""
    return all(one == other for one, other in zip_longest(left, right))


def same_rows(left: Rows, right: Rows) -> bool:
    """Tell whether two lists hold the same rows, in whatever order.

    By their number and the sum of their hashes, which Python salts anew in every process: two lists that differ pass
    with a chance of one in 2⁶⁴.
    """
    return _sum(left) == _sum(right)


def _sum(rows: Rows) -> tuple[int, int]:
    count = total = 0
    for row in rows:
        count += 1
        total += hash(row)
    return count, total
