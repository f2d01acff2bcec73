"""Asking the index of everything written: which texts hold what was typed, the newest first."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.records.identities import registrations
from clinicdesk.records.text_index import EVENT_CODE, KIND, PATIENT, number_of
from clinicdesk.rules.adverse import KINDS
from clinicdesk.rules.names import fold
from clinicdesk.rules.typed_words import Piece

MOST_WORDS = 1000
"""Where more words than this begin as typed, what was typed stands for itself alone."""

_LAST = "\U0010ffff"
# From each word straight to the next: a word that stands in every text takes no longer than one that stands in one.
_WORDS = """
WITH RECURSIVE known (term) AS (
    SELECT (SELECT term FROM search_text_words_known WHERE term >= ?1 LIMIT 1)
    UNION ALL
    SELECT (SELECT term FROM search_text_words_known WHERE term >= known.term || char(1) LIMIT 1)
    FROM known WHERE known.term < ?2 LIMIT ?3
)
SELECT term FROM known WHERE term < ?2
"""


def hits(
    desk: Desk,
    wanted: Sequence[Piece],
    marks: Iterable[Sequence[str]],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int,
) -> list[tuple[str, str]]:
    """Return table and id of the texts in which every piece stands, with one mark of each group, the newest first.

    ``until`` is the first moment that is too late. Who asks makes sure that the marks let nobody find what they may
    not read.
    """
    groups = [[f'"{mark}"' for mark in group] for group in marks]
    groups += [list(_questions(desk, piece)) for piece in wanted]
    if not groups or not all(groups):
        return []
    query = " AND ".join(f"({' OR '.join(group)})" for group in groups)
    rows = desk.rows(
        "SELECT t.subject_table, t.subject_id FROM (SELECT rowid AS number FROM search_text_words "
        "WHERE search_text_words MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) w "
        "JOIN search_texts t ON t.number = w.number ORDER BY w.number DESC",
        query,
        number_of(since) if since else 0,
        number_of(until) if until else 2**62,
        limit,
    )
    return [(row["subject_table"], row["subject_id"]) for row in rows]


def of_patient(desk: Desk, patient_id: str) -> list[str]:
    """Return the marks of one person's texts, under whatever registration they were written."""
    return [f"{PATIENT}{one}" for one in registrations(desk, patient_id)]


def of_kinds(kinds: Iterable[str]) -> list[str]:
    """Return the marks of some kinds of texts."""
    return [f"{KIND}{kind}" for kind in kinds]


def too_short(desk: Desk, wanted: Sequence[Piece]) -> tuple[str, ...]:
    """Return the typed words that so many words begin with that only the whole word was looked for."""
    return tuple(piece.words[-1] for piece in wanted if piece.begins and _begun(desk, piece.words[-1]) is None)


def _questions(desk: Desk, piece: Piece) -> Iterator[str]:
    """Yield what may answer a piece: the words themselves, words that begin so, and events that are called so."""
    *before, last = piece.words
    ends = (_begun(desk, last) or [last]) if piece.begins else [last]
    yield from (f'"{" ".join((*before, word))}"' for word in ends)
    # An event is kept by its code, and called something in the language of who looks for it.
    yield from (f'"{EVENT_CODE}{code}"' for code, title in KINDS.items() if _stands_in(piece, title))


def _begun(desk: Desk, word: str) -> list[str] | None:
    """Return the words of all texts that begin so; None where there are too many to tell what was meant."""
    found = [row["term"] for row in desk.rows(_WORDS, word, word + _LAST, MOST_WORDS + 1)]
    return found if len(found) <= MOST_WORDS else None


def _stands_in(piece: Piece, title: str) -> bool:
    text = f" {fold(title)} "
    return f" {piece.text}" in text if piece.begins else f" {piece.text} " in text
