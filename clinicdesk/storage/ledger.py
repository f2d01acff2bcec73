"""The ledger: the append-only list of everything recorded, and the only way a table is written.

The tables are the latest state that follows from the entries; see ``docs/ledger.md`` for a worked example.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clinicdesk import __version__, errors
from clinicdesk.language import _
from clinicdesk.storage import entry as entries
from clinicdesk.storage.clock import Clock, as_text
from clinicdesk.storage.database import Connection, transaction, translated
from clinicdesk.storage.entry import Change, Entry
from clinicdesk.storage.head import Head, HeadWriter
from clinicdesk.storage.ids import new_id

Indexer = Callable[[Connection, Sequence[str]], None]
"""Writes the derived search rows for some rows of a table, replacing those that were there."""

TABLES = """
CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL,
    content_hash BLOB NOT NULL,
    chain_hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER ledger_keeps_lines BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_keeps_all BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TABLE search_entries (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    staff TEXT NOT NULL,
    action TEXT NOT NULL
) STRICT;
CREATE INDEX search_entries_by_staff ON search_entries (staff, action);
CREATE TABLE search_entry_patients (
    patient_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (patient_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_entry_patients_by_seq ON search_entry_patients (seq);
"""


@dataclass(frozen=True, slots=True)
class Link:
    """One place in the chain: the number of an entry, and the hash that closes everything up to it."""

    seq: int
    chain_hash: str


@dataclass(frozen=True, slots=True)
class Table:
    """How the ledger treats a table.

    ``insert_only`` rows are never rewritten. ``sealed_with`` maps a column to the table whose signed row closes this
    one too: an observation is closed with its session. ``named_by_content``: the id says what the row holds, so that of
    two people who write it at the same moment the second one's is there already.
    """

    insert_only: bool = False
    sealed_with: Mapping[str, str] = field(default_factory=dict)
    named_by_content: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The ledgered tables, what must follow a write to them, and the schema's number.

    ``compared_by`` names the queries by which derived tables are compared whose every column is not told by the ledger;
    each of ``agreements`` tells fast whether a derived table is what follows from the others.
    """

    version: int
    tables: Mapping[str, Table]
    indexers: Mapping[str, Indexer]
    compared_by: Mapping[str, str] = field(default_factory=dict)
    agreements: Sequence[Callable[[Connection], bool]] = ()


class VersionConflict(Exception):
    """A change was based on a version that is no longer the row's. ``found`` is the version there now."""

    def __init__(self, change: Change, found: str | None) -> None:
        super().__init__(f"{change.table} row was changed meanwhile")
        self.change = change
        self.found = found


class Ledger:
    """Owns the one writing connection of a clinic file, and puts entries in order."""

    def __init__(
        self, connection: Connection, path: Path, schema: Schema, clock: Clock, file_id: str, key_id: str
    ) -> None:
        self._connection = connection
        self._path = path
        self._schema = schema
        self._clock = clock
        self._file_id = file_id
        self._key_id = key_id
        self._head = HeadWriter(path)

    @property
    def connection(self) -> Connection:
        """The writing connection, for what erases content."""
        return self._connection

    @property
    def schema(self) -> Schema:
        """The tables and what follows a write to them."""
        return self._schema

    def append(
        self,
        *,
        staff: str,
        workstation: str,
        action: str,
        changes: Sequence[Change] = (),
        patients: Sequence[str] = (),
        reason: str | None = None,
        first: Callable[[Connection], None] | None = None,
    ) -> Entry:
        """Record one entry and apply its changes, durably, or nothing at all. ``first`` is done in the same write.

        Raises ``VersionConflict``, ``errors.Sealed``, ``errors.NewerFile`` or a ``ClinicFileProblem``.
        """
        now = self._clock.now()
        entry_id = new_id(int(now.timestamp() * 1000))
        content = entries.write_content(
            entry_id=entry_id,
            at=now,
            uptime_ms=self._clock.uptime_ms(),
            boot=self._clock.boot,
            staff=staff,
            workstation=workstation,
            program=__version__,
            action=action,
            patients=patients,
            reason=reason,
            changes=changes,
        )
        with transaction(self._connection, self._path):
            self._refuse_newer_schema()
            if first:
                first(self._connection)
            entry = self._place(content)
            apply(self._connection, self._schema, entry)
        self._head.write(Head(self._file_id, self._key_id, entry.seq, entry.chain_hash.hex()))
        return entry

    def _refuse_newer_schema(self) -> None:
        found = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if found > self._schema.version:
            raise errors.NewerFile(
                _("A newer version of ClinicDesk now uses this clinic file. Start the newer version to go on.")
            )

    def _place(self, content: bytes) -> Entry:
        """Give the entry its place: the next number and the next link of the chain."""
        last = self._connection.execute("SELECT seq, chain_hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
        seq, previous = (last[0] + 1, last[1]) if last else (1, entries.GENESIS)
        digest = entries.content_hash(content)
        link = entries.chain(previous, seq, digest)
        entry = entries.read_content(content, seq, link)
        self._connection.execute(
            "INSERT INTO ledger (seq, id, content, content_hash, chain_hash) VALUES (?, ?, ?, ?, ?)",
            (seq, entry.id, content, digest, link),
        )
        return entry

    def entries_after(self, seq: int, connection: Connection | None = None) -> Iterator[Entry]:
        """Yield the entries placed after a number, in order."""
        with translated(self._path, is_open=True):
            rows = (connection or self._connection).execute(
                "SELECT content, seq, chain_hash FROM ledger WHERE seq > ? ORDER BY seq", (seq,)
            )
            for row in rows:
                yield entries.read_content(*row)

    def link_at(self, seq: int | None = None, connection: Connection | None = None) -> Link | None:
        """Return the place of an entry in the chain, of the last one without ``seq``; None where there is no entry."""
        reading = connection or self._connection
        if seq is None:
            row = reading.execute("SELECT seq, chain_hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
        else:
            row = reading.execute("SELECT seq, chain_hash FROM ledger WHERE seq = ?", (seq,)).fetchone()
        return Link(row[0], row[1].hex()) if row else None

    def close(self) -> None:
        """Let go of the head; the connection belongs to the clinic."""
        self._head.close()


def apply(connection: Connection, schema: Schema, entry: Entry) -> None:
    """Write an entry's changes, and what is derived from them, to the tables.

    Replay uses the same function, so that replaying the ledger gives the tables. Raises ``VersionConflict`` or
    ``errors.Sealed``.
    """
    connection.execute(
        "INSERT INTO search_entries (seq, id, at, staff, action) VALUES (?, ?, ?, ?, ?)",
        (entry.seq, entry.id, as_text(entry.at), entry.staff, entry.action),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO search_entry_patients (patient_id, seq) VALUES (?, ?)",
        [(patient, entry.seq) for patient in entry.patients],
    )
    touched: dict[str, list[str]] = {}
    for change in entry.changes:
        rules = schema.tables.get(change.table)
        if rules is None:
            raise ValueError(f"{change.table} is not a ledgered table")
        _refuse_sealed(connection, rules, change)
        _write_row(connection, rules, change, entry.id)
        touched.setdefault(change.table, []).append(change.row_id)
    for table, row_ids in touched.items():
        if indexer := schema.indexers.get(table):
            indexer(connection, row_ids)


def _write_row(connection: Connection, rules: Table, change: Change, version: str) -> None:
    """Insert or rewrite one row, guarded by its version."""
    names = list(change.columns)
    if change.based_on is None:
        marks = ", ".join("?" * (len(names) + 2))
        cursor = connection.execute(
            f"INSERT INTO {change.table} ({', '.join(['id', 'version', *names])}) VALUES ({marks}) "
            "ON CONFLICT (id) DO NOTHING",
            (change.row_id, version, *change.columns.values()),
        )
        if cursor.rowcount != 1 and not rules.named_by_content:
            raise VersionConflict(change, _version_of(connection, change))
        return
    if rules.insert_only:
        raise errors.Sealed
    sets = ", ".join(f"{name} = ?" for name in ["version", *names])
    cursor = connection.execute(
        f"UPDATE {change.table} SET {sets} WHERE id = ? AND version = ?",
        (version, *change.columns.values(), change.row_id, change.based_on),
    )
    if cursor.rowcount != 1:
        raise VersionConflict(change, _version_of(connection, change))


def _version_of(connection: Connection, change: Change) -> str | None:
    """Return the version the row has now, or None where there is no row."""
    found = connection.execute(f"SELECT version FROM {change.table} WHERE id = ?", (change.row_id,)).fetchone()
    return found[0] if found else None


def _refuse_sealed(connection: Connection, rules: Table, change: Change) -> None:
    """Refuse a change to a signed row, or to a row that a signed one closes.

    Changes apply in their order: an entry may write a row and then sign it.
    """
    closing: list[tuple[str, str]] = []
    if change.based_on is not None:
        closing.append((change.table, change.row_id))
    for column, table in rules.sealed_with.items():
        owner = change.columns.get(column)
        if owner is None and change.based_on is not None:
            row = connection.execute(f"SELECT {column} FROM {change.table} WHERE id = ?", (change.row_id,)).fetchone()
            owner = row[0] if row else None
        if isinstance(owner, str):
            closing.append((table, owner))
    for table, row_id in closing:
        if is_signed(connection, table, row_id):
            raise errors.Sealed


def is_signed(connection: Connection, table: str, row_id: str) -> bool:
    """Tell whether a row carries a signature."""
    row = connection.execute(
        "SELECT 1 FROM signatures WHERE subject_table = ? AND subject_id = ? LIMIT 1", (table, row_id)
    ).fetchone()
    return row is not None
