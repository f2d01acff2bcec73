"""The rows that the verbs write, and the checks they share."""

from datetime import date, datetime, timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent, Status
from clinicdesk.records.consents.reading import get
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, Entry, insert

LONGEST_NAME = 200
LONGEST_REASON = 2000


def typed_name(name: str, sentence: str, field: str) -> str:
    """Return a typed name. Raises ``BadValue`` with the sentence when there is none."""
    if not name.strip():
        raise BadValue(sentence, field)
    if len(name.strip()) > LONGEST_NAME:
        raise BadValue(_("A name has up to {count} characters. Shorten it.").format(count=LONGEST_NAME), field)
    return name.strip()


def typed_reason(reason: str) -> str:
    """Return a typed reason. Raises ``BadValue`` for one that is far too long."""
    if len(reason.strip()) > LONGEST_REASON:
        raise BadValue(_("Shorten the reason to {count} characters.").format(count=LONGEST_REASON), "reason")
    return reason.strip()


def until(desk: Desk, consent: Consent, signed_at: datetime) -> date:
    """Return the last day a signature of this moment counts."""
    return desk.local(signed_at).date() + timedelta(days=consent.valid_days)


def still_open(desk: Desk, consent: Consent) -> Consent:
    """Return the consent as it is now. Raises ``BadValue`` when it is signed, declined or withdrawn meanwhile."""
    now = get(desk, consent.id)
    if now.status is not Status.PREPARED:
        raise BadValue(
            _("This form was answered already: {state}. Prepare a new one.").format(state=now.status.words.lower())
        )
    return now


def record_decision(desk: Desk, action: str, consent: Consent, *changes: Change, reason: str | None = None) -> Entry:
    """Record the one decision about a consent; two windows cannot both decide.

    Raises ``BadValue`` when somebody else was faster.
    """
    # A row of this id can be written once: that settles two decisions of the same moment.
    claim = insert("claims", f"consent decision {consent.id}", holder=consent.id)
    try:
        return desk.record(action, claim, *changes, patient=consent.patient_id, reason=reason)
    except ChangedElsewhere:
        still_open(desk, consent)
        raise


def event(
    desk: Desk,
    consent: Consent,
    kind: str,
    occurred_at: datetime,
    *,
    by_name: str | None = None,
    reason: str | None = None,
    valid_until: date | None = None,
    paper: str | None = None,
) -> Change:
    """Return the row for something that became of a consent."""
    return insert(
        "consent_events",
        desk.new_id(),
        consent_id=consent.id,
        patient_id=consent.patient_id,
        kind=kind,
        occurred_at=as_text(occurred_at),
        by_name=by_name,
        reason=reason or None,
        valid_until=valid_until.isoformat() if valid_until else None,
        paper_sha256=paper,
    )


def signature(
    desk: Desk,
    consent: Consent,
    meaning: str,
    signer_name: str,
    signed_at: datetime,
    *,
    staff_id: str | None = None,
    drawn: str | None = None,
    paper: str | None = None,
) -> Change:
    """Return the row for a signature under a consent."""
    return insert(
        "signatures",
        desk.new_id(),
        subject_table="consents",
        subject_id=consent.id,
        patient_id=consent.patient_id,
        meaning=meaning,
        signer_name=signer_name,
        staff_id=staff_id,
        signed_at=as_text(signed_at),
        strokes=drawn,
        paper_sha256=paper,
    )
