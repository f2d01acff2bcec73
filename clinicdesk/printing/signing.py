"""Signing on the screen, in one call: what is signed is sealed, its paper is made from the seal, and both are kept."""

from clinicdesk.desk import Desk
from clinicdesk.printing import consent_form
from clinicdesk.records import consents
from clinicdesk.records.consents import Capacity, Consent, Given, Penned
from clinicdesk.storage.entry import Entry


def sign(desk: Desk, consent: Consent, penned: Penned, given: Given) -> Entry:
    """Have the patient, or who stands for them, sign. Raises ``BadValue`` or ``CannotPrint``; then nothing is kept."""
    sealed = consents.prepare_signature(desk, consent, penned, given)
    return consents.sign(desk, consent, penned, given, sealed, consent_form.of_seal(desk, sealed))


def attest(
    desk: Desk, consent: Consent, penned: Penned, *, capacity: Capacity | None = None, remark: str = ""
) -> Entry:
    """Have somebody sign beside the patient. Raises ``BadValue`` or ``CannotPrint``; then nothing is kept."""
    sealed = consents.prepare_attestation(desk, consent, penned, capacity=capacity, remark=remark)
    return consents.attest(desk, consent, penned, sealed, consent_form.of_seal(desk, sealed))
