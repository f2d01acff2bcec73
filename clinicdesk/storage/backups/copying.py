"""Between two backups: new entries and large content, copied into the same folders as small sealed files.

Papers go before the entries that name them. How far a folder has come is read from the names in it, not remembered:
whatever a person took away there is copied again.
"""

import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clinicdesk.errors import NotFound
from clinicdesk.storage import keys
from clinicdesk.storage.backups import batches, erased, files
from clinicdesk.storage.backups.batches import Batch, Line
from clinicdesk.storage.backups.sealed import Seal
from clinicdesk.storage.blobs import Blobs
from clinicdesk.storage.database import Connection
from clinicdesk.storage.entry import GENESIS
from clinicdesk.storage.verify import Progress

_LINES_A_BATCH = 5000
_DIGEST = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Copied:
    """How far a folder has come: to entry ``seq``, of which ``entries`` and ``papers`` were copied just now."""

    seq: int
    entries: int
    papers: int


class Place:
    """One folder as one clinic uses it under one key. Use it from one thread."""

    def __init__(self, reader: Connection, blobs: Blobs, key: bytes, file_id: str, folder: Path) -> None:
        self._reader = reader
        self._blobs = blobs
        self._seal = Seal(key)
        self._file_id = file_id
        self._key_id = keys.key_id(key)
        self.folder = folder
        self._copies = batches.folder_of(folder, file_id, self._key_id)

    def copy_new(self, at: datetime) -> Copied | None:
        """Copy what was recorded since the newest backup or copy. None where the folder has no backup to follow.

        Raises a ``ClinicFileProblem`` about the folder.
        """
        with files.told(self.folder):
            reached = self.reached()
            if reached is None:
                return None
            start, entries, papers = reached, 0, 0
            while lines := self._lines(reached, reached + _LINES_A_BATCH):
                papers += self._copy_named(lines)
                batches.write(self._copies, self._seal, lines, self._chain_at(reached), at)
                reached, entries = lines[-1].seq, entries + len(lines)
            if erased.happened_after(self._reader, start):
                self._erase()
        return Copied(reached, entries, papers)

    def reached(self) -> int | None:
        """Return the last entry up to which the folder lacks none since its newest backup; None without a backup."""
        last = max((b.seq for b in files.in_folder(self.folder, self._file_id) if self._is_ours(b)), default=None)
        if last is None:
            return None
        for batch in batches.in_folder(self._copies):
            if batch.first <= last + 1 and batch.last > last and self._is_at(batch.last, batch.after):
                last = batch.last
        return last

    def _is_ours(self, backup: files.BackupFile) -> bool:
        """Whether a backup is of this key and this past."""
        return backup.key_id == self._key_id and self._is_at(backup.seq, backup.chain_hash)

    def _is_at(self, seq: int, digits: str) -> bool:
        return self._chain_at(seq).hex().startswith(digits)

    def _chain_at(self, seq: int) -> bytes:
        """Return the chain hash at an entry of the live file; nothing where it has no such entry."""
        if seq == 0:
            return GENESIS
        row = self._reader.execute("SELECT chain_hash FROM ledger WHERE seq = ?", (seq,)).fetchone()
        return bytes(row[0]) if row else b""

    def _lines(self, after: int, last: int) -> list[Line]:
        rows = self._reader.execute(
            "SELECT seq, content_hash, chain_hash, content FROM ledger WHERE seq > ? AND seq <= ? ORDER BY seq",
            (after, last),
        )
        return [Line(*row) for row in rows]

    def _copy_named(self, lines: list[Line]) -> int:
        """Copy the large content that entries name: 64 digits somewhere in an entry that are stored content."""
        named = {digits.decode() for line in lines for digits in _DIGEST.findall(line.content)}
        return sum(self._copy_paper(digest) for digest in sorted(named) if self._blobs.has(digest))

    def _copy_paper(self, digest: str) -> bool:
        """Copy one large content unless it is there; return whether it was copied."""
        path = self._paper(digest)
        if path.exists():
            return False
        try:
            content = self._blobs.fetch(digest)
        except NotFound:
            return False  # damaged in the live file: verify names it, and the backup of everything else goes on
        self._seal.write(path, content)
        return True

    def _paper(self, digest: str) -> Path:
        name = self._seal.paper_name(digest)
        return self._copies / "papers" / name[:2] / f"{name}.paper"

    def copy_papers(self, progress: Progress = lambda _done, _of: None) -> int:
        """Copy all large content the folder lacks and return how many: a backup is whole only with them.

        Raises a ``ClinicFileProblem`` about the folder.
        """
        with files.told(self.folder):
            # A stick that was pulled out must not come to be a folder of this PC, made for the first paper.
            self.folder.stat()
            there = {path.name for path in _papers(self._copies)}
            lacking = [d for d in self._blobs.digests() if f"{self._seal.paper_name(d)}.paper" not in there]
            copied = 0
            for number, digest in enumerate(lacking):
                progress(number, len(lacking))
                copied += self._copy_paper(digest)
        return copied

    def gather(self, at: datetime) -> None:
        """After a backup: make one batch of the many since the backup before, and let go those that no backup needs.

        The batch stays so that the backup before, with what follows it, still leads here should the newest be damaged.
        """
        with files.told(self.folder):
            self._erase_if_new()
            seqs = sorted({b.seq for b in files.in_folder(self.folder, self._file_id) if self._is_ours(b)})
            if not seqs:
                return
            small = batches.in_folder(self._copies)
            if len(seqs) > 1:
                self._gather_between(small, seqs[-2], seqs[-1], at)
            for batch in small:
                if batch.last <= seqs[0]:
                    _remove(batch.path)

    def _gather_between(self, small: list[Batch], after: int, last: int, at: datetime) -> None:
        """Make one batch from one backup to the next (several where there is much), then remove what it stands for."""
        covered = [b for b in small if b.first > after and b.last <= last and self._is_at(b.last, b.after)]
        if len(covered) == -((after - last) // _LINES_A_BATCH):
            return  # gathered before
        made: set[Path] = set()
        reached = after
        while lines := self._lines(reached, min(last, reached + _LINES_A_BATCH)):
            made.add(batches.write(self._copies, self._seal, lines, self._chain_at(reached), at).path)
            reached = lines[-1].seq
        for batch in covered:
            if batch.path not in made:
                _remove(batch.path)

    def _erase_if_new(self) -> None:
        """Take erased content out of the copies when something was erased since the backup before the newest."""
        seqs = sorted(b.seq for b in files.in_folder(self.folder, self._file_id) if self._is_ours(b))
        if erased.happened_after(self._reader, seqs[-2] if len(seqs) > 1 else 0):
            self._erase()

    def _erase(self) -> None:
        """Write the copies that hold erased entries anew from what is left of these; their names stay as they are."""
        seqs = erased.write(self._copies, self._seal, self._reader)
        for batch in batches.in_folder(self._copies):
            if any(batch.first <= seq <= batch.last for seq in seqs) and self._is_at(batch.last, batch.after):
                before = self._chain_at(batch.first - 1)
                batches.write(self._copies, self._seal, self._lines(batch.first - 1, batch.last), before, batch.made_at)

    def forget(self, digests: Collection[str]) -> int:
        """Remove the copies of large content that was erased; return how many there were."""
        with files.told(self.folder):
            paths = [path for digest in digests if (path := self._paper(digest)).exists()]
            for path in paths:
                _remove(path)
        return len(paths)


def papers_in(folder: Path, file_id: str, key_id: str) -> list[Path]:
    """Return the sealed papers of one clinic under one key in a folder."""
    return list(_papers(batches.folder_of(folder, file_id, key_id)))


def _papers(copies: Path) -> Iterator[Path]:
    """Yield the papers; there may be hundreds of thousands, so nothing is asked about each."""
    with suppress(FileNotFoundError), os.scandir(copies / "papers") as shelves:
        for shelf in shelves:
            with os.scandir(shelf) as papers:
                yield from (Path(paper.path) for paper in papers if paper.name.endswith(".paper"))


def _remove(path: Path) -> None:
    """Remove a file; a folder that keeps it for now (a virus scanner, a sync program) is asked again next time."""
    with suppress(OSError):
        path.unlink()
