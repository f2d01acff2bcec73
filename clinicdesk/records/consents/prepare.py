"""Preparing a consent: the text as it is today and what is filled into it become a form with a number."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotFound
from clinicdesk.language import _
from clinicdesk.records import patients, published, wordings
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.filling import checked_values, known_values
from clinicdesk.records.consents.reading import get
from clinicdesk.records.consents.status import Status
from clinicdesk.records.identities import surviving
from clinicdesk.records.patients import Patient
from clinicdesk.records.wordings import Signer, TextKind, Wording, text_key
from clinicdesk.rules.dates import age_years
from clinicdesk.rules.languages import language_code
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert


def prepare(
    desk: Desk,
    *,
    patient_id: str,
    text_name: str,
    language: str = "",
    filled: Mapping[str, str] | None = None,
    interpreter: bool = False,
    representative: bool = False,
    about: Consent | None = None,
) -> str:
    """Prepare a consent on a text, which is pinned with it, and return its id.

    ``language``: the code of the text's language; without it, the patient's own where there is such a text, else
    English. ``filled`` is what stands in the places of the text; without it, what the record knows. ``interpreter`` and
    ``representative`` (parent, guardian, proxy) are to sign too; for a child the latter follows from the age. ``about``
    is, for a withdrawal form, the consent to be taken back. Raises ``BadValue`` naming the place at fault.
    """
    patient = patients.get(desk, surviving(desk, patient_id))
    wording = text_for(desk, patient, text_name, language)
    if (wording.kind is TextKind.WITHDRAWAL) != (about is not None):
        raise BadValue(_("A withdrawal form is prepared from the consent it takes back."))
    if about is not None:
        _refuse_about(desk, patient, get(desk, about.id))
    known = known_values(desk, patient.id, wording, about)
    values = checked_values(wording, known if filled is None else filled)
    signers = signers_of(wording, patient, desk.local(desk.now()).date(), interpreter, representative)
    try:
        return _prepare(desk, patient.id, wording, values, signers, about)
    except ChangedElsewhere:
        # Somebody else took the form number at the same moment; the next one is as good.
        return _prepare(desk, patient.id, wording, values, signers, about)


def _refuse_about(desk: Desk, patient: Patient, about: Consent) -> None:
    if surviving(desk, about.patient_id) != patient.id:
        raise BadValue(_("This consent is another patient's. Prepare the withdrawal form in that chart."))
    if not about.was_given and about.status is not Status.WITHDRAWN:
        raise BadValue(_("Only a consent that was given can be withdrawn."))


def text_for(desk: Desk, patient: Patient, text_name: str, language: str = "") -> Wording:
    """Return the text of a name in a language, else in the patient's, else in English. Raises ``NotFound``."""
    offered = wordings.offered(desk)
    codes = [language] if language else [language_code(patient.language) or "", "en"]
    codes += [] if language else [one.language for one in offered.values() if one.id == text_name]
    for code in codes:
        if found := offered.get(text_key(text_name, code)):
            return found
    raise NotFound(_("This consent text cannot be used. See Settings for what is wrong with its file."))


def signers_of(
    wording: Wording, patient: Patient, today: date, interpreter: bool, representative: bool
) -> tuple[Signer, ...]:
    """Return who must sign a form of this text for this patient, in the order of the form."""
    wanted = list(wording.signers)
    is_child = patient.birth_date is not None and age_years(patient.birth_date, today) < wording.guardian_under
    if (is_child or representative) and Signer.GUARDIAN not in wanted:
        wanted = [Signer.GUARDIAN if who is Signer.PATIENT else who for who in wanted]
    if interpreter and Signer.INTERPRETER not in wanted:
        wanted.append(Signer.INTERPRETER)
    return tuple(wanted)


def _prepare(
    desk: Desk,
    patient_id: str,
    wording: Wording,
    values: Mapping[str, str],
    signers: Sequence[Signer],
    about: Consent | None,
) -> str:
    text_id, pinned = published.pin(
        desk, kind="consent", name=wording.key, version=str(wording.version), body=wording.source
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
            kind=str(wording.kind),
            taken_back=str(wording.taken_back),
            signers=json.dumps(signers),
            about_id=about.id if about else None,
        ),
        patient=patient_id,
    )
    return consent_id
