"""The two ways to say no: before signing, and after."""

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent, Status
from clinicdesk.records.consents.reading import get
from clinicdesk.records.consents.rows import event, record_decision, still_open, typed_name, typed_reason
from clinicdesk.storage.entry import Entry


def decline(desk: Desk, consent: Consent, *, by_name: str, reason: str) -> Entry:
    """Record that the patient does not agree. A reason may be given; nobody owes one."""
    still_open(desk, consent)
    name = typed_name(by_name, _("Type the name of the person who said so."), "by_name")
    why = typed_reason(reason)
    return record_decision(
        desk,
        "consent.decline",
        consent,
        event(desk, consent, "declined", desk.now(), by_name=name, reason=why),
        reason=why or None,
    )


def withdraw(desk: Desk, consent: Consent, *, by_name: str, reason: str) -> Entry:
    """Record that the patient takes the consent back, from this moment and for good."""
    now = get(desk, consent.id)
    if now.status is Status.WITHDRAWN:
        raise BadValue(_("This consent is withdrawn already."))
    if not now.was_given:
        raise BadValue(_("Only a consent that was given can be withdrawn."))
    why = typed_reason(reason)
    if not why:
        raise BadValue(_("Give the reason in a few words, or “no reason given”."), "reason")
    name = typed_name(by_name, _("Type the name of the person who said so."), "by_name")
    return desk.record(
        "consent.withdraw",
        event(desk, consent, "withdrawn", desk.now(), by_name=name, reason=why),
        patient=consent.patient_id,
        reason=why,
    )
