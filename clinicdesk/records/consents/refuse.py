"""What ends a form that was never signed: the patient does not agree, or nobody needs it."""

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.rows import event, record_decision, still_open, typed_name, typed_reason
from clinicdesk.storage.entry import Entry


def decline(desk: Desk, consent: Consent, *, by_name: str, reason: str) -> Entry:
    """Record that the patient does not agree. A reason may be given; nobody owes one."""
    now = still_open(desk, consent)
    name = typed_name(by_name, _("Type the name of the person who said so."), "by_name")
    why = typed_reason(reason)
    return record_decision(
        desk,
        "consent.decline",
        now,
        event(desk, now, "declined", desk.now(), by_name=name, reason=why),
        reason=why or None,
    )


def void(desk: Desk, consent: Consent, *, reason: str) -> Entry:
    """Void a form that was prepared by mistake and never answered. It stays in the record with its number."""
    now = still_open(desk, consent)
    why = typed_reason(reason)
    if not why:
        raise BadValue(_("Write why this form is voided, for example “wrong text”."), "reason")
    return record_decision(
        desk,
        "consent.void",
        now,
        event(desk, now, "voided", desk.now(), by_name=desk.person.name, reason=why),
        reason=why,
    )
