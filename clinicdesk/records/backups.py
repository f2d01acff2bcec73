"""Backups of the clinic: making them in every place, copying what is new, and saying how safe the clinic is.

All of it can take long and waits for disks and networks: call it in a worker, with ``desk.beside()``. ``state`` only
reads the record and is quick.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicFileProblem, FileMissing
from clinicdesk.records.backup_places import (
    Keep,
    Kind,
    Place,
    add_place,
    change_place,
    kind_name,
    likely_kind,
    places,
    remove_place,
)
from clinicdesk.records.backup_proofs import Proof, prove
from clinicdesk.records.backup_state import BackupState, Concern, PlaceState, state, state_of
from clinicdesk.records.stored_papers import GONE
from clinicdesk.storage.backups.files import BackupFile
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import insert
from clinicdesk.storage.verify import Progress

__all__ = [
    "BackupState",
    "Concern",
    "Copy",
    "Keep",
    "Kind",
    "Line",
    "Made",
    "Occasion",
    "Place",
    "PlaceState",
    "Proof",
    "add_place",
    "change_place",
    "copy_all",
    "history",
    "in_place",
    "kind_name",
    "likely_kind",
    "make",
    "make_all",
    "places",
    "prove",
    "remove_place",
    "state",
    "state_of",
]


_NOTED_EVERY = timedelta(seconds=30)


class Occasion(StrEnum):
    """Why a backup was made."""

    CLOSING = "closing"
    DAILY = "daily"
    MIGRATION = "migration"
    ASKED = "asked"
    REKEY = "rekey"


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a backup: the file, or the sentence that says why there is none."""

    place: Place
    backup: BackupFile | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """What came of copying to one place. ``needs_backup``: it has no backup yet that copies could follow."""

    place: Place
    entries: int = 0
    papers: int = 0
    needs_backup: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One backup as the record remembers it. ``problem`` says why it could not be made, where it could not.

    ``proven_at`` is when it was last restored whole to prove it.
    """

    id: str
    place_id: str
    occasion: Occasion
    made_at: datetime
    file_name: str
    key_id: str
    seq: int
    size_bytes: int
    problem: str
    proven_at: datetime | None


def make_all(desk: Desk, occasion: Occasion | str, progress: Progress = lambda _done, _of: None) -> list[Made]:
    """Make a backup in every place of this PC, one after the other, and record each. Never raises for a place's sake.

    ``progress`` counts anew in each place; raise ``Cancelled`` in it to stop.
    """
    return [make(desk, place, occasion, progress) for place in _by_answer(desk)]


def make(desk: Desk, place: Place, occasion: Occasion | str, progress: Progress = lambda _done, _of: None) -> Made:
    """Make a backup in one place, record it, and let those go that the place's rules do not keep.

    A disk that is meant to be away most of the time and is away now is no failure, and nothing is recorded.
    """
    now = desk.now()
    try:
        backup = desk.clinic.safekeeping.make(place.folder, now, progress, _erased(desk))
    except ClinicFileProblem as problem:
        if not (place.offline and isinstance(problem, FileMissing)):
            _record(desk, place, Occasion(occasion), now, problem=str(problem))
        return Made(place, None, str(problem))
    _record(desk, place, Occasion(occasion), now, backup=backup)
    desk.clinic.local.note_copy(place.id, backup.seq, now)
    _let_go(desk, place)
    return Made(place, backup)


def copy_all(desk: Desk) -> list[Copy]:
    """Copy new entries and large content to every place of this PC. Never raises for a place's sake.

    Quick where nothing is new. Call it every 60 seconds, every 10 while a session runs.
    """
    return [_copy(desk, place) for place in _by_answer(desk)]


def _by_answer(desk: Desk) -> list[Place]:
    """Return the places of this PC, those that answered last first: one that hangs for a minute holds up none."""
    copied = desk.clinic.local.copies()
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(places(desk), key=lambda place: copied.get(place.id, (0, never))[1], reverse=True)


def _copy(desk: Desk, place: Place) -> Copy:
    now = desk.now()
    try:
        copied = desk.clinic.safekeeping.copy(place.folder, now)
    except ClinicFileProblem as problem:
        return Copy(place, problem=str(problem))
    if copied is None:
        return Copy(place, needs_backup=True)
    if copied.entries or _is_stale(desk, place, now):
        desk.clinic.local.note_copy(place.id, copied.seq, now)
    return Copy(place, copied.entries, copied.papers)


def _is_stale(desk: Desk, place: Place, now: datetime) -> bool:
    """Whether the noted age of the last copy is worth a write, though nothing was new."""
    noted = desk.clinic.local.copies().get(place.id)
    return noted is None or now - noted[1] >= _NOTED_EVERY


def in_place(desk: Desk, place: Place) -> list[BackupFile]:
    """Return the backups of this clinic that lie in a place now, the newest first. Raises a ``ClinicFileProblem``."""
    return desk.clinic.safekeeping.in_folder(place.folder)


def history(desk: Desk, place_id: str, limit: int = 50) -> list[Line]:
    """Return what the record says of the backups of a place, the latest first, those that failed too."""
    rows = desk.rows(
        "SELECT b.*, (SELECT max(r.proven_at) FROM restore_proofs r WHERE r.place_id = b.place_id "
        "AND r.file_name = b.file_name AND r.is_whole = 1) AS proven_at "
        "FROM backups b WHERE b.place_id = ? ORDER BY b.made_at DESC, b.id DESC LIMIT ?",
        place_id,
        limit,
    )
    return [_line(row) for row in rows]


def _erased(desk: Desk) -> list[str]:
    """Return the SHA-256 of all large content that was erased by law."""
    return [row["paper"] for row in desk.rows(GONE)]


def _let_go(desk: Desk, place: Place) -> None:
    """Remove what the keep rules of a place let go; a folder that refuses is asked again the next time."""
    with suppress(ClinicFileProblem):
        keep = place.keep
        desk.clinic.safekeeping.let_go(place.folder, desk.local(desk.now()), keep.days, keep.weeks, keep.months)


def _record(
    desk: Desk,
    place: Place,
    occasion: Occasion,
    at: datetime,
    *,
    backup: BackupFile | None = None,
    problem: str | None = None,
) -> None:
    desk.record(
        "backup.make",
        insert(
            "backups",
            desk.new_id(),
            place_id=place.id,
            occasion=occasion.value,
            made_at=as_text(at),
            file_name=backup.path.name if backup else "",
            key_id=desk.clinic.key_id,
            seq=backup.seq if backup else 0,
            chain_hash=backup.chain_hash if backup else "",
            size_bytes=backup.size_bytes if backup else 0,
            problem=problem,
        ),
    )


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        id=row["id"],
        place_id=row["place_id"],
        occasion=Occasion(row["occasion"]),
        made_at=from_text(row["made_at"]),
        file_name=row["file_name"],
        key_id=row["key_id"],
        seq=row["seq"],
        size_bytes=row["size_bytes"],
        problem=row["problem"] or "",
        proven_at=from_text(row["proven_at"]) if row["proven_at"] else None,
    )
