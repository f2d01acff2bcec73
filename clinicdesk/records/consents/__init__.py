"""Consents: prepared on a text that is pinned, signed on screen or paper, declined, expired, withdrawn.

A consent is a row that never changes; what became of it are events. Where it stands follows from them: one decision
(signed, signed on paper or declined), who has signed beside, perhaps a scan of the paper, perhaps a withdrawal, which
stands for good.
"""

from clinicdesk.records.consents.consent import Consent, ConsentStanding, Strokes
from clinicdesk.records.consents.filling import known_values, place_words, places
from clinicdesk.records.consents.marks import clinic_mark, form_mark
from clinicdesk.records.consents.paper import Inked, attest_on_paper, receive_scan, sign_on_paper
from clinicdesk.records.consents.prepare import prepare, signers_of, text_for
from clinicdesk.records.consents.proof import Proof, by_fingerprint, prove, short_form
from clinicdesk.records.consents.reading import (
    by_form_number,
    get,
    of_patient,
    text_of,
)
from clinicdesk.records.consents.refuse import decline, void
from clinicdesk.records.consents.sealing import Given, Penned, Sealed
from clinicdesk.records.consents.sign import (
    Capacity,
    attest,
    missing_answers,
    missing_initials,
    prepare_attestation,
    prepare_signature,
    sign,
)
from clinicdesk.records.consents.standing import for_treatment
from clinicdesk.records.consents.status import ConsentEvent, Seal, Signature, Status
from clinicdesk.records.consents.talking import answer, ask, copy_given, explain, identify
from clinicdesk.records.consents.treated_now import is_treated_now
from clinicdesk.records.consents.withdrawing import withdraw

__all__ = [
    "Capacity",
    "Consent",
    "ConsentEvent",
    "ConsentStanding",
    "Given",
    "Inked",
    "Penned",
    "Proof",
    "Seal",
    "Sealed",
    "Signature",
    "Status",
    "Strokes",
    "answer",
    "ask",
    "attest",
    "attest_on_paper",
    "by_fingerprint",
    "by_form_number",
    "clinic_mark",
    "copy_given",
    "decline",
    "explain",
    "for_treatment",
    "form_mark",
    "get",
    "identify",
    "is_treated_now",
    "known_values",
    "missing_answers",
    "missing_initials",
    "of_patient",
    "place_words",
    "places",
    "prepare",
    "prepare_attestation",
    "prepare_signature",
    "prove",
    "receive_scan",
    "short_form",
    "sign",
    "sign_on_paper",
    "signers_of",
    "text_for",
    "text_of",
    "void",
    "withdraw",
]
