"""Consent texts and protocols exactly as they were when they were first used, kept as rows of the record.

The files under ``resources/`` may be changed or go away; what a patient signed or was treated by stays readable here.
"""

import hashlib
import unicodedata

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.storage.entry import Change, insert


def pin(desk: Desk, *, kind: str, name: str, version: str, body: str) -> tuple[str, tuple[Change, ...]]:
    """Return the id under which a file is kept, and the change that keeps it (none if it is kept already).

    ``kind`` is ``consent`` or ``protocol``. Equal bytes have one row, so the same text is never stored twice.
    """
    # The ledger keeps text in one Unicode form; the hash must be of what is kept.
    body = unicodedata.normalize("NFC", body)
    digest = hashlib.sha256(body.encode("utf-8")).hexdigest()
    row_id = f"{kind}/{name}@{version} {digest}"
    if desk.row("SELECT 1 FROM published_files WHERE id = ?", row_id):
        return row_id, ()
    row = insert("published_files", row_id, kind=kind, name=name, text_version=version, body=body, sha256=digest)
    return row_id, (row,)


def body_of(desk: Desk, file_id: str) -> str:
    """Return the text of a kept file. Raises ``NotFound``."""
    row = desk.row("SELECT body FROM published_files WHERE id = ?", file_id)
    if row is None:
        raise NotFound(_("This text is not in this clinic."))
    return str(row["body"])
