"""Signing on the screen: who agrees first, then whoever signs beside them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _
from clinicdesk.records.consents import sealing
from clinicdesk.records.consents.consent import Consent, Strokes
from clinicdesk.records.consents.reading import get, of_patient, text_of
from clinicdesk.records.consents.ready import ready, refuse_wrong_role
from clinicdesk.records.consents.rows import event, record_decision, signature, typed_name, until
from clinicdesk.records.consents.sealing import Given, Penned, Sealed
from clinicdesk.records.consents.status import UNABLE, Status
from clinicdesk.records.consents.treated_now import refuse_while_treated
from clinicdesk.records.consents.withdrawing import withdrawing_rows
from clinicdesk.records.wordings import Signer, TextKind, Wording
from clinicdesk.rules.pen import is_mark, is_signature
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, Entry, insert

_WHO_AGREES = frozenset({Signer.PATIENT, Signer.GUARDIAN})

UNABLE_ALONE = _("Who cannot decide cannot sign. Withdraw this form, and prepare one for the representative.")


class Capacity(StrEnum):
    """What the clinician found about the patient's ability to decide."""

    PRESENT = "present"
    WITH_SUPPORT = "with_support"
    ABSENT = UNABLE

    @property
    def words(self) -> str:
        """Return it as people say it."""
        return {
            Capacity.PRESENT: _("The patient can make this decision"),
            Capacity.WITH_SUPPORT: _("The patient can make this decision with support"),
            Capacity.ABSENT: _("The patient cannot make this decision; a representative signs"),
        }[self]


def prepare_signature(desk: Desk, consent: Consent, penned: Penned, given: Given) -> Sealed:
    """Return what is sealed when the patient, or who stands for them, signs now; then make its paper and ``sign``.

    Raises ``BadValue`` naming the field: ``signer_name``, ``initials``, ``answers``, ``electronic``, ``signature``,
    ``relation``, ``authority``.
    """
    now = ready(desk, consent, penned.began_at)
    if penned.role not in _WHO_AGREES:
        raise ValueError("who agrees is the patient or stands for the patient")
    refuse_wrong_role(now, penned.role, penned.relation, penned.authority)
    _check_name(penned)
    wording = text_of(desk, now)
    if missing_initials(wording, given.initials):
        raise BadValue(_("Initials are missing. Put them into each marked field."), "initials")
    if missing_answers(wording, given.answers):
        raise BadValue(_("An answer is missing. Answer each question."), "answers")
    if not given.read_to_end and not given.read_aloud_by:
        raise BadValue(_("Read the form to its end first, or have it read aloud."), "read")
    if not given.electronic:
        raise BadValue(_("Agree to sign on this screen first, or sign on paper."), "electronic")
    _check_strokes(penned)
    _refuse_future(desk, penned)
    return sealing.compose(desk, now, penned, given)


def sign(desk: Desk, consent: Consent, penned: Penned, given: Given, sealed: Sealed, paper: bytes) -> Entry:
    """Record that the form was signed. ``paper`` is the exact PDF that shows the seal; both are kept for good.

    An earlier form on the same text is replaced by it; a signed withdrawal form takes its consent back.
    """
    now = ready(desk, consent, penned.began_at)
    _refuse_other(sealed, sealing.compose(desk, now, penned, given))
    digest, seal_row = _keep(desk, now, sealed, paper)
    at, name = penned.signed_at, penned.name.strip()
    return record_decision(
        desk,
        "consent.sign",
        now,
        event(desk, now, "signed", at, by_name=name, valid_until=until(desk, now, at)),
        signature(desk, now, penned, drawn=sealing.drawn(penned, given), paper=digest),
        seal_row,
        *replaced_rows(desk, now, name),
        *withdrawing_rows(desk, now, name, at),
    )


def prepare_attestation(
    desk: Desk, consent: Consent, penned: Penned, *, capacity: Capacity | None = None, remark: str = ""
) -> Sealed:
    """Return what is sealed when somebody signs beside the patient: clinician, witness, interpreter, guardian.

    The clinician says with it what the patient's capacity was. Raises ``BadValue``.
    """
    now = _refuse_not_signed(desk, consent)
    if now.signature_of(penned.role):
        raise BadValue(_("There is such a signature already."))
    if penned.role is Signer.CLINICIAN:
        _refuse_capacity(now, capacity)
    if penned.role in _WHO_AGREES:
        _refuse_late_agreement(desk, now, penned)
    _check_name(penned)
    if penned.role is Signer.CLINICIAN and (penned.staff_id, penned.name.strip()) != (desk.person.id, desk.person.name):
        raise BadValue(_("A clinician signs as yourself: sign in under your own name first."), "signer_name")
    if penned.mark and penned.role not in _WHO_AGREES:
        raise BadValue(_("A mark is for who agrees. Whoever signs beside them writes their name."), "signature")
    _check_strokes(penned)
    _refuse_future(desk, penned)
    talk = None
    if penned.role is Signer.CLINICIAN:
        talk = {
            "by": penned.name.strip(),
            "at": as_text(penned.signed_at),
            "capacity": str(capacity),
            "remark": remark.strip(),
        }
    return sealing.compose(desk, now, penned, talk=talk)


def attest(desk: Desk, consent: Consent, penned: Penned, sealed: Sealed, paper: bytes) -> Entry:
    """Record a signature beside the patient's. What the patient signed stays as it is; the seal holds both."""
    now = _refuse_not_signed(desk, consent)
    _refuse_other(sealed, sealing.compose(desk, now, penned, talk=sealed.data["talk"]))
    digest, seal_row = _keep(desk, now, sealed, paper)
    rows: list[Change] = [signature(desk, now, penned, drawn=sealing.drawn(penned, None), paper=digest), seal_row]
    action = "consent.attest"
    if penned.role is Signer.CLINICIAN:
        action = "consent.countersign"
        talk = {key: sealed.data["talk"][key] for key in ("capacity", "remark")}
        rows.append(event(desk, now, "explained", penned.signed_at, by_name=penned.name.strip(), detail=talk))
    try:
        # One of each role: a second desk that is a moment later is told so. The seal before it must still be the last.
        return desk.record(
            action,
            insert("claims", f"consent {penned.role} {now.id}", holder=now.id),
            insert("claims", f"seal after {sealed.data['previous']}", holder=now.id),
            *rows,
            patient=now.patient_id,
        )
    except ChangedElsewhere:
        raise BadValue(_("Somebody else signed this form at the same moment. Sign once more.")) from None


def missing_initials(wording: Wording, initials: Mapping[str, Strokes]) -> tuple[str, ...]:
    """Return the sections of a text that still lack initials, in the order of the text."""
    sections = (block.section for block in wording.blocks if block.kind == "initials")
    return tuple(section for section in sections if not any(initials.get(section, ())))


def missing_answers(wording: Wording, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the questions that still lack an answer, in the order of the text; also one with an unknown answer."""
    blocks = (block for block in wording.blocks if block.kind == "answer")
    return tuple(
        block.section
        for block in blocks
        if (block.required and not answers.get(block.section, "").strip())
        or (block.options and answers.get(block.section, "") not in ("", *block.options))
    )


def replaced_rows(desk: Desk, consent: Consent, by_name: str, *, before: datetime | None = None) -> Sequence[Change]:
    """Return the rows that say of earlier forms on the same text that this one replaces them.

    ``before``: of paper of an earlier day that is recorded late, when it was signed: it replaces nothing newer.
    """
    earlier = (c for c in of_patient(desk, consent.patient_id) if c.text_name == consent.text_name)
    return [
        event(desk, one, "superseded", desk.now(), by_name=by_name, detail={"by_form": consent.form_number})
        for one in earlier
        if one.id != consent.id
        and one.about_id == consent.about_id
        and (before is None or one.since <= before)
        and one.status in (Status.SIGNED, Status.SCAN_TO_FOLLOW, Status.INCOMPLETE, Status.EXPIRED)
        # One release names other people than the next: a new one does not replace it.
        and one.kind is not TextKind.RELEASE
    ]


def _refuse_capacity(consent: Consent, capacity: Capacity | None) -> None:
    if capacity is None:
        raise BadValue(_("Say whether the patient can make this decision."), "capacity")
    if capacity is Capacity.ABSENT and consent.signature_of(Signer.GUARDIAN) is None:
        raise BadValue(UNABLE_ALONE, "capacity")


def _refuse_late_agreement(desk: Desk, consent: Consent, penned: Penned) -> None:
    """Refuse who agrees after somebody else has: a patient no form asks for, and anybody during the treatment."""
    refuse_while_treated(desk, consent)
    if penned.role is Signer.GUARDIAN:
        refuse_wrong_role(consent, penned.role, penned.relation, penned.authority)
    elif Signer.PATIENT not in consent.signers:
        raise BadValue(_("A parent or legal representative signs this form."), "role")


def _refuse_other(sealed: Sealed, again: Sealed) -> None:
    """Raise ``BadValue`` when what was sealed is not what would be sealed now, of this form and by this signature."""
    if _without_uptime(sealed) != _without_uptime(again):
        raise BadValue(_("Something about this form changed at this moment. Read it again, then sign once more."))


def _without_uptime(sealed: Sealed) -> dict[str, Any]:
    # How long the PC has been on is the one thing that goes on between making the paper and keeping it.
    *before, last = sealed.data["signatures"]
    return dict(sealed.data) | {"signatures": [*before, {**last, "uptime_ms": None}]}


def _refuse_future(desk: Desk, penned: Penned) -> None:
    if penned.signed_at > desk.now():
        raise BadValue(_("The form cannot be signed in the future. Check the clock of this PC."))


def _refuse_not_signed(desk: Desk, consent: Consent) -> Consent:
    now = get(desk, consent.id)
    if now.status not in (Status.SIGNED, Status.INCOMPLETE) or now.seal is None:
        raise BadValue(_("The patient signs on the screen first, then the others."))
    return now


def _check_name(penned: Penned) -> None:
    typed_name(penned.name, _("Type the name of the person who signs."), "signer_name")


def _check_strokes(penned: Penned) -> None:
    if not any(penned.strokes):
        raise BadValue(_("The signature is empty. Sign in the field, then go on."), "signature")
    if not (is_mark(penned.strokes) if penned.mark else is_signature(penned.strokes)):
        raise BadValue(_("This is too little for a signature. Clear it, and sign again."), "signature")


def _keep(desk: Desk, consent: Consent, sealed: Sealed, paper: bytes) -> tuple[str, Change]:
    """Store seal and paper, before the entry that names them; return the paper's hash and the row of the seal."""
    if not paper.startswith(b"%PDF"):
        raise ValueError("what is signed must be a PDF")
    digest = desk.clinic.blobs.keep(paper)
    desk.clinic.blobs.keep(sealed.content)
    row = insert(
        "seals",
        desk.new_id(),
        consent_id=consent.id,
        patient_id=consent.patient_id,
        sha256=sealed.sha256,
        paper_sha256=digest,
        sealed_at=as_text(sealed.signed_at),
    )
    return digest, row
