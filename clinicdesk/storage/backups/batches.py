"""Batches of entries: the sealed files that hold what was recorded between two backups.

A name says from which entry to which, and the chain's hash before the first and at the last, so that the right files
are found without opening them, also where a folder holds two pasts of one clinic (somebody went on from a backup while
the folder had newer entries). Inside stand, compressed, lines of content hash, chain hash and the entry's own bytes.
"""

import os
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clinicdesk.errors import FileDamaged
from clinicdesk.storage import entry as entries
from clinicdesk.storage.backups import files
from clinicdesk.storage.backups.sealed import Seal

_NAME = re.compile(
    r"(?P<first>\d{12})-(?P<last>\d{12})_(?P<before>[0-9a-f]{16})_(?P<after>[0-9a-f]{16})_(?P<time>\d{8}T\d{9}Z)\.entries"
)


@dataclass(frozen=True, slots=True)
class Batch:
    """One file of entries as its name says; ``before`` and ``after`` are the first 16 digits of chain hashes."""

    path: Path
    first: int
    last: int
    before: str
    after: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the ledger holds it."""

    seq: int
    content_hash: bytes
    chain_hash: bytes
    content: bytes


def folder_of(folder: Path, file_id: str, key_id: str) -> Path:
    """Return where the copies of one clinic under one key lie in a place."""
    return folder / f"clinicdesk_{file_id}_{key_id}"


def in_folder(copies: Path) -> list[Batch]:
    """Return the batches in a folder of copies, by first entry and then the newest first. Raises ``OSError``."""
    try:
        found = [batch for entry in os.scandir(copies / "entries") if (batch := _read(entry))]
    except FileNotFoundError:
        return []
    return sorted(found, key=lambda batch: (batch.first, -batch.made_at.timestamp()))


def _read(entry: "os.DirEntry[str]") -> Batch | None:
    match = _NAME.fullmatch(entry.name)
    if match is None:
        return None
    made_at = files.time_from_name(match["time"])
    return Batch(Path(entry.path), int(match["first"]), int(match["last"]), match["before"], match["after"], made_at)


def write(copies: Path, seal: Seal, lines: Sequence[Line], before: bytes, at: datetime) -> Batch:
    """Write some entries that follow each other; ``before`` is the chain hash before the first. Raises ``OSError``."""
    first, last = lines[0].seq, lines[-1].seq
    start, end = (link.hex()[: files.CHAIN_DIGITS] for link in (before, lines[-1].chain_hash))
    path = copies / "entries" / f"{first:012d}-{last:012d}_{start}_{end}_{files.time_in_name(at)}.entries"
    text = b"\n".join(
        line.content_hash.hex().encode() + b" " + line.chain_hash.hex().encode() + b" " + line.content for line in lines
    )
    seal.write(path, zlib.compress(text))
    return Batch(path, first, last, start, end, at)


def read(batch: Batch, seal: Seal) -> Iterator[Line]:
    """Yield the entries of a batch. Raises ``FileDamaged`` and ``OSError``."""
    try:
        text = zlib.decompress(seal.read(batch.path))
        for seq, line in enumerate(text.split(b"\n"), start=batch.first):
            content_hash, chain_hash, content = line.split(b" ", 2)
            yield Line(seq, bytes.fromhex(content_hash.decode()), bytes.fromhex(chain_hash.decode()), content)
    except (zlib.error, ValueError) as error:
        raise FileDamaged(str(batch.path.name)) from error


def follows(line: Line, before: bytes) -> bool:
    """Tell whether an entry is the next link of the chain. That its bytes are its own the seal says."""
    return entries.chain(before, line.seq, line.content_hash) == line.chain_hash
