"""Where labels have room: in a row, and beside a mark. Places may count upwards (paper) or downwards (screen)."""

from collections.abc import Iterable

Box = tuple[float, float, float, float]
"""Left, one edge, right, the other edge; of the two edges the one that counts less comes first."""


def with_room(labels: Iterable[tuple[float, float]], gap: float) -> list[bool]:
    """Tell for each label of a row, given from where to where it would stand, whether it has room.

    Of those that would overlap, the first one stays.
    """
    found: list[bool] = []
    taken = float("-inf")
    for left, right in labels:
        fits = left >= taken
        found.append(fits)
        if fits:
            taken = right + gap
    return found


def room_beside(
    mark: tuple[float, float], size: tuple[float, float], gap: float, within: Box, taken: Iterable[Box], *, up: int
) -> Box | None:
    """Return where a label of a size stands beside a mark: above, else below, right or left; None where it would hide
    something. ``up`` is 1 where places count upwards, else -1."""
    (x, y), (wide, tall) = mark, size
    reach = wide + gap
    near = [box for box in taken if box[0] < x + reach and x - reach < box[2]]
    left = min(max(x - wide / 2, within[0]), within[2] - wide)
    over, under = sorted((y + gap, y - gap - tall), reverse=up > 0)
    middle = y - tall / 2
    for corner in ((left, over), (left, under), (x + gap, middle), (x - gap - wide, middle)):
        box = (corner[0], corner[1], corner[0] + wide, corner[1] + tall)
        if _inside(box, within) and not any(_overlap(box, other) for other in near):
            return box
    return None


def room_on_line(
    line: tuple[float, float, float], size: tuple[float, float], taken: Iterable[Box], *, up: int
) -> Box | None:
    """Return where a label stands at the right end of a line (left, level, right): above it, else below.

    None where the line is shorter than the label, or another label stands there.
    """
    (left, level, right), (wide, tall) = line, size
    if wide + tall > right - left:
        return None
    boxes = list(taken)
    over, under = sorted((level + 1, level - 1 - tall), reverse=up > 0)
    for edge in (over, under):
        box = (right - wide - 3, edge, right - 3, edge + tall)
        if not any(_overlap(box, other) for other in boxes):
            return box
    return None


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
