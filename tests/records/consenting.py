"""Consents for tests: prepared, signed on the screen by whom it takes, and signed on paper."""

from dataclasses import replace
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.printing import signing
from clinicdesk.records import consents
from clinicdesk.records.consents import Capacity, Consent, Given, Inked, Penned
from clinicdesk.records.wordings import Signer

MOOD, PAIN = "iv-ketamine-mood", "iv-ketamine-pain"
INK = [[[0.1, 0.5, 0, 0.5], [0.9, 0.4, 300, 0.6]]]
AGREED = "I agree to sign on this screen."


def prepared(desk: Desk, patient: str, text: str = MOOD, **more: object) -> Consent:
    return consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=text, **more))  # type: ignore[arg-type]


def penned(desk: Desk, role: Signer = Signer.PATIENT, name: str = "Zoë Nguyễn", **more: object) -> Penned:
    now = desk.now()
    made = Penned(role=role, name=name, strokes=INK, aspect=3.0, began_at=now, signed_at=now)
    return replace(made, **more)  # type: ignore[arg-type]


def given(desk: Desk, consent: Consent, **more: object) -> Given:
    """Return initials and answers to everything the text asks: the first option, or a few words."""
    text = consents.text_of(desk, consent)
    answers = {block.section: (*block.options, "Nothing else")[0] for block in text.blocks if block.kind == "answer"}
    made = Given(initials=dict.fromkeys(text.initials, INK), answers=answers, read_to_end=True, electronic=AGREED)
    return replace(made, **more)  # type: ignore[arg-type]


def sign(desk: Desk, consent: Consent, **changed: object) -> Consent:
    """Have the patient, or with ``role`` the guardian, sign; ``changed`` are fields of ``Penned`` or ``Given``."""
    fields = Given.__dataclass_fields__
    pen = penned(desk, **{key: value for key, value in changed.items() if key not in fields})
    gave = given(desk, consent, **{key: value for key, value in changed.items() if key in fields})
    signing.sign(desk, consent, pen, gave)
    return consents.get(desk, consent.id)


def countersign(
    desk: Desk, consent: Consent, capacity: Capacity | None = Capacity.PRESENT, **changed: object
) -> Consent:
    """Have the clinician at the desk sign."""
    pen = penned(desk, Signer.CLINICIAN, desk.person.name, **{"staff_id": desk.person.id, **changed})
    signing.attest(desk, consent, pen, capacity=capacity)
    return consents.get(desk, consent.id)


def on_paper(desk: Desk, consent: Consent, signed_on: date, **changed: object) -> Consent:
    """Record that the patient signed with ink, and a clinician too."""
    inked = replace(Inked(signer_name="Zoë Nguyễn", clinician="Dr Pat Osei"), **changed)  # type: ignore[arg-type]
    consents.sign_on_paper(desk, consent, inked, signed_on=signed_on)
    return consents.get(desk, consent.id)
