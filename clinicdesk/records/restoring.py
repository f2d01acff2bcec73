"""Bringing the clinic back from a folder of backups: no clinic is open, nobody is signed in."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from clinicdesk import workstation
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records.migrations import SCHEMA, migrate
from clinicdesk.records.stored_papers import GONE, NAMED
from clinicdesk.storage import keys
from clinicdesk.storage.backups import batches, files, restoring
from clinicdesk.storage.backups.files import BackupFile
from clinicdesk.storage.backups.restoring import Restored, Shape
from clinicdesk.storage.clock import Clock, SystemClock
from clinicdesk.storage.database import Connection
from clinicdesk.storage.verify import Progress

__all__ = ["BackupFile", "Restored", "copied_until", "find", "restore", "shape", "with_key"]


def find(folder: Path) -> list[BackupFile]:
    """Return the backups in a folder, of whatever clinic, the newest first.

    Raises ``NotFound`` where there is none, and a ``ClinicFileProblem`` where the folder cannot be read.
    """
    found = files.in_folder(folder)
    if not found:
        raise NotFound(_("There is no backup in this folder. Choose the folder that holds the backups themselves."))
    return found


def copied_until(backup: BackupFile) -> datetime | None:
    """Return when entries were last copied after a backup, by the names in its folder; None where none were."""
    copies = batches.folder_of(backup.path.parent, backup.file_id, backup.key_id)
    try:
        return max((batch.made_at for batch in batches.in_folder(copies) if batch.last > backup.seq), default=None)
    except OSError:
        return None


def with_key(backups: Iterable[BackupFile], key: bytes) -> list[BackupFile]:
    """Return the backups that a key opens, in their order: a sheet from before a new key opens only older ones."""
    return [backup for backup in backups if backup.key_id == keys.key_id(key)]


def restore(
    backup: BackupFile,
    key: bytes,
    target: Path,
    *,
    clock: Clock | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Restored:
    """Make the clinic file ``target`` from a backup and what was copied after it; the record says that it was restored.

    An existing file there is set aside and never touched. Close the clinic first. Raises ``WrongKey``, ``FileDamaged``
    (take another backup), ``FileLocked`` (close the other windows), or a ``ClinicFileProblem`` about one of the two
    folders; then ``target`` is as it was. Takes long: call it in a worker.
    """
    return restoring.restore(
        backup,
        key,
        target,
        shape(),
        clock=clock or SystemClock(),
        workstation=workstation.name(),
        progress=progress,
    )


def shape() -> Shape:
    """Return what a clinic file is made of, for whoever restores one."""
    return Shape(SCHEMA, migrate, _named, _erased)


def _named(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute(NAMED)]


def _erased(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute(GONE)]
