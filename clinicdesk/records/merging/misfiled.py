"""Closed records that were written while two patients were merged, and belong to the other one."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.records.identities import same_person
from clinicdesk.records.merging.attached import day_of
from clinicdesk.records.merging.pair import registration
from clinicdesk.records.merging.tables import KINDS


@dataclass(frozen=True, slots=True)
class Misfiled:
    """One record that stands under one patient and is read in the chart of another. Nothing in it is clinical.

    ``belongs_here`` tells whose chart it is seen from: read here and filed elsewhere, or the other way round.
    """

    table: str
    id: str
    name: str
    day: date
    detail: str
    other_id: str
    other_name: str
    other_number: int
    belongs_here: bool


def misfiled(desk: Desk, patient_id: str) -> list[Misfiled]:
    """Return what is filed under this patient and belongs to another, or the other way round, the newest first."""
    desk.may_see("contact")
    rows = desk.rows(
        f"SELECT f.*, {same_person('f.belongs_to')} AS here FROM misfiled f WHERE "
        f"({same_person('f.belongs_to')}) <> ({same_person('f.patient_id')})",
        *(patient_id,) * 3,
    )
    return sorted((_misfiled(desk, row) for row in rows), key=lambda one: one.day, reverse=True)


def _misfiled(desk: Desk, row: dict[str, str]) -> Misfiled:
    kind = KINDS[row["subject_table"]]
    found = desk.row(
        f"SELECT {kind.at} AS at, {kind.detail} AS detail FROM {row['subject_table']} x "
        "JOIN search_entries e ON e.id = x.version WHERE x.id = ?",
        row["subject_id"],
    )
    here = bool(row["here"])
    other = registration(desk, row["patient_id"] if here else row["belongs_to"])
    return Misfiled(
        table=row["subject_table"],
        id=row["subject_id"],
        name=kind.name,
        day=day_of(desk, found["at"] if found else ""),
        detail=(found and found["detail"]) or "",
        other_id=other.id,
        other_name=other.name,
        other_number=other.record_number,
        belongs_here=here,
    )
