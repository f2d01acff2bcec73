"""A file from elsewhere on its way into a chart: read, recognised, opened once, and only then offered for filing."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from clinicdesk.errors import BadValue
from clinicdesk.exchange import pdf_reading, pictures
from clinicdesk.language import _
from clinicdesk.records.documents import Incoming
from clinicdesk.rules import media
from clinicdesk.rules.media import LARGEST_BYTES, Media

Report = Callable[[int, int], None]
"""Told how far the work is, as (done, of); may raise ``Cancelled``."""

_CHUNK = 1 << 20


def from_file(path: Path, report: Report = lambda _done, _of: None) -> Incoming:
    """Read and check a file. Raises ``BadValue`` with one sentence that says what to do."""
    return from_bytes(read(path, report), report)


def read(path: Path, report: Report = lambda _done, _of: None) -> bytes:
    """Return a file's bytes, at most ``LARGEST_BYTES``. Raises ``BadValue``."""
    try:
        if path.is_dir():
            raise BadValue(_("This is a folder. Choose the files in it."))
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise BadValue(_too_large())
        # A pipe or a device never ends.
        if not path.is_file():
            raise BadValue(_("This is not a file. Choose another."))
        into = BytesIO()
        with path.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                into.write(chunk)
                report(into.tell(), max(size, into.tell()))
                if into.tell() > LARGEST_BYTES:
                    raise BadValue(_too_large())
    except FileNotFoundError:
        raise BadValue(_("This file is no longer there. Look for it, or scan it again.")) from None
    except OSError:
        raise BadValue(_("This file cannot be read. Close it in other programs, then choose it again.")) from None
    return into.getvalue()


def from_bytes(content: bytes, report: Report = lambda _done, _of: None) -> Incoming:
    """Check what came as bytes: from a file, or pasted. Raises ``BadValue``."""
    if not content:
        raise BadValue(_("This file is empty. Save or scan it again."))
    if len(content) > LARGEST_BYTES:
        raise BadValue(_too_large())
    kind = media.recognise(content)
    if kind is None:
        raise BadValue(media.refusal(content))
    if media.ends_early(content, kind):
        raise BadValue(_("This file was cut off: its end is missing. Save or scan it again."))
    pages, text, script = None, "", False
    if kind is Media.PDF:
        found = pdf_reading.read(content, report)
        pages, text, script = found.pages, found.text, found.has_script
    else:
        pages = pictures.count_pages(content, kind, report)
    return Incoming(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        media=kind,
        pages=pages,
        text=text,
        has_script=script,
    )


def _too_large() -> str:
    return _("This file has more than 50 MB. Scan it in grey at 200 or 300 dots per inch, or in parts.")
