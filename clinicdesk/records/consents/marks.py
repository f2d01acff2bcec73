"""The mark on each sheet of a form: which form it is, and a check value of what was printed on it."""

import hashlib
import json

from clinicdesk.desk import Desk
from clinicdesk.records import patients
from clinicdesk.records.consents.consent import Consent

_LENGTH = 8


def form_mark(desk: Desk, consent: Consent) -> str:
    """Return the check value of a form as it is printed now: eight hex digits over text, filled-in words and person.

    A sheet that carries another one was printed before something of it changed, or on another text.
    """
    patient = patients.get(desk, consent.patient_id)
    printed = {
        "text_id": consent.text_id,
        "filled": dict(consent.filled),
        "family": patient.family_name,
        "given": patient.given_name,
        "born": patient.birth_date.isoformat() if patient.birth_date else None,
        "record": patient.record_number,
    }
    content = json.dumps(printed, ensure_ascii=False, sort_keys=True).encode("utf-8")
    return hashlib.sha256(content).hexdigest()[:_LENGTH]


def clinic_mark(desk: Desk) -> str:
    """Return how a form names its clinic: the first eight digits of the file's id."""
    row = desk.row("SELECT file_id FROM practice") or {}
    return str(row["file_id"])[:_LENGTH]
