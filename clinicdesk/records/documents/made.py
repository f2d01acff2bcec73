"""Papers this program made, kept in a chart as they were made. One that is kept by itself is kept once."""

import hashlib
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed
from clinicdesk.language import _
from clinicdesk.records.documents.document import Source
from clinicdesk.records.documents.kinds import kind_of
from clinicdesk.records.documents.reading import same_content
from clinicdesk.records.identities import surviving
from clinicdesk.rules import media
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, insert, update


def keep(
    desk: Desk,
    *,
    patient_id: str,
    content: bytes,
    pages: int,
    kind: str,
    title: str,
    dated_on: date | None = None,
    once: str = "",
    instead_of: str = "",
) -> str | None:
    """Keep a PDF in a patient's chart, in one entry, and return its id; None when it is there already.

    The same bytes are never kept twice in one chart. ``once`` names what is kept once whatever its bytes, such as the
    summary of a session as it stood after one signature; ``instead_of`` begins the names of what it replaces, which is
    voided in the same entry. Raises ``NotAllowed`` and ``BadValue``.
    """
    if not desk.may("document.file"):
        raise NotAllowed(_("Your role does not include filing documents. Ask an administrator if it should."))
    if media.recognise(content) is not media.Media.PDF:
        raise BadValue(media.refusal(content))
    whose = surviving(desk, patient_id)
    digest = hashlib.sha256(content).hexdigest()
    if (once and kept_once(desk, once)) or _same(desk, whose, digest):
        return None
    document_id = desk.new_id()
    claims = [insert("claims", once, holder=document_id)] if once else []
    earlier = _replaced(desk, instead_of) if instead_of else []
    desk.clinic.blobs.keep(content)
    row = insert(
        "documents",
        document_id,
        patient_id=whose,
        kind=kind_of(kind).id,
        title=title,
        dated_on=dated_on.isoformat() if dated_on else None,
        source=Source.MADE.value,
        filed_at=as_text(desk.now()),
        filed_by=desk.person.id,
        sha256=digest,
        media_type=media.Media.PDF.value,
        size_bytes=len(content),
        pages=pages,
        text="",
        reviewer_id=None,
    )
    try:
        desk.record("document.file", row, *claims, *earlier, patient=whose)
    except ChangedElsewhere:
        if once and kept_once(desk, once):
            return None  # another window was quicker
        raise
    return document_id


def kept_once(desk: Desk, once: str) -> bool:
    """Whether something that is kept once is there already (see ``keep``)."""
    return desk.row("SELECT id FROM claims WHERE id = ?", once) is not None


def _same(desk: Desk, patient_id: str, digest: str) -> bool:
    """Whether these bytes stand in the chart already, and count."""
    twin = same_content(desk, patient_id, digest)
    return twin is not None and twin.same_patient


def _replaced(desk: Desk, beginning: str) -> list[Change]:
    """Return the changes that void what was kept under names with this beginning."""
    rows = desk.rows(
        "SELECT d.id, d.version FROM claims c JOIN documents d ON d.id = c.holder "
        "WHERE c.id >= ? AND c.id < ? AND d.voided_reason IS NULL",
        beginning,
        beginning + "\uffff",
    )
    reason = _("A newer one is in the folder.")
    return [update("documents", row["id"], row["version"], voided_reason=reason) for row in list(rows)]
