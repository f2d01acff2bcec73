"""Names with one typing error: a letter more, less or other, or two neighbours swapped.

Looking through all names for the one that was meant takes too long, and trying every letter in every place works in one
alphabet only. Two beginnings that differ by one error become the same when one letter is left out of each: that is the
"symmetric delete" idea (Garbe 2012; the neighbourhoods of Mor and Fraenkel, 1982). So each name is kept with what
remains of its first letters (``slip_keys``), and what these bring is compared letter by letter (``slip``).
"""

from enum import IntEnum

SHORTEST_ALIKE = 4
"""Letters from which a typed word may also mean one nearly like it; among shorter ones almost all are alike."""

_COMPARED = 5
"""How many first letters the keys are made of. An error behind them leaves the keys as they are."""


class Slip(IntEnum):
    """What one typing error makes of the typed word."""

    WHOLE = 1
    """The whole name."""
    BEGINNING = 2
    """The beginning of the name, as somebody types it letter by letter."""


def slip_keys(word: str) -> frozenset[str]:
    """Return the beginning of a name with each of its letters left out in turn; the name itself where it is short.

    A typed word and a name one error apart share a key. Words with digits, and very short ones, have none.
    """
    if len(word) < SHORTEST_ALIKE - 1 or not word.isalpha():
        return frozenset()
    start = word[:_COMPARED]
    keys = {start[:place] + start[place + 1 :] for place in range(len(start))}
    return frozenset(keys | {word} if len(word) < _COMPARED else keys)


def slip(typed: str, name: str) -> Slip | None:
    """Return what one typing error makes of a typed word, nothing where there are more errors or none.

    For the beginning of a name the last typed letter must be right: else every name would be nearly every other.
    """
    place = _same_letters(typed, name)
    here, there = typed[place:], name[place:]
    if not here or not there:
        return Slip.WHOLE if len(here) + len(there) == 1 else None
    # What must follow in both: after a letter too few, one too many, a wrong one, two swapped.
    rests = [(here, there[1:]), (here[1:], there), (here[1:], there[1:])]
    if here[:2] == there[1::-1]:
        rests.append((here[2:], there[2:]))
    if any(mine == theirs for mine, theirs in rests):
        return Slip.WHOLE
    begun = len(typed) >= _COMPARED and any(mine and theirs.startswith(mine) for mine, theirs in rests)
    return Slip.BEGINNING if begun else None


def one_slip_apart(one: str, other: str) -> bool:
    """Say whether one letter more, one less, one other, or two neighbours swapped make one word of the other."""
    return slip(one, other) is Slip.WHOLE


def _same_letters(one: str, other: str) -> int:
    """Return how many letters two words have in common from the first."""
    count = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        count += 1
    return count
