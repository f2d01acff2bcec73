"""What somebody types to find a text: words, words in quotation marks that stand together, beginnings of words."""

import re
from dataclasses import dataclass

from clinicdesk.rules.names import fold

LONGEST_WORD = 40
"""Letters of a word that are looked at: what is longer is no word that anybody types."""

SHORTEST_BEGINNING = 3
"""Letters from which on a word may be the beginning of a longer one. Shorter ones would begin half the dictionary."""

_QUOTED = re.compile(r'["“”„«»]')


@dataclass(frozen=True, slots=True)
class Piece:
    """Folded words that stand one after the other; with ``begins`` the last one may be the beginning of its word."""

    words: tuple[str, ...]
    begins: bool

    @property
    def text(self) -> str:
        """The words as they stand in a folded text."""
        return " ".join(self.words)


def pieces(typed: str) -> tuple[Piece, ...]:
    """Return what was typed, piece by piece.

    What stands in quotation marks is one piece, whole words in their order; while the second mark is not typed yet,
    its last word is still being typed too. Outside of them each word is a piece and may be a beginning; what only
    punctuation takes apart stays together.

    >>> [piece.text for piece in pieces('nausea "passive death wish" PHQ-9')]
    ['nausea', 'passive death wish', 'phq 9']
    >>> [piece.begins for piece in pieces('nausea "passive death wish" "idea')]
    [True, False, True]
    """
    found = []
    parts = _QUOTED.split(typed)
    for place, part in enumerate(parts):
        quoted = place % 2 == 1
        closed = quoted and place < len(parts) - 1
        for chunk in [part] if quoted else part.split():
            words = folded_words(chunk)
            if words:
                found.append(Piece(words, not closed and len(words[-1]) >= SHORTEST_BEGINNING))
    return tuple(dict.fromkeys(found))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are looked for, in their order: no accents, no capitals, not too long.

    >>> folded_words("Zoë's PHQ-9: 4.1")
    ('zoe', 's', 'phq', '9', '4', '1')
    """
    # Line by line: one curly mark in a long text must not make all of it be folded the long way.
    return tuple(word[:LONGEST_WORD] for line in text.splitlines() for word in fold(line).split())
