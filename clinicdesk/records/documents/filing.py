"""Filing a document, changing what is written about it, reviewing it, and voiding it."""

import hashlib
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.language import _
from clinicdesk.records import erased
from clinicdesk.records.documents.document import Document, Incoming, Source
from clinicdesk.records.documents.kinds import Kind, kinds
from clinicdesk.records.documents.reading import may_void, reviewers
from clinicdesk.records.identities import surviving
from clinicdesk.rules import media
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Value, insert, update

LONGEST_TITLE = 200


def file(
    desk: Desk,
    *,
    patient_id: str,
    incoming: Incoming,
    source: Source,
    kind: str,
    title: str = "",
    dated_on: date | None = None,
    reviewer_id: str | None = None,
) -> str:
    """File a document in a patient's chart and return its id. Without a title it is called by its kind.

    The bytes are stored and flushed before the entry that names them: whatever happens in between, no entry names a
    document that is not there. Raises ``BadValue`` naming the field.
    """
    if not desk.may("document.file"):
        raise NotAllowed(_("Your role does not include filing documents. Ask an administrator if it should."))
    what = _about(desk, kind, title, dated_on, reviewer_id)
    _check(incoming)
    whose = surviving(desk, patient_id)
    document_id = desk.new_id()
    digest = desk.clinic.blobs.keep(incoming.content)
    change = insert(
        "documents",
        document_id,
        patient_id=whose,
        source=source.value,
        filed_at=as_text(desk.now()),
        filed_by=desk.person.id,
        sha256=digest,
        media_type=incoming.media.value,
        size_bytes=len(incoming.content),
        pages=incoming.pages,
        text=incoming.text,
        **what,
    )
    desk.record("document.file", change, patient=whose)
    return document_id


def amend(
    desk: Desk,
    document: Document,
    *,
    kind: str,
    title: str,
    dated_on: date | None,
    reviewer_id: str | None,
) -> None:
    """Change what is written about a document. Raises ``BadValue`` naming the field, or ``ChangedElsewhere``.

    Who may not read a document may not rename it, nor make one of another kind of it that they may read.
    """
    if not document.readable:
        raise NotAllowed(_("Only clinicians change documents of this kind. Ask one of them."))
    _still_filed(desk, document)
    if document.reviewed_at is not None and reviewer_id != document.reviewer_id:
        raise BadValue(_("This document has been reviewed. Nobody else can be asked to."), "reviewer")
    what = _about(desk, kind, title, dated_on, reviewer_id, before=document)
    change = update("documents", document.id, document.version, **what)
    desk.record("document.amend", change, patient=document.patient_id)


def review(desk: Desk, document: Document) -> None:
    """Record that this clinician has reviewed a document. Raises ``BadValue`` or ``ChangedElsewhere``."""
    desk.may_see("clinical")
    _still_filed(desk, document)
    if document.reviewed_at is not None:
        raise BadValue(_("This document has been reviewed already."))
    now = as_text(desk.now())
    change = update("documents", document.id, document.version, reviewed_by=desk.person.id, reviewed_at=now)
    desk.record("document.review", change, patient=document.patient_id)


def void(desk: Desk, document: Document, *, reason: str) -> None:
    """Void a document that stands in the wrong chart or should not be there. It stays, with the reason.

    Clinicians void any; who filed one into the wrong chart takes it back without having to look for a clinician.
    Raises ``NotAllowed``, ``BadValue`` without a reason, or ``ChangedElsewhere``.
    """
    if not may_void(desk, document):
        raise NotAllowed(_("Only clinicians void what somebody else filed. Ask one of them."))
    if not reason.strip():
        raise BadValue(_("Say why this document is voided."), "reason")
    _still_filed(desk, document)
    change = update("documents", document.id, document.version, voided_reason=reason.strip())
    desk.record("document.void", change, patient=document.patient_id, reason=reason.strip())


def refile(desk: Desk, document: Document, *, patient_id: str) -> str:
    """Move a document that was filed in the wrong chart to the right one, in one entry; return its new id.

    It stays readable in the wrong one as voided, since somebody may have acted on it. Who may void it may do this.
    Raises ``NotAllowed``, ``BadValue`` naming the field, or ``ChangedElsewhere``.
    """
    if not may_void(desk, document):
        raise NotAllowed(_("Only clinicians move what somebody else filed. Ask one of them."))
    _still_filed(desk, document)
    whose = surviving(desk, patient_id)
    if whose == surviving(desk, document.patient_id):
        raise BadValue(_("The document is in this patient's chart. Choose whose it is."), "patient")
    row = desk.row(f"SELECT {', '.join(_KEPT)} FROM documents WHERE id = ?", document.id)
    assert row is not None
    document_id = desk.new_id()
    desk.record(
        "document.refile",
        # The other patient is not named here: whoever reads this chart need not know of them.
        update("documents", document.id, document.version, voided_reason=_("Filed in the wrong chart.")),
        insert(
            "documents",
            document_id,
            patient_id=whose,
            filed_at=as_text(desk.now()),
            filed_by=desk.person.id,
            **row,
        ),
        patient=(document.patient_id, whose),
    )
    return document_id


_KEPT = (
    *("kind", "title", "dated_on", "source", "sha256", "media_type", "size_bytes", "pages", "text"),
    "reviewer_id",
)
"""What a document takes along to another chart; a review does not go with it, as it was of another patient."""


def _about(
    desk: Desk, kind_id: str, title: str, dated_on: date | None, reviewer_id: str | None, before: Document | None = None
) -> dict[str, Value]:
    """Return the columns of what is written about a document, checked."""
    kind = _known(kind_id, before)
    name = " ".join(title.split()) or kind.title
    if len(name) > LONGEST_TITLE:
        raise BadValue(_("Shorten the title to {count} letters.").format(count=LONGEST_TITLE), "title")
    if dated_on is not None and dated_on > desk.local(desk.now()).date():
        raise BadValue(_("This day has not come yet. Check the date on the document."), "dated_on")
    stays = before is not None and reviewer_id == before.reviewer_id
    if reviewer_id is not None and not stays and reviewer_id not in {one.id for one in reviewers(desk)}:
        raise BadValue(_("Only a clinician who works here can review. Choose another."), "reviewer")
    return {
        "kind": kind.id,
        "title": name,
        "dated_on": dated_on.isoformat() if dated_on else None,
        "reviewer_id": reviewer_id,
    }


def _known(kind_id: str, before: Document | None) -> Kind:
    for kind in (*kinds(), *([before.kind] if before else [])):
        if kind.id == kind_id:
            return kind
    raise BadValue(_("Choose what kind of document this is."), "kind")


def _check(incoming: Incoming) -> None:
    """Refuse what was not checked: this is the last door before the record."""
    if not 0 < len(incoming.content) <= media.LARGEST_BYTES:
        raise BadValue(_("This file is empty or has more than 50 MB."))
    if media.recognise(incoming.content) is not incoming.media:
        raise BadValue(media.refusal(incoming.content))
    if hashlib.sha256(incoming.content).hexdigest() != incoming.sha256:
        raise ValueError("the content is not what was checked")


def _still_filed(desk: Desk, document: Document) -> None:
    if document.voided_reason is not None:
        raise BadValue(_("This document was voided. File it again if it is needed."))
    if gone := erased.of_document(desk, document.id):
        raise BadValue(gone.words(desk))
