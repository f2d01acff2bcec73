"""How a file leaves the program: the whole of it or nothing, readable by its owner only."""

import os
import tempfile
from pathlib import Path

from clinicdesk.errors import CannotWrite, DiskFull
from clinicdesk.language import _

_NO_ROOM = 28  # errno of a full disk


def refuse_existing(out: Path, *, force: bool) -> None:
    """Raise ``CannotWrite`` where a file of that name exists and nobody asked to write over it."""
    if out.exists() and not force:
        raise CannotWrite(
            _("{file} exists already. Choose another name, or write over it with --force.").format(file=out.name)
        )


def write_whole(out: Path, content: bytes) -> None:
    """Write the whole file or none of it, readable by its owner only. Raises ``CannotWrite`` or ``DiskFull``."""
    part: str | None = None
    try:
        handle, part = tempfile.mkstemp(dir=out.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(part).replace(out)
    except OSError as trouble:
        if part:
            Path(part).unlink(missing_ok=True)
        if trouble.errno == _NO_ROOM:
            raise DiskFull(_("There is no room left on the disk. The file was not written.")) from trouble
        raise CannotWrite(
            _("{file} cannot be written in this folder. Choose a folder you may write in.").format(file=out.name)
        ) from trouble
