"""Somebody with the key changes one byte of one value, in the ledger or in a table: the check must name it.

The byte is changed below everything of ours: with the guards of the ledger taken off and put back, without any rule of
the tables, also into what is no text any more. The inner tables of the two indexes of words are left out: SQLite keeps
them in a form of its own, and they can be built anew from the tables at any time.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.records.migrations import SCHEMA
from clinicdesk.storage.clock import SystemClock
from clinicdesk.storage.database import Connection, connect
from tests.faults.hour import make
from tests.faults.report import Outcome

_NOT_THE_RECORD = "name NOT LIKE 'local\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a file, as its bytes or its number, and the values of the key of its row."""

    table: str
    column: str
    kinds: Mapping[str, str]
    key: Mapping[str, int | bytes]
    value: int | bytes

    @property
    def words(self) -> str:
        return f"{self.table}.{self.column} of {self.key}"


def run(folder: Path, changes: int) -> Iterator[Outcome]:
    """Change so many bytes of the record, one at a time."""
    place = make(folder)
    clinic = Clinic.open(place.path, place.key, SystemClock())
    try:
        yield changed(clinic, place.key, changes)
    finally:
        clinic.close()


def changed(clinic: Clinic, key: bytes, changes: int, *, seed: int = 7) -> Outcome:
    """Change one byte after the other, ask the check each time, and put the byte back."""
    outcome = Outcome("one byte of the tables or the ledger changed with the key")
    chance = random.Random(seed)
    writer = connect(clinic.path, key, writing=True)
    try:
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON", "synchronous = OFF"):
            writer.execute(f"PRAGMA {pragma}")
        writer.text_factory = bytes
        tables = [table for table in _tables(writer) if _any_row(writer, table)]
        while outcome.tries < changes:
            cell = _cell(writer, chance, chance.choice(tables))
            if cell is None or not _write(writer, cell, value := _another(cell.value, chance)):
                continue
            outcome.tries += 1
            if not clinic.verify():
                outcome.unseen.append(cell.words)
            _put_back(writer, cell, value)
    finally:
        writer.close()
    if faults := clinic.verify():
        raise AssertionError(f"a byte was not put back: {faults[0].sentence}")
    return outcome


def _tables(writer: Connection) -> list[str]:
    """Return the ledger, every ledgered table, and what is derived from them but for the index of words."""
    rows = writer.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {_NOT_THE_RECORD}").fetchall()
    names = [row[0].decode() for row in rows]
    return [n for n in names if n in SCHEMA.tables or n == "ledger" or (n.startswith("search_") and "words" not in n)]


def _any_row(writer: Connection, table: str) -> bool:
    return writer.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def _cell(writer: Connection, chance: random.Random, table: str) -> Cell | None:
    """Return any value of a table, or None where the one that was drawn has no byte."""
    described = writer.execute(f"PRAGMA table_info({table})").fetchall()
    kinds = {row[1].decode(): row[2].decode() for row in described}
    keys = [row[1].decode() for row in described if row[5]]
    count = writer.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    row = writer.execute(
        f"SELECT {', '.join(kinds)} FROM {table} ORDER BY {', '.join(keys)} LIMIT 1 OFFSET ?",
        (chance.randrange(count),),
    ).fetchone()
    values = dict(zip(kinds, row, strict=True))
    column = chance.choice(list(kinds))
    if values[column] in (None, b""):
        return None
    return Cell(table, column, kinds, {name: values[name] for name in keys}, values[column])


def _another(value: int | bytes, chance: random.Random) -> int | bytes:
    """Return a value of which one byte is another."""
    if isinstance(value, int):
        return value ^ chance.randrange(1, 256) << 8 * chance.randrange(4)
    raw = bytearray(value)
    raw[chance.randrange(len(raw))] ^= chance.randrange(1, 256)
    return bytes(raw)


def _write(writer: Connection, cell: Cell, value: int | bytes) -> bool:
    """Change a value; return False where something else has that key already."""
    guards = writer.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    mark = {name: "CAST(? AS TEXT)" if kind == "TEXT" else "?" for name, kind in cell.kinds.items()}
    where = " AND ".join(f"{name} = {mark[name]}" for name in cell.key)
    writer.execute("BEGIN")
    for name, _sql in guards:
        writer.execute(f"DROP TRIGGER {name.decode()}")
    done = writer.execute(
        f"UPDATE OR IGNORE {cell.table} SET {cell.column} = {mark[cell.column]} WHERE {where}",
        (value, *cell.key.values()),
    ).rowcount
    for _name, sql in guards:
        writer.execute(sql.decode())
    writer.execute("COMMIT")
    return bool(done == 1)


def _put_back(writer: Connection, cell: Cell, changed_to: int | bytes) -> None:
    key = {name: changed_to if name == cell.column else value for name, value in cell.key.items()}
    if not _write(writer, replace(cell, key=key), cell.value):
        raise AssertionError(f"{cell.words} cannot be put back")
