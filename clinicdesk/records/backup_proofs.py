"""Proving a backup: it is restored beside the clinic file, checked whole, and compared with the live record."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clinicdesk.desk import Desk
from clinicdesk.errors import (
    BehindItsHead,
    CannotWrite,
    ClinicDeskError,
    ClinicFileProblem,
    FileDamaged,
    FileLocked,
    NotAClinicFile,
    NotFound,
    WrongKey,
)
from clinicdesk.language import _, ngettext
from clinicdesk.records import restoring
from clinicdesk.records.backup_places import Place, places
from clinicdesk.storage import turns
from clinicdesk.storage.backups.files import BackupFile
from clinicdesk.storage.backups.restoring import Restored
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.database import Connection
from clinicdesk.storage.entry import insert
from clinicdesk.storage.verify import Progress


@dataclass(frozen=True, slots=True)
class Proof:
    """What a restored backup showed. ``seq`` is the last entry that came back; ``words`` says what is wrong, if it is.

    ``behind`` counts the entries the live record has and the place has not yet.
    """

    place: Place
    file_name: str
    proven_at: datetime
    seq: int
    behind: int
    is_whole: bool
    words: str


def prove(desk: Desk, progress: Progress = lambda _done, _of: None, place: Place | None = None) -> Proof:
    """Restore the newest backup of a place, check it whole, compare it with the live file, and record what was found.

    Without a ``place`` the one that was proven longest ago and is there now. Nothing of the live file is touched; the
    restored one is encrypted with the same key and removed. Raises ``NotFound`` where no place has a backup, and a
    ``ClinicFileProblem`` where this PC's disk has no room or the folder went away: that proves nothing. Takes minutes:
    call it in a worker.
    """
    chosen, backup = _choose(desk, place)
    now = desk.now()
    with _place_to_restore(desk.clinic.path) as folder:
        seq, words = _restored(desk, backup, folder / desk.clinic.path.name, progress)
    proof = Proof(chosen, backup.path.name, now, seq, desk.clinic.entry_count - seq, not words, words)
    desk.record(
        "backup.prove",
        insert(
            "restore_proofs",
            desk.new_id(),
            place_id=chosen.id,
            file_name=proof.file_name,
            proven_at=as_text(now),
            seq=seq,
            is_whole=int(proof.is_whole),
            words=words,
        ),
    )
    return proof


@contextmanager
def _place_to_restore(clinic_file: Path) -> Iterator[Path]:
    """Give an empty folder beside the clinic file, to one proof at a time. Raises a ``ClinicFileProblem``."""
    whole = clinic_file.with_suffix(".proving")
    with _told_here(clinic_file):
        whole.mkdir(mode=0o700, exist_ok=True)
    # Two at once (the program's own and somebody's) would clear away each other's files.
    with _own_turn(whole / clinic_file.name):
        folder = whole / "restored"
        shutil.rmtree(folder, ignore_errors=True)  # of a proof that was killed
        with _told_here(clinic_file):
            folder.mkdir(mode=0o700, parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(whole, ignore_errors=True)


@contextmanager
def _own_turn(place: Path) -> Iterator[None]:
    with ExitStack() as turn:
        try:
            turn.enter_context(turns.turn(place))
        except FileLocked:
            raise FileLocked(
                _("A backup is being proven already. Wait until that has ended; its result stands in the list.")
            ) from None
        yield


@contextmanager
def _told_here(clinic_file: Path) -> Iterator[None]:
    """Say that the folder of the clinic file takes nothing."""
    try:
        yield
    except OSError:
        raise CannotWrite(
            _("{file} or its folder is read-only. Allow writing there, or move the file.").format(file=clinic_file.name)
        ) from None


def _choose(desk: Desk, place: Place | None) -> tuple[Place, BackupFile]:
    """Return the place to prove and its newest backup: the one that was proven longest ago and is there now."""
    proven = {
        row["place_id"]: row["at"]
        for row in desk.rows("SELECT place_id, max(proven_at) AS at FROM restore_proofs GROUP BY place_id")
    }
    tried = [place] if place else sorted(places(desk), key=lambda place: proven.get(place.id, ""))
    problem: ClinicDeskError = NotFound(_("There is no backup to prove yet. Make one first."))
    for one in tried:
        try:
            found = desk.clinic.safekeeping.in_folder(one.folder)
        except ClinicFileProblem as refused:
            problem = refused
            continue
        if found:
            return one, found[0]
    raise problem


def _restored(desk: Desk, backup: BackupFile, target: Path, progress: Progress) -> tuple[int, str]:
    """Restore and check; return the last entry that came back, and what is wrong or an empty text."""
    try:
        restored = desk.clinic.safekeeping.restore_beside(
            backup, target, restoring.shape(), desk.clinic.clock, progress
        )
        copy = desk.clinic.copy_at(target)
    except (BehindItsHead, FileDamaged, NotAClinicFile, WrongKey) as problem:
        return 0, str(problem)
    try:
        found = [finding.sentence for finding in copy.verify(progress)]
        ours, theirs = _chain_at(desk.clinic.reader, restored.seq), _chain_at(copy.reader, restored.seq)
    finally:
        copy.close()
    if ours != theirs:
        found.append(_("Entry {seq} is another one than in the clinic file.").format(seq=restored.seq))
    return restored.seq, " ".join([*found[:3], *_lacking(restored)])


def _lacking(restored: Restored) -> list[str]:
    lacking = []
    if restored.missing:
        sentence = ngettext("{n} stored paper is missing.", "{n} stored papers are missing.", restored.missing)
        lacking.append(sentence.format(n=restored.missing))
    if restored.unreadable:
        sentence = ngettext("{n} copied file is damaged.", "{n} copied files are damaged.", restored.unreadable)
        lacking.append(sentence.format(n=restored.unreadable))
    return lacking


def _chain_at(reader: Connection, seq: int) -> bytes | None:
    row = reader.execute("SELECT chain_hash FROM ledger WHERE seq = ?", (seq,)).fetchone()
    return row[0] if row else None
