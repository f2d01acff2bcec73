"""What differs between two versions of a text: paragraph by paragraph, and in a changed one word by word.

Lines that only break at another place are no difference to a reader; they are kept apart as white space, so that the
pieces still give both texts to the letter.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

_PARAGRAPH = re.compile(r".+?(?:\n[ \t]*(?:\n\s*|\Z)|\Z)", re.DOTALL)
_WORD = re.compile(r"\A\s+|\S+\s*")
_MOST_PAIRS = 4_000_000
"""Comparisons of one with one; beyond it the search takes seconds, and one text simply replaces the other."""
_ALIKE = 0.35
"""Paragraphs with less in common are shown one after the other, not mixed word by word."""


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that was kept, added or taken away."""

    text: str
    change: Change


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, or some that changed together."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether a reader sees a difference; white space alone is none."""
        return any(piece.change is not Change.KEPT and piece.text.strip() for piece in self.pieces)


def differences(old: str, new: str) -> tuple[Passage, ...]:
    """Return both texts as one: kept and added pieces joined give the new one, kept and taken ones the old one."""
    before, after = _PARAGRAPH.findall(old), _PARAGRAPH.findall(new)
    passages: list[Passage] = []
    for is_same, one, other in _matched(before, after, _flat):
        if not is_same and len(one) != len(other):
            one, other = ["".join(one)], ["".join(other)]
        passages += (_passage(first, second) for first, second in zip(one, other, strict=True))
    return tuple(passage for passage in passages if passage.pieces)


def _passage(old: str, new: str) -> Passage:
    if old == new:
        return Passage(tuple(_pieces((old, Change.KEPT))))
    before, after = _WORD.findall(old), _WORD.findall(new)
    parts = list(_matched(before, after, str.strip))
    kept = sum(len(one) for is_same, one, _other in parts if is_same)
    if kept < _ALIKE * min(len(before), len(after)):
        return Passage(tuple(_pieces((old, Change.TAKEN), (new, Change.ADDED))))
    runs: list[tuple[str, Change]] = []
    for is_same, one, other in parts:
        if is_same:
            for first, second in zip(one, other, strict=True):
                runs += _same_word(first, second)
        else:
            runs += [("".join(one), Change.TAKEN), ("".join(other), Change.ADDED)]
    return Passage(tuple(_pieces(*runs)))


def _same_word(old: str, new: str) -> list[tuple[str, Change]]:
    if old == new:
        return [(old, Change.KEPT)]
    word = old.rstrip()
    return [(word, Change.KEPT), (old[len(word) :], Change.TAKEN), (new[len(word) :], Change.ADDED)]


def _pieces(*runs: tuple[str, Change]) -> Iterator[Piece]:
    """Yield the runs as pieces, neighbours of one kind in one, and none that is empty."""
    text, change = "", Change.KEPT
    for more, kind in runs:
        if not more:
            continue
        if kind is not change and text:
            yield Piece(text, change)
            text = ""
        text, change = text + more, kind
    if text:
        yield Piece(text, change)


def _matched(
    old: list[str], new: list[str], plain: Callable[[str], str]
) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Yield runs of both lists in their order: whether they are the same when made plain, the old, the new."""
    one, other = [plain(text) for text in old], [plain(text) for text in new]
    head = _alike(one, other)
    tail = min(_alike(one[::-1], other[::-1]), len(one) - head, len(other) - head)
    yield True, old[:head], new[:head]
    for is_same, first, second in _middle(one[head : len(one) - tail], other[head : len(other) - tail]):
        yield is_same, old[head + first[0] : head + first[1]], new[head + second[0] : head + second[1]]
    yield True, old[len(old) - tail :], new[len(new) - tail :]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Count how many are the same at the beginning."""
    return next(
        (at for at, (first, second) in enumerate(zip_longest(one, other)) if first is None or first != second),
        len(one),
    )


def _middle(one: list[str], other: list[str]) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    if len(one) * len(other) > _MOST_PAIRS:
        yield False, (0, len(one)), (0, len(other))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        yield tag == "equal", (i1, i2), (j1, j2)


def _flat(text: str) -> str:
    return " ".join(text.split())
