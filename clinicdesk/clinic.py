"""The clinic: its file, open. Opens, creates, migrates and closes it, and tells listeners what changed."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clinicdesk import errors
from clinicdesk.language import _
from clinicdesk.records.migrations import SCHEMA, migrate
from clinicdesk.records.stored_papers import NAMED
from clinicdesk.storage import head, keys, rekeying, volumes
from clinicdesk.storage.blobs import Blobs
from clinicdesk.storage.blobs import path_of as blobs_path
from clinicdesk.storage.clock import Clock, SystemClock
from clinicdesk.storage.database import (
    APPLICATION_ID,
    Connection,
    as_database,
    connect,
    has_odd_size,
    translated,
)
from clinicdesk.storage.entry import Value
from clinicdesk.storage.erasing import Erased
from clinicdesk.storage.erasing import erased as erased_content
from clinicdesk.storage.finding import Finding, Progress
from clinicdesk.storage.ledger import Ledger, Link
from clinicdesk.storage.local import LocalTables

if TYPE_CHECKING:
    from clinicdesk.storage.backups.safekeeping import Safekeeping
    from clinicdesk.storage.verify import Check

SUFFIX = ".clinicdesk"


@dataclass(frozen=True, slots=True)
class Changed:
    """What somebody recorded: here, in another window or by a command. ``patients`` is None when too many to name."""

    tables: frozenset[str]
    patients: frozenset[str] | None

    def concerns(self, patient_id: str) -> bool:
        """Tell whether the change is about a patient."""
        return self.patients is None or patient_id in self.patients


Listener = Callable[[Changed], None]


class Clinic:
    """An open clinic file. Use it from the thread that opened it; ``another`` opens it for a second one."""

    def __init__(self, path: Path, key: bytes, clock: Clock, writer: Connection, file_id: str) -> None:
        self.path = path
        self.clock = clock
        self.file_id = file_id
        self._key = key
        self._writer = writer
        self._reader = connect(path, key)
        self._reading = as_database(self._reader)
        self.ledger = Ledger(writer, path, SCHEMA, clock, file_id, keys.key_id(key))
        self.local = LocalTables(writer, path)
        self._listeners: list[Listener] = []
        self._data_version = self._read_data_version()
        self._seen = self._last_seq()

    @classmethod
    def create(cls, path: Path, key: bytes, clock: Clock | None = None) -> "Clinic":
        """Make a new, empty clinic file. ``practice.found`` then writes the first rows.

        Raises ``CannotWrite`` where a file of that name exists or the folder is read-only, and ``NotAllowed`` for the
        published key of the sample clinic, which protects nobody.
        """
        if key == keys.SAMPLE_KEY:
            raise errors.NotAllowed(
                _("This is the published key of the sample clinic, which protects nothing. Use a new key.")
            )
        return cls._create(path, key, clock)

    @classmethod
    def create_sample(cls, path: Path, clock: Clock | None = None) -> "Clinic":
        """Make a file for a sample clinic, sealed with the published key: it opens anywhere and always says so."""
        return cls._create(path, keys.SAMPLE_KEY, clock)

    @classmethod
    def _create(cls, path: Path, key: bytes, clock: Clock | None) -> "Clinic":
        if path.exists():
            raise errors.CannotWrite(_("{file} exists already. Choose another name.").format(file=path.name))
        volumes.refuse_network(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Patient data is nobody else's business on this PC, encrypted or not.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise errors.CannotWrite(
                _("{file} cannot be made in this folder. Choose a folder you may write in.").format(file=path.name)
            ) from error
        writer = connect(path, key, writing=True)
        with translated(path):
            migrate(writer)
        return cls(path, key, clock or SystemClock(), writer, str(uuid.uuid4()))

    @classmethod
    def open(cls, path: Path, key: bytes, clock: Clock | None = None, *, accept_behind: bool = False) -> "Clinic":
        """Open a clinic file. Raises the ``ClinicFileProblem`` that says what is wrong.

        ``accept_behind`` opens a file whose last entries are missing, after a person was told so.
        """
        try:
            there = path.is_file()
        except OSError as error:  # its folder may not be looked into
            raise errors.CannotWrite(
                _("{file} cannot be opened. Check that you may write in its folder.").format(file=path.name)
            ) from error
        if not there:
            raise errors.FileMissing(_("There is no file {file}. Check its name and folder.").format(file=path.name))
        if has_odd_size(path):
            raise errors.NotAClinicFile(
                _("{file} is not a ClinicDesk file. Choose another file.").format(file=path.name)
            )
        volumes.refuse_network(path)
        with rekeying.opening(path):
            last = head.read(path)
            writer = _open_writer(path, key, last)
        clock, made_before = clock or SystemClock(), []
        try:
            _refuse_foreign(writer, path)
            with translated(path):
                if _version(writer) < SCHEMA.version:
                    from clinicdesk.records import backup_before  # hardly ever needed

                    made_before = backup_before.make(writer, path, key, SCHEMA.version, clock.now())
                    migrate(writer)
                row = writer.execute("SELECT file_id FROM practice").fetchone()
            if row is None:
                raise errors.NotAClinicFile(
                    _("Making {file} was broken off. Remove it and make the clinic again.").format(file=path.name)
                )
            if not accept_behind:
                _refuse_behind(writer, path, last, row[0])
            clinic = cls(path, key, clock, writer, row[0])
            if made_before:
                backup_before.record(clinic, made_before)
            return clinic
        except BaseException:
            writer.close()
            raise

    def another(self) -> "Clinic":
        """Open the same file once more, for a worker thread to use and close."""
        return Clinic.open(self.path, self._key, self.clock, accept_behind=True)

    def sealing_anew(
        self,
        new_key: bytes,
        record: Callable[["Clinic"], None],
        then: Callable[["Clinic", rekeying.Progress], None] = lambda _clinic, _progress: None,
    ) -> Callable[[rekeying.Progress], None]:
        """Return what seals this clinic with another key; call it, in any thread, once everybody has closed the file.

        ``record`` is given the clinic under the new key before it counts, to record who changed the key; ``then`` is
        given it once it counts. See ``storage.rekeying.rekey`` for what is raised.
        """
        path, old_key, clock = self.path, self._key, self.clock

        def with_clinic(file: Path, work: Callable[["Clinic"], None]) -> None:
            clinic = Clinic.open(file, new_key, clock)
            try:
                work(clinic)
            finally:
                clinic.close()

        def run(progress: rekeying.Progress) -> None:
            rekeying.rekey(path, old_key, new_key, seal=lambda copy: with_clinic(copy, record), progress=progress)
            with_clinic(path, lambda clinic: then(clinic, progress))

        return run

    def close(self) -> None:
        """Close the file. Does nothing the second time."""
        self._listeners.clear()
        if "blobs" in self.__dict__:
            self.blobs.close()
            del self.__dict__["blobs"]
        self.ledger.close()
        self._reader.close()
        self._writer.close()

    def discard(self) -> None:
        """Close a file in which no practice was ever founded, and remove it. Any other file stays."""
        founded = next(self.rows("SELECT 1 FROM practice"), None)
        self.close()
        if founded is None:
            for path in (self.path, head.path_of(self.path), blobs_path(self.path)):
                path.unlink(missing_ok=True)

    @property
    def is_sample(self) -> bool:
        """Whether this is the sample clinic, whose people do not exist: only that one is sealed with its key."""
        return self._key == keys.SAMPLE_KEY

    @property
    def key_id(self) -> str:
        """The name of the key, as it stands on the recovery sheet."""
        return keys.key_id(self._key)

    def key_keeper(self, start_pin: str | None = None) -> Callable[[], bool]:
        """Return what puts the key into the keyring of this account, behind a start PIN or open; see ``keys.keep``.

        A keyring may wait for a person and a PIN is hashed slowly: call it beside the window.
        """
        key = self._key
        return lambda: keys.keep(key, start_pin)

    def recovery_words(self) -> list[str]:
        """Return the key as 24 words, for the recovery sheet."""
        return keys.to_words(self._key)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        row = next(self.rows("SELECT time_zone FROM practice"), None)
        return ZoneInfo(row["time_zone"] if row else "UTC")

    @cached_property
    def blobs(self) -> Blobs:
        """The large content; its file is opened when it is first needed."""
        return Blobs(self.path, self._key)

    @property
    def safekeeping(self) -> "Safekeeping":
        """What makes backups of this file, copies what is new, and restores one to prove it."""
        from clinicdesk.storage.backups.safekeeping import Safekeeping  # the sign-in paints before it is needed

        return Safekeeping(self.path, self._key, self.file_id, self._reader, self.blobs)

    def copy_at(self, path: Path) -> "Clinic":
        """Open a restored copy of this file, which has the same key, to check it. Close it."""
        return Clinic.open(path, self._key, self.clock)

    def rows(self, sql: str, *values: Value) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query as dictionaries, from the connection that cannot write."""
        with translated(self.path, is_open=True):
            # Not `Database.query`: it guards each query with a savepoint, which this connection does not need.
            found = self._reading.execute(sql, values)
            names = [column[0] for column in found.description]
            for row in found:
                yield dict(zip(names, row, strict=True))

    @property
    def check(self) -> "Check":
        """What checks this file."""
        from clinicdesk.storage.verify import Check  # the sign-in paints before it is needed

        return Check(self._reader, self._writer, self.path, self._key, SCHEMA, migrate)

    def verify(self, progress: Progress = lambda _done, _of: None) -> list[Finding]:
        """Check the whole file and return what is wrong; empty when all is well. Takes seconds: use ``another``."""
        from clinicdesk.records import record_check

        return record_check.whole(self, progress)

    def verify_since_last_proof(self, progress: Progress = lambda _done, _of: None) -> list[Finding]:
        """Check what was recorded since the last check that found nothing; everything, where that leaves a doubt."""
        from clinicdesk.records import record_check

        return record_check.since_last_proof(self, progress)

    def named_papers(self) -> Iterator[str]:
        """Yield the SHA-256 of every stored paper the record names."""
        for row in self.rows(NAMED):
            yield row["paper"]

    def erased(self) -> list[Erased]:
        """Return what was erased on a legal ground, oldest first; ``verify`` proves these rows and passes them."""
        with translated(self.path):
            return erased_content(self._reader)

    @property
    def entry_count(self) -> int:
        """How many entries the ledger has; they are numbered from 1 without gaps."""
        return self._last_seq()

    def link_at(self, seq: int | None = None) -> Link | None:
        """Return the place of an entry in the chain, of the last one without ``seq``; None where there is no entry."""
        with translated(self.path):
            return self.ledger.link_at(seq, self._reader)

    @property
    def reader(self) -> Connection:
        """The connection that cannot write, for verification and measurements."""
        return self._reader

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` with each ``Changed`` until ``stop_listening``."""
        self._listeners.append(listener)

    def stop_listening(self, listener: Listener) -> None:
        """Stop calling a listener. Does nothing if it does not listen."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def refresh(self) -> None:
        """Tell the listeners what was recorded since the last time, by whomever. Cheap when nothing was."""
        version = self._read_data_version()
        if version == self._data_version:
            return
        self._data_version = version
        last = self._last_seq()
        if last == self._seen:
            return
        changed = self._changes_after(self._seen, last)
        self._seen = last
        if "practice" in changed.tables:
            self.__dict__.pop("zone", None)
        for listener in tuple(self._listeners):
            listener(changed)

    def _changes_after(self, seen: int, last: int) -> Changed:
        if last - seen > 200:
            return Changed(frozenset(SCHEMA.tables), None)
        tables: set[str] = set()
        patients: set[str] = set()
        for entry in self.ledger.entries_after(seen, self._reader):
            tables.update(change.table for change in entry.changes)
            patients.update(entry.patients)
        return Changed(frozenset(tables), frozenset(patients))

    def _read_data_version(self) -> int:
        with translated(self.path, is_open=True):
            return int(self._reader.execute("PRAGMA data_version").fetchone()[0])

    def _last_seq(self) -> int:
        with translated(self.path, is_open=True):
            return int(self._reader.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()[0])


def _open_writer(path: Path, key: bytes, last: head.Head | None) -> Connection:
    """Open the writing connection; the head's check value tells a wrong key from damage."""
    writer = None
    try:
        writer = connect(path, key, writing=True)
        with translated(path):
            writer.execute("SELECT count(*) FROM sqlite_master").fetchone()
            # A read-only folder is told now and not at the first thing somebody saves.
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("ROLLBACK")
    except errors.WrongKey:
        if writer:
            writer.close()
        if last is not None and last.key_id == keys.key_id(key):
            raise errors.FileDamaged(
                _("{file} is damaged. Do not work on; copy it aside and restore the newest backup.").format(
                    file=path.name
                )
            ) from None
        raise
    except BaseException:
        if writer:
            writer.close()
        raise
    return writer


def _version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_foreign(writer: Connection, path: Path) -> None:
    """Refuse an encrypted file of another program, and one of a newer version."""
    with translated(path):
        application = writer.execute("PRAGMA application_id").fetchone()[0]
        version = _version(writer)
    if application != APPLICATION_ID:
        raise errors.NotAClinicFile(_("{file} is not a ClinicDesk file. Choose another file.").format(file=path.name))
    if version > SCHEMA.version:
        raise errors.NewerFile(
            _("A newer version of ClinicDesk made {file}. Install the newer version to open it.").format(file=path.name)
        )


def _refuse_behind(writer: Connection, path: Path, last: head.Head | None, file_id: str) -> None:
    """Refuse a file that ends before its head, or whose last known entry is another one."""
    if last is None or last.file_id != file_id:
        return
    with translated(path):
        row = writer.execute("SELECT chain_hash FROM ledger WHERE seq = ?", (last.seq,)).fetchone()
    if row is None or row[0].hex() != last.chain_hash:
        raise errors.BehindItsHead(
            _("The newest entries of {file} are missing. Restore the newest backup, or open it as it is.").format(
                file=path.name
            )
        )
