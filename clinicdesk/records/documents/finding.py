"""Finding documents by the words of their title and text, in one chart or in all."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records.documents.document import Document
from clinicdesk.records.documents.reading import DOCUMENTS, as_document, readable_kinds
from clinicdesk.records.identities import same_person
from clinicdesk.rules.names import fold

_BEFORE, _AFTER = 40, 90
"""Letters shown around the place found."""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that was found, whose it is, and the place in its text as it is written there (may be empty)."""

    document: Document
    snippet: str
    family_name: str
    given_name: str
    birth_date: date | None


def find(desk: Desk, typed: str, *, patient_id: str | None = None, limit: int = 30) -> list[FoundDocument]:
    """Return the documents in which every typed word begins a word of title or text, the last filed first.

    Accents and capitals do not matter. With ``patient_id`` only this patient's. Voided ones are not found, nor any
    whose kind this person may not read.
    """
    desk.may_see("papers")
    words = fold(typed).split()
    if not words:
        return []
    query = " AND ".join(f'"{word}"*' for word in words)
    found = _in_chart(desk, query, patient_id, limit) if patient_id else _in_all(desk, query, limit)
    return [_as_found(desk, row, words) for row in found]


_FOUND = f"""
SELECT d.*, p.family_name, p.given_name, p.birth_date, t.text
FROM ({DOCUMENTS}) d JOIN documents t ON t.id = d.id JOIN patients p ON p.id = d.patient_id
"""


def _in_chart(desk: Desk, query: str, patient_id: str, limit: int) -> list[dict[str, Any]]:
    """Ask the index for each of the few documents of one chart: a common word stands in all the others too."""
    readable, kinds = readable_kinds(desk)
    ids = desk.rows(
        f"SELECT d.id FROM documents d CROSS JOIN search_documents s ON s.document_id = d.id "
        f"WHERE {same_person('d.patient_id')} AND {readable} AND EXISTS "
        "(SELECT 1 FROM search_document_words WHERE search_document_words MATCH ? AND rowid = s.rank) "
        "ORDER BY s.rank DESC LIMIT ?",
        patient_id,
        *kinds,
        query,
        limit,
    )
    return _rows(desk, [row["id"] for row in ids])


def _in_all(desk: Desk, query: str, limit: int) -> list[dict[str, Any]]:
    """Follow the index from its newest document on, until there are enough."""
    readable, kinds = readable_kinds(desk)
    ids = desk.rows(
        "SELECT d.id FROM search_document_words w CROSS JOIN search_documents s ON s.rank = w.rowid "
        f"CROSS JOIN documents d ON d.id = s.document_id WHERE search_document_words MATCH ? AND {readable} "
        "ORDER BY w.rowid DESC LIMIT ?",
        query,
        *kinds,
        limit,
    )
    return _rows(desk, [row["id"] for row in ids])


def _rows(desk: Desk, ids: Sequence[str]) -> list[dict[str, Any]]:
    return [row for one in ids if (row := desk.row(f"{_FOUND} WHERE d.id = ? AND p.voided_reason IS NULL", one))]


def _as_found(desk: Desk, row: dict[str, Any], words: Sequence[str]) -> FoundDocument:
    return FoundDocument(
        document=as_document(desk, row),
        snippet=snippet(row["text"], words),
        family_name=row["family_name"],
        given_name=row["given_name"],
        birth_date=date.fromisoformat(row["birth_date"]) if row["birth_date"] else None,
    )


def snippet(text: str, words: Sequence[str]) -> str:
    """Return the place where the first of some folded words stands, as it is written: figures keep their points."""
    for word in sorted(words, key=len, reverse=True):
        if hit := _pattern(word).search(text):
            start, end = max(0, hit.start() - _BEFORE), min(len(text), hit.end() + _AFTER)
            # Whole words at both ends.
            start = text.find(" ", start, hit.start()) + 1 if start else 0
            cut = text.rfind(" ", hit.end(), end) if end < len(text) else end
            end = cut if cut > hit.start() else end
            shown = " ".join(text[start:end].split())
            return ("… " if start else "") + shown + (" …" if end < len(text) else "")
    return ""


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


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(
        r"(?<![^\W_])" + "".join(f"[{re.escape(sign)}{_letters().get(sign, '')}]" for sign in word), re.IGNORECASE
    )
