"""What was erased on a legal ground, as people read it, and whether a row or a whole chart is among it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.identities import kept_under, owner
from clinicdesk.storage.clock import from_text


class Ground(StrEnum):
    """Why the law allows or asks it. The values are stored, so they never change."""

    RETENTION = "retention"
    WRONG_PERSON = "wrong_person"
    COURT = "court"
    OTHER = "other"


def ground_name(ground: Ground) -> str:
    """Return the ground as people say it."""
    return {
        Ground.RETENTION: _("kept as long as the law asks"),
        Ground.WRONG_PERSON: _("belonged to another person"),
        Ground.COURT: _("ordered by a court or an authority"),
        Ground.OTHER: _("another legal ground"),
    }[ground]


@dataclass(frozen=True, slots=True)
class Erasure:
    """One time that content was erased: how many entries and stored papers, when, by whom and why."""

    patient_id: str | None
    entries: int
    papers: int
    ground: Ground
    reason: str
    at: datetime
    by_name: str

    def words(self, desk: Desk) -> str:
        """Return what stands in place of the content."""
        told = _("Erased by {name}, {day}: {ground}. {reason}")
        day = format_date(desk.local(self.at).date())
        return told.format(name=self.by_name, day=day, ground=ground_name(self.ground), reason=self.reason)


_READ = f"""
SELECT {kept_under("x.patient_id")} AS patient_id, x.ground, x.reason, x.erased_at, x.version,
       coalesce(s.name, x.erased_by) AS by_name,
       sum(x.subject = 'entry') AS entries, sum(x.subject = 'blob') AS papers
FROM erasures x LEFT JOIN staff s ON s.id = x.erased_by
"""
_GROUPED = "GROUP BY x.version ORDER BY x.erased_at DESC, x.version DESC"


def all_of(desk: Desk) -> list[Erasure]:
    """Return every erasure in this clinic, the latest first."""
    desk.may_see("access")
    return [_erasure(row) for row in desk.rows(f"{_READ} {_GROUPED}")]


def of_document(desk: Desk, document_id: str) -> Erasure | None:
    """Return when and why the content of a document was erased, or None."""
    desk.may_see("papers")
    row = desk.row(f"SELECT d.version, {owner('d', 'documents')} AS whose FROM documents d WHERE d.id = ?", document_id)
    return (_in_entry(desk, row["version"]) or of_chart(desk, row["whose"])) if row else None


def of_chart(desk: Desk, patient_id: str) -> Erasure | None:
    """Return when and why a whole chart was erased, or None."""
    desk.may_see("contact")
    row = desk.row("SELECT version FROM patients WHERE id = ?", patient_id)
    return _in_entry(desk, row["version"]) if row else None


def _in_entry(desk: Desk, entry_id: str) -> Erasure | None:
    """Return what an entry erased. Whatever is erased is voided by the same entry, and nothing changes it afterwards.

    Not by the entries that wrote it: one of them may have written others too, of which nothing was erased.
    """
    row = desk.row(f"{_READ} WHERE x.version = ? {_GROUPED}", entry_id)
    return _erasure(row) if row else None


def _erasure(row: Mapping[str, Any]) -> Erasure:
    return Erasure(
        patient_id=row["patient_id"],
        entries=row["entries"],
        papers=row["papers"],
        ground=Ground(row["ground"]),
        reason=row["reason"],
        at=from_text(row["erased_at"]),
        by_name=row["by_name"],
    )
