"""Bringing a clinic back: a backup, the entries and papers copied after it, made into a new file and put in place.

The new file is made beside its place under another name and takes the clinic's name when it is finished. The old one,
however damaged, is set aside and never touched.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from clinicdesk.errors import CannotWrite, ClinicFileProblem, DiskFull, FileDamaged
from clinicdesk.language import _
from clinicdesk.storage import entry as entries
from clinicdesk.storage import head, keys, rekeying
from clinicdesk.storage.backups import batches, copying, erased, files, making, setting_aside
from clinicdesk.storage.backups.batches import Batch, Line
from clinicdesk.storage.backups.files import BackupFile
from clinicdesk.storage.backups.sealed import Seal
from clinicdesk.storage.blobs import Blobs
from clinicdesk.storage.blobs import path_of as blobs_path
from clinicdesk.storage.clock import Clock
from clinicdesk.storage.database import Connection, connect, transaction
from clinicdesk.storage.ledger import Ledger, Schema, apply
from clinicdesk.storage.verify import Progress

_CHUNK_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: up to entry ``seq``, of which the backup itself had ``from_backup_seq``.

    ``blobs`` counts the large content that came back, ``missing`` what the record names and the folder had not (or only
    damaged), ``unreadable`` the files of entries that could not be read: where one broke the chain, the rest is lost.
    ``revived`` counts entries that were erased by law and came back with an old backup: they are to be erased again.
    ``aside`` is where the old file lies now, if there was one.
    """

    seq: int
    from_backup_seq: int
    blobs: int
    missing: int
    unreadable: int
    revived: int
    aside: Path | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a clinic file is made of, which only its records know.

    ``migrate`` brings the tables up to today's, ``named`` yields the SHA-256 of all large content the record names,
    ``erased`` of what was erased from it by law and must not come back.
    """

    schema: Schema
    migrate: Callable[[Connection], None]
    named: Callable[[Connection], Iterable[str]]
    erased: Callable[[Connection], Iterable[str]]


def restore(
    backup: BackupFile,
    key: bytes,
    target: Path,
    shape: Shape,
    *,
    clock: Clock,
    workstation: str = "",
    progress: Progress = lambda _done, _of: None,
) -> Restored:
    """Make the clinic file ``target`` from a backup and what was copied after it.

    An existing file there is set aside. The clinic must not be open in this process. With the name of the
    ``workstation`` the record itself says that it was restored; a proof leaves that out. Raises ``WrongKey``,
    ``FileDamaged`` (take another backup), ``FileLocked``, or a ``ClinicFileProblem`` about one of the two folders; then
    ``target`` is as it was.
    """
    made = target.with_name(f"{target.stem}.restoring{target.suffix}")
    with _told_here(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        setting_aside.remove(made)
        try:
            restored = _make(backup, key, made, shape, progress)
            if workstation:
                _say_so(restored, backup, key, made, shape, clock, workstation)
            with suppress(ClinicFileProblem):
                rekeying.finish(target)  # a change of key that was broken off belongs to the old file
            aside = setting_aside.set_aside(target, clock.now())
        except BaseException:
            setting_aside.remove(made)
            raise
        setting_aside.put_in_place(made, target)
    return replace(restored, aside=aside)


@contextmanager
def _told_here(target: Path) -> Iterator[None]:
    """Say what this PC's own disk refuses."""
    try:
        yield
    except OSError as error:
        if error.errno in files.FULL:
            sentence = _("There is no room in {folder} for the restored clinic. Make room there, then restore again.")
            raise DiskFull(sentence.format(folder=target.parent)) from error
        sentence = _("{file} cannot be made in this folder. Choose a folder you may write in.")
        raise CannotWrite(sentence.format(file=target.name)) from error


def _say_so(
    restored: Restored, backup: BackupFile, key: bytes, made: Path, shape: Shape, clock: Clock, workstation: str
) -> None:
    """Record in the restored file where it comes from."""
    connection = connect(made, key, writing=True)
    ledger = Ledger(connection, made, shape.schema, clock, backup.file_id, keys.key_id(key))
    try:
        sentence = _("Backup of {time} UTC with {count} entries copied after it.")
        ledger.append(
            staff="system",
            workstation=workstation,
            action="backup.restore",
            reason=sentence.format(
                time=backup.made_at.strftime("%Y-%m-%d %H:%M"), count=restored.seq - restored.from_backup_seq
            ),
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        ledger.close()
        connection.close()
    files.flush(made)


def _make(backup: BackupFile, key: bytes, made: Path, shape: Shape, progress: Progress) -> Restored:
    """Make the whole new file under its unfinished name."""
    _copy_file(backup, made, progress)
    making.check(made, key, backup.seq, backup.chain_hash)
    folder = batches.folder_of(backup.path.parent, backup.file_id, backup.key_id)
    connection = connect(made, key, writing=True)
    try:
        shape.migrate(connection)
        replay = _Replay(connection, made, shape.schema, Seal(key))
        with files.told(backup.path.parent):
            copies = batches.in_folder(folder)
        replay.follow(copies)
        gone = set(shape.erased(connection))
        papers = _bring_papers(backup, key, made, gone, progress)
        missing = sum(not papers.has(digest) for digest in set(shape.named(connection)) - gone)
        count = sum(1 for _digest in papers.digests())
        with files.told(backup.path.parent):
            revived = erased.again(connection, made, shape.schema, papers, folder, Seal(key))
        papers.close()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    writer = head.HeadWriter(made)
    writer.write(head.Head(backup.file_id, keys.key_id(key), replay.seq, replay.chain_hash.hex()))
    writer.close()
    for path in (made, blobs_path(made)):
        files.flush(path)
    return Restored(replay.seq, backup.seq, count, missing, replay.unreadable, revived)


def _copy_file(backup: BackupFile, made: Path, progress: Progress) -> None:
    """Copy the sealed bytes of a backup, for nobody else on this PC."""
    made.touch(mode=0o600)
    folder, done = backup.path.parent, 0
    with files.told(folder):
        source = backup.path.open("rb")
    with source, made.open("wb") as target:
        while True:
            with files.told(folder):
                chunk = source.read(_CHUNK_BYTES)
            if not chunk:
                return
            target.write(chunk)
            done += len(chunk)
            progress(done, backup.size_bytes)


class _Replay:
    """Adds copied entries to a restored file, one link of the chain after the other."""

    def __init__(self, connection: Connection, path: Path, schema: Schema, seal: Seal) -> None:
        self._connection = connection
        self._path = path
        self._schema = schema
        self._seal = seal
        self.unreadable = 0
        self.seq, digits = making.last_entry(connection, path)
        self.chain_hash = bytes.fromhex(digits)

    def follow(self, found: list[Batch]) -> None:
        """Go as far as the batches lead. Where two pasts part, the one that was copied last is the clinic's."""
        left = [batch for batch in found if batch.last > self.seq]
        while usable := [batch for batch in left if batch.first <= self.seq + 1 <= batch.last]:
            batch = max(usable, key=lambda batch: (batch.made_at, batch.last))
            left.remove(batch)
            try:
                with files.told(batch.path.parent):
                    lines = self._fitting(batches.read(batch, self._seal))
                self._add(lines)
            except FileDamaged:
                self.unreadable += 1

    def _fitting(self, lines: Iterable[Line]) -> list[Line]:
        """Return those of a batch that follow the last entry here; none where it tells another past."""
        fitting: list[Line] = []
        last = self.chain_hash
        for line in lines:
            if line.seq == self.seq and line.chain_hash != last:
                return []
            if line.seq <= self.seq:
                continue
            if not batches.follows(line, last):
                break
            fitting.append(line)
            last = line.chain_hash
        return fitting

    def _add(self, lines: list[Line]) -> None:
        """Write entries and what follows from them, all of a batch or none."""
        with transaction(self._connection, self._path):
            for line in lines:
                entry = entries.read_content(line.content, line.seq, line.chain_hash)
                self._connection.execute(
                    "INSERT INTO ledger (seq, id, content, content_hash, chain_hash) VALUES (?, ?, ?, ?, ?)",
                    (line.seq, entry.id, line.content, line.content_hash, line.chain_hash),
                )
                apply(self._connection, self._schema, entry)
        if lines:
            self.seq, self.chain_hash = lines[-1].seq, lines[-1].chain_hash


def _bring_papers(backup: BackupFile, key: bytes, made: Path, gone: set[str], progress: Progress) -> Blobs:
    """Fill the second file with the large content of the folder; a damaged one is left out and found missing."""
    papers, seal = Blobs(made, key), Seal(key)
    left_out = {seal.paper_name(digest) for digest in gone}
    folder = backup.path.parent
    with files.told(folder):
        found = copying.papers_in(folder, backup.file_id, backup.key_id)

    def contents() -> Iterator[bytes]:
        for number, path in enumerate(found):
            progress(number, len(found))
            if path.stem not in left_out:
                with suppress(FileDamaged), files.told(folder):
                    yield seal.read(path)

    try:
        papers.keep_many(contents())
    except BaseException:
        papers.close()
        raise
    return papers
