"""The backup before the tables of a file change: beside it, and in every place of this PC that is there."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clinicdesk import workstation
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicFileProblem
from clinicdesk.storage.backups import making
from clinicdesk.storage.backups.files import BackupFile
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.database import Connection
from clinicdesk.storage.entry import insert

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic


@dataclass(frozen=True, slots=True)
class Before:
    """A backup that was made before the file could be opened, and so could not be recorded yet."""

    place_id: str
    backup: BackupFile
    made_at: datetime


def make(connection: Connection, path: Path, key: bytes, version: int, at: datetime) -> list[Before]:
    """Copy a file of an older version aside as ``NAME.before-version-N``, and back it up where its backups go.

    A place that is not there just now holds nobody up. Raises a ``ClinicFileProblem`` when the copy beside the file
    cannot be made; the file is then not to be changed.
    """
    making.copy_beside(path, key, path.with_name(f"{path.stem}.before-version-{version}{path.suffix}"))
    made = []
    for place_id, folder, file_id in _places(connection):
        try:
            backup = making.make(path, key, file_id, Path(folder), at=at)
        except ClinicFileProblem:
            continue
        made.append(Before(place_id, backup, at))
    return made


def record(clinic: "Clinic", made: list[Before]) -> None:
    """Record them, once the file is open."""
    desk = Desk.of_system(clinic, workstation.name())
    for one in made:
        desk.record(
            "backup.make",
            insert(
                "backups",
                desk.new_id(),
                place_id=one.place_id,
                occasion="migration",
                made_at=as_text(one.made_at),
                file_name=one.backup.path.name,
                key_id=one.backup.key_id,
                seq=one.backup.seq,
                chain_hash=one.backup.chain_hash,
                size_bytes=one.backup.size_bytes,
            ),
        )


def _places(connection: Connection) -> list[tuple[str, str, str]]:
    """Return id, folder and the clinic's file id of each place of this PC; none where the file knows no places yet."""
    tables = "SELECT count(*) FROM sqlite_master WHERE name IN ('backup_places', 'practice')"
    if connection.execute(tables).fetchone()[0] < 2:
        return []
    sql = (
        "SELECT p.id, p.folder, c.file_id FROM backup_places p, practice c WHERE removed_at IS NULL AND workstation = ?"
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(sql, (workstation.name(),))]
