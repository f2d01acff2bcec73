"""The place in a text where something was found, as it is written there: accents, capitals and decimal points stay."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from clinicdesk.rules.names import fold
from clinicdesk.rules.typed_words import Piece

_BEFORE, _AFTER = 60, 160
"""Letters shown around the place."""

_LOOKED_AT = 20
"""Places of one word that are compared with those of the others; in a long text the first ones do."""

_MARKS = "[\u0300-\u036f]*"
_TOGETHER = {"ss": "ß", "ae": "æ", "oe": "œ", "th": "þ"}


@dataclass(frozen=True, slots=True)
class Place:
    """A few words of a text on one line: the ``hit`` and what stands around it. Empty where nothing was found."""

    before: str
    hit: str
    after: str

    @property
    def text(self) -> str:
        """The whole of it."""
        return self.before + self.hit + self.after


NOWHERE = Place("", "", "")


def place_of(text: str, wanted: Sequence[Piece]) -> Place:
    """Return the place of a text where most of the wanted pieces stand near each other, the first of several."""
    spans = {piece: list(islice(_found(text, piece), _LOOKED_AT)) for piece in wanted}
    starts = [span for found in spans.values() for span in found]
    if not starts:
        return NOWHERE
    best = max(starts, key=lambda span: (_near(span, spans), span[1] - span[0], -span[0]))
    return _cut(text, *best)


def beginning_of(text: str) -> Place:
    """Return how a text begins, with nothing found in it."""
    return _cut(text, 0, 0)


def marked(text: str, wanted: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return from where to where the wanted pieces stand in a text, in order, none over another."""
    spans = sorted(span for piece in wanted for span in _found(text, piece))
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _near(span: tuple[int, int], spans: dict[Piece, list[tuple[int, int]]]) -> int:
    """Count the pieces that stand in what would be shown around a place."""
    first, last = span[0] - _BEFORE, span[1] + _AFTER
    return sum(any(first <= start and end <= last for start, end in found) for found in spans.values())


def _cut(text: str, hit_start: int, hit_end: int) -> Place:
    start, end = max(0, hit_start - _BEFORE), min(len(text), hit_end + _AFTER)
    # Whole words at both ends.
    start = text.find(" ", start, hit_start) + 1 or start if start else 0
    cut = text.rfind(" ", hit_end, end) if end < len(text) else end
    end = cut if cut > hit_start else end
    before, hit, after = text[start:hit_start], text[hit_start:hit_end], text[hit_end:end]
    return Place(
        ("… " if start else "") + _one_line(before).lstrip(),
        _one_line(hit),
        _one_line(after).rstrip() + (" …" if end < len(text) else ""),
    )


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _found(text: str, piece: Piece) -> Iterator[tuple[int, int]]:
    """Yield from where to where a piece stands in a text nobody folded."""
    # Most texts are written in plain letters, and a plain pattern is found ten times faster in those.
    plain = text.isascii()
    pattern, searched = _pattern(piece, plain), text.lower() if plain else text
    for hit in pattern.finditer(searched):
        start, end = hit.span()
        # Asked here: a pattern that begins with a question is looked for letter by letter.
        if not start or not text[start - 1].isalnum():
            yield start, end


@lru_cache(maxsize=256)
def _pattern(piece: Piece, plain: bool) -> re.Pattern[str]:
    """Return what finds a piece: in a text of plain small letters, or in any."""
    words = r"[\W_]+".join(piece.words if plain else map(_word, piece.words))
    # A beginning is shown with the rest of its word.
    return re.compile(words + (r"[^\W_]*" if piece.begins else r"(?![^\W_])"), 0 if plain else re.IGNORECASE)


def _word(word: str) -> str:
    found, place = "", 0
    while place < len(word):
        pair = _TOGETHER.get(word[place : place + 2])
        sign = f"{_letter(word[place])}{_MARKS}"
        if pair:
            other = f"{_letter(word[place + 1])}{_MARKS}"
            sign = f"(?:{sign}{other}|{pair})"
        found += sign
        place += 2 if pair else 1
    return found


def _letter(sign: str) -> str:
    return f"[{re.escape(sign)}{_letters().get(sign, '')}]"


@cache
def _letters() -> dict[str, str]:
    """Return, for each plain letter, all letters that fold to it."""
    found: dict[str, str] = {}
    for number in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(number)
        plain = fold(letter)
        if len(plain) == 1 and unicodedata.category(letter) in ("Lu", "Ll"):
            found[plain] = found.get(plain, "") + letter
    return found
