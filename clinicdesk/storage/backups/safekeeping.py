"""What a clinic that is open can do for its own safety. It holds the key, so that nobody above storage has to."""

import shutil
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from clinicdesk.storage import keys
from clinicdesk.storage.backups import batches, files, keeping, making, restoring
from clinicdesk.storage.backups.copying import Copied, Place
from clinicdesk.storage.backups.files import BackupFile
from clinicdesk.storage.backups.restoring import Restored, Shape
from clinicdesk.storage.blobs import Blobs
from clinicdesk.storage.clock import Clock
from clinicdesk.storage.database import Connection
from clinicdesk.storage.verify import Progress


class Safekeeping:
    """The backups of one open clinic. Use it from the clinic's thread."""

    def __init__(self, path: Path, key: bytes, file_id: str, reader: Connection, blobs: Blobs) -> None:
        self._path = path
        self._key = key
        self._file_id = file_id
        self._reader = reader
        self._blobs = blobs

    def make(self, folder: Path, at: datetime, progress: Progress, erased: Collection[str] = ()) -> BackupFile:
        """Back the clinic up into a folder, its large content first. Raises as ``making.make``.

        ``erased`` names content that was erased by law: its copies there are removed.
        """
        place = self._place(folder)
        place.copy_papers(progress)
        made = making.make(self._path, self._key, self._file_id, folder, at=at, progress=progress)
        place.forget(erased)
        place.gather(at)
        return made

    def copy(self, folder: Path, at: datetime) -> Copied | None:
        """Copy what was recorded since the last backup or copy there; None where no backup is there to follow."""
        return self._place(folder).copy_new(at)

    def let_go(self, folder: Path, now: datetime, keep_days: int, keep_weeks: int, keep_months: int) -> None:
        """Remove the backups a place's rules let go, of older keys too, and the copies that no backup needs any more.

        A file that the folder keeps (a virus scanner, a sync program) is asked again the next time. Raises a
        ``ClinicFileProblem`` where the folder cannot be read.
        """
        there = files.in_folder(folder, self._file_id)
        gone = keeping.to_remove(there, now, keep_days, keep_weeks, keep_months)
        for backup in gone:
            with suppress(OSError):
                backup.path.unlink()
        needed = {backup.key_id for backup in there if backup not in gone} | {keys.key_id(self._key)}
        for key_id in {backup.key_id for backup in gone} - needed:
            shutil.rmtree(batches.folder_of(folder, self._file_id, key_id), ignore_errors=True)

    def in_folder(self, folder: Path) -> list[BackupFile]:
        """Return the backups of this clinic under its present key in a folder, the newest first."""
        key_id = keys.key_id(self._key)
        return [backup for backup in files.in_folder(folder, self._file_id) if backup.key_id == key_id]

    def restore_beside(
        self, backup: BackupFile, target: Path, shape: Shape, clock: Clock, progress: Progress
    ) -> Restored:
        """Restore a backup into a file of its own, to prove it. Raises as ``restoring.restore``."""
        return restoring.restore(backup, self._key, target, shape, clock=clock, progress=progress)

    def _place(self, folder: Path) -> Place:
        return Place(self._reader, self._blobs, self._key, self._file_id, folder)
