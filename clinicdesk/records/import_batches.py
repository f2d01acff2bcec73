"""Imports as a whole: what was begun, whether it was finished, and taking one back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import patients
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import insert, update

VOIDED_AT_ONCE = 50
"""Patients voided in one entry: few enough that nobody waits for the write lock longer than 50 ms."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One import. ``added`` of ``total`` patients are in the clinic; ``begun_at`` is when it was begun last."""

    id: str
    version: str
    source: str
    total: int
    added: int
    begun_at: datetime


def begin(desk: Desk, *, source: str, total: int) -> str:
    """Record that an import of ``total`` patients begins, and return its id; ``source`` names the files."""
    batch_id = desk.new_id()
    desk.record("patient.import", insert("import_batches", batch_id, source=source, total=total, state="running"))
    return batch_id


def finish(desk: Desk, batch_id: str) -> None:
    """Record that an import is complete."""
    _set_state(desk, batch_id, "finished")


def broken_off(desk: Desk) -> list[Batch]:
    """Return the imports that were begun and never finished, the oldest first."""
    rows = desk.rows(
        "SELECT b.id, b.version, b.source, b.total, e.at, (SELECT count(*) FROM patients p WHERE p.batch_id = b.id "
        "AND p.voided_reason IS NULL) AS added FROM import_batches b JOIN search_entries e ON e.id = b.version "
        "WHERE b.state = 'running' ORDER BY b.id"
    )
    return [
        Batch(row["id"], row["version"], row["source"], row["total"], row["added"], from_text(row["at"]))
        for row in rows
    ]


# The tables whose rows show that somebody works with a patient. A merge counts: other records are read under it.
_WORK = (
    *("consents", "series", "notes", "appointments", "waiting_list", "call_attempts", "coverages", "authorisations"),
    *("payments", "messages", "documents", "misfiled"),
)
_UNTOUCHED = (
    "SELECT p.id FROM patients p WHERE p.batch_id = ? AND p.voided_reason IS NULL AND p.merged_into IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM patients m WHERE m.merged_into = p.id) "
    + "".join(f"AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.patient_id = p.id) " for table in _WORK)
    + "ORDER BY p.id"
)


def void(desk: Desk, batch_id: str, *, report: Callable[[int, int], None] | None = None) -> int:
    """Take an import back: void each of its patients, and return how many. ``report`` hears how many of all are done.

    A patient with whom somebody has worked since (a consent, a booking, a note, a merge …) is no mistake any more and
    stays.
    Raises ``Cancelled`` from ``report``; what is left can be voided later.
    """
    ids = [str(row["id"]) for row in desk.rows(_UNTOUCHED, batch_id)]
    for first in range(0, len(ids), VOIDED_AT_ONCE):
        patients.void(desk, ids[first : first + VOIDED_AT_ONCE], reason=_("The import was taken back"))
        if report:
            report(min(first + VOIDED_AT_ONCE, len(ids)), len(ids))
    _set_state(desk, batch_id, "voided")
    return len(ids)


def already_there(desk: Desk, source_ids: Sequence[str]) -> set[str]:
    """Return which of these people, by their ids in the source, are in the clinic and not voided."""
    found: set[str] = set()
    for first in range(0, len(source_ids), 500):
        some = [f"source {source_id}" for source_id in source_ids[first : first + 500]]
        marks = ", ".join("?" * len(some))
        rows = desk.rows(
            "SELECT c.id FROM claims c JOIN patients p ON p.id = c.holder "
            f"WHERE p.voided_reason IS NULL AND c.id IN ({marks})",
            *some,
        )
        found.update(row["id"].removeprefix("source ") for row in rows)
    return found


def _set_state(desk: Desk, batch_id: str, state: str) -> None:
    row = desk.row("SELECT version, state FROM import_batches WHERE id = ?", batch_id)
    if row and row["state"] == "running":
        desk.record("patient.import", update("import_batches", batch_id, row["version"], state=state))
