"""Signing in the whole window: staff hand over, the patient reads and signs, staff take the PC back."""

from collections.abc import Callable
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, consents, patients, pins
from clinicdesk.records.consents import Status, sealing
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.wordings import Signer
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys import signing
from tests.journeys.signing import AGREE, PIN, read_to_end, take_back
from ui.main_window import MainWindow

Enter = Callable[[str], None]


@pytest.fixture
def patient(everyone: Desk) -> str:
    details = PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=date(1980, 1, 2))
    return patients.register(everyone, details=details)


@pytest.fixture
def prepared(everyone: Desk, patient: str) -> str:
    return consents.prepare(everyone, patient_id=patient, text_name="iv-ketamine-mood")


@pytest.fixture(autouse=True)
def _has_pin(everyone: Desk) -> None:
    pins.set_pin(everyone, pin=PIN, password=PASSWORD)


def hand_over(hands: Hands) -> None:
    signing.open_consents(hands, "lindq", "LINDQVIST")
    signing.hand_over(hands)
    hands.see("Give back to staff")


def sign(hands: Hands) -> None:
    read_to_end(hands)
    hands.click(AGREE)
    hands.draw("Signature")
    hands.see("Nothing is missing.")
    hands.click("I agree and sign")
    hands.see("You have signed this form.")


def test_read_initial_sign_and_give_back(enter: Enter, hands: Hands, everyone: Desk, prepared: str) -> None:
    enter("all")
    hand_over(hands)
    hands.not_see("New consent")
    sign(hands)
    hands.click("Yes, on paper")
    hands.see("Please give this device back.")
    take_back(hands)
    hands.see("Signed. The patient would like a copy on paper.")
    consent = consents.get(everyone, prepared)
    assert consent.status is Status.INCOMPLETE
    assert consent.signature_of("patient").signer_name == "Per Lindqvist"
    assert everyone.draft(f"consent sign {prepared}") is None


def test_the_clinician_signs_beside_with_the_capacity(
    enter: Enter, hands: Hands, everyone: Desk, prepared: str
) -> None:
    enter("all")
    hand_over(hands)
    sign(hands)
    hands.click("No, thank you")
    take_back(hands)
    hands.click("Sign as clinician…")
    hands.draw("Signature")
    hands.click("Sign")
    hands.see("Say whether the patient can make this decision.")
    hands.choose("Capacity of the patient", "The patient can make this decision")
    hands.click("Sign")
    hands.see("Signed, and kept as it was signed.")
    consent = consents.get(everyone, prepared)
    assert consent.status is Status.SIGNED
    assert consent.explained.detail["capacity"] == "present"


def test_the_agree_button_says_what_is_missing_and_leads_there(
    enter: Enter, hands: Hands, everyone: Desk, prepared: str
) -> None:
    enter("all")
    hand_over(hands)
    hands.see("Still missing: rest of the text, initials (3), 2 more.")
    hands.click("I agree and sign")
    hands.see("Please put your initials here.")
    assert consents.get(everyone, prepared).status is Status.PREPARED


def test_a_question_gives_the_form_back_and_an_answer_lets_it_be_signed(
    enter: Enter, hands: Hands, everyone: Desk, prepared: str
) -> None:
    enter("all")
    hand_over(hands)
    hands.click("I have a question")
    hands.type("What would you like to know?", "Does it <font>hurt</font> & how long?")
    hands.click("Send my question")
    hands.see("Please give this device back.")
    take_back(hands)
    hands.see("The patient has a question.")
    (question,) = consents.get(everyone, prepared).open_questions
    assert question.detail["words"] == "Does it <font>hurt</font> & how long?"
    assert question.by_name == "Per Lindqvist"


def test_i_do_not_agree(enter: Enter, hands: Hands, everyone: Desk, prepared: str) -> None:
    enter("all")
    hand_over(hands)
    hands.click("I do not agree")
    hands.click("Yes, I do not agree")
    take_back(hands)
    hands.see("The patient does not agree. The form is declined.")
    assert consents.get(everyone, prepared).status is Status.DECLINED


def test_rather_on_paper_leaves_the_form_prepared(enter: Enter, hands: Hands, everyone: Desk, prepared: str) -> None:
    enter("all")
    hand_over(hands)
    hands.click("I would rather sign on paper")
    take_back(hands)
    hands.see("The patient would rather sign on paper. Print the form.")
    assert consents.get(everyone, prepared).status is Status.PREPARED


def test_read_aloud_by_staff_asks_for_no_reading(enter: Enter, hands: Hands, everyone: Desk, prepared: str) -> None:
    enter("all")
    signing.open_consents(hands, "lindq", "LINDQVIST")
    hands.click("Hand over to sign…")
    hands.click("I read the form aloud; the patient need not read it to its end")
    hands.click("Hand over")
    hands.see("Sam Rivera, MD reads this form aloud to you.")
    hands.not_see("rest of the text")
    for number in (1, 2, 3):
        hands.draw(f"Initials {number}")
    sign(hands)
    sealed = sealing.newest(everyone, consents.get(everyone, prepared))
    assert sealed.signature(Signer.PATIENT)["read_aloud_by"] == "Sam Rivera, MD"
    assert not sealed.signature(Signer.PATIENT)["read_to_end"]


def test_a_form_answered_at_another_desk_is_told_before_and_after(
    enter: Enter, hands: Hands, everyone: Desk, prepared: str
) -> None:
    enter("all")
    hand_over(hands)
    consents.decline(everyone, consents.get(everyone, prepared), by_name="Per Lindqvist", reason="")
    sign_all_but_agree(hands)
    hands.see("This form cannot be signed just now.")
    hands.not_see("answered already")
    hands.click("Go on")
    take_back(hands)
    hands.see("This form was answered already: declined.")


def sign_all_but_agree(hands: Hands) -> None:
    read_to_end(hands)
    hands.click(AGREE)
    hands.draw("Signature")
    hands.click("I agree and sign")


@pytest.mark.usefixtures("prepared")
def test_the_window_never_shows_another_chart_meanwhile(enter: Enter, hands: Hands, window: MainWindow) -> None:
    enter("all")
    hand_over(hands)
    assert window.isFullScreen()
    hands.press("Ctrl+K")
    hands.press("Escape")
    hands.see("Give back to staff")


def test_the_check_in_hands_the_first_prepared_form_over(
    enter: Enter, hands: Hands, everyone: Desk, prepared: str
) -> None:
    patient = consents.get(everyone, prepared).patient_id
    consents.prepare(everyone, patient_id=patient, text_name="iv-ketamine-pain")
    slot = appointments.Slot(everyone.now(), 30, None, everyone.person.id)
    booking = appointments.book(everyone, patient_id=patient, kind="intake", slot=slot)
    appointments.arrive(everyone, booking)
    enter("all")
    hands.click("Next step: Check in")
    hands.click("The patient said the name LINDQVIST, Per")
    hands.click("The patient said the date of birth 02-Jan-1980 (46 y)")
    hands.click("Check in and hand over for forms")
    hands.see("Consent to intravenous ketamine for a mood disorder")
    hands.click("Hand over")
    sign(hands)


def test_closing_the_program_over_an_open_dialog_keeps_what_was_typed(
    enter: Enter, hands: Hands, window: MainWindow, everyone: Desk, prepared: str
) -> None:
    enter("all")
    signing.open_consents(hands, "lindq", "LINDQVIST")
    hands.click("Write down a question…")
    hands.type("Question", "Will it hurt?", leave=False)
    window.close_now()
    assert "Will it hurt?" in everyone.draft(f"consent ask {prepared}").body
