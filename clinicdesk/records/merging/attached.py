"""Every record of a patient by its kind, with its day: what is read elsewhere after a merge. Nothing clinical."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.records.identities import of_person, same_person
from clinicdesk.records.merging.tables import KINDS, Kind
from clinicdesk.storage.clock import from_text


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its day in the clinic's zone, and a few words that are not clinical, or none."""

    id: str
    day: date
    detail: str


@dataclass(frozen=True, slots=True)
class Attached:
    """All records of one kind, by day. ``follows``: they are found through another kind's records."""

    table: str
    name: str
    records: tuple[Record, ...]
    follows: bool


def attached(desk: Desk, patient_id: str) -> tuple[Attached, ...]:
    """Return what is recorded of a patient, whatever registration it was written under, without empty kinds."""
    desk.may_see("contact")
    found = (
        Attached(table, kind.name, _records(desk, patient_id, table, kind), kind.follows)
        for table, kind in KINDS.items()
    )
    return tuple(group for group in found if group.records)


def _records(desk: Desk, patient_id: str, table: str, kind: Kind) -> tuple[Record, ...]:
    # What follows another record is only counted here, and by where it was written.
    whose = same_person("x.patient_id") if kind.follows else of_person("x", table)
    rows = desk.rows(
        f"SELECT x.id, {kind.at} AS at, {kind.detail} AS detail FROM {table} x "
        f"JOIN search_entries e ON e.id = x.version WHERE {whose} ORDER BY 2, x.id",
        patient_id,
    )
    return tuple(Record(row["id"], day_of(desk, row["at"]), row["detail"] or "") for row in rows)


def day_of(desk: Desk, stored: str) -> date:
    """Return the clinic's day of a stored date or moment."""
    return date.fromisoformat(stored) if len(stored) == 10 else desk.local(from_text(stored)).date()
