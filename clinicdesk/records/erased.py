"""What was erased on a legal ground, as people read it, and whether a row or a whole chart is among it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.identities import kept_under
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.erasing import entries_of


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
    return _of_row(desk, "documents", document_id)


def of_chart(desk: Desk, patient_id: str) -> Erasure | None:
    """Return when and why a whole chart was erased, or None."""
    desk.may_see("contact")
    return _of_row(desk, "patients", patient_id)


def _of_row(desk: Desk, table: str, row_id: str) -> Erasure | None:
    for entry_id in entries_of(desk.clinic.reader, table, row_id):
        row = desk.row(
            f"{_READ} WHERE x.version = (SELECT y.version FROM erasures y WHERE y.subject = 'entry' "
            f"AND y.subject_id = ? ORDER BY y.rowid DESC LIMIT 1) {_GROUPED}",
            entry_id,
        )
        if row is not None:
            return _erasure(row)
    return None


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
