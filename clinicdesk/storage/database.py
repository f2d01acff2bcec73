"""Opening an encrypted file, and the only place that knows SQLite, SQLCipher and their errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver
from sqlite_utils import Database

from clinicdesk import errors
from clinicdesk.language import _

Connection = Any
"""A SQLCipher connection; the driver ships no types."""

APPLICATION_ID = 0x436C446B
"""``ClDk``: marks a clinic file, once it is decrypted."""

BUSY_MILLISECONDS = 5000

# Each line is asserted by a test on every connection: killing a process cannot tell FULL from OFF.
SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: the flush happens before an entry counts as recorded
    "fullfsync": 1,
    "foreign_keys": 1,
    "cache_size": -65536,  # 64 MB; with the default 8 MB a sorted one-letter search is six times slower
    "temp_store": 2,  # MEMORY: no patient data in temporary files
    "trusted_schema": 0,
}


def connect(path: Path, key: bytes, *, writing: bool = False) -> Connection:
    """Open an existing or new encrypted file with its 256-bit key.

    Without ``writing`` the connection refuses every change. Raises a ``ClinicFileProblem`` that says what is wrong.
    """
    with translated(path):
        # The statement cache is large enough that a screen's queries are prepared once.
        connection = driver.connect(
            str(path), isolation_level=None, timeout=BUSY_MILLISECONDS / 1000, cached_statements=256
        )
        try:
            # Without this a wrong key writes to stderr, which a windowed program has not.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            for name, value in SETTINGS.items():
                connection.execute(f"PRAGMA {name} = {value}")
            if not writing:
                connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
    return connection


def connect_for_copy(path: Path, key: bytes) -> Connection:
    """Make a new encrypted file that is filled once, by nobody else, and flushed by whoever makes it.

    Neither locks nor a journal, so that it can be made on a network share. Raises as ``connect`` does.
    """
    with translated(path):
        connection = _connect_alone(path, key, "nolock=1")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        return connection


def connect_finished(path: Path, key: bytes) -> Connection:
    """Open a file that nobody changes any more, for reading; nothing is written beside it. Raises as ``connect``."""
    with translated(path):
        return _connect_alone(path, key, "mode=ro&immutable=1")


def _connect_alone(path: Path, key: bytes, how: str) -> Connection:
    """Open a file by its address, so that SQLite takes no lock of it."""
    address = path.absolute().as_posix()
    root = "" if address.startswith("/") else "/"  # a Windows drive; a share begins with two slashes
    connection = driver.connect(f"file://{root}{quote(address)}?{how}", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA trusted_schema = 0")
    except BaseException:
        connection.close()
        raise
    return connection


def as_database(connection: Connection) -> Database:
    """Wrap a connection for sqlite-utils, without any plugin a PC may have installed."""
    return Database(connection, execute_plugins=False)


@contextmanager
def transaction(connection: Connection, path: Path) -> Iterator[None]:
    """Run a block as one durable write: all of it is kept or none."""
    with translated(path, is_open=True):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def translated(path: Path, *, is_open: bool = False) -> Iterator[None]:
    """Turn the driver's errors into sentences a person can act on.

    ``is_open``: the key has opened the file before, so what cannot be read now is damaged, and the key is not wrong.
    """
    try:
        yield
    except driver.Error as error:
        problem = _problem(path, str(error))
        if is_open and isinstance(problem, errors.WrongKey | errors.NotAClinicFile):
            problem = _damaged(path)
        raise problem from error


def _problem(path: Path, message: str) -> Exception:
    """Return our error for the driver's message."""
    name = path.name
    if "not a database" in message or "file is encrypted" in message:
        if is_plain_or_foreign(path):
            return errors.NotAClinicFile(_("{file} is not a ClinicDesk file. Choose another file.").format(file=name))
        return errors.WrongKey(_("The key does not open {file}. Check the recovery key.").format(file=name))
    if "locked" in message or "busy" in message:
        return errors.FileLocked(
            _("Another program is using {file}. Close it, or wait a moment, and try again.").format(file=name)
        )
    if "is full" in message:
        return errors.DiskFull(_("The disk is full, so nothing was saved. Make room on it, then save again."))
    if "readonly" in message:
        return errors.CannotWrite(
            _("{file} or its folder is read-only. Allow writing there, or move the file.").format(file=name)
        )
    if "unable to open" in message:
        if path.exists():
            return errors.CannotWrite(
                _("{file} cannot be opened. Check that you may write in its folder.").format(file=name)
            )
        return errors.FileMissing(_("There is no file {file}. Check its name and folder.").format(file=name))
    # Where a search table cannot be read, SQLite only says that it could not be set up.
    if "I/O error" in message or "vtable constructor failed" in message:
        return errors.DiskFailed(
            _("The disk did not answer, so nothing was saved. Start ClinicDesk again; if this stays, change it.")
        )
    if "malformed" in message:
        return _damaged(path)
    return driver_bug(message)


def _damaged(path: Path) -> errors.FileDamaged:
    """Return the error for pages that cannot be read: damaged, or only once unreadable, which a new start tells."""
    return errors.FileDamaged(
        _(
            "{file} seems damaged. Start ClinicDesk again; if it comes back, copy the file aside and restore the "
            "newest backup."
        ).format(file=path.name)
    )


def driver_bug(message: str) -> Exception:
    """Return the error for a message nobody can act on: a bug of ours. Constraint texts hold no values."""
    return RuntimeError(f"the database refused: {message}")


def write_log_back(path: Path, key: bytes) -> None:
    """Write what the log holds into the file, as far as nobody reads older pages; the log stays as it is."""
    with translated(path):
        connection = connect(path, key, writing=True)
        try:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        finally:
            connection.close()


def is_plain_or_foreign(path: Path) -> bool:
    """Tell whether a file cannot be an encrypted clinic file, whatever the key.

    Never ask it of a file that this program has open: closing it again lets go of SQLite's locks on it (POSIX).
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError:
        return False
    return start.startswith(b"SQLite format 3") or has_odd_size(path)


def has_odd_size(path: Path) -> bool:
    """Tell whether a file has a size that no encrypted file has. It is not opened for that."""
    try:
        size = path.stat().st_size
    except OSError:
        return False
    # SQLCipher writes whole pages of 4096 bytes that begin with a random salt. A power cut may leave the last one cut
    # short; then the log beside the file has it whole.
    is_cut = size % 4096 != 0 and not path.with_name(f"{path.name}-wal").exists()
    return size < 4096 or is_cut


def page_faults(connection: Connection, path: Path) -> list[str]:
    """Check every page: SQLCipher's authentication codes and SQLite's own structure. Empty when all is well."""
    faults = []
    try:
        faults += [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
        faults += [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    except driver.Error as error:
        faults.append(str(_problem(path, str(error))))
    return faults
