"""Consents of the sample clinic, in every state there is."""

from datetime import timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import consents, patients
from clinicdesk.records.consents import Capacity, Given, Inked, Penned
from clinicdesk.records.wordings import Signer, form_words
from clinicdesk.sample import pen
from clinicdesk.sample.stage import Stage, Story, read

_TEXT = "iv-ketamine-mood"


def consenting(stage: Stage, consent: dict[str, Any]) -> Story:
    """Tell how a form is prepared, and what becomes of it."""
    yield stage.at(consent["day"], consent["time"]) - timedelta(minutes=18)
    patient_id = stage.patients[consent["patient"]]
    consent_id = _prepare(stage.desks["receptionist"], patient_id)
    yield stage.at(consent["day"], consent["time"])
    by = consent.get("by", "prescriber")
    desk = stage.desks[by]
    desk.note_opening(patient_id)
    name = _name(desk, patient_id)
    if consent["how"] == "screen":
        _sign(desk, consent_id, name)
    elif consent["how"] == "paper":
        signed_on = stage.day(consent["day"])
        form = consents.get(desk, consent_id)
        inked = Inked(signer_name=name, clinician=desk.person.name)
        consents.sign_on_paper(stage.desks["receptionist"], form, inked, signed_on=signed_on)
    elif consent["how"] == "declined":
        consents.decline(desk, consents.get(desk, consent_id), by_name=name, reason=consent["reason"])
    if consent["how"] == "screen" and consent.get("clinician", True):
        yield stage.at(consent["day"], consent["time"]) + timedelta(minutes=3)
        _countersign(stage.desks[by], consent_id)
    if withdrawn := consent.get("withdrawn"):
        yield stage.at(withdrawn["day"], withdrawn["time"])
        desk = stage.desks[by]
        consents.withdraw(desk, consents.get(desk, consent_id), by_name=name, reason=withdrawn["reason"])


def _prepare(desk: Desk, patient_id: str) -> str:
    wording = consents.text_for(desk, patients.get(desk, patient_id), _TEXT)
    known = consents.known_values(desk, patient_id, wording)
    added = {place: text for place, text in read("clinic")["filled"].items() if place in known}
    return consents.prepare(desk, patient_id=patient_id, text_name=_TEXT, filled=known | added)


def _sign(desk: Desk, consent_id: str, name: str) -> None:
    """Sign on the screen as a patient does; what is kept is the form they saw, with their strokes."""
    from clinicdesk.printing import signing  # reportlab is slow to start, and naming the password needs none

    consent = consents.get(desk, consent_id)
    sections = consents.missing_initials(consents.text_of(desk, consent), {})
    given = Given(
        initials={section: pen.initials(name) for section in sections},
        answers={},
        read_to_end=True,
        electronic=form_words(consent.language, "screen").get("electronic", "I agree to sign on this screen."),
    )
    signing.sign(desk, consent, _penned(desk, Signer.PATIENT, name), given)


def _countersign(desk: Desk, consent_id: str) -> None:
    from clinicdesk.printing import signing

    penned = _penned(desk, Signer.CLINICIAN, desk.person.name, desk.person.id)
    signing.attest(desk, consents.get(desk, consent_id), penned, capacity=Capacity.PRESENT)


def _penned(desk: Desk, role: Signer, name: str, staff_id: str | None = None) -> Penned:
    now = desk.now()
    return Penned(
        role=role,
        name=name,
        strokes=pen.signature(name),
        aspect=pen.ASPECT,
        began_at=now - timedelta(minutes=6),
        signed_at=now,
        device="pen",
        staff_id=staff_id,
    )


def _name(desk: Desk, patient_id: str) -> str:
    patient = patients.get(desk, patient_id)
    return f"{patient.given_name} {patient.family_name}"
