"""The rows that the verbs write, and the checks they share."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.reading import get
from clinicdesk.records.consents.sealing import Penned, row_detail
from clinicdesk.records.consents.status import ON_PAPER, Status
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
    detail: Mapping[str, Any] | None = None,
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
        detail=as_json(detail),
    )


def signature(desk: Desk, consent: Consent, penned: Penned, *, drawn: str, paper: str) -> Change:
    """Return the row for a signature on the screen."""
    return _signature(
        desk, consent, str(penned.role), penned.name.strip(), penned.signed_at, row_detail(penned), penned.staff_id,
        drawn, paper,
    )  # fmt: skip


def inked(
    desk: Desk, consent: Consent, role: str, name: str, signed_at: datetime, detail: Mapping[str, Any] | None = None
) -> Change:
    """Return the row for a signature that stands on paper."""
    return _signature(desk, consent, role + ON_PAPER, name, signed_at, detail or {}, None, None, None)


def _signature(
    desk: Desk,
    consent: Consent,
    meaning: str,
    name: str,
    signed_at: datetime,
    detail: Mapping[str, Any],
    staff_id: str | None,
    drawn: str | None,
    paper: str | None,
) -> Change:
    return insert(
        "signatures",
        desk.new_id(),
        subject_table="consents",
        subject_id=consent.id,
        patient_id=consent.patient_id,
        meaning=meaning,
        signer_name=name,
        staff_id=staff_id,
        signed_at=as_text(signed_at),
        strokes=drawn,
        paper_sha256=paper,
        detail=as_json(detail),
    )


def as_json(detail: Mapping[str, Any] | None) -> str | None:
    """Return details as they are kept; none for nothing."""
    return json.dumps(dict(detail), ensure_ascii=False, sort_keys=True) if detail else None
