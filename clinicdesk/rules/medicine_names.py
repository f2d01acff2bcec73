"""Which medicines stand in a list that somebody typed: read by generic and brand name, whatever the dose and the form.

A list is never declared safe. Each line is recognised, or it is shown to be read by a person: with the words of it that
nobody knows. A name one slip of the hand away is taken for the medicine and still shown to be read. Where the names of
the dictionary are from stands in its file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from clinicdesk.rules.names import fold
from clinicdesk.rules.protocol import Provenance
from clinicdesk.rules.slips import one_slip_apart

SHORTEST_GUESSED = 6
"""Letters from which a word may be a slip of the hand for a name. Our own choice: shorter names are too alike."""

_SHORTEST_WORD = 3
_DIGITS_APART = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """One class of medicines: what it is called, and where its names are from."""

    id: str
    title: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine: its generic name, its brands, and the classes it belongs to (none: only to be recognised)."""

    generic: str
    brands: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A medicine found in a line. ``wrote`` is the word read for it; ``guessed``: it is one slip away from the name."""

    line: str
    medicine: Medicine
    wrote: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that a person has to read, with the words of it that are not known."""

    line: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a list: medicines of the classes, lines of other medicines only, lines to be read."""

    matches: tuple[Match, ...] = ()
    others: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()

    def of_class(self, medicine_class: str) -> tuple[str, ...]:
        """Return the lines in which medicines of a class were found, each once."""
        found = (match.line for match in self.matches if medicine_class in match.medicine.classes)
        return tuple(dict.fromkeys(found))

    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """Return the lines by the class found in them."""
        known = dict.fromkeys(name for match in self.matches for name in match.medicine.classes)
        return {name: self.of_class(name) for name in known}


@dataclass(frozen=True)
class Dictionary:
    """The classes and the medicines that can be read; ``beside`` are words next to a name that name no medicine."""

    version: str
    beside: frozenset[str]
    classes: Mapping[str, MedicineClass]
    medicines: tuple[Medicine, ...]

    @cached_property
    def names(self) -> Mapping[tuple[str, ...], tuple[Medicine, ...]]:
        """Every name by its folded words; a brand that two medicines share means both."""
        found: dict[tuple[str, ...], list[Medicine]] = {}
        for medicine in self.medicines:
            for name in (medicine.generic, *medicine.brands):
                known = found.setdefault(words_of(name), [])
                if medicine not in known:
                    known.append(medicine)
        return {words: tuple(known) for words, known in found.items() if words}

    @cached_property
    def longest(self) -> int:
        """How many words the longest name has."""
        return max(map(len, self.names), default=0)

    def guesses(self, word: str) -> tuple[Medicine, ...]:
        """Return the medicines whose one-word name is one slip of the hand away."""
        if len(word) < SHORTEST_GUESSED or not word.isalpha():
            return ()
        near = (
            medicine
            for name, known in self.names.items()
            if len(name) == 1 and len(name[0]) >= SHORTEST_GUESSED and one_slip_apart(word, name[0])
            for medicine in known
        )
        return tuple(dict.fromkeys(near))


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, numbers apart from letters.

    >>> words_of("clonazePAM 0.5MG/tab")
    ('clonazepam', '0', '5', 'mg', 'tab')
    """
    return tuple(_DIGITS_APART.sub(" ", fold(text)).split())


def read_list(lines: Iterable[str], dictionary: Dictionary) -> Reading:
    """Return what is read of the lines of a list of medicines. Blank lines say nothing."""
    matches, others, unread = list[Match](), list[str](), list[Unread]()
    for line in filter(None, (" ".join(line.split()) for line in lines)):
        found, left = _read_line(line, dictionary)
        matches += (match for match in found if match.medicine.classes)
        if left or not found or any(match.guessed for match in found):
            unread.append(Unread(line, left))
        elif not any(match.medicine.classes for match in found):
            others.append(line)
    return Reading(tuple(matches), tuple(others), tuple(unread))


def _read_line(line: str, dictionary: Dictionary) -> tuple[list[Match], tuple[str, ...]]:
    """Return the medicines of a line, and the words that are not known."""
    words, found, left = words_of(line), list[Match](), list[str]()
    at = 0
    while at < len(words):
        length, known = _name_at(words, at, dictionary)
        if known:
            wrote = " ".join(words[at : at + length])
            found += (Match(line, medicine, wrote) for medicine in known)
        elif _names_nothing(words[at], dictionary):
            pass
        else:
            guessed = dictionary.guesses(words[at])
            found += (Match(line, medicine, words[at], guessed=True) for medicine in guessed)
            left.append(words[at])
        at += max(length, 1)
    # Generic and brand of one medicine often stand side by side.
    once = {match.medicine.generic: match for match in reversed(found)}
    return [match for match in found if once[match.medicine.generic] is match], tuple(left)


def _name_at(words: Sequence[str], at: int, dictionary: Dictionary) -> tuple[int, tuple[Medicine, ...]]:
    """Return the longest name that begins at a word: how many words it has, and the medicines."""
    for length in range(min(dictionary.longest, len(words) - at), 0, -1):
        if known := dictionary.names.get(tuple(words[at : at + length])):
            return length, known
    return 0, ()


def _names_nothing(word: str, dictionary: Dictionary) -> bool:
    return len(word) < _SHORTEST_WORD or word in dictionary.beside or not any(sign.isalpha() for sign in word)
