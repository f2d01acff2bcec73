"""Signed with ink on paper: that it was signed, and the scan that follows."""

from datetime import date, datetime, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.reading import get
from clinicdesk.records.consents.rows import event, record_decision, signature, still_open, typed_name, until
from clinicdesk.storage.entry import Entry

LARGEST_SCAN = 30_000_000
"""Bytes. Ten sheets scanned in colour have less; more would make each backup slow."""

_SCANS = (b"%PDF", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def sign_on_paper(desk: Desk, consent: Consent, *, signed_on: date, signer_name: str, clinician: str = "") -> Entry:
    """Record that paper was signed; the scan is to follow. ``clinician`` is who else signed it, if anybody.

    Of an earlier day the hour is not known, and it counts from the first moment of that day: a withdrawal of the same
    day then stands. Raises ``BadValue`` naming the field.
    """
    still_open(desk, consent)
    today = desk.local(desk.now()).date()
    if signed_on > today:
        raise BadValue(_("The form cannot be signed in the future. Check the date."), "signed_on")
    if signed_on < today - timedelta(days=consent.valid_days):
        raise BadValue(_("A consent signed that long ago no longer counts. Have a new one signed."), "signed_on")
    name = typed_name(signer_name, _("Type the name of the person who signed."), "signer_name")
    signed_at = desk.now() if signed_on == today else datetime.combine(signed_on, time(), desk.zone())
    signatures = [signature(desk, consent, "patient on paper", name, signed_at)]
    if clinician.strip():
        other = typed_name(clinician, "", "clinician")
        signatures.append(signature(desk, consent, "clinician on paper", other, signed_at))
    return record_decision(
        desk,
        "consent.sign_on_paper",
        consent,
        event(desk, consent, "signed_on_paper", signed_at, by_name=name, valid_until=until(desk, consent, signed_at)),
        *signatures,
    )


def receive_scan(desk: Desk, consent: Consent, content: bytes) -> Entry:
    """Keep the scan of a form that was signed on paper: a PDF or a picture.

    A better scan may follow; the newest is shown, the others stay. It can also come after the form has expired or was
    withdrawn, for what was signed belongs to the record. Raises ``BadValue``.
    """
    if not get(desk, consent.id).is_on_paper:
        raise BadValue(_("A scan belongs to a consent that was signed on paper."))
    if not content.startswith(_SCANS):
        raise BadValue(_("Choose a PDF, PNG or JPEG file as the scan."), "scan")
    if len(content) > LARGEST_SCAN:
        raise BadValue(_("This scan has more than 30 MB. Scan it in grey, at 200 or 300 dots per inch."), "scan")
    digest = desk.clinic.blobs.keep(content)
    return desk.record(
        "consent.scan_received",
        event(desk, consent, "scan_received", desk.now(), paper=digest),
        patient=consent.patient_id,
    )
