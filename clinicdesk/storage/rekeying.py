"""Sealing a clinic with a new key: whole copies are made beside the files, checked, and put in their place.

Both files are held alone from the first page to the last, so nothing can be recorded that the copies lack. These grow
in a folder beside the clinic file. Once they are complete, compared and flushed, one small file, the mark, is put into
that folder. Before the mark the old files count and the folder is rubbish; after it the copies count, and whoever opens
the clinic next finishes the moving. No instant lies between, and finishing needs no key.
"""

import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path

from clinicdesk import errors
from clinicdesk.language import _
from clinicdesk.storage import blobs, head, keys
from clinicdesk.storage.database import Connection, connect, page_faults, translated
from clinicdesk.storage.turns import path_of as turn_path_of
from clinicdesk.storage.turns import turn

Progress = Callable[[int, int, str], None]
"""Called with how much is done, of how much, and what is being done; may raise ``Cancelled``."""

_MARK = "complete"
_PAGES_A_STEP = 2000
_ROWS_A_STEP = 5000
_BESIDE = ("-wal", "-shm", "-journal")
_PATIENCE_SECONDS = 5.0
"""For others to let go of a file."""


def folder_of(clinic_file: Path) -> Path:
    """Return the folder in which the copies under the new key grow."""
    return clinic_file.with_suffix(".rekeying")


def rekey(
    path: Path,
    old_key: bytes,
    new_key: bytes,
    *,
    seal: Callable[[Path], None] = lambda _copy: None,
    progress: Progress = lambda _done, _of, _what: None,
) -> None:
    """Seal a clinic file, and the large content beside it, with another key.

    Nobody may have the file open, this program included: else ``FileLocked``. ``seal`` is given the copy of the clinic
    file under the new key before it counts, for an entry that says who changed the key. Raises a ``ClinicFileProblem``
    or ``Cancelled``; then the old key still opens the files as they were. Keep the new key somewhere before you call.
    """
    with _own_turn(path):
        _finish(path)
        originals = [file for file in (path, blobs.path_of(path)) if file.exists()]
        _refuse_small_disk(originals)
        with contextlib.ExitStack() as held:
            sources = {file.name: held.enter_context(_held_alone(file, old_key, progress)) for file in originals}
            _clear(path)
            folder = folder_of(path)
            _make_folder(folder)
            try:
                for name, source in sources.items():
                    _copy(source, folder / name, new_key, progress)
                _write_head(path, sources[path.name], folder, new_key)
                seal(folder / path.name)
                progress(1, 1, _("Putting the new files in their place"))
                _mark(folder, path, {name: _salt_of(source) for name, source in sources.items()})
            except BaseException:
                _clear(path)
                raise
        # From here on the copies are the clinic. Windows replaces only what nobody has open.
        _finish(path)


def finish(path: Path) -> None:
    """Finish a change of key that was broken off after its copies were complete. Does nothing else, and needs no key.

    Raises ``FileLocked`` while somebody changes the key, and where the old files cannot be replaced now.
    """
    with _own_turn(path):
        _finish(path)


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Open a clinic file within this, until a connection has read from it: it is then the one that counts.

    Finishes a change of key that was broken off, or undoes it where it had not come far enough. Raises ``FileLocked``
    while somebody changes the key.
    """
    with _own_turn(path):
        _finish(path)
        yield
        # Whoever makes copies keeps the turn to the end; so what lies there without a mark is left over.
        _clear(path)


@contextmanager
def _own_turn(path: Path) -> Iterator[None]:
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(turn(path))
        except errors.FileLocked:
            if not folder_of(path).exists():
                raise
            raise errors.FileLocked(
                _("The key of {file} is being changed. Wait until that is done, then try again.").format(file=path.name)
            ) from None
        yield


def _finish(path: Path) -> None:
    folder = folder_of(path)
    if not (folder / _MARK).exists():
        return
    if not _belongs(folder, path):
        _set_aside(folder)
        return
    for name in _names(path):
        copy, place = folder / name, path.with_name(name)
        if copy.exists():
            for tail in _BESIDE:
                # What may lie there belongs to the old file, which is complete without it.
                place.with_name(place.name + tail).unlink(missing_ok=True)
            _replace(copy, place)
    _flush_folder(path.parent)
    _clear(path)


def _belongs(folder: Path, path: Path) -> bool:
    """Tell whether the copies were made of the files that are here; somebody may have restored others meanwhile."""
    made_of = json.loads((folder / _MARK).read_text(encoding="ascii"))
    return all(
        _salt(path.with_name(name)) == salt
        for name, salt in made_of.items()
        if (folder / name).exists() and path.with_name(name).exists()
    )


def _set_aside(folder: Path) -> None:
    """Keep a folder whose copies nobody waits for: it may hold the only copy of a clinic."""
    number = 1
    while (aside := folder.with_name(f"{folder.name}-aside-{number}")).exists():
        number += 1
    folder.rename(aside)


def _salt(file: Path) -> str:
    """Return what tells one encrypted file from any other: its first bytes are random, and stay."""
    with file.open("rb") as opened:
        return opened.read(16).hex()


def _salt_of(connection: Connection) -> str:
    """Return the same of a file that is held: to open it once more by its name would let go of its lock (POSIX)."""
    return str(connection.execute("PRAGMA cipher_salt").fetchone()[0])


# The steps ------------------------------------------------------------------------------------------------------------


@contextmanager
def _held_alone(path: Path, key: bytes, progress: Progress) -> Iterator[Connection]:
    """Hold a file so that nobody else can even read it; everything in it is in its main file."""
    connection = connect(path, key, writing=True)
    try:
        # What this window does beside itself, a backup for example, ends within a moment.
        connection.execute("PRAGMA busy_timeout = 250")
        give_up = time.monotonic() + _PATIENCE_SECONDS
        while not _is_alone(connection, path):
            progress(0, 0, _("Waiting until nobody else has the clinic open"))
            if time.monotonic() > give_up:
                raise errors.FileLocked(
                    _(
                        "Another window or command has this clinic open. Close ClinicDesk everywhere else, then change "
                        "the key again."
                    )
                )
        yield connection
    finally:
        connection.close()


def _is_alone(connection: Connection, path: Path) -> bool:
    try:
        with translated(path):
            # Leaving the write-ahead log needs to be alone with the file; staying alone needs the first line.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
    except errors.FileLocked:
        return False
    return True


def _copy(source: Connection, target: Path, new_key: bytes, progress: Progress) -> None:
    """Copy a database under the new key, and make sure that nothing differs."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    copy = connect(target, new_key, writing=True)
    try:
        with translated(target):

            def tell(_status: int, left: int, total: int) -> None:
                progress(total - left, total, _("Copying under the new key"))

            source.backup(copy, pages=_PAGES_A_STEP, progress=tell)
    finally:
        copy.close()
    progress(0, 0, _("Checking every page"))
    copy = connect(target, new_key)
    try:
        with translated(target):
            if page_faults(copy, target) or not _is_same(source, copy, progress):
                raise errors.FileDamaged(
                    _("The copy under the new key was not the same. The old key still counts; check the disk.")
                )
    finally:
        copy.close()


def _is_same(source: Connection, copy: Connection, progress: Progress) -> bool:
    """Compare every definition and every row of two databases."""
    defined = "SELECT type, name, sql FROM sqlite_master ORDER BY rowid"
    definitions = source.execute(defined).fetchall()
    if copy.execute(defined).fetchall() != definitions:
        return False
    # The parts of a full-text index are tables of their own.
    tables = [
        name for kind, name, sql in definitions if kind == "table" and not (sql or "").startswith("CREATE VIRTUAL")
    ]
    for done, name in enumerate(tables):
        progress(done, len(tables), _("Comparing every row"))
        query = f'SELECT * FROM "{name}"'
        pairs = zip_longest(source.execute(query), copy.execute(query))
        for count, (ours, theirs) in enumerate(pairs):
            if ours != theirs:
                return False
            if count % _ROWS_A_STEP == 0:
                progress(done, len(tables), _("Comparing every row"))
    return True


def _write_head(path: Path, source: Connection, folder: Path, new_key: bytes) -> None:
    """Write the head of the copy, which names the new key."""
    last = head.read(path)
    row = source.execute("SELECT seq, chain_hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    if last is None or row is None:
        return  # as it was: a missing head stops nobody
    writer = head.HeadWriter(folder / path.name)
    writer.write(head.Head(last.file_id, keys.key_id(new_key), row[0], row[1].hex()))
    writer.close()


def _mark(folder: Path, path: Path, made_of: dict[str, str]) -> None:
    """Flush everything, then say in one step that the copies count, and of which files they were made."""
    for name in _names(path):
        if (folder / name).exists():
            _flush(folder / name)
    if any((folder / (path.name + tail)).exists() for tail in _BESIDE):
        raise errors.FileLocked(_("The new file is still in use. Change the key again."))
    new = folder / f"{_MARK}.new"
    new.write_text(json.dumps(made_of), encoding="ascii")
    _flush(new)
    _flush_folder(folder)
    _flush_folder(folder.parent)
    new.replace(folder / _MARK)
    _flush_folder(folder)


def _names(path: Path) -> tuple[str, ...]:
    """Return the files that change places; the clinic file after what it names, the head last."""
    return (blobs.path_of(path).name, path.name, head.path_of(path).name)


def _replace(copy: Path, place: Path) -> None:
    """Put a file in its place; on Windows a virus scanner may hold the old one for a moment."""
    give_up = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            copy.replace(place)
            return
        except PermissionError:
            if time.monotonic() > give_up:
                raise errors.FileLocked(
                    _("Another program holds {file}, whose key was changed. Close it, then try again.").format(
                        file=place.name
                    )
                ) from None
            time.sleep(0.1)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise errors.CannotWrite(
            _("No folder can be made beside the clinic file. Allow writing there, then change the key again.")
        ) from error


def _refuse_small_disk(files: list[Path]) -> None:
    """Refuse while the disk has no room for a second copy."""
    needed = sum(file.stat().st_size for file in files)
    if shutil.disk_usage(files[0].parent).free < needed * 1.1:
        raise errors.DiskFull(
            _("A second copy of the clinic needs {count} MB on this disk. Make room, then try again.").format(
                count=-(-needed // 1_000_000)
            )
        )


def _clear(path: Path) -> None:
    """Remove the folder and what this module puts into it; anything else in there stays."""
    folder = folder_of(path)
    if not folder.is_dir():
        return
    # The mark goes last: a folder with the mark and without its copies has done its work.
    made = [name + tail for name in _names(path) for tail in ("", *_BESIDE)] + [turn_path_of(path).name]
    with contextlib.suppress(OSError):
        for name in (*made, f"{_MARK}.new", _MARK):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make sure that names are on the disk too; Windows does that by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
