"""Where backups go: folders of one PC that an administrator chose, and how many each keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from clinicdesk import workstation
from clinicdesk.desk import Desk
from clinicdesk.errors import AlreadyThere, BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage import volumes
from clinicdesk.storage.backups import files
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Value, insert, update


class Kind(StrEnum):
    """What kind of folder it is: which dangers it is safe from."""

    EXTERNAL = "external"
    NETWORK = "network"
    SYNCED = "synced"
    THIS_DISK = "this_disk"


def kind_name(kind: Kind) -> str:
    """Return the kind as people say it."""
    return {
        Kind.EXTERNAL: _("External disk or stick"),
        Kind.NETWORK: _("Network folder (NAS)"),
        Kind.SYNCED: _("Folder that a service copies to the internet"),
        Kind.THIS_DISK: _("Another folder of this PC"),
    }[kind]


@dataclass(frozen=True, slots=True)
class Keep:
    """How many backups a place keeps: the newest of each of the last days, weeks and months."""

    days: int = 14
    weeks: int = 8
    months: int = 12


MOST_KEPT = 120
"""Of each kind; more is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that backups go to. ``offline``: a disk that is taken away and brought back every week.
    ``agreement_by`` names who confirmed, and ``agreement_at`` when, that the ``provider`` of a synced folder has signed
    an agreement about patient data (a business associate agreement).
    """

    id: str
    version: str
    workstation: str
    folder: Path
    kind: Kind
    offline: bool
    keep: Keep
    provider: str
    agreement_by: str
    agreement_at: datetime | None


def places(desk: Desk, *, everywhere: bool = False) -> list[Place]:
    """Return the places of this PC (or of every PC that had some), the oldest first."""
    rows = desk.rows(
        "SELECT p.*, coalesce(s.name, '') AS agreement_name FROM backup_places p "
        "LEFT JOIN staff s ON s.id = p.agreement_by "
        "WHERE p.removed_at IS NULL AND (? OR p.workstation = ?) ORDER BY p.id",
        int(everywhere),
        desk.workstation,
    )
    return [_place(row) for row in rows]


def get(desk: Desk, place_id: str) -> Place:
    """Return one place. Raises ``NotFound`` when it was removed or never there."""
    place = next((place for place in places(desk, everywhere=True) if place.id == place_id), None)
    if place is None:
        raise NotFound(_("This folder for backups is no longer in use. Choose it again to use it."))
    return place


def add_place(
    desk: Desk,
    folder: Path,
    kind: Kind | str,
    *,
    offline: bool = False,
    keep: Keep | None = None,
    provider: str = "",
    agreement: bool = False,
) -> str:
    """Let backups of this PC go to a folder from now on, and return the place's id.

    For a synced folder the ``provider`` is named, and whoever adds it confirms its ``agreement``. Raises ``BadValue``
    (``folder``, ``kind``, ``provider``, ``agreement`` or ``keep``), ``AlreadyThere``, or a ``ClinicFileProblem`` when
    the folder is not there or cannot be written.
    """
    kind, provider = _kind(kind), clean_line(provider)
    if not folder.name and not folder.anchor:
        raise BadValue(_("Choose a folder for the backups."), "folder")
    folder = folder.expanduser().absolute()
    kept = _kept(keep or Keep())
    _check_kind(folder, kind, provider, agreement)
    if folder == desk.clinic.path.absolute().parent:
        sentence = _("A backup beside the clinic file goes down with it. Choose a folder on another disk.")
        raise BadValue(sentence, "folder")
    if any(place.folder == folder for place in places(desk)):
        raise AlreadyThere(_("Backups go to this folder already."))
    try_to_write(folder)
    place_id = desk.new_id()
    is_synced = kind is Kind.SYNCED
    desk.record(
        "backup.place",
        insert(
            "backup_places",
            place_id,
            workstation=desk.workstation,
            folder=str(folder),
            kind=kind.value,
            offline=int(offline),
            **kept,
            provider=provider if is_synced else "",
            agreement_by=desk.person.id if is_synced else None,
            agreement_at=as_text(desk.now()) if is_synced else None,
        ),
    )
    return place_id


def change_place(desk: Desk, place: Place, *, keep: Keep, offline: bool) -> None:
    """Change how many a place keeps, and whether it is a disk that is taken away. Raises ``BadValue``."""
    kept = _kept(keep)
    desk.record("backup.place", update("backup_places", place.id, place.version, offline=int(offline), **kept))


def remove_place(desk: Desk, place: Place) -> None:
    """Let no more backups go to a place. What lies there stays."""
    desk.record("backup.place", update("backup_places", place.id, place.version, removed_at=as_text(desk.now())))


def try_to_write(folder: Path) -> None:
    """Write a small file into a folder and take it away. Raises a ``ClinicFileProblem`` about the folder."""
    with files.told(folder):
        if not folder.is_dir():
            raise FileNotFoundError(2, "no folder")
        probe = files.part_beside(folder / "clinicdesk_probe")
        probe.write_bytes(b"ClinicDesk can write here.")
        probe.unlink()


def _check_kind(folder: Path, kind: Kind, provider: str, agreement: bool) -> None:
    """Raise ``BadValue`` where a service would get patient data without an agreement, encrypted or not."""
    service = workstation.syncing_service(folder)
    if service and kind is not Kind.SYNCED:
        sentence = _("This folder looks as if {service} copies it to the internet. Choose that kind for it.")
        raise BadValue(sentence.format(service=service), "kind")
    if kind is not Kind.SYNCED:
        return
    if not provider:
        raise BadValue(
            _("Write which service keeps the copies, for example {example}.").format(example=service or "OneDrive"),
            "provider",
        )
    if len(provider) > LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), "provider")
    if not agreement:
        sentence = _(
            "Confirm that {provider} has signed an agreement about patient data with the clinic (BAA); "
            "without one the copies may not go there."
        )
        raise BadValue(sentence.format(provider=provider), "agreement")


def likely_kind(folder: Path) -> Kind | None:
    """Return what kind of folder it seems to be by its name and place; None where nothing tells."""
    if workstation.syncing_service(folder):
        return Kind.SYNCED
    if volumes.on_network(folder):
        return Kind.NETWORK
    return (
        Kind.EXTERNAL
        if folder.parts[1:2] in (("media",), ("Volumes",)) or folder.parts[1:3] == ("run", "media")
        else None
    )


def _kind(kind: Kind | str) -> Kind:
    try:
        return Kind(kind)
    except ValueError:
        raise BadValue(_("Choose what kind of folder it is."), "kind") from None


def _kept(keep: Keep) -> dict[str, Value]:
    if keep.days < 1 or min(keep.weeks, keep.months) < 0 or max(keep.days, keep.weeks, keep.months) > MOST_KEPT:
        raise BadValue(
            _("Keep at least 1 day, and at most {count} of days, weeks and months.").format(count=MOST_KEPT), "keep"
        )
    return {"keep_days": keep.days, "keep_weeks": keep.weeks, "keep_months": keep.months}


def _place(row: Mapping[str, Any]) -> Place:
    return Place(
        id=row["id"],
        version=row["version"],
        workstation=row["workstation"],
        folder=Path(row["folder"]),
        kind=Kind(row["kind"]),
        offline=bool(row["offline"]),
        keep=Keep(row["keep_days"], row["keep_weeks"], row["keep_months"]),
        provider=row["provider"],
        agreement_by=row["agreement_name"],
        agreement_at=from_text(row["agreement_at"]) if row["agreement_at"] else None,
    )
