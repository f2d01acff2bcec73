"""A consent on the screen, from the front desk to the end: a question, an answer, a mark, witness and interpreter."""

from collections.abc import Callable
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import consents, patients, pins
from clinicdesk.records.consents import Status, sealing
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.wordings import Signer, form_words
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys import signing
from tests.journeys.signing import SPANISH

Enter = Callable[[str], None]
WORDS = form_words("es", "screen")


@pytest.fixture
def maria(everyone: Desk) -> str:
    pins.set_pin(everyone, password=PASSWORD, pin=signing.PIN)
    details = PatientDetails(family_name="Núñez", given_name="María", birth_date=date(1954, 1, 2), language="Español")
    return patients.register(everyone, details=details)


def test_from_the_question_to_the_copy(enter: Enter, hands: Hands, everyone: Desk, maria: str) -> None:
    prepared = consents.prepare(everyone, patient_id=maria, text_name="iv-ketamine-mood", interpreter=True)
    enter("all")
    signing.open_consents(hands, "nunez", "NÚÑEZ")

    # She asks before she signs.
    signing.hand_over(hands)
    hands.see("Fecha de nacimiento: 02-ene-1954")
    hands.click(WORDS["sign_ask"])
    hands.type(WORDS["sign_ask_words"], "¿Duele <mucho> & cuánto dura?")
    hands.click(WORDS["sign_ask_send"])
    hands.see("Gracias.")
    signing.take_back(hands, SPANISH)
    hands.see("The patient has a question.")
    assert not hands.found("Hand over to sign…")
    hands.click("Answer…")
    hands.see("María Núñez asked: “¿Duele <mucho>")
    hands.type("What you answered", "Solo el pinchazo.")
    hands.click("Record the answer")

    # She reads, puts initials, and makes a mark, for she cannot write.
    signing.hand_over(hands)
    hands.see("Sam Rivera, MD respondió: «Solo el pinchazo.»")
    hands.click(WORDS["sign_mark"])
    signing.read_to_end(hands, SPANISH)
    hands.click(WORDS["sign_electronic"])
    hands.draw(WORDS["sign_signature_name"])
    hands.click(WORDS["sign_agree"])
    hands.see(WORDS["sign_signed"])
    hands.click(WORDS["sign_copy_no"])
    signing.take_back(hands, SPANISH)
    hands.see("Signed. The patient wants no copy.")

    # The others sign beside her.
    assert set(consents.get(everyone, prepared).missing_signers) == {
        Signer.CLINICIAN, Signer.INTERPRETER, Signer.WITNESS,
    }  # fmt: skip
    hands.click("Sign as clinician…")
    hands.choose("Capacity of the patient", "The patient can make this decision with support")
    hands.draw("Signature")
    hands.click("Sign")
    hands.click("Interpreter signs…")
    hands.type("Name of who signs", "Luz Peña")
    hands.draw("Signature")
    hands.click("Sign")
    hands.click("Witness signs…")
    hands.type("Name of who signs", "Eva Olsson")
    hands.draw("Signature")
    hands.click("Sign")
    hands.see("Witness: Eva Olsson")

    consent = consents.get(everyone, prepared)
    assert consent.status is Status.SIGNED
    sealed = sealing.newest(everyone, consent).data
    assert [one["role"] for one in sealed["signatures"]] == ["patient", "clinician", "interpreter", "witness"]
    assert sealed["signatures"][0]["electronic"] == WORDS["sign_electronic"]
    assert sealed["signatures"][0]["mark"]
    assert sealed["questions"][0]["asked"] == "¿Duele <mucho> & cuánto dura?"
    assert sealed["signatures"][2]["language"] == "Español"
    assert everyone.clinic.verify() == []
