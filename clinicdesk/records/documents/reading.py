"""Reading documents: the list of a chart, one document, its content, and what waits for review."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.desk import SYSTEM, Desk
from clinicdesk.errors import NotAllowed, NotFound
from clinicdesk.language import _
from clinicdesk.permissions import CLINICAL
from clinicdesk.records import erased, staff
from clinicdesk.records.documents.document import Document, Twin
from clinicdesk.records.documents.kinds import Kind, kind_of
from clinicdesk.records.identities import kept_under, same_person, surviving
from clinicdesk.rules.media import Media
from clinicdesk.storage.clock import from_text

# Without `text`, which may be long and is only for finding.
DOCUMENTS = f"""
SELECT d.id, d.version, {kept_under("d.patient_id")} AS patient_id, d.kind, d.title, d.dated_on, d.source,
       d.media_type, d.size_bytes, d.pages, d.filed_at, d.filed_by, f.name AS filed_by_name, d.reviewer_id,
       r.name AS reviewer_name, d.reviewed_at, v.name AS reviewed_by_name, d.voided_reason
FROM documents d
LEFT JOIN staff f ON f.id = d.filed_by
LEFT JOIN staff r ON r.id = d.reviewer_id
LEFT JOIN staff v ON v.id = d.reviewed_by
"""


@dataclass(frozen=True, slots=True)
class ToReview:
    """A line of the list "To review": a document, and whose it is."""

    document: Document
    family_name: str
    given_name: str
    birth_date: date | None


def of_patient(desk: Desk, patient_id: str) -> list[Document]:
    """Return a patient's documents, voided ones included, the newest first (by their own date, else when filed)."""
    desk.may_see("papers")
    rows = desk.rows(f"{DOCUMENTS} WHERE {same_person('d.patient_id')}", patient_id)
    found = [as_document(desk, row) for row in rows]
    return sorted(found, key=lambda d: (_day(desk, d), d.filed_at, d.id), reverse=True)


def get(desk: Desk, document_id: str) -> Document:
    """Return one document. Raises ``NotFound``."""
    desk.may_see("papers")
    row = desk.row(f"{DOCUMENTS} WHERE d.id = ?", document_id)
    if row is None:
        raise NotFound(_("This document is not in this clinic."))
    return as_document(desk, row)


def content(desk: Desk, document_id: str) -> bytes:
    """Return a document's bytes. Raises ``NotAllowed`` for who may not read its kind, and ``NotFound``.

    Large ones take more than 50 milliseconds: read them beside the window.
    """
    if not get(desk, document_id).readable:
        raise NotAllowed(_("Only clinicians open documents of this kind. Ask one of them."))
    gone = erased.of_document(desk, document_id)
    if gone is not None:
        raise NotFound(gone.words(desk))
    row = desk.row("SELECT sha256 FROM documents WHERE id = ?", document_id)
    assert row is not None
    return desk.clinic.blobs.fetch(row["sha256"])


def to_review(desk: Desk, *, everybody: bool = False) -> list[ToReview]:
    """Return the documents this person is to review (with ``everybody``: those of all), the oldest first.

    What waits for a colleague who has left waits for every clinician: nobody else would ever see it.
    """
    desk.may_see("clinical")
    mine = "(d.reviewer_id = ? OR d.reviewer_id IN (SELECT id FROM staff WHERE active = 0))"
    whose, values = ("d.reviewer_id IS NOT NULL", ()) if everybody else (mine, (desk.person.id,))
    rows = desk.rows(
        f"SELECT d.*, p.family_name, p.given_name, p.birth_date FROM ({DOCUMENTS} WHERE {whose} "
        "AND d.reviewed_at IS NULL AND d.voided_reason IS NULL) d JOIN patients p ON p.id = d.patient_id "
        "WHERE p.voided_reason IS NULL ORDER BY d.filed_at, d.id",
        *values,
    )
    return [
        ToReview(as_document(desk, row), row["family_name"], row["given_name"], _date(row["birth_date"]))
        for row in rows
    ]


def same_content(desk: Desk, patient_id: str, sha256: str) -> Twin | None:
    """Return where the same bytes are filed already, this patient's chart before others; voided ones do not count."""
    desk.may_see("papers")
    here = surviving(desk, patient_id)
    rows = desk.rows(
        f"SELECT {kept_under('d.patient_id')} AS whose, d.kind, d.filed_at FROM documents d "
        "WHERE d.sha256 = ? AND d.voided_reason IS NULL ORDER BY d.filed_at DESC",
        sha256,
    )
    twins = [Twin(row["whose"] == here, kind_of(row["kind"]), from_text(row["filed_at"])) for row in rows]
    return next((twin for twin in twins if twin.same_patient), twins[0] if twins else None)


def reviewers(desk: Desk) -> list[staff.StaffMember]:
    """Return the clinicians who can be asked to review, by name."""
    return [member for member in staff.everybody(desk) if member.active and member.roles & CLINICAL]


def may_read(desk: Desk, kind: Kind) -> bool:
    """Tell whether this person may read documents of a kind."""
    return desk.sees("clinical") or not kind.clinical


def may_void(desk: Desk, document: Document) -> bool:
    """Tell whether this person may void a document: a clinician any, others what they filed themselves."""
    own = document.filed_by_id == desk.person.id
    return desk.may("document.void") and (desk.sees("clinical") or own)


def as_document(desk: Desk, row: dict[str, Any]) -> Document:
    """Return a row of ``DOCUMENTS`` as this person may see it."""
    kind = kind_of(row["kind"])
    readable = may_read(desk, kind)
    return Document(
        id=row["id"],
        version=row["version"],
        patient_id=row["patient_id"],
        kind=kind,
        # A title may hold the diagnosis.
        title=row["title"] if readable else "",
        dated_on=_date(row["dated_on"]),
        source=row["source"],
        media=Media(row["media_type"]),
        size_bytes=row["size_bytes"],
        pages=row["pages"],
        filed_at=from_text(row["filed_at"]),
        filed_by_id=row["filed_by"],
        filed_by=row["filed_by_name"] or (_("ClinicDesk") if row["filed_by"] == SYSTEM else _("Somebody")),
        reviewer_id=row["reviewer_id"],
        reviewer=row["reviewer_name"] or "",
        reviewed_at=from_text(row["reviewed_at"]) if row["reviewed_at"] else None,
        reviewed_by=row["reviewed_by_name"] or "",
        # Nor is the reason, which tells what was wrong with it.
        voided_reason=row["voided_reason"] if readable or row["voided_reason"] is None else "",
        readable=readable,
    )


def _day(desk: Desk, document: Document) -> date:
    return document.dated_on or desk.local(document.filed_at).date()


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
