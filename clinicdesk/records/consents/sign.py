"""Signing on the screen: the patient, then the clinician who explained the treatment."""

import json
from collections.abc import Mapping
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent, Status, Strokes
from clinicdesk.records.consents.reading import get, text_of
from clinicdesk.records.consents.rows import event, record_decision, signature, still_open, typed_name, until
from clinicdesk.records.wordings import Wording
from clinicdesk.storage.entry import Entry, insert


def sign(
    desk: Desk,
    consent: Consent,
    *,
    signer_name: str,
    strokes: Strokes,
    aspect: float,
    initials: Mapping[str, Strokes],
    signed_at: datetime,
    paper: bytes,
) -> Entry:
    """Record that the patient signed on the screen. ``paper`` is the exact PDF they signed; it is kept for good.

    ``initials`` are the strokes by section; each section of the text needs them. Raises ``BadValue`` naming the field.
    """
    still_open(desk, consent)
    name = typed_name(signer_name, _("Type the name of the person who signs."), "signer_name")
    if missing_initials(text_of(desk, consent), initials):
        raise BadValue(_("Initials are missing. Put them into each marked field."), "initials")
    _refuse_empty(strokes)
    if signed_at > desk.now():
        raise BadValue(_("The form cannot be signed in the future. Check the clock of this PC."))
    digest = _keep(desk, paper)
    drawn = {"aspect": aspect, "strokes": strokes, "initials": dict(initials)}
    return record_decision(
        desk,
        "consent.sign",
        consent,
        event(desk, consent, "signed", signed_at, by_name=name, valid_until=until(desk, consent, signed_at)),
        signature(desk, consent, "patient", name, signed_at, drawn=json.dumps(drawn), paper=digest),
    )


def countersign(
    desk: Desk, consent: Consent, *, strokes: Strokes, aspect: float, signed_at: datetime, paper: bytes
) -> Entry:
    """Record the signature of the clinician who explained the treatment: the person at this desk.

    ``paper`` is the exact PDF with both signatures. The one the patient signed stays as it is.
    """
    now = get(desk, consent.id)
    if now.status is not Status.SIGNED or now.is_on_paper:
        raise BadValue(_("The patient signs on the screen first, then the clinician."))
    _refuse_countersigned(now)
    _refuse_empty(strokes)
    digest = _keep(desk, paper)
    drawn = json.dumps({"aspect": aspect, "strokes": strokes, "initials": {}})
    person = desk.person
    try:
        return desk.record(
            "consent.countersign",
            insert("claims", f"consent clinician {consent.id}", holder=consent.id),
            signature(
                desk, consent, "clinician", person.name, signed_at, staff_id=person.id, drawn=drawn, paper=digest
            ),
            patient=consent.patient_id,
        )
    except ChangedElsewhere:
        _refuse_countersigned(get(desk, consent.id))
        raise


def missing_initials(wording: Wording, initials: Mapping[str, Strokes]) -> tuple[str, ...]:
    """Return the sections of a text that still lack initials, in the order of the text."""
    sections = (block.section for block in wording.blocks if block.kind == "initials")
    return tuple(section for section in sections if not any(initials.get(section, ())))


def _refuse_countersigned(consent: Consent) -> None:
    if consent.signature_of("clinician"):
        raise BadValue(_("A clinician has signed this consent already."))


def _refuse_empty(strokes: Strokes) -> None:
    if not any(strokes):
        raise BadValue(_("The signature is empty. Sign in the field, then go on."), "signature")


def _keep(desk: Desk, paper: bytes) -> str:
    """Store what was signed, before the entry that names it."""
    if not paper.startswith(b"%PDF"):
        raise ValueError("what is signed must be a PDF")
    return desk.clinic.blobs.keep(paper)
