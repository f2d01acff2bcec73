"""How safe the clinic is: the age of its last backup, copy and proof, and what to do about it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records.backup_places import Place, places
from clinicdesk.storage.clock import from_text

Tone = Literal["ok", "warn", "danger"]

BACKUP_EVERY = timedelta(days=1)
"""How often a backup is made; older than this and a half is called late."""
COPY_WITHIN = timedelta(minutes=10)
"""How long new entries may be nowhere but on this PC before it is said. Copies are made every minute."""
PROVE_EVERY = timedelta(days=7)
"""How often a backup is restored to prove it; a day more and it is called late."""
OFFLINE_EVERY = timedelta(days=7)
"""How often the disk that is taken away is to come back."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that is not as it should be, in a sentence that says what to do."""

    sentence: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class PlaceState:
    """How things stand in one place. ``problem`` says why the latest backup there could not be made, if it could not.

    ``uncopied`` counts the entries that are not there yet.
    """

    place: Place
    last_backup_at: datetime | None
    last_copy_at: datetime | None
    last_proven_at: datetime | None
    proof_failed: str
    problem: str
    uncopied: int


@dataclass(frozen=True, slots=True)
class BackupState:
    """How safe the clinic is, by its best place. ``words`` is the line for the status bar, with its tone."""

    last_backup_at: datetime | None
    last_copy_at: datetime | None
    last_proven_at: datetime | None
    words: str
    tone: Tone
    concerns: tuple[Concern, ...]
    places: tuple[PlaceState, ...]


def state(desk: Desk) -> BackupState:
    """Return how safe the clinic is, by the record alone: no folder is touched, so it costs nothing to ask."""
    of_places = tuple(state_of(desk, place) for place in places(desk))
    concerns = tuple(_concerns(desk.now(), of_places))
    copied_at = _latest(of.last_copy_at for of in of_places)
    tone: Tone = "ok"
    for concern in concerns:
        tone = "danger" if "danger" in (tone, concern.tone) else "warn"
    worst = next((concern for concern in concerns if concern.tone == tone), None)
    if worst is not None:
        words = worst.sentence
    else:
        assert copied_at is not None  # no concern: there is a backup
        words = _("Backed up {ago}").format(ago=ago(desk.now() - copied_at))
    return BackupState(
        _latest(of.last_backup_at for of in of_places),
        copied_at,
        _latest(of.last_proven_at for of in of_places),
        words,
        tone,
        concerns,
        of_places,
    )


def state_of(desk: Desk, place: Place) -> PlaceState:
    """Return how things stand in one place. A backup under an earlier key is none: today's sheet does not open it."""
    good = desk.row(
        "SELECT max(made_at) AS at FROM backups WHERE place_id = ? AND problem IS NULL AND key_id = ?",
        place.id,
        desk.clinic.key_id,
    )
    latest = desk.row("SELECT problem FROM backups WHERE place_id = ? ORDER BY made_at DESC, id DESC LIMIT 1", place.id)
    proven = desk.row("SELECT max(proven_at) AS at FROM restore_proofs WHERE place_id = ? AND is_whole = 1", place.id)
    proof = desk.row(
        "SELECT is_whole, words FROM restore_proofs WHERE place_id = ? ORDER BY proven_at DESC, id DESC LIMIT 1",
        place.id,
    )
    seq, copied_at = desk.clinic.local.copies().get(place.id, (0, None))
    return PlaceState(
        place,
        _time(good),
        copied_at,
        _time(proven),
        "" if proof is None or proof["is_whole"] else proof["words"],
        (latest["problem"] or "") if latest else "",
        desk.clinic.entry_count - seq,
    )


def ago(span: timedelta) -> str:
    """Return how long ago something was, as short as it can be said."""
    seconds = max(0, int(span.total_seconds()))
    if seconds >= 86_400:
        return ngettext("{n} day ago", "{n} days ago", seconds // 86_400).format(n=seconds // 86_400)
    if seconds >= 3_600:
        return ngettext("{n} hour ago", "{n} hours ago", seconds // 3_600).format(n=seconds // 3_600)
    if seconds >= 60:
        return ngettext("{n} minute ago", "{n} minutes ago", seconds // 60).format(n=seconds // 60)
    return _("just now")


def _concerns(now: datetime, of_places: tuple[PlaceState, ...]) -> list[Concern]:
    """Return what is not as it should be, the worst first."""
    if not of_places:
        sentence = _("No backups are made on this PC. An administrator chooses a folder: Administration, Backups.")
        return [Concern(sentence, "danger")]
    found = [*_of_backups(now, of_places), *_of_proofs(now, of_places)]
    for of in of_places:
        if of.place.offline and (of.last_backup_at is None or now - of.last_backup_at > OFFLINE_EVERY):
            sentence = _("Bring the disk for {folder}: its last backup was {when}.")
            when = ago(now - of.last_backup_at) if of.last_backup_at else _("never")
            found.append(Concern(sentence.format(folder=of.place.folder, when=when), "warn"))
        elif of.problem and not of.place.offline:
            found.append(Concern(of.problem, "warn"))
    return sorted(found, key=lambda concern: concern.tone != "danger")


def _of_backups(now: datetime, of_places: tuple[PlaceState, ...]) -> list[Concern]:
    made_at = _latest(of.last_backup_at for of in of_places)
    if made_at is None:
        return [Concern(_("There is no backup yet. Make one: Administration, Backups."), "danger")]
    if now - made_at > 3 * BACKUP_EVERY:
        return [Concern(_("The last backup was {ago}. Make one now.").format(ago=ago(now - made_at)), "danger")]
    if now - made_at > BACKUP_EVERY * 1.5:
        return [Concern(_("The last backup was {ago}.").format(ago=ago(now - made_at)), "warn")]
    best = min(of_places, key=lambda of: of.uncopied)
    if best.uncopied and best.last_copy_at and now - best.last_copy_at > COPY_WITHIN:
        sentence = _("What was recorded since is only on this PC: last copied {ago}.")
        return [Concern(sentence.format(ago=ago(now - best.last_copy_at)), "warn")]
    return []


def _of_proofs(now: datetime, of_places: tuple[PlaceState, ...]) -> list[Concern]:
    failed = [of for of in of_places if of.proof_failed]
    if failed:
        sentence = _("The backup in {folder} could not be restored whole. Make a new one and prove it.")
        return [Concern(sentence.format(folder=of.place.folder), "danger") for of in failed]
    made_at = _latest(of.last_backup_at for of in of_places)
    proven_at = _latest(of.last_proven_at for of in of_places)
    if proven_at is not None and now - proven_at > PROVE_EVERY + timedelta(days=1):
        return [Concern(_("A backup was last proven by restoring it {ago}.").format(ago=ago(now - proven_at)), "warn")]
    if proven_at is None and made_at is not None:
        return [Concern(_("No backup was proven by restoring it yet."), "warn")]
    return []


def _latest(times: Any) -> datetime | None:
    return max((at for at in times if at is not None), default=None)


def _time(row: Mapping[str, Any] | None) -> datetime | None:
    return from_text(row["at"]) if row and row["at"] else None
