"""Erasing content for good, where the law allows or asks it. What stays: the entry, its hashes, and why it was erased.

The ledger keeps the hash of what was recorded, so the chain holds; what is left of an entry is named by a hash of its
own in ``erasures``, a row that stands in the chain itself. The tables follow from what is left, as they always do.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinicdesk.storage import entry as entries
from clinicdesk.storage.blobs import Blobs
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.database import Connection
from clinicdesk.storage.entry import Change, Entry, Value, insert
from clinicdesk.storage.ids import new_id
from clinicdesk.storage.ledger import Ledger, Schema, VersionConflict

Redact = Callable[[Change], Change]
"""Returns a change with other values: the same table, row, version and columns."""

_PAGES_AT_ONCE = 500
"""Of an index of words, rewritten in one step; others write between two steps."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why content is erased: ``ground`` is retention, wrong_person, court or other; ``reason`` in somebody's words."""

    ground: str
    reason: str
    staff_id: str
    at: datetime
    patient_id: str | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """Content that was erased: of an entry (its number) or of a stored paper (its SHA-256)."""

    entry: int | None
    blob: str | None
    ground: str
    reason: str
    at: datetime
    staff_id: str


def entries_of(connection: Connection, table: str, row_id: str) -> list[str]:
    """Return the ids of the entries that wrote a row, oldest first; none where there is no such row."""
    return [entry_id for entry_id, _written in _history(connection, table, row_id)]


def erase(
    ledger: Ledger,
    blobs: Blobs,
    why: Ground,
    *,
    workstation: str,
    entry_ids: Sequence[str] = (),
    redact: Redact,
    blob_digests: Sequence[str] = (),
    changes: Sequence[Change] = (),
) -> Entry:
    """Erase content for good, in one entry ``record.erase`` that says so, and return that entry.

    Of each entry in ``entry_ids`` every change is handed to ``redact`` and its reason goes; rows are written anew from
    what is left. ``changes`` are recorded in the same entry. Signed and insert-only rows are no exception. A stored
    paper goes wherever else it is named. Raises ``ValueError`` when ``redact`` changes more than values, or for an
    entry that is not there, and what ``Ledger.append`` raises; then nothing was erased.

    Call ``sweep`` afterwards: only then no trace is left in the free parts of the files.
    """
    found = {entry_id: _content(ledger.connection, entry_id) for entry_id in entry_ids}
    left = {entry_id: _left_of(content, redact) for entry_id, content in found.items()}
    rows = [
        *(_erasure(why, "entry", entry_id, entries.content_hash(content).hex()) for entry_id, content in left.items()),
        *(_erasure(why, "blob", digest, None) for digest in blob_digests),
    ]

    def rewrite(connection: Connection) -> None:
        if any(_content(connection, entry_id) != content for entry_id, content in found.items()):
            # Somebody else erased something of it at this moment; what is left of ours would bring it back.
            raise VersionConflict(rows[0], None)
        with _free_to_change(connection, "ledger"):
            connection.executemany(
                "UPDATE ledger SET content = ? WHERE id = ?",
                [(content, entry_id) for entry_id, content in left.items()],
            )
        _follow(connection, ledger.schema, left.values())

    with _wiping(ledger.connection):
        entry = ledger.append(
            staff=why.staff_id,
            workstation=workstation,
            action="record.erase",
            changes=[*rows, *changes],
            patients=[why.patient_id] if why.patient_id else [],
            reason=why.reason,
            first=rewrite,
        )
    blobs.erase(list(blob_digests))
    return entry


def erase_again(connection: Connection, schema: Schema, left: Mapping[str, bytes]) -> None:
    """Put what is ``left`` of erased entries, by their ids, in the place of what an older backup brought back.

    Within a transaction; call ``sweep`` afterwards.
    """
    with _wiping(connection):
        with _free_to_change(connection, "ledger"):
            connection.executemany(
                "UPDATE ledger SET content = ? WHERE id = ?",
                [(content, entry_id) for entry_id, content in left.items()],
            )
        _follow(connection, schema, left.values())


def sweep(connection: Connection, blobs: Blobs, named: Collection[str] = ()) -> bool:
    """Wipe what erased content left behind: in the indexes of words, in the logs, and papers a crash left.

    ``named`` papers were erased once and stored again since: they stay. Return False where another window or program
    reads just now, so that the log goes only when it has closed.
    """
    gone = [row[0] for row in connection.execute("SELECT subject_id FROM erasures WHERE subject = 'blob'")]
    blobs.erase([digest for digest in gone if digest not in named and blobs.has(digest)])
    with _wiping(connection):
        indexes = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5 %'"
        for (name,) in connection.execute(indexes).fetchall():
            _merge(connection, name)
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy and blobs.empty_log()


def erased(connection: Connection) -> list[Erased]:
    """Return everything that was erased, oldest first. ``verify`` holds these rows against the ledger."""
    rows = connection.execute(
        "SELECT l.seq, x.subject, x.subject_id, x.ground, x.reason, x.erased_at, x.erased_by "
        "FROM erasures x LEFT JOIN ledger l ON x.subject = 'entry' AND l.id = x.subject_id ORDER BY x.rowid"
    )
    return [
        Erased(seq, subject_id if subject == "blob" else None, ground, reason, from_text(at), staff)
        for seq, subject, subject_id, ground, reason, at, staff in rows
    ]


def kept_hashes(connection: Connection) -> dict[str, str]:
    """Return the SHA-256 of what is left of each erased entry, by the entry's id; what was erased last counts.

    Only rows count that an entry wrote whose action says so, so that everybody who reads the history meets it.
    """
    rows = connection.execute(
        "SELECT x.subject_id, x.kept_hash FROM erasures x JOIN search_entries e ON e.id = x.version "
        "WHERE x.subject = 'entry' AND e.action = 'record.erase' ORDER BY x.rowid"
    )
    return {row[0]: row[1] for row in rows}


def _erasure(why: Ground, subject: str, subject_id: str, kept_hash: str | None) -> Change:
    return insert(
        "erasures",
        new_id(int(why.at.timestamp() * 1000)),
        patient_id=why.patient_id,
        subject=subject,
        subject_id=subject_id,
        kept_hash=kept_hash,
        ground=why.ground,
        reason=why.reason,
        erased_at=as_text(why.at),
        erased_by=why.staff_id,
    )


def _content(connection: Connection, entry_id: str) -> bytes:
    row = connection.execute("SELECT content FROM ledger WHERE id = ?", (entry_id,)).fetchone()
    if row is None:
        raise ValueError("there is no such entry")
    return bytes(row[0])


def _left_of(content: bytes, redact: Redact) -> bytes:
    """Return what is left of an entry. The salt goes too: with it, a short text could be guessed back from its hash."""
    document: dict[str, Any] = json.loads(content)
    for written in document["changes"]:
        before = Change(written["table"], written["row"], written["based_on"], written["set"])
        after = redact(before)
        if _frame(after) != _frame(before):
            raise ValueError("only values are redacted")
        written["set"] = dict(after.columns)
    document |= {"reason": None, "salt": ""}
    return entries.canonical(document)


def _frame(change: Change) -> tuple[object, ...]:
    return change.table, change.row_id, change.based_on, set(change.columns)


def _follow(connection: Connection, schema: Schema, contents: Iterable[bytes]) -> None:
    """Write the rows of rewritten entries anew from what is left, and what is derived from them."""
    touched: dict[str, dict[str, None]] = {}
    for content in contents:
        for written in json.loads(content)["changes"]:
            touched.setdefault(written["table"], {})[written["row"]] = None
    for table, row_ids in touched.items():
        for row_id in row_ids:
            values: dict[str, Value] = {}
            for _entry_id, written in _history(connection, table, row_id):
                values |= written
            sets = ", ".join(f"{name} = ?" for name in values)
            connection.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), row_id))
    for table, row_ids in touched.items():
        if indexer := schema.indexers.get(table):
            indexer(connection, list(row_ids))


def _history(connection: Connection, table: str, row_id: str) -> list[tuple[str, Mapping[str, Value]]]:
    """Return the entries that wrote a row with what each set, oldest first: each names the one it was based on."""
    found: list[tuple[str, Mapping[str, Value]]] = []
    row = connection.execute(f"SELECT version FROM {table} WHERE id = ?", (row_id,)).fetchone()
    version = row[0] if row else None
    while version is not None:
        entry = entries.read_content(_content(connection, version))
        # One entry may write a row twice: its later change is based on its own.
        own = [change for change in entry.changes if (change.table, change.row_id) == (table, row_id)]
        found += [(version, change.columns) for change in reversed(own)]
        version = own[0].based_on
    return found[::-1]


@contextmanager
def _free_to_change(connection: Connection, table: str) -> Iterator[None]:
    """Take the guards off a table within a transaction, and put the same ones back."""
    guards = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
    ).fetchall()
    for name, _sql in guards:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in guards:
        connection.execute(sql)


@contextmanager
def _wiping(connection: Connection) -> Iterator[None]:
    """Overwrite with zeros whatever is freed meanwhile."""
    connection.execute("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA secure_delete = OFF")


def _merge(connection: Connection, index: str) -> None:
    """Rewrite an index of words step by step, so that words taken off it are gone and not only marked."""
    pages = -_PAGES_AT_ONCE
    while True:
        before = connection.total_changes
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (pages,))
        if connection.total_changes - before < 2:
            return
        pages = _PAGES_AT_ONCE
