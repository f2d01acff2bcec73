"""Finding documents by the words of their title and text, in one chart or in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import text_hits
from clinicdesk.records.documents.document import Document
from clinicdesk.records.documents.kinds import open_to_all
from clinicdesk.records.documents.reading import DOCUMENTS, as_document
from clinicdesk.records.text_index import DOCUMENT, DOCUMENT_KIND
from clinicdesk.rules.shown_place import place_of
from clinicdesk.rules.typed_words import Piece, pieces


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

    What is typed is read as ``text_search.find`` reads it. With ``patient_id`` only this patient's. Voided ones are not
    found, nor any whose kind this person may not read.
    """
    desk.may_see("papers")
    wanted = pieces(typed)
    if not wanted:
        return []
    marks = [text_hits.of_kinds([DOCUMENT])]
    if patient_id:
        marks.append(text_hits.of_patient(desk, patient_id))
    if not desk.sees("clinical"):
        marks.append([f"{DOCUMENT_KIND}{kind}" for kind in open_to_all()])
    found = text_hits.hits(desk, wanted, marks, limit=limit)
    rows = (desk.row(f"{_FOUND} WHERE d.id = ? AND p.voided_reason IS NULL", row_id) for _table, row_id in found)
    return [_as_found(desk, row, wanted) for row in rows if row]


_FOUND = f"""
SELECT d.*, p.family_name, p.given_name, p.birth_date, t.text
FROM ({DOCUMENTS}) d JOIN documents t ON t.id = d.id JOIN patients p ON p.id = d.patient_id
"""


def _as_found(desk: Desk, row: dict[str, Any], wanted: Sequence[Piece]) -> FoundDocument:
    return FoundDocument(
        document=as_document(desk, row),
        snippet=place_of(row["text"], wanted).text.strip(),
        family_name=row["family_name"],
        given_name=row["given_name"],
        birth_date=date.fromisoformat(row["birth_date"]) if row["birth_date"] else None,
    )
