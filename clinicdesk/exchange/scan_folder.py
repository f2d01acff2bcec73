"""The folder into which a scanner puts its files: what is new there, and what is whole.

A scanner writes a file bit by bit, and over the network with pauses. A file is offered when it has stopped growing and
its end is there; one whose end cannot be seen is offered when it has not changed for a minute.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules import media

QUIET_MS = 2_000
LONG_QUIET_MS = 60_000
MOST_SHOWN = 100
_TAIL = 16_384


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that waits in the folder. ``changed_ns`` is when it was last written, by the clock of its disk."""

    path: Path
    size_bytes: int
    changed_ns: int

    @property
    def changed_at(self) -> datetime:
        """When it was last written, in UTC."""
        return datetime.fromtimestamp(self.changed_ns / 1e9, UTC)


class ScanFolder:
    """Looks into one folder again and again. ``look`` may be called from any one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._since: dict[Scan, int] = {}
        self._whole: set[Scan] = set()

    def look(self, uptime_ms: int) -> list[Scan]:
        """Return the files that are whole, the newest first; ``uptime_ms`` is now, by a clock that only goes on.

        Raises ``BadValue`` when the folder is not there or may not be read.
        """
        try:
            there = sorted(self._files(), key=lambda scan: scan.changed_ns, reverse=True)[:MOST_SHOWN]
        except OSError:
            raise BadValue(
                _("The scan folder of this PC cannot be read. Check that it is there, or choose another in Settings.")
            ) from None
        self._since = {scan: self._since.get(scan, uptime_ms) for scan in there}
        self._whole &= set(there)
        for scan in there:
            if scan not in self._whole and _is_whole(scan, uptime_ms - self._since[scan]):
                self._whole.add(scan)
        return [scan for scan in there if scan in self._whole]

    @property
    def has_growing(self) -> bool:
        """Whether a file was seen that is not whole yet: it is worth to look again soon."""
        return len(self._since) > len(self._whole)

    def _files(self) -> Iterator[Scan]:
        with os.scandir(self.folder) as found:
            for one in found:
                if one.name.startswith((".", "~")) or Path(one.name).suffix.casefold() not in media.SUFFIXES:
                    continue
                try:
                    # Windows keeps an old size in the folder's own list while a file is written.
                    seen = Path(one.path).stat()
                    if one.is_file():
                        yield Scan(Path(one.path), seen.st_size, seen.st_mtime_ns)
                except OSError:  # it went away meanwhile
                    continue


def _is_whole(scan: Scan, quiet_ms: int) -> bool:
    if scan.size_bytes == 0 or quiet_ms < QUIET_MS:
        return False
    if quiet_ms >= LONG_QUIET_MS:
        return True
    try:
        with scan.path.open("rb") as file:
            start = file.read(1024)
            file.seek(max(0, scan.size_bytes - _TAIL))
            end = file.read()
    except OSError:  # the scanner holds it
        return False
    kind = media.recognise(start)
    return kind is None or not media.ends_early(end, kind)


def delete(scan: Scan, sha256: str) -> None:
    """Remove a scan that has been filed. Raises ``BadValue`` unless it is still the very file, which is then left."""
    try:
        if hashlib.sha256(scan.path.read_bytes()).hexdigest() != sha256:
            raise BadValue(_("{file} has changed since it was filed, so it was left.").format(file=scan.path.name))
        scan.path.unlink()
    except FileNotFoundError:
        return
    except OSError:
        raise BadValue(
            _("{file} could not be deleted. Delete it in the scan folder yourself.").format(file=scan.path.name)
        ) from None
