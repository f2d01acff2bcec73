"""Large content (signed papers, logos, scans) in a second encrypted file beside the first. Rows are only ever added."""

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.storage.database import connect, transaction, translated

_TABLES = """
CREATE TABLE IF NOT EXISTS blobs (
    sha256 TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS blobs_keep_content BEFORE UPDATE ON blobs
    BEGIN SELECT RAISE(ABORT, 'blobs are only added'); END;
CREATE TRIGGER IF NOT EXISTS blobs_keep_all BEFORE DELETE ON blobs
    BEGIN SELECT RAISE(ABORT, 'blobs are only added'); END;
"""


def path_of(clinic_file: Path) -> Path:
    """Return where the large content of a clinic file lies."""
    return clinic_file.with_suffix(".blobs")


class Blobs:
    """The large content of one clinic, by its SHA-256."""

    def __init__(self, clinic_file: Path, key: bytes) -> None:
        self._path = path_of(clinic_file)
        # For nobody else on this PC, as the clinic file itself; what cannot be made here, `connect` says in words.
        with contextlib.suppress(OSError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        self._connection = connect(self._path, key, writing=True)
        try:
            with translated(self._path):
                self._connection.executescript(_TABLES)
        except BaseException:
            self._connection.close()
            raise

    def keep(self, content: bytes) -> str:
        """Store content durably, before the entry that names it, and return its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        with transaction(self._connection, self._path):
            self._connection.execute("INSERT OR IGNORE INTO blobs VALUES (?, ?)", (digest, content))
        return digest

    def keep_many(self, contents: Iterable[bytes]) -> int:
        """Store much at once, all of it or nothing, and return how many; what is there already is not stored anew."""
        count = 0
        with transaction(self._connection, self._path):
            for content in contents:
                digest = hashlib.sha256(content).hexdigest()
                self._connection.execute("INSERT OR IGNORE INTO blobs VALUES (?, ?)", (digest, content))
                count += 1
        return count

    def fetch(self, digest: str) -> bytes:
        """Return content by its SHA-256. Raises ``NotFound`` when it is missing or no longer what was stored."""
        with translated(self._path):
            row = self._connection.execute("SELECT content FROM blobs WHERE sha256 = ?", (digest,)).fetchone()
        if row is None or hashlib.sha256(row[0]).hexdigest() != digest:
            raise NotFound(_("A stored paper is missing or damaged. Restore the newest backup beside this file."))
        return bytes(row[0])

    def has(self, digest: str) -> bool:
        """Tell whether content of this SHA-256 is stored."""
        with translated(self._path):
            row = self._connection.execute("SELECT 1 FROM blobs WHERE sha256 = ?", (digest,)).fetchone()
        return row is not None

    def digests(self) -> Iterator[str]:
        """Yield the SHA-256 of everything that is stored, in order."""
        with translated(self._path):
            for row in self._connection.execute("SELECT sha256 FROM blobs ORDER BY sha256"):
                yield row[0]

    def faults(self) -> list[str]:
        """Return the SHA-256 of each content that is no longer what was stored."""
        with translated(self._path):
            rows = self._connection.execute("SELECT sha256, content FROM blobs")
            return [digest for digest, content in rows if hashlib.sha256(content).hexdigest() != digest]

    def erase(self, digests: list[str]) -> None:
        """Take content away for good; the entry that says why is recorded before. Does nothing where there is none."""
        if not digests:
            return
        self._connection.execute("PRAGMA secure_delete = ON")
        with transaction(self._connection, self._path):
            guard = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'blobs_keep_all'"
            (definition,) = self._connection.execute(guard).fetchone()
            self._connection.execute("DROP TRIGGER blobs_keep_all")
            self._connection.executemany("DELETE FROM blobs WHERE sha256 = ?", [(digest,) for digest in digests])
            self._connection.execute(definition)

    def empty_log(self) -> bool:
        """Move what was written last into the file itself; return False where somebody reads just now."""
        with translated(self._path):
            return not self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
