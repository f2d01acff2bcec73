"""The fast check: the ledger is read from its end to its beginning, beside the rows of every table.

Read backwards, the first thing an entry says about a column is what the row must hold today, and a row is known whole
when the entry that made it is met. Rows keep the order in which they were made. So the rows that follow from the ledger
come one after the other in the very order in which the tables are read backwards, and are compared as they come: no
row is written anywhere, and little is remembered. Whatever is not as it should be is a ``Doubt``; the replay names it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from clinicdesk.storage import entry as entries
from clinicdesk.storage.database import Connection
from clinicdesk.storage.entry import Value
from clinicdesk.storage.erasing import kept_hashes
from clinicdesk.storage.finding import Progress
from clinicdesk.storage.ledger import Link, Schema, Table

_AT_ONCE = 256
_read = json.JSONDecoder().raw_decode
_SIGNATURES = "signatures"

Row = tuple[Value, ...]


class Doubt(Exception):
    """Something is not what was recorded, or cannot be told so fast."""


def read_back(connection: Connection, schema: Schema, progress: Progress, after: Link | None = None) -> None:
    """Compare every row with the ledger, or what was recorded ``after`` a place in the chain. Raises ``Doubt``.

    Checks every hash and link, every version a change was based on, that nothing insert-only or signed was changed,
    every row of every table, and who is named in the list of entries.
    """
    reading = _ReadingBack(connection, schema, after)
    last = connection.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()[0]
    beginning = after.seq if after else 0
    for seq, document in _documents(connection, after):
        if seq % 500 == 0:
            progress(last - seq, last - beginning)
        reading.take(seq, document)
    reading.finish()


def _documents(connection: Connection, after: Link | None) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the entries from the last to the first, each once its own hash and the link that follows it fit."""
    kept = kept_hashes(connection)
    rows = connection.execute(
        "SELECT seq, id, content, content_hash, chain_hash FROM ledger WHERE seq > ? ORDER BY seq DESC",
        (after.seq if after else 0,),
    )
    expected, digest, following = None, b"", b""
    for seq, entry_id, content, content_hash, chain_hash in _all(rows):
        if expected is not None and (seq != expected or entries.chain(chain_hash, seq + 1, digest) != following):
            raise Doubt(seq)
        digest, following, expected = content_hash, chain_hash, seq - 1
        found = entries.content_hash(content)
        if found != content_hash and found.hex() != kept.get(entry_id):
            raise Doubt(seq)
        text = content.decode()
        document, end = _read(text)
        if end != len(text) or document["id"] != entry_id:
            raise Doubt(seq)
        yield seq, document
    _check_first_link(connection, after, expected, digest, following)


def _check_first_link(
    connection: Connection, after: Link | None, expected: int | None, digest: bytes, following: bytes
) -> None:
    """Check that the oldest entry that was read follows what comes before it."""
    before, place = (bytes.fromhex(after.chain_hash), after.seq) if after else (entries.GENESIS, 0)
    if expected is not None and (expected != place or entries.chain(before, place + 1, digest) != following):
        raise Doubt(place + 1)
    if after:
        row = connection.execute("SELECT chain_hash FROM ledger WHERE seq = ?", (after.seq,)).fetchone()
        if row is None or row[0] != before:
            raise Doubt(after.seq)


def _all(cursor: Any) -> Iterator[Any]:
    """Yield what a query finds, fetched in bunches."""
    while some := cursor.fetchmany(_AT_ONCE):
        yield from some


class _ReadingBack:
    """What is remembered on the way back: rows whose making is still to come, and rows that were changed later."""

    def __init__(self, connection: Connection, schema: Schema, after: Link | None) -> None:
        self._connection = connection
        self._after = after
        self._tables = {name: _Rows(connection, name, rules) for name, rules in schema.tables.items()}
        self._changed: dict[str, set[str]] = {name: set() for name in schema.tables}
        floor = after.seq if after else 0
        self._entries = _all(
            connection.execute(
                "SELECT seq, id, at, staff, action FROM search_entries WHERE seq > ? ORDER BY seq DESC", (floor,)
            )
        )
        self._patients = _all(
            connection.execute(
                "SELECT seq, patient_id FROM search_entry_patients WHERE seq > ? ORDER BY seq DESC, patient_id DESC",
                (floor,),
            )
        )

    def take(self, seq: int, document: dict[str, Any]) -> None:
        """Follow one entry back."""
        entry_id, at = document["id"], document["at"]
        datetime.fromisoformat(at)
        if next(self._entries, None) != (seq, entry_id, at, document["staff"], document["action"]):
            raise Doubt(seq)
        named = document["patients"]
        for patient in named if len(named) < 2 else sorted(set(named), reverse=True):
            if next(self._patients, None) != (seq, patient):
                raise Doubt(seq)
        for change in reversed(document["changes"]):
            self._take_change(entry_id, change)

    def _take_change(self, entry_id: str, change: dict[str, Any]) -> None:
        table, row_id, based_on, values = change["table"], change["row"], change["based_on"], change["set"]
        rows = self._tables[table]
        if based_on is not None:
            if rows.rules.insert_only or rows.rules.sealed_with:
                raise Doubt(table)
            self._changed[table].add(row_id)
            rows.take_rewriting(entry_id, row_id, based_on, values)
            return
        for column, owner in rows.rules.sealed_with.items():
            if isinstance(closing := values.get(column), str):
                self._changed[owner].add(closing)
        rows.take_making(entry_id, row_id, values)
        # Read backwards, what was changed after it was signed is known already when its signature is met.
        if table == _SIGNATURES and values["subject_id"] in self._changed.get(values["subject_table"], ()):
            raise Doubt(table)

    def finish(self) -> None:
        """Check that nothing is left over."""
        if next(self._entries, None) or next(self._patients, None):
            raise Doubt("search_entries")
        for rows in self._tables.values():
            if self._after:
                rows.check_open(self._after.seq)
            else:
                rows.check_end()
        if self._after:
            self._check_signed_before(self._after.seq)

    def _check_signed_before(self, seq: int) -> None:
        """Check that nothing changed now had been signed before."""
        for table, row_ids in self._changed.items():
            for row_id in row_ids:
                signed = self._connection.execute(
                    "SELECT 1 FROM signatures g JOIN ledger l ON l.id = g.version "
                    "WHERE g.subject_table = ? AND g.subject_id = ? AND l.seq <= ?",
                    (table, row_id, seq),
                ).fetchone()
                if signed:
                    raise Doubt(table)


class _Open:
    """A row whose making is still to come: what it holds today, and on which version its oldest known change stood."""

    __slots__ = ("based_on", "values", "version")

    def __init__(self, version: str, based_on: str, values: Mapping[str, Value]) -> None:
        self.version = version
        self.based_on = based_on
        self.values = values


class _Rows:
    """The rows of one table, from the one that was made last to the first."""

    def __init__(self, connection: Connection, table: str, rules: Table) -> None:
        self.rules = rules
        self._connection = connection
        self._table = table
        described = connection.execute(f"PRAGMA table_info({table})").fetchall()
        self._names = [row[1] for row in described]
        self._kinds = [row[2] for row in described]
        self._columns = frozenset(self._names) - {"id", "version"}
        given = ", ".join(row[4] or "NULL" for row in described)
        self._empty: Row = connection.execute(f"SELECT {given}").fetchone()
        self._orders: dict[tuple[str, ...], Callable[[tuple[Value, ...]], Row]] = {}
        self._open: dict[str, _Open] = {}
        self._named: dict[str, Row] = {}
        self._rows = self._read()

    def _read(self) -> Iterator[Row]:
        names = ", ".join(self._names)
        yield from _all(self._connection.execute(f"SELECT {names} FROM {self._table} ORDER BY rowid DESC"))

    def take_rewriting(self, entry_id: str, row_id: str, based_on: str, values: Mapping[str, Value]) -> None:
        """Follow back a change of a row that was there before."""
        later = self._open.get(row_id)
        if later is None:
            self._open[row_id] = _Open(entry_id, based_on, values)
            return
        if later.based_on != entry_id:
            raise Doubt(self._table)
        later.based_on, later.values = based_on, {**values, **later.values}

    def take_making(self, entry_id: str, row_id: str, values: Mapping[str, Value]) -> None:
        """Follow back the making of a row: it is known whole now, and comes next in its table."""
        version = entry_id
        if later := self._open.pop(row_id, None):
            if later.based_on != entry_id:
                raise Doubt(self._table)
            version, values = later.version, {**values, **later.values}
        row = self._put_in_order(tuple(values))((row_id, version, *values.values(), *self._empty))
        if self.rules.named_by_content:
            # Of several that made the same row the first one counts, and that is met last.
            self._named.pop(row_id, None)
            self._named[row_id] = row
        else:
            self._compare(row)

    def _put_in_order(self, given: tuple[str, ...]) -> Callable[[tuple[Value, ...]], Row]:
        """Return what makes a row of its id, its version, the values that were given and what the table gives."""
        if known := self._orders.get(given):
            return known
        if not self._columns.issuperset(given):
            raise Doubt(self._table)
        first = ("id", "version", *given)
        places = [first.index(name) if name in first else len(first) + place for place, name in enumerate(self._names)]
        self._orders[given] = itemgetter(*places)
        return self._orders[given]

    def _compare(self, row: Row) -> None:
        found = next(self._rows, None)
        if found != row and found != self._as_kept(row):
            raise Doubt(self._table)

    def _as_kept(self, row: Row) -> Row:
        """Return a row as a strict table keeps it: a number given for a text is its digits, and the other way round."""
        return tuple(
            str(value) if kind == "TEXT" and isinstance(value, int)
            else int(value) if kind == "INTEGER" and isinstance(value, str)
            else value
            for value, kind in zip(row, self._kinds, strict=True)
        )  # fmt: skip

    def check_end(self) -> None:
        """Check that every row was made by an entry, and that every change found the row it changes."""
        for row in self._named.values():
            self._compare(row)
        if self._open or next(self._rows, None) is not None:
            raise Doubt(self._table)

    def check_open(self, seq: int) -> None:
        """Check rows that were made up to an entry and changed after it, as far as the later entries tell."""
        for row_id in self._named:
            self._check_held(row_id, {}, seq)
        for row_id, later in self._open.items():
            self._check_held(row_id, later.values, seq, later)

    def _check_held(self, row_id: str, values: Mapping[str, Value], seq: int, later: _Open | None = None) -> None:
        if not self._columns.issuperset(values):
            raise Doubt(self._table)
        values = {**values, "version": later.version} if later else values
        names = ["id", *values]
        row = self._connection.execute(f"SELECT {', '.join(names)} FROM {self._table} WHERE id = ?", (row_id,))
        if row.fetchone() != (row_id, *values.values()):
            raise Doubt(self._table)
        if later:
            before = self._connection.execute("SELECT seq FROM ledger WHERE id = ?", (later.based_on,)).fetchone()
            if before is None or before[0] > seq:
                raise Doubt(self._table)
