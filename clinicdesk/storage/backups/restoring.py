"""Bringing a clinic back: a backup, the entries and papers copied after it, made into a new file and put in place.

The new file is made in a folder beside its place and takes the clinic's name when it is finished. The old one,
however damaged, is set aside and never touched.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from clinicdesk.errors import CannotWrite, ClinicFileProblem, DiskFull, FileDamaged, NewerFile
from clinicdesk.language import _
from clinicdesk.storage import head, keys, proofs, rekeying, turns
from clinicdesk.storage.backups import batches, copying, erased, files, making, setting_aside
from clinicdesk.storage.backups.files import BackupFile
from clinicdesk.storage.backups.replaying import Replay
from clinicdesk.storage.backups.sealed import Seal
from clinicdesk.storage.blobs import Blobs
from clinicdesk.storage.blobs import path_of as blobs_path
from clinicdesk.storage.clock import Clock
from clinicdesk.storage.database import Connection, connect, translated
from clinicdesk.storage.ledger import Ledger, Schema
from clinicdesk.storage.local import LocalTables
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
    ``FileDamaged`` (take another backup), ``FileLocked`` (another restore of this file counts), or a
    ``ClinicFileProblem`` about one of the two folders; then ``target`` is as it was.
    """
    with _told_here(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        setting_aside.refuse_open(target)  # before minutes of work, and again at the end
        with _growing(target) as made:
            restored = _make(backup, key, made, shape, progress)
            if workstation:
                _say_so(restored, backup, key, made, shape, clock, workstation)
            with suppress(ClinicFileProblem):
                rekeying.finish(target)  # a change of key that was broken off belongs to the old file
            with turns.turn(target):  # nobody looks the old name up meanwhile
                aside = setting_aside.set_aside(target, clock.now())
                setting_aside.put_in_place(made, target)
    return replace(restored, aside=aside)


@contextmanager
def _growing(target: Path) -> Iterator[Path]:
    """Give the new file a folder beside its place to grow in: for one restore at a time, and nothing of it stays."""
    folder = target.with_suffix(".restoring")
    folder.mkdir(mode=0o700, exist_ok=True)
    made = folder / target.name
    try:
        with turns.turn(made):
            setting_aside.remove(made)  # of a restore that was killed
            try:
                yield made
            finally:
                setting_aside.remove(made)
    finally:
        with suppress(OSError):  # another restore is at work in it
            turns.path_of(made).unlink(missing_ok=True)
            folder.rmdir()


@contextmanager
def _told_here(target: Path) -> Iterator[None]:
    """Say what this PC's own disk refuses."""
    no_room = _("There is no room in {folder} for the restored clinic. Make room there, then restore again.")
    try:
        yield
    except DiskFull as error:
        raise DiskFull(no_room.format(folder=target.parent)) from error
    except OSError as error:
        if error.errno in files.FULL:
            raise DiskFull(no_room.format(folder=target.parent)) from error
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
        with translated(made):
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
        with translated(made):
            restored = _fill(connection, backup, key, made, folder, shape, progress)
            proofs.forget(connection, made)  # they were of another file
            LocalTables(connection, made).forget_everybody()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            _seq, chain_hash = making.last_entry(connection, made)
    finally:
        connection.close()
    writer = head.HeadWriter(made)
    writer.write(head.Head(backup.file_id, keys.key_id(key), restored.seq, chain_hash))
    writer.close()
    for path in (made, blobs_path(made)):
        files.flush(path)
    return restored


def _fill(
    connection: Connection, backup: BackupFile, key: bytes, made: Path, folder: Path, shape: Shape, progress: Progress
) -> Restored:
    """Add to the copy of a backup what its folder of copies has: entries, then papers, then what was erased since."""
    seal = Seal(key)
    _refuse_newer(connection, backup, shape)
    shape.migrate(connection)
    replay = Replay(connection, made, shape.schema, seal)
    with files.told(backup.path.parent):
        found = batches.in_folder(folder)
    replay.follow(found)
    gone = set(shape.erased(connection))
    papers = _bring_papers(backup, key, made, gone, progress)
    try:
        named = set(shape.named(connection)) - gone
        missing = sum(not papers.has(digest) for digest in named)
        count = sum(1 for _digest in papers.digests())
        with files.told(backup.path.parent):
            revived = erased.again(connection, made, shape.schema, papers, named, folder, seal)
    finally:
        papers.close()
    return Restored(replay.seq, backup.seq, count, missing, replay.unreadable, revived)


def _refuse_newer(connection: Connection, backup: BackupFile, shape: Shape) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] > shape.schema.version:
        sentence = _("A newer version of ClinicDesk made {file}. Install the newer version to restore it.")
        raise NewerFile(sentence.format(file=backup.path.name))


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
