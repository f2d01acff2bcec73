"""Every record of a patient by its kind, with its day: what is read elsewhere after a merge."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.records.identities import of_person, same_person
from clinicdesk.records.merging.tables import KINDS, Kind
from clinicdesk.storage.clock import from_text


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its day in the clinic's zone, and a few words that this person may read, or none."""

    id: str
    day: date
    detail: str


@dataclass(frozen=True, slots=True)
class Attached:
    """All records of one kind.

    Of a kind that is found through another one's records, ``records`` is empty: these are counted, with their days.
    """

    table: str
    name: str
    count: int
    first: date
    last: date
    records: tuple[Record, ...] = ()


def attached(desk: Desk, patient_id: str) -> tuple[Attached, ...]:
    """Return what is recorded of a patient, whatever registration it was written under, without empty kinds."""
    desk.may_see("contact")
    found = ((_counted if kind.follows else _listed)(desk, patient_id, table, kind) for table, kind in KINDS.items())
    return tuple(group for group in found if group is not None)


def _listed(desk: Desk, patient_id: str, table: str, kind: Kind) -> Attached | None:
    rows = desk.rows(
        f"SELECT x.id, {kind.at} AS at, {kind.words(desk)} AS detail FROM {table} x "
        f"JOIN search_entries e ON e.id = x.version WHERE {of_person('x', table)} AND {kind.known_to(desk)} "
        "ORDER BY 2, x.id",
        patient_id,
    )
    records = tuple(Record(row["id"], day_of(desk, row["at"]), " ".join((row["detail"] or "").split())) for row in rows)
    return Attached(table, kind.name, len(records), records[0].day, records[-1].day, records) if records else None


def _counted(desk: Desk, patient_id: str, table: str, kind: Kind) -> Attached | None:
    # By where they were written: they may be found through a record that stands elsewhere since an un-merge.
    row = desk.row(
        f"SELECT count(*) AS count, min({kind.at}) AS first, max({kind.at}) AS last FROM {table} x "
        f"JOIN search_entries e ON e.id = x.version WHERE {same_person('x.patient_id')} AND {kind.known_to(desk)}",
        patient_id,
    )
    if row is None or not row["count"]:
        return None
    return Attached(table, kind.name, row["count"], day_of(desk, row["first"]), day_of(desk, row["last"]))


def day_of(desk: Desk, stored: str) -> date:
    """Return the clinic's day of a stored date or moment."""
    return date.fromisoformat(stored) if len(stored) == 10 else desk.local(from_text(stored)).date()
