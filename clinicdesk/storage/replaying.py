"""The slow and exact check: every entry is replayed into a scratch file, and what differs from it is named.

It is done when reading back has raised a doubt, so that it may take its time. The scratch file is encrypted with a key
of its own and removed.
"""

import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from clinicdesk.language import _
from clinicdesk.storage import entry as entries
from clinicdesk.storage.database import Connection, connect
from clinicdesk.storage.entry import Entry
from clinicdesk.storage.erasing import kept_hashes
from clinicdesk.storage.finding import Finding, Progress
from clinicdesk.storage.head import Head
from clinicdesk.storage.ledger import Schema, apply

Row = tuple[object, ...]


def what_differs(
    connection: Connection,
    schema: Schema,
    build: Callable[[Connection], None],
    last: Head | None,
    progress: Progress,
) -> list[Finding]:
    """Name everything by which a clinic file is not what its ledger says; ``build`` makes empty tables."""
    with _any_bytes(connection):
        try:
            return _compare(connection, schema, build, last, progress, guarded=False)
        except _CannotReplayError:
            # Only a forged entry gets here. Guarding each one doubles the time, so it is done when it is needed.
            return _compare(connection, schema, build, last, progress, guarded=True)


@contextmanager
def _any_bytes(connection: Connection) -> Iterator[None]:
    """Read text that is no UTF-8 any more, so that it can be named instead of stopping the check."""
    before = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.text_factory = before


class _CannotReplayError(Exception):
    """An entry cannot be replayed; what it left half done must be undone first."""


def _compare(
    connection: Connection,
    schema: Schema,
    build: Callable[[Connection], None],
    last: Head | None,
    progress: Progress,
    *,
    guarded: bool,
) -> list[Finding]:
    with _scratch(build) as scratch:
        scratch.execute("BEGIN")
        found = [*_check_chain(connection, scratch, schema, progress, guarded=guarded)]
        found += head_faults(connection, last)
        found += _check_definitions(connection, scratch)
        for table in schema.tables:
            found += _check_table(connection, scratch, table)
        found += _check_derived(connection, scratch, schema.compared_by)
        return found


@contextmanager
def _scratch(build: Callable[[Connection], None]) -> Iterator[Connection]:
    """Make an encrypted file with empty tables, and remove it at the end."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = connect(Path(folder) / "replay", secrets.token_bytes(32), writing=True)
        try:
            scratch.execute("PRAGMA synchronous = OFF")
            build(scratch)
            yield scratch
        finally:
            scratch.close()


def _check_chain(
    connection: Connection, scratch: Connection, schema: Schema, progress: Progress, *, guarded: bool
) -> Iterator[Finding]:
    """Recompute every hash and link, and replay every entry into the scratch file."""
    total = connection.execute("SELECT count(*) FROM ledger").fetchone()[0]
    previous, expected = entries.GENESIS, 1
    kept = kept_hashes(connection)
    rows = connection.execute("SELECT seq, id, content, content_hash, chain_hash FROM ledger ORDER BY seq")
    for seq, entry_id, content, content_hash, chain_hash in rows:
        if seq % 500 == 0:
            progress(seq, total)
        if seq != expected:
            yield Finding(_("Entries {first} to {last} are missing.").format(first=expected, last=seq - 1), expected)
        digest = entries.content_hash(content)
        whole = digest == content_hash or digest.hex() == kept.get(entry_id)
        if not whole or entries.chain(previous, seq, content_hash) != chain_hash:
            yield Finding(_("Entry {seq} is not what was recorded.").format(seq=seq), seq)
        previous, expected = chain_hash, seq + 1
        try:
            entry = entries.read_content(content, seq, chain_hash)
            if entry.id != entry_id:
                yield Finding(_("Entry {seq} is not what was recorded.").format(seq=seq), seq)
            _replay(scratch, schema, entry, guarded=guarded)
        except (ValueError, _CannotReplayError) as error:
            if not guarded:
                raise _CannotReplayError from error
            kind = type(error.__cause__ or error).__name__
            yield Finding(_("Entry {seq} cannot be replayed ({kind}).").format(seq=seq, kind=kind), seq)


def _replay(scratch: Connection, schema: Schema, entry: Entry, *, guarded: bool) -> None:
    """Apply one entry to the scratch file. Raises ``_CannotReplayError`` whatever a forged entry breaks."""
    if guarded:
        scratch.execute("SAVEPOINT entry")
    try:
        apply(scratch, schema, entry)
    except Exception as error:
        if guarded:
            scratch.execute("ROLLBACK TO entry")
        raise _CannotReplayError from error
    finally:
        if guarded:
            scratch.execute("RELEASE entry")


def head_faults(connection: Connection, last: Head | None) -> Iterator[Finding]:
    """Compare the ledger with how far it once was."""
    if last is None:
        return
    row = connection.execute("SELECT chain_hash FROM ledger WHERE seq = ?", (last.seq,)).fetchone()
    if row is None:
        yield Finding(_("The ledger ends before entry {seq}, which it once had.").format(seq=last.seq), last.seq)
    elif row[0].hex() != last.chain_hash:
        yield Finding(_("Entry {seq} is another one than it once was.").format(seq=last.seq), last.seq)


def definition_faults(connection: Connection, build: Callable[[Connection], None]) -> list[Finding]:
    """Compare the definitions with those of an empty file."""
    with _scratch(build) as scratch:
        return list(_check_definitions(connection, scratch))


def _check_definitions(connection: Connection, scratch: Connection) -> Iterator[Finding]:
    """Compare tables, indexes and triggers: somebody with the key could take the triggers away."""
    query = (
        # Only the table of migrations may differ: nothing hides behind a name that looks like SQLite's.
        "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master "
        "WHERE NOT (type = 'table' AND name = '_sqlite_migrations') "
        "UNION ALL SELECT 'migration ' || name, migration_set FROM _sqlite_migrations"
    )
    here, there = dict(connection.execute(query)), dict(scratch.execute(query))
    for name in sorted(here.keys() | there.keys()):
        if here.get(name) != there.get(name):
            yield Finding(_("The definition of {name} was changed.").format(name=name), row=name)


def _check_table(connection: Connection, scratch: Connection, table: str) -> Iterator[Finding]:
    """Compare every row of a ledgered table with the one the ledger gives."""
    columns = ", ".join(row[1] for row in scratch.execute(f"PRAGMA table_info({table})"))
    query = f"SELECT {columns} FROM {table} ORDER BY id"
    for here, there in _side_by_side(connection.execute(query), scratch.execute(query)):
        if here == there:
            continue
        row = here or there
        assert row is not None
        name = f"{table} {row[0]}"
        if here is None:
            sentence = _("{row} is missing; the ledger has it.").format(row=name)
        elif there is None:
            sentence = _("{row} is not in the ledger.").format(row=name)
        else:
            sentence = _("{row} differs from the ledger.").format(row=name)
        yield Finding(sentence, row=name)


def _side_by_side(left: Iterator[Row], right: Iterator[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pair the rows of two ordered queries by their ids."""
    here, there = next(left, None), next(right, None)
    while here is not None or there is not None:
        if there is None or (here is not None and str(here[0]) < str(there[0])):
            yield here, None
            here = next(left, None)
        elif here is None or str(there[0]) < str(here[0]):
            yield None, there
            there = next(right, None)
        else:
            yield here, there
            here, there = next(left, None), next(right, None)


def _check_derived(connection: Connection, scratch: Connection, compared_by: Mapping[str, str]) -> Iterator[Finding]:
    """Compare what is derived for search; ranks may differ, what is found must not."""
    names = [
        row[0]
        for row in scratch.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'search\\_%' ESCAPE '\\' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'search\\_%\\_words%' ESCAPE '\\'"
        )
    ]
    queries = {}
    for table in names:
        columns = ", ".join(row[1] for row in scratch.execute(f"PRAGMA table_info({table})") if row[1] != "rank")
        queries[table] = f"SELECT {columns} FROM {table} ORDER BY {columns}"
    # An index that keeps no text is compared by how often each word stands in it, and how many words under each number.
    counts = "SELECT name FROM sqlite_master WHERE name LIKE 'search\\_%\\_counts' ESCAPE '\\'"
    for (name,) in scratch.execute(counts).fetchall():
        sizes = f"{name.removesuffix('counts')}docsize"
        queries |= {name: f"SELECT term, doc, cnt FROM {name}", sizes: f"SELECT id, sz FROM {sizes} ORDER BY id"}
    queries |= compared_by
    for table, query in queries.items():
        here, there = connection.execute(query), scratch.execute(query)
        if any(first != second for first, second in _zip_to_the_end(here, there)):
            yield Finding(
                _("{table} does not follow from the ledger; it can be rebuilt.").format(table=table), row=table
            )


def _zip_to_the_end(left: Iterator[Row], right: Iterator[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    while (here := next(left, None)) is not None:
        yield here, next(right, None)
    if (there := next(right, None)) is not None:
        yield None, there
