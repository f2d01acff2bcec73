"""A clinic of which only one person's chart can be read: for somebody who is let in for that chart alone.

Not the screens and not each read ask whose row it is: every table that names a patient is covered, on a connection of
its own, by a view of the same name that holds this person's rows. Whatever reads through that connection, now or in a
later version, cannot come to another chart. Who is registered, and when, stays open: everybody at the desk sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clinicdesk.desk import Desk
from clinicdesk.records.identities import registrations
from clinicdesk.records.migrations import SCHEMA

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic

_NOT_COVERED = frozenset({"misfiled"})
"""It says only where a record belongs, and is asked about rows of two charts."""

_SHOWN = "(SELECT s.patient_id FROM temp.shown_patients s)"


def opened(desk: Desk, patient_id: str) -> Clinic:
    """Open the clinic once more, with nothing in it but this person's chart, under whatever registration it was kept.

    Whoever asked closes it.
    """
    people = registrations(desk, patient_id)
    clinic = desk.clinic.another()
    try:
        statements = list(_statements(clinic, people))
        # Only the connection's own temporary tables are written, which are kept in memory.
        clinic.reader.execute("PRAGMA query_only = OFF")
        for sql, values in statements:
            clinic.reader.execute(sql, values)
        clinic.reader.execute("PRAGMA query_only = ON")
    except BaseException:
        clinic.close()
        raise
    return clinic


def covered(clinic: Clinic) -> list[str]:
    """Return the tables of which only this person's rows are read."""
    found = []
    for table in SCHEMA.tables:
        columns = {row["name"] for row in clinic.rows(f"PRAGMA table_info({table})")}
        if "patient_id" in columns and table not in _NOT_COVERED:
            found.append(table)
    return found


def _statements(clinic: Clinic, people: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "CREATE TEMP TABLE shown_patients (patient_id TEXT PRIMARY KEY)", ()
    for one in people:
        yield "INSERT INTO temp.shown_patients VALUES (?)", (one,)
    for table in covered(clinic):
        yield (
            f"CREATE TEMP VIEW {table} AS SELECT x.*, x.rowid AS rowid FROM main.{table} x "
            f"WHERE x.patient_id IN {_SHOWN} "
            f"OR x.id IN (SELECT f.subject_id FROM main.misfiled f WHERE f.subject_table = '{table}' "
            f"AND f.belongs_to IN {_SHOWN})",
            (),
        )
    # What was written is read from the ledger too.
    yield (
        "CREATE TEMP VIEW ledger AS SELECT l.* FROM main.ledger l WHERE l.seq IN "
        f"(SELECT p.seq FROM main.search_entry_patients p WHERE p.patient_id IN {_SHOWN})",
        (),
    )
