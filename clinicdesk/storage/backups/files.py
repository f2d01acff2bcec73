"""What lies in a folder of backups: names that say which clinic, which key, when and how far. No patient data.

FOLDER/clinicdesk_<file id>_<time>_<seq>_<chain>_<key id>.backup      the clinic file, sealed with its own key
FOLDER/clinicdesk_<file id>_<key id>/entries/<first>-<last>_….entries  what was recorded since (``copying``)
FOLDER/clinicdesk_<file id>_<key id>/papers/<2 digits>/<name>.paper    large content (``copying``)
"""

import errno
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clinicdesk import errors
from clinicdesk.language import _

SUFFIX = ".backup"
CHAIN_DIGITS = 16
"""How much of a chain hash a name carries: enough to tell two pasts of one clinic apart."""

_NAME = re.compile(
    r"clinicdesk_(?P<file>[0-9a-f-]{36})_(?P<time>\d{8}T\d{9}Z)_(?P<seq>\d+)_(?P<chain>[0-9a-f]{16})_(?P<key>[0-9a-f]{16})"
)
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO}
FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_SHUT = {errno.EACCES, errno.EPERM, errno.EROFS}
_RENAME_TRIES = 20


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup as its name says. ``chain_hash`` is the first 16 digits of the hash at its last entry, ``seq``."""

    path: Path
    file_id: str
    key_id: str
    seq: int
    chain_hash: str
    made_at: datetime
    size_bytes: int


def name_of(file_id: str, key_id: str, seq: int, chain_hash: str, made_at: datetime) -> str:
    """Return the name of a backup."""
    parts = ("clinicdesk", file_id, time_in_name(made_at), str(seq), chain_hash[:CHAIN_DIGITS], key_id)
    return "_".join(parts) + SUFFIX


def in_folder(folder: Path, file_id: str | None = None) -> list[BackupFile]:
    """Return the backups in a folder (of one clinic), the newest first.

    Raises ``FileMissing`` where the folder is not there, and another ``ClinicFileProblem`` where it cannot be read.
    """
    with told(folder):
        found = [backup for entry in os.scandir(folder) if (backup := _read(entry))]
    wanted = [backup for backup in found if file_id in (None, backup.file_id)]
    return sorted(wanted, key=lambda backup: (backup.made_at, backup.seq), reverse=True)


def _read(entry: "os.DirEntry[str]") -> BackupFile | None:
    stem, dot, suffix = entry.name.rpartition(".")
    match = _NAME.fullmatch(stem) if dot + suffix == SUFFIX else None
    if match is None:
        return None
    return BackupFile(
        Path(entry.path),
        match["file"],
        match["key"],
        int(match["seq"]),
        match["chain"],
        time_from_name(match["time"]),
        entry.stat().st_size,
    )


def time_in_name(at: datetime) -> str:
    """Write a time as names carry it: ``20261123T204500123Z``, which sorts and holds no colon."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%S") + f"{at.microsecond // 1000:03d}Z"


def time_from_name(text: str) -> datetime:
    """Read a time as names carry it."""
    return datetime.strptime(text[:-1] + "000", "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what a disk, a stick or a share refuses into a sentence about its folder that says what to do."""
    try:
        yield
    except OSError as error:
        raise problem(folder, error.errno) from error


def no_room(folder: Path) -> errors.DiskFull:
    """Return the refusal of a folder whose disk is full."""
    sentence = _("There is no room in {folder} for another backup. Make room there, or choose another disk.")
    return errors.DiskFull(sentence.format(folder=folder))


def no_large_files(folder: Path) -> errors.CannotWrite:
    """Return the refusal of a disk whose format holds no file above 4 GB."""
    sentence = _("The disk of {folder} holds no files above 4 GB. Format it as exFAT or NTFS, or choose another disk.")
    return errors.CannotWrite(sentence.format(folder=folder))


def problem(folder: Path, number: int | None = None) -> errors.ClinicFileProblem:
    """Return what to say of a folder by the system's error number; without one it went away."""
    if number in FULL:
        return no_room(folder)
    if number in _SHUT:
        sentence = _("{folder} cannot be written. Allow writing there, or choose another folder for backups.")
        return errors.CannotWrite(sentence.format(folder=folder))
    if number in _GONE:
        sentence = _("{folder} is not there. Plug the disk in or connect the network folder; the next backup goes on.")
        return errors.FileMissing(sentence.format(folder=folder))
    sentence = _("{folder} cannot be reached any more. Check the disk or the network; the next backup goes on.")
    return errors.FileMissing(sentence.format(folder=folder))


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file so that under its name it is whole or not there, whatever happens. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_beside(path)
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def part_beside(path: Path) -> Path:
    """Return the name of an unfinished file; two programs at once do not meet."""
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, patiently: a virus scanner may hold it for a moment. Raises ``OSError``."""
    for tries_left in reversed(range(_RENAME_TRIES)):
        try:
            os.replace(part, path)  # noqa: PTH105 - replaces on Windows as well
            break
        except PermissionError:
            if not tries_left:
                raise
            time.sleep(0.1)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a new name in a folder durable, where the system can (Windows does it by itself)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def flush(path: Path) -> None:
    """Make a file's content durable. Raises ``OSError``."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
