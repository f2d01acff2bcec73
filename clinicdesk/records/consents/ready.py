"""May this form be signed at this moment, and by this person? What both the screen and paper ask before."""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.filling import known_values, place_words
from clinicdesk.records.consents.reading import text_of
from clinicdesk.records.consents.rows import still_open
from clinicdesk.records.consents.status import UNABLE
from clinicdesk.records.consents.treated_now import refuse_while_treated
from clinicdesk.records.identities import same_person
from clinicdesk.records.wordings import Signer
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import read_content

_WHO_IT_NAMES = ("patient.name", "patient.birth_date", "patient.record_number")
_ON_EACH_SHEET = {
    "patients": frozenset({"title", "family_name", "given_name", "middle_name", "birth_date", "record_number"}),
    "practice": frozenset({"name", "address", "phone"}),
}
_CHANGED_SINCE = f"""
SELECT l.content FROM search_entries e JOIN ledger l ON l.seq = e.seq WHERE e.at > ?
AND (e.action = 'practice.change' OR (e.action LIKE 'patient.%' AND e.seq IN
     (SELECT p.seq FROM search_entry_patients p WHERE {same_person("p.patient_id")})))
"""


def ready(desk: Desk, consent: Consent, opened_at: datetime) -> Consent:
    """Return the form as it is now. Raises ``BadValue`` when it cannot be signed on the screen at this moment.

    ``opened_at``: when it was handed over or opened: what it says of patient and clinic must be the same since.
    """
    now = still_open(desk, consent)
    refuse_sample(now)
    refuse_while_treated(desk, now)
    if now.open_questions:
        raise BadValue(_("A question waits for the clinician. The form can be signed when it is answered."))
    refuse_outdated(desk, now)
    _refuse_changed_since(desk, now, opened_at)
    return now


def refuse_outdated(desk: Desk, consent: Consent) -> None:
    """Raise ``BadValue`` when the form names somebody as they were called when it was prepared."""
    known = known_values(desk, consent.patient_id, text_of(desk, consent))
    for place in _WHO_IT_NAMES:
        if consent.filled.get(place) and consent.filled[place] != known.get(place):
            raise BadValue(
                _("“{place}” on this form is no longer what the record says. Prepare a new form.").format(
                    place=place_words(place)
                )
            )


def _refuse_changed_since(desk: Desk, consent: Consent, opened_at: datetime) -> None:
    """Raise ``BadValue`` when the head of the form would no longer be the one that was read."""
    for row in desk.rows(_CHANGED_SINCE, as_text(opened_at), consent.patient_id):
        for change in read_content(row["content"]).changes:
            if _ON_EACH_SHEET.get(change.table, frozenset()) & change.columns.keys():
                raise BadValue(
                    _("The name, birth date or address on this form changed while it was open. Open it once more.")
                )


def refuse_sample(consent: Consent) -> None:
    """Raise ``BadValue`` for a form on a text nobody at the clinic stands for."""
    if not consent.is_adopted:
        raise BadValue(
            _(
                "This is sample wording, and nobody at the clinic stands for it yet. A prescriber or administrator "
                "adopts it under Settings, Consent texts; then it can be signed."
            )
        )


def refuse_wrong_role(consent: Consent, role: Signer, relation: str, authority: str) -> None:
    """Raise ``BadValue`` when the patient signs what a representative must, or one who does not say by what right."""
    if Signer.GUARDIAN in consent.signers and role is Signer.PATIENT:
        raise BadValue(_("A parent or legal representative signs this form."), "role")
    talk = consent.explained
    if role is Signer.PATIENT and talk and talk.detail.get("capacity") == UNABLE:
        raise BadValue(
            _("Who cannot decide cannot sign. Void this form, and prepare one for the representative."), "role"
        )
    if role is Signer.GUARDIAN:
        if not relation.strip():
            raise BadValue(_("Write who this person is to the patient, for example “mother”."), "relation")
        if not authority.strip():
            raise BadValue(
                _("Write by what right they sign, for example “parent” or “health care proxy of 3 May 2025”."),
                "authority",
            )
