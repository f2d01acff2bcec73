"""Making a backup: the whole clinic file, copied page by page while others write, checked, and only then named."""

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from clinicdesk.errors import ClinicFileProblem, DiskFailed, DiskFull, FileDamaged
from clinicdesk.language import _
from clinicdesk.storage import keys, page_codes
from clinicdesk.storage.backups import files
from clinicdesk.storage.backups.files import BackupFile
from clinicdesk.storage.database import (
    Connection,
    connect,
    connect_finished,
    connect_for_copy,
    translated,
)
from clinicdesk.storage.entry import GENESIS
from clinicdesk.storage.verify import Progress

_PAGES_A_STEP = 2000  # 8 MB: often enough to be cancelled within a moment
_CACHED_PAGES = 200
_MOST_BYTES_OF_FAT = 4 << 30
_OLD_PART_SECONDS = 12 * 3600
_ABOUT = "about these files.txt"


def make(
    source: Path,
    key: bytes,
    file_id: str,
    folder: Path,
    *,
    at: datetime,
    progress: Progress = lambda _done, _of: None,
) -> BackupFile:
    """Back a clinic file up into a folder and return the backup, which was read back and is whole.

    ``progress`` is called with pages done and pages in all; raise ``Cancelled`` in it to stop. Raises ``FileMissing``,
    ``CannotWrite`` or ``DiskFull`` with a sentence about the folder; then nothing new is under a backup's name.
    """
    with files.told(folder):
        _need_room(folder, source)
        reader = connect(source, key)
        try:
            # One snapshot from first page to last: what others record meanwhile does not make the copy start anew.
            reader.execute("BEGIN")
            seq, chain_hash = last_entry(reader, source)
            target = folder / files.name_of(file_id, keys.key_id(key), seq, chain_hash, at)
            _copy_checked(reader, source, target, key, (seq, chain_hash), progress)
        finally:
            reader.close()
        _tidy(folder)
        size = target.stat().st_size
    return BackupFile(target, file_id, keys.key_id(key), seq, chain_hash[: files.CHAIN_DIGITS], at, size)


def copy_beside(source: Path, key: bytes, copy: Path) -> None:
    """Keep a copy of a clinic file as it is, whole or not at all; one that is there already is kept.

    Raises a ``ClinicFileProblem`` about its folder.
    """
    if copy.exists():
        return
    with files.told(copy.parent):
        _need_room(copy.parent, source)
        reader = connect(source, key)
        try:
            reader.execute("BEGIN")
            _copy_checked(reader, source, copy, key, last_entry(reader, source), lambda _done, _of: None)
        finally:
            reader.close()


def last_entry(connection: Connection, path: Path) -> tuple[int, str]:
    """Return the number of the last entry and the chain hash there; 0 where there is none."""
    with translated(path):
        row = connection.execute("SELECT seq, chain_hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1].hex()) if row else (0, GENESIS.hex())


def check(path: Path, key: bytes, seq: int, chain_hash: str) -> None:
    """Read a backup back, every page, and see that it ends where it should. Raises ``FileDamaged`` or ``WrongKey``.

    ``chain_hash`` may be its first digits.
    """
    finished = connect_finished(path, key)
    try:
        ends = last_entry(finished, path)
        pages = finished.execute("PRAGMA page_count").fetchone()[0]
    finally:
        finished.close()
    is_complete = path.stat().st_size == pages * page_codes.PAGE and ends[0] == seq and ends[1].startswith(chain_hash)
    if is_complete and page_codes.all_fit(path, key):
        return
    raise FileDamaged(_("The backup {file} is damaged. Take another one.").format(file=path.name))


def _copy_checked(
    reader: Connection, source: Path, target: Path, key: bytes, ends: tuple[int, str], progress: Progress
) -> None:
    """Copy what the reader's transaction sees, read it back, and only then give it its name."""
    part = files.part_beside(target)
    try:
        _copy(reader, part, key, progress)
        _refuse_damaged(reader, source)
        # The disk flushes while the processor reads back: both take as long.
        with ThreadPoolExecutor(max_workers=1) as beside:
            flushed = beside.submit(files.flush, part)
            check(part, key, *ends)
            flushed.result()
        files.put_in_place(part, target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _copy(reader: Connection, part: Path, key: bytes, progress: Progress) -> None:
    """Copy every page into a new file."""
    target = connect_for_copy(part, key)
    try:
        for connection in (reader, target):
            # Each page is met once; looking for it among many takes longer than reading it.
            connection.execute(f"PRAGMA cache_size = {_CACHED_PAGES}")
        with translated(part):
            reader.backup(
                target, pages=_PAGES_A_STEP, progress=lambda _state, left, pages: progress(pages - left, pages)
            )
    except DiskFull as error:
        raise files.no_room(part.parent) from error
    except DiskFailed as error:
        if part.exists() and part.stat().st_size >= _MOST_BYTES_OF_FAT - _PAGES_A_STEP * 4096:
            raise files.no_large_files(part.parent) from error
        raise files.problem(part.parent) from error
    finally:
        target.close()


def _refuse_damaged(reader: Connection, source: Path) -> None:
    """Refuse a file with a damaged page: copying it ends well, with zeros from there on, and proper codes over them.

    What SQLCipher does say is on the next read from the disk: after one page that failed, every other one fails.
    """
    reader.execute("ROLLBACK")
    reader.execute("PRAGMA shrink_memory")
    try:
        with translated(source):
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (ClinicFileProblem, RuntimeError) as error:
        sentence = _("{file} is damaged, so no backup was made of it. Stop working, and restore the newest backup.")
        raise FileDamaged(sentence.format(file=source.name)) from error


def _need_room(folder: Path, source: Path) -> None:
    """Refuse before the first page what cannot end well. Raises ``DiskFull`` or ``OSError``."""
    log = source.with_name(source.name + "-wal")
    needed = source.stat().st_size + (log.stat().st_size if log.exists() else 0)
    if shutil.disk_usage(folder).free < needed:
        raise files.no_room(folder)


def _tidy(folder: Path) -> None:
    """Say what the files are, for whoever finds them, and take away what a crash left unfinished long ago."""
    with suppress(OSError):
        about = folder / _ABOUT
        if not about.exists():
            about.write_text(_about_words(), encoding="utf-8")
        for part in folder.glob("clinicdesk_*.part"):
            if time.time() - os.stat(part).st_mtime > _OLD_PART_SECONDS:  # noqa: PTH116 - one call, by the disk's clock
                part.unlink()


def _about_words() -> str:
    return _(
        "These are backups of a ClinicDesk clinic. They are encrypted: without the recovery key they say nothing.\n"
        "To bring the clinic back, start ClinicDesk on any PC, choose “Restore from a backup”, choose this folder,\n"
        "and have the recovery sheet at hand. Do not rename or move single files.\n"
    )
