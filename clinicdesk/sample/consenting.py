"""Consents of the sample clinic, in every state there is."""

from datetime import timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import consents, patients
from clinicdesk.records.consents import Capacity, Consent, Given, Inked, Penned
from clinicdesk.records.wordings import Signer, form_words
from clinicdesk.sample import pen
from clinicdesk.sample.stage import Stage, Story, read

_TEXT = "iv-ketamine-mood"


def consenting(stage: Stage, told: dict[str, Any]) -> Story:
    """Tell how a form is prepared, and what becomes of it."""
    yield stage.at(told["day"], told["time"]) - timedelta(minutes=18)
    front = stage.desks["receptionist"]
    patient_id = stage.patients[told["patient"]]
    consent_id = _prepare(front, patient_id, told)
    if question := told.get("question"):
        yield from _talk_about(stage, told, consent_id, question)
    yield stage.at(told["day"], told["time"])
    by = told.get("by", "prescriber")
    stage.desks[by].note_opening(patient_id)
    name = told.get("signed_by") or _name(front, patient_id)
    _answer(stage, told, consent_id, name)
    if told["how"] == "screen" and told.get("clinician", True) and Signer.CLINICIAN in _signers(front, consent_id):
        yield stage.at(told["day"], told["time"]) + timedelta(minutes=3)
        person = stage.desks[by].person
        _sign_beside(stage.desks[by], consent_id, Signer.CLINICIAN, person.name, Capacity.PRESENT)
    for role in (Signer.WITNESS, Signer.INTERPRETER):
        if told["how"] == "screen" and (beside := told.get(str(role))):
            yield stage.at(told["day"], told["time"]) + timedelta(minutes=5)
            _sign_beside(front, consent_id, role, beside, language=told.get("interpreted_into", ""))
    if withdrawn := told.get("withdrawn"):
        yield stage.at(withdrawn["day"], withdrawn["time"])
        desk = stage.desks[by]
        consents.withdraw(desk, consents.get(desk, consent_id), by_name=name, reason=withdrawn["reason"])


def _prepare(desk: Desk, patient_id: str, told: dict[str, Any]) -> str:
    name = told.get("text", _TEXT)
    wording = consents.text_for(desk, patients.get(desk, patient_id), name, told.get("language", ""))
    known = consents.known_values(desk, patient_id, wording)
    added = read("clinic")["filled"] | told.get("filled", {})
    return consents.prepare(
        desk,
        patient_id=patient_id,
        text_name=name,
        language=wording.language,
        filled=known | {place: text for place, text in added.items() if place in known},
        interpreter="interpreter" in told,
        representative="signed_by" in told,
    )


def _talk_about(stage: Stage, told: dict[str, Any], consent_id: str, question: dict[str, Any]) -> Story:
    yield stage.at(told["day"], told["time"]) - timedelta(minutes=12)
    front, desk = stage.desks["receptionist"], stage.desks[told.get("by", "prescriber")]
    asking = consents.get(front, consent_id)
    consents.ask(front, asking, question=question["asked"], by_name=_name(front, asking.patient_id))
    if "answered" in question:
        yield stage.at(told["day"], told["time"]) - timedelta(minutes=5)
        asked = consents.get(desk, consent_id)
        consents.answer(desk, asked, asked.open_questions[0], words=question["answered"])


def _answer(stage: Stage, told: dict[str, Any], consent_id: str, name: str) -> None:
    """Do what the form waits for: sign it on the screen or on paper, decline it, void it, or leave it."""
    front = stage.desks["receptionist"]
    consent = consents.get(front, consent_id)
    match told["how"]:
        case "screen":
            _sign(stage.desks[told.get("by", "prescriber")], consent, told, name)
        case "paper":
            _sign_on_paper(stage, consent, told, name)
        case "declined":
            consents.decline(front, consent, by_name=name, reason=told["reason"])
        case "voided":
            consents.void(front, consent, reason=told["reason"])


def _sign(desk: Desk, consent: Consent, told: dict[str, Any], name: str) -> None:
    """Sign on the screen as a patient does; what is kept is the form they saw, with their strokes."""
    from clinicdesk.printing import signing  # reportlab is slow to start, and naming the password needs none

    blocks = consents.text_of(desk, consent).blocks
    answers = {block.section: (*block.options, "")[0] for block in blocks if block.kind == "answer" and block.required}
    given = Given(
        initials={block.section: pen.initials(name) for block in blocks if block.kind == "initials"},
        answers=answers | told.get("answers", {}),
        read_to_end=True,
        electronic=form_words(consent.language, "screen")["sign_electronic"],
    )
    role = Signer.GUARDIAN if Signer.GUARDIAN in consent.signers else Signer.PATIENT
    signing.sign(desk, consent, _penned(desk, role, name, **told.get("representative", {})), given)


def _sign_on_paper(stage: Stage, consent: Consent, told: dict[str, Any], name: str) -> None:
    at_home = told.get("at_home", False)
    inked = Inked(
        signer_name=name,
        clinician="" if at_home else stage.desks[told.get("by", "prescriber")].person.name,
        interpreter=told.get("interpreter", ""),
        interpreted_into=told.get("interpreted_into", ""),
        at_home=at_home,
    )
    consents.sign_on_paper(stage.desks["receptionist"], consent, inked, signed_on=stage.day(told["day"]))


def _sign_beside(
    desk: Desk, consent_id: str, role: Signer, name: str, capacity: Capacity | None = None, language: str = ""
) -> None:
    from clinicdesk.printing import signing

    staff_id = desk.person.id if name == desk.person.name else None
    penned = _penned(desk, role, name, staff_id=staff_id, language=language if role is Signer.INTERPRETER else "")
    signing.attest(desk, consents.get(desk, consent_id), penned, capacity=capacity)


def _penned(desk: Desk, role: Signer, name: str, **more: Any) -> Penned:
    now = desk.now()
    return Penned(
        role=role,
        name=name,
        strokes=pen.signature(name),
        aspect=pen.ASPECT,
        began_at=now - timedelta(minutes=6),
        signed_at=now,
        device="pen",
        **more,
    )


def _signers(desk: Desk, consent_id: str) -> tuple[Signer, ...]:
    return consents.get(desk, consent_id).signers


def _name(desk: Desk, patient_id: str) -> str:
    patient = patients.get(desk, patient_id)
    return f"{patient.given_name} {patient.family_name}"
