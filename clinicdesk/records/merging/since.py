"""What was written while two registrations were one: read from the ledger, from the entry that merged them on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records.merging.pair import Side
from clinicdesk.records.merging.tables import KINDS, Row, parent_of
from clinicdesk.storage.entry import Change, Entry, read_content


@dataclass(frozen=True, slots=True)
class Written:
    """When something was first written, in UTC, and by whom."""

    at: datetime
    staff: str


def written_since(desk: Desk, merge: Mapping[str, Any]) -> dict[Row, Written]:
    """Return the rows written under the registrations above since the merged one is read under them.

    ``merge`` is a row of ``merges``. What belongs to another registration meanwhile, by another un-merge, is left out.
    """
    found: dict[Row, Written] = {}
    for patient_id, seq in _above(desk, merge):
        for entry in entries_about(desk, patient_id, seq):
            for change in entry.changes:
                row = _row_given_to(patient_id, change)
                if row is not None and row not in found and _owner(desk, row) == patient_id:
                    found[row] = Written(entry.at, entry.staff)
    return found


def _row_given_to(patient_id: str, change: Change) -> Row | None:
    """Return the row that a change writes under a registration, or notes as belonging to it."""
    if change.table == "misfiled" and change.columns.get("belongs_to") == patient_id:
        table, row_id = change.row_id.split(" ", 1)
        return table, row_id
    if change.table in KINDS and change.columns.get("patient_id") == patient_id:
        return change.table, change.row_id
    return None


def _above(desk: Desk, merge: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the registrations above a merged one, each with the number of the entry from which on it was above."""
    seq = 0
    step: Mapping[str, Any] | None = merge
    while step is not None:
        seq = max(seq, seq_of(desk, step["version"]))
        yield step["kept_id"], seq
        step = desk.row("SELECT * FROM merges WHERE merged_id = ? AND undone_at IS NULL", step["kept_id"])


def seq_of(desk: Desk, entry_id: str) -> int:
    """Return the place of an entry in the ledger."""
    row = desk.row("SELECT seq FROM search_entries WHERE id = ?", entry_id)
    return int(row["seq"]) if row else 0


def entries_about(desk: Desk, patient_id: str, seq: int) -> Iterator[Entry]:
    """Yield the entries about one registration after a place in the ledger, in their order."""
    rows = desk.rows(
        "SELECT l.content FROM search_entry_patients w JOIN ledger l ON l.seq = w.seq "
        "WHERE w.patient_id = ? AND w.seq > ? ORDER BY w.seq",
        patient_id,
        seq,
    )
    return (read_content(row["content"]) for row in rows)


def by_root(
    desk: Desk, written: Mapping[Row, Written], merged_id: str
) -> tuple[dict[Row, list[Row]], list[tuple[Row, Side]]]:
    """Sort rows by the record they hang on: new ones, to be asked about, and older ones, whose owner is known."""
    asked: dict[Row, list[Row]] = {}
    following: list[tuple[Row, Side]] = []
    for row in written:
        root, above = row, parent_of(desk, row)
        while above is not None and above in written:
            root, above = above, parent_of(desk, above)
        if above is None:
            asked.setdefault(root, []).append(row)
        else:
            following.append((row, _side_of(desk, above, merged_id)))
    return asked, following


def _side_of(desk: Desk, row: Row, merged_id: str) -> Side:
    """Return on which side of a merge an older record stands."""
    below = (
        "WITH RECURSIVE below (id) AS (SELECT ? UNION "
        "SELECT p.id FROM patients p JOIN below b ON p.merged_into = b.id) SELECT 1 FROM below WHERE id = ?"
    )
    return Side.MERGED if desk.row(below, merged_id, _owner(desk, row)) else Side.KEPT


def _owner(desk: Desk, row: Row) -> str | None:
    """Return the registration a row belongs to, without following merges."""
    table, row_id = row
    found = desk.row(
        "SELECT coalesce((SELECT f.belongs_to FROM misfiled f WHERE f.id = ?), x.patient_id) AS owner "
        f"FROM {table} x WHERE x.id = ?",
        f"{table} {row_id}",
        row_id,
    )
    return str(found["owner"]) if found else None
