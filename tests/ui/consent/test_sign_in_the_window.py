"""Signing in the whole window: it covers what is not the patient's, and the lock covers it."""

from collections.abc import Callable
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, consents, patients
from clinicdesk.records.consents import Status
from clinicdesk.records.patient_details import PatientDetails
from tests.conftest import PASSWORD
from tests.hands import Hands
from ui.main_window import MainWindow

Enter = Callable[[str], None]
PADS = ("Initials 1", "Initials 2", "Initials 3", "Signature")


@pytest.fixture
def prepared(everyone: Desk) -> str:
    details = PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=date(1980, 1, 2))
    patient = patients.register(everyone, details=details)
    return consents.prepare(everyone, patient_id=patient, text_name="iv-ketamine-mood")


def sign_on_screen(hands: Hands) -> None:
    hands.press("Ctrl+K")
    hands.type("Find a patient", "lindq", leave=False)
    hands.see("LINDQVIST")
    hands.press("Return")
    hands.click("Consents")
    hands.click("Sign on screen…")
    hands.see("I agree and sign")


@pytest.mark.usefixtures("prepared")
def test_the_form_covers_the_whole_window(enter: Enter, hands: Hands, window: MainWindow) -> None:
    enter("all")
    sign_on_screen(hands)
    (dialog,) = {page.window() for page in hands.found("Consent to read")}
    assert dialog is not window
    assert dialog.geometry().contains(window.geometry())


def test_the_lock_hides_the_form_and_ink_is_there_afterwards(
    enter: Enter, hands: Hands, window: MainWindow, everyone: Desk, prepared: str
) -> None:
    enter("all")
    sign_on_screen(hands)
    for pad in PADS:
        hands.draw(pad)
    window.lock()
    assert not hands.found("I agree and sign")
    assert not hands.found("Signature")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.click("I agree and sign")
    hands.see("Signed, and kept as it was signed.")
    assert consents.get(everyone, prepared).status is Status.SIGNED
    hands.click("Print a copy")
    hands.see("Page 1 of")


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
    hands.see("I agree and sign")
    for pad in PADS:
        hands.draw(pad)
    hands.click("I agree and sign")
    hands.see("Signed, and kept as it was signed.")
    assert consents.get(everyone, prepared).status is Status.SIGNED
