"""Preparing a consent: the text as it is today and what is filled into it become a form with a number."""

import json
from collections.abc import Mapping

from clinicdesk.desk import Desk
from clinicdesk.errors import ChangedElsewhere, NotFound
from clinicdesk.language import _
from clinicdesk.records import published
from clinicdesk.records.consents.filling import checked_values, known_values
from clinicdesk.records.consents.reading import texts
from clinicdesk.records.identities import surviving
from clinicdesk.records.wordings import Wording
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert


def prepare(desk: Desk, *, patient_id: str, text_name: str, filled: Mapping[str, str] | None = None) -> str:
    """Prepare a consent on a text, which is pinned with it, and return its id.

    ``filled`` is what stands in the places of the text; without it, what the record knows. Raises ``BadValue`` naming
    the place at fault.
    """
    patient_id = surviving(desk, patient_id)
    wording = texts().get(text_name)
    if wording is None:
        raise NotFound(_("This consent text cannot be used. See Settings for what is wrong with its file."))
    values = checked_values(wording, known_values(desk, patient_id, wording) if filled is None else filled)
    try:
        return _prepare(desk, patient_id, wording, values)
    except ChangedElsewhere:
        # Somebody else took the form number at the same moment; the next one is as good.
        return _prepare(desk, patient_id, wording, values)


def _prepare(desk: Desk, patient_id: str, wording: Wording, values: Mapping[str, str]) -> str:
    text_id, pinned = published.pin(
        desk, kind="consent", name=wording.id, version=str(wording.version), body=wording.source
    )
    row = desk.row("SELECT coalesce(max(form_number), 0) + 1 AS next FROM consents")
    number = row["next"] if row else 1
    consent_id = desk.new_id()
    desk.record(
        "consent.prepare",
        *pinned,
        insert("claims", f"consent form {number:06d}", holder=consent_id),
        insert(
            "consents",
            consent_id,
            patient_id=patient_id,
            form_number=number,
            text_name=wording.id,
            text_version=str(wording.version),
            text_id=text_id,
            language=wording.language,
            title=wording.title,
            covers=json.dumps(wording.covers),
            valid_days=wording.valid_days,
            filled=json.dumps(values, ensure_ascii=False),
            prepared_at=as_text(desk.now()),
        ),
        patient=patient_id,
    )
    return consent_id
