"""Names and phone numbers as people type them: folded for search, compared to find the same person twice."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t",
        "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ĸ": "k",
    }
)  # fmt: skip

_SIMILAR = 0.8
"""Ratio (0 to 1) from which two folded names count as alike. Our own choice: it catches one slip in a short name."""


def fold(text: str) -> str:
    """Return the text for search: lower case, no accents, only letters and digits, single spaces.

    >>> fold("Łukasz  O'Brien-Ångström")
    'lukasz o brien angstrom'
    """
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).casefold()
    marks_gone = (letter for letter in letters if unicodedata.category(letter)[0] != "M")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in marks_gone).split())


def phone_digits(text: str) -> str:
    """Return only the digits of a phone number; a leading 00 and the US country code 1 before ten digits go."""
    digits = "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())
    digits = digits.removeprefix("00")
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def name_similarity(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1, whatever the order of their words, accents and case."""
    first, second = (" ".join(sorted(fold(name).split())) for name in (one, other))
    if not first or not second:
        return 0.0
    return max(
        SequenceMatcher(None, first, second, autojunk=False).ratio(),
        SequenceMatcher(None, second, first, autojunk=False).ratio(),
    )


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a person from another: names, birth date if known, phone numbers as typed."""

    given: str
    family: str
    born: date | None
    phones: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The whole name, as one text to compare."""
        return f"{self.given} {self.family}"


def possibly_same(one: Identity, other: Identity) -> bool:
    """Say whether two registrations may be one person: same birth date and a similar name, or a shared phone.

    A family shares a phone, so a shared phone counts only when the birth date is the same, the names are similar, or a
    word of the first name comes back. It is a question to the person at the desk, never an answer.
    """
    same_day = one.born is not None and one.born == other.born
    similar = name_similarity(one.name, other.name) >= _SIMILAR
    if same_day and similar:
        return True
    shared = {d for d in map(phone_digits, one.phones) if len(d) >= 7} & set(map(phone_digits, other.phones))
    if not shared:
        return False
    same_first = bool(set(fold(one.given).split()) & set(fold(other.given).split()))
    return same_day or similar or same_first
