"""Checking that a clinic file is whole, unchanged, and says what its ledger says.

Pages are checked beside the rest, on a connection of their own. The ledger is read back (``reading_back``); where that
leaves a doubt, it is replayed (``replaying``), which takes its time and names what is wrong. Everything is read as it
stood at one moment, while others go on working.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clinicdesk import errors
from clinicdesk.language import _
from clinicdesk.storage import head, proofs
from clinicdesk.storage.database import Connection, connect, page_faults, translated, write_log_back
from clinicdesk.storage.finding import Finding, Progress
from clinicdesk.storage.head import Head
from clinicdesk.storage.ledger import Link, Schema
from clinicdesk.storage.proofs import Proof
from clinicdesk.storage.reading_back import read_back
from clinicdesk.storage.replaying import definition_faults, head_faults, what_differs

Build = Callable[[Connection], None]
"""Makes the empty tables in a scratch file."""

_DAMAGED_PAGE = re.compile(r"HMAC verification failed for page (\d+)")


@dataclass(frozen=True, slots=True)
class Check:
    """The check of one open clinic file: of all of it, or of what was recorded since it was proven last."""

    reader: Connection
    writer: Connection
    path: Path
    key: bytes
    schema: Schema
    build: Build

    def whole(self, progress: Progress) -> list[Finding]:
        """Check pages, chain, head and tables and return what is wrong; empty when all is well."""
        last = head.read(self.path)  # before the moment that is checked: others go on
        with translated(self.path), _pages_checked(self.path, self.key) as faults, _one_moment(self.reader):
            is_well = _reads_back(self.reader, self.schema, progress)
            # Damaged pages cannot be read reliably; what else could be said would be guesses.
            if pages := _page_findings(faults(progress)):
                return pages
            if not is_well:
                return what_differs(self.reader, self.schema, self.build, last, progress)
            return self._around(last)

    def after(self, proven: Link, progress: Progress) -> list[Finding] | None:
        """Check what was recorded after a proven place in the chain, and what it wrote; None: all must be checked."""
        last = head.read(self.path)
        with translated(self.path), _one_moment(self.reader):
            return self._around(last) if _reads_back(self.reader, self.schema, progress, proven) else None

    def _around(self, last: Head | None) -> list[Finding]:
        """Check what stands around the entries: where they end, and the definitions of the tables."""
        return [*head_faults(self.reader, last), *definition_faults(self.reader, self.build)]

    def end(self) -> Link | None:
        """Return the place the chain has come to."""
        with translated(self.path):
            row = self.reader.execute("SELECT seq, chain_hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
        return Link(row[0], row[1].hex()) if row else None

    def last_proof(self, kind: str | None = None) -> Proof | None:
        """Return the check without a finding that reached furthest, of one kind or of any."""
        with translated(self.path):
            return proofs.last(self.reader, kind)

    def keep_proof(self, kind: str, link: Link, at: datetime) -> None:
        """Remember a check without a finding. What cannot be written now is found out again by the next check."""
        with suppress(errors.ClinicFileProblem):
            proofs.keep(self.writer, self.path, kind, link, at)

    def forget_proofs(self) -> None:
        """Call nothing proven any more. A file that cannot be written is told by what was found."""
        with suppress(errors.ClinicFileProblem):
            proofs.forget(self.writer, self.path)


def _reads_back(connection: Connection, schema: Schema, progress: Progress, after: Link | None = None) -> bool:
    """Tell whether everything follows from the ledger; whatever goes wrong is a doubt, and the replay names it."""
    try:
        read_back(connection, schema, progress, after)
        return after is not None or _agrees(connection, schema)
    except errors.Cancelled:
        raise
    except Exception:
        return False


def _agrees(connection: Connection, schema: Schema) -> bool:
    """Tell whether every row finds what it refers to, and what is derived follows from the tables."""
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        return False
    return all(agrees(connection) for agrees in schema.agreements)


def _page_findings(faults: Sequence[str]) -> list[Finding]:
    """Say in words which pages are damaged. After the first of them the rest of what SQLite says is its echo."""
    if pages := [found.group(1) for fault in faults if (found := _DAMAGED_PAGE.search(fault))]:
        return [Finding(_("Page {number} of the file is damaged.").format(number=number)) for number in pages]
    return [Finding(line) for fault in faults for line in fault.splitlines() if not line.startswith("***")]


@contextmanager
def _one_moment(connection: Connection) -> Iterator[None]:
    """Read everything as it stands now, whatever others record meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def _pages_checked(path: Path, key: bytes) -> Iterator[Callable[[Progress], list[str]]]:
    """Check every page beside the block; what is given waits for it and returns what is wrong."""
    opened: list[Connection] = []

    def check() -> list[str]:
        connection = connect(path, key)
        opened.append(connection)
        try:
            if not (faults := page_faults(connection, path)):
                return faults
            # A power cut may have torn pages whose whole selves are in the log: only what stays is damage.
            write_log_back(path, key)
            return page_faults(connection, path)
        finally:
            opened.clear()
            connection.close()

    with ThreadPoolExecutor(1, thread_name_prefix="pages") as beside:
        checking = beside.submit(check)

        def result(progress: Progress) -> list[str]:
            while not wait([checking], 0.1).done:
                progress(0, 0)  # how far it is nobody knows; but it may be stopped
            return checking.result()

        try:
            yield result
        finally:
            while not wait([checking], 0).done:
                for connection in opened.copy():
                    connection.interrupt()
                wait([checking], 0.02)


__all__ = ["Build", "Check", "Finding", "Progress", "Proof"]
