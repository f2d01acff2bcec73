"""Signed with ink on paper: that it was signed, and the scan that follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.reading import get
from clinicdesk.records.consents.ready import refuse_sample, refuse_wrong_role
from clinicdesk.records.consents.rows import event, inked, record_decision, still_open, typed_name, until
from clinicdesk.records.consents.sign import replaced_rows
from clinicdesk.records.consents.treated_now import refuse_while_treated
from clinicdesk.records.consents.withdrawing import withdrawing_rows
from clinicdesk.records.wordings import Signer
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import Change, Entry, insert

LARGEST_SCAN = 30_000_000
"""Bytes. Ten sheets scanned in colour have less; more would make each backup slow."""

_SCANS = (b"%PDF", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inked:
    """What stands under a form that was signed on paper, beside the day.

    Attributes:
        role: ``patient`` or ``guardian``; of a guardian ``relation`` and ``authority`` are needed.
        mark: A mark in place of a name; then a ``witness`` is needed.
        clinician, witness, interpreter: The names of who signed too; empty for nobody.
        interpreted_into: The language, as a code such as ``es``.
        at_home: It was signed at home: it counts when staff recorded who signed and a clinician the talk.
    """

    signer_name: str
    role: Signer = Signer.PATIENT
    relation: str = ""
    authority: str = ""
    mark: bool = False
    clinician: str = ""
    witness: str = ""
    interpreter: str = ""
    interpreted_into: str = ""
    at_home: bool = False


def sign_on_paper(desk: Desk, consent: Consent, inked_by: Inked, *, signed_on: date) -> Entry:
    """Record that paper was signed; the scan is to follow.

    Of an earlier day the hour is not known, and it counts from the first moment of that day: a withdrawal of the same
    day then stands. Raises ``BadValue`` naming the field.
    """
    now = still_open(desk, consent)
    refuse_sample(now)
    today = desk.local(desk.now()).date()
    if signed_on == today:
        refuse_while_treated(desk, now)
    if signed_on > today:
        raise BadValue(_("The form cannot be signed in the future. Check the date."), "signed_on")
    if signed_on < today - timedelta(days=now.valid_days):
        raise BadValue(_("A consent signed that long ago no longer counts. Have a new one signed."), "signed_on")
    _refuse_before_adoption(desk, now, signed_on)
    if now.open_questions:
        raise BadValue(_("A question waits for the clinician. The form can be signed when it is answered."))
    refuse_wrong_role(now, inked_by.role, inked_by.relation, inked_by.authority)
    name = typed_name(inked_by.signer_name, _("Type the name of the person who signed."), "signer_name")
    signed_at = desk.now() if signed_on == today else datetime.combine(signed_on, time(), desk.zone())
    detail = {"at_home": True} if inked_by.at_home else None
    return record_decision(
        desk,
        "consent.sign_on_paper",
        now,
        event(
            desk,
            now,
            "signed_on_paper",
            signed_at,
            by_name=name,
            valid_until=until(desk, now, signed_at),
            detail=detail,
        ),
        *_signatures(desk, now, inked_by, name, signed_at),
        *replaced_rows(desk, now, name, before=None if signed_on == today else signed_at),
        *withdrawing_rows(desk, now, name, signed_at),
    )


def _refuse_before_adoption(desk: Desk, consent: Consent, signed_on: date) -> None:
    row = desk.row("SELECT adopted_at FROM adopted_texts WHERE text_id = ?", consent.text_id) or {}
    adopted_on = desk.local(from_text(row["adopted_at"])).date()
    if signed_on < adopted_on:
        raise BadValue(
            _("The clinic adopted this text on {day}. What was signed before that was not this text.").format(
                day=format_date(adopted_on)
            ),
            "signed_on",
        )


def _signatures(desk: Desk, consent: Consent, by: Inked, name: str, signed_at: datetime) -> list[Change]:
    said: dict[str, Any] = {"relation": by.relation.strip(), "authority": by.authority.strip(), "mark": by.mark}
    rows = [inked(desk, consent, by.role, name, signed_at, {key: value for key, value in said.items() if value})]
    for role, other in (
        (Signer.CLINICIAN, by.clinician),
        (Signer.WITNESS, by.witness),
        (Signer.INTERPRETER, by.interpreter),
    ):
        if other.strip():
            more = {"language": by.interpreted_into} if role is Signer.INTERPRETER and by.interpreted_into else {}
            rows.append(inked(desk, consent, role, typed_name(other, "", str(role)), signed_at, more))
    return rows


def attest_on_paper(desk: Desk, consent: Consent, *, role: Signer, name: str, language: str = "") -> Entry:
    """Record that somebody signed the paper beside the patient and was not named yet: a witness, an interpreter.

    ``language``: into which an interpreter interpreted, as a code. Raises ``BadValue`` naming the field.
    """
    now = get(desk, consent.id)
    if not now.is_on_paper or not now.was_given:
        raise BadValue(_("This is for a form that was signed on paper."))
    if now.signature_of(role):
        raise BadValue(_("There is such a signature already."))
    if role not in (Signer.WITNESS, Signer.INTERPRETER):
        raise ValueError("a clinician records the talk, and who agrees signs first")
    signed = typed_name(name, _("Type the name of the person who signed."), "name")
    more = {"language": language} if language else None
    row = inked(desk, now, role, signed, desk.now(), more)
    claim = insert("claims", f"consent {role} {now.id}", holder=now.id)
    try:
        return desk.record("consent.attest", claim, row, patient=now.patient_id)
    except ChangedElsewhere:
        raise BadValue(_("There is such a signature already.")) from None


def receive_scan(desk: Desk, consent: Consent, content: bytes, *, told: Mapping[str, Any] | None = None) -> Entry:
    """Keep the scan of a form that was signed on paper: a PDF or a picture. ``told``: what was found on its pages.

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
        event(desk, consent, "scan_received", desk.now(), by_name=desk.person.name, paper=digest, detail=told),
        patient=consent.patient_id,
    )
