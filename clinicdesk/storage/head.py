"""The head: a small file beside the clinic file that remembers how far the ledger had come. It holds no patient data.

One flipped byte in a write-ahead log can silently drop its tail; the head shows that. Its check value tells a wrong
key from damage.
"""

import contextlib
import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from clinicdesk.errors import CannotWrite
from clinicdesk.language import _

_SIZE = 512  # one disk sector: rewritten in place, it is never half old and half new


@dataclass(frozen=True, slots=True)
class Head:
    """How far a clinic file had come when it was last written."""

    file_id: str
    key_id: str
    seq: int
    chain_hash: str


def path_of(clinic_file: Path) -> Path:
    """Return where the head of a clinic file lies."""
    return clinic_file.with_suffix(".head")


def read(clinic_file: Path) -> Head | None:
    """Return the head of a clinic file, or None where it is missing or unreadable."""
    try:
        text = path_of(clinic_file).read_text(encoding="ascii").strip()
        body, check = text.rsplit(" ", 1)
        if zlib.crc32(body.encode()) != int(check, 16):
            return None
        return Head(**json.loads(body))
    except (OSError, ValueError, TypeError):
        return None


class HeadWriter:
    """Rewrites the head of one clinic file after each commit."""

    def __init__(self, clinic_file: Path) -> None:
        """Open the head for writing. Raises ``CannotWrite``."""
        path = path_of(clinic_file)
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise CannotWrite(
                _("{file} cannot be written. Allow writing it, as the clinic file beside it.").format(file=path.name)
            ) from error

    def write(self, head: Head) -> None:
        """Replace what the head says; called when the entry is in the file already.

        Not flushed, and a failure is passed over: a head that is a little behind does no harm, and to call an entry
        failed that is recorded would make somebody record it twice.
        """
        body = json.dumps(asdict(head), separators=(",", ":"))
        line = f"{body} {zlib.crc32(body.encode()):08x}".ljust(_SIZE - 1) + "\n"
        with contextlib.suppress(OSError):
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, line.encode("ascii"))

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
