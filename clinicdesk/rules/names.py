"""Names and phone numbers as people type them: folded for search, compared to find the same person twice."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from clinicdesk.rules.phone_numbers import digits_of
from clinicdesk.rules.slips import SHORTEST_ALIKE

# What stands between words, in the plain letters most names are written with; they are folded the short way.
_PUNCTUATION = str.maketrans({sign: " " for sign in map(chr, range(128)) if not sign.isalnum()})
# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t",
        "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ĸ": "k",
        # Signs like an apostrophe that Unicode counts as letters: Kamakawiwoʻole.
        "ʹ": " ", "ʻ": " ", "ʼ": " ", "ʽ": " ", "ʾ": " ", "ʿ": " ", "ˈ": " ",
    }
)  # fmt: skip

SIMILAR = 0.8
"""Ratio (0 to 1) from which two folded names count as alike. Our own choice: it catches one slip in a short name."""

_SHORTEST_SOUND = 3

# One after the other, on a folded word. Several spellings of a sound in the languages of our patients become one.
_SPELLINGS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"([b-df-hj-np-tv-z])\1", r"\1"),  # Andersson, Mohammed
        (r"^(?:kn|gn)", "n"), (r"^pf", "f"), (r"^ps", "s"), (r"^wr", "r"), (r"^x", "s"), (r"^mc", "mak"),
        (r"x", "ks"), (r"^([mn])ich(?=[ao])", r"\1ik"),  # Alexander, Aleksander; Nicholas, Nikolas
        (r"[iy](?=[dklnrtv]e$)", "ei"),  # Kline, Klein; Whyte, White
        (r"sch|cz|sh|ch(?![lr])", "S"), (r"sz", "s"), (r"ch", "k"),  # Kowalczyk, Kowalchik; Christian, Kristian
        (r"gh(?![aeiouy])", ""), (r"gh", "g"), (r"dt|[td]h", "t"), (r"ph", "f"),  # Schmidt, Stephen, Katherine
        (r"c(?=[eiy])|z", "s"), (r"c?k|c|q", "k"),
        (r"(?<=k)u(?=[aeiouy])", "f"),  # Lindquist, Lindqvist
        (r"ew(?=[aeiou])|(?<=[ao])w(?![aeiouy])", "u"),  # Stewart, Stuart; Brown, Braun
        (r"[vw]", "f"),  # Kowalski, Kovalski; Steven, Stefan
        (r"^y(?=[aeiou])", "j"), (r"(?<!^)h", ""),  # Yana, Jana; Johnson, Jonson
        (r"^([^aeiouy]*)[ae]+[iy][aeiouy]*", r"\1Y"),  # Meyer, Meier, Maier
        (r"^([^aeiouyY]*)(?:a+u|o|u)[aeiouy]*", r"\1O"), (r"^([^aeiouyYO]*)a[aeiouy]*", r"\1A"),
        (r"^([^aeiouyYOA]*)[eiy][aeiouy]*", r"\1I"),
        (r"[aeiouy]", ""),  # Only the first vowel is told apart: Petersen, Peterson
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


def fold(text: str) -> str:
    """Return the text for search: lower case, no accents, only letters and digits, single spaces.

    >>> fold("Łukasz  O'Brien-Ångström")
    'lukasz o brien angstrom'
    """
    if text.isascii():
        return " ".join(text.lower().translate(_PUNCTUATION).split())
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).casefold()
    marks_gone = (letter for letter in letters if unicodedata.category(letter)[0] != "M")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in marks_gone).split())


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """Return a key that folded words sounding alike share, or nothing where the word is too short to tell.

    The idea is that of Soundex and its followers (one sign for each group of consonants, vowels left out); the rules
    are our own, as those were made for the names of one country. They keep the class of the first vowel, so that
    Meyer is Maier and not Moore. Letters outside a to z stay as they are.

    >>> sound("meyer") == sound("maier"), sound("lindqvist") == sound("lindkvist")
    (True, True)
    """
    if len(word) < SHORTEST_ALIKE or not word.isalpha():
        return ""
    letters = len(word)
    for spelling, sign in _SPELLINGS:
        word = spelling.sub(sign, word)
    return word if len(word) >= (_SHORTEST_SOUND if letters <= SHORTEST_ALIKE else _SHORTEST_SOUND - 1) else ""


def phone_digits(text: str) -> str:
    """Return only the digits of a phone number that are dialled, without an extension; see ``phone_numbers``."""
    return digits_of(text)


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


def sound_alike(one: Identity, other: Identity) -> bool:
    """Say whether two people have names that are pronounced alike, such as Kathryn Smith and Smyth, Catherine.

    Words too short to have a sound of their own must be written alike; O'Brien and Obrien are one.
    """
    words = [_sounds(fold(person.name).split()) for person in (one, other)]
    names = [
        _sounds(["".join(fold(name).split()) for name in (person.family, person.given)]) for person in (one, other)
    ]
    return (len(words[0]) > 1 and words[0] == words[1]) or (all(names[0]) and names[0] == names[1])


def _sounds(words: Iterable[str]) -> list[str]:
    return sorted(sound(word) or word for word in words)


def possibly_same(one: Identity, other: Identity) -> bool:
    """Say whether two registrations may be one person: same birth date and a similar name, or a shared phone.

    A family shares a phone, so a shared phone counts only when the birth date is the same, the names are similar, or a
    word of the first name comes back. It is a question to the person at the desk, never an answer.
    """
    same_day = one.born is not None and one.born == other.born
    shared = {d for d in map(phone_digits, one.phones) if len(d) >= 7} & set(map(phone_digits, other.phones))
    if same_day and shared:
        return True
    if not same_day and not shared:
        # Comparing names takes longest, and many share one.
        return False
    if name_similarity(one.name, other.name) >= SIMILAR or sound_alike(one, other):
        return True
    return bool(shared) and bool(set(fold(one.given).split()) & set(fold(other.given).split()))
