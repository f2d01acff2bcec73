"""Consents: prepared on a text that is pinned, signed on screen or paper, declined, expired, withdrawn.

A consent is a row that never changes; what became of it are events. Where it stands follows from them: one decision
(signed, signed on paper or declined), perhaps a scan of the paper, perhaps a withdrawal, which stands for good.
"""

from clinicdesk.records.consents.consent import (
    Consent,
    ConsentEvent,
    ConsentStanding,
    Signature,
    Status,
    Strokes,
)
from clinicdesk.records.consents.filling import known_values, place_words, places
from clinicdesk.records.consents.paper import receive_scan, sign_on_paper
from clinicdesk.records.consents.prepare import prepare
from clinicdesk.records.consents.reading import (
    by_form_number,
    for_treatment,
    for_treatments,
    get,
    of_patient,
    text_of,
    texts,
)
from clinicdesk.records.consents.refuse import decline, withdraw
from clinicdesk.records.consents.sign import countersign, missing_initials, sign

__all__ = [
    "Consent",
    "ConsentEvent",
    "ConsentStanding",
    "Signature",
    "Status",
    "Strokes",
    "by_form_number",
    "countersign",
    "decline",
    "for_treatment",
    "for_treatments",
    "get",
    "known_values",
    "missing_initials",
    "of_patient",
    "place_words",
    "places",
    "prepare",
    "receive_scan",
    "sign",
    "sign_on_paper",
    "text_of",
    "texts",
    "withdraw",
]
