"""The payment tab: what was agreed, authorisations with their visits, payments and the balance, by keyboard."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import accounts, authorisations, coverage, payments
from clinicdesk.records.coverage import Agreement
from clinicdesk.rules.authorisation import Terms
from tests.hands import Hands
from tests.records.sessions import steps
from ui.coverage.tab import PaymentTab

Show = Callable[[QWidget, Desk], Hands]
TODAY = date(2026, 3, 2)


@pytest.fixture
def patient(nurse: Desk, prescriber: Desk) -> str:
    """Return somebody who has a session running today."""
    patient_id = steps.register_zoe(nurse)
    steps.run(nurse, prescriber, steps.plan_for(nurse, patient_id))
    return patient_id


@pytest.fixture
def hands(receptionist: Desk, patient: str, show: Show) -> Hands:
    tab = PaymentTab(receptionist)
    tab.show_patient(patient)
    return show(tab, receptionist)


def test_what_was_agreed_is_written_down(hands: Hands, receptionist: Desk, patient: str) -> None:
    hands.see("Nobody wrote down how visits are paid.")
    hands.see("Nothing to pay")
    hands.click("Add how visits are paid")
    hands.type("Agreed price", "$400")
    hands.type("Deposit agreed", "100.5")
    hands.press("Ctrl+S")

    (found,) = coverage.of_patient(receptionist, patient)
    assert (found.agreed_price_cents, found.agreed_for, found.deposit_cents) == (40_000, "session", 10_050)
    hands.see("$400.00 per session")
    hands.see("$400.00 to pay")
    hands.see("1 session × $400.00 = $400.00")
    hands.see("Deposit to be paid: $100.50")


def test_an_insurer_needs_a_name(hands: Hands, receptionist: Desk, patient: str) -> None:
    hands.click("Add how visits are paid")
    hands.choose("Who pays", "An insurer")
    hands.press("Ctrl+S")
    hands.see("Write which insurer pays.")
    hands.type("Insurer", "Blue Cross")
    hands.type("Member number", "XQZ 12")
    hands.press("Ctrl+S")
    hands.see("Blue Cross, member XQZ 12")
    (found,) = coverage.of_patient(receptionist, patient)
    assert found.kind == "insurance"


@pytest.mark.parametrize("typed", ["250,50", "lots", "-5"])
def test_an_amount_that_cannot_be_read_is_told(hands: Hands, receptionist: Desk, patient: str, typed: str) -> None:
    hands.click("Add how visits are paid")
    hands.type("Agreed price", typed)
    hands.press("Ctrl+S")
    hands.see("This is not an amount.")
    assert coverage.of_patient(receptionist, patient) == []
    hands.press("Esc")


def test_an_authorisation_counts_its_visits_and_says_when_it_runs_out(
    hands: Hands, receptionist: Desk, patient: str
) -> None:
    coverage.add(receptionist, patient, Agreement(kind="insurance", insurer="Blue Cross"))
    hands.click("Add prior authorisation…")
    hands.type("Number", "PA 77")
    hands.type("Valid from", "t")
    hands.type("Valid until", "+60")
    hands.type("Visits allowed", "2", leave=False)
    hands.press("Return")
    hands.see("PA 77")
    hands.see("1 of 2")
    hands.see("1 visit left")
    (found,) = authorisations.of_patient(receptionist, patient)
    # The insurer stands among what was agreed.
    assert found.insurer == "Blue Cross"


def test_an_authorisation_is_corrected_and_taken_off(hands: Hands, receptionist: Desk, patient: str) -> None:
    authorisations.add(receptionist, patient, number="PA 7", terms=Terms(None, TODAY - timedelta(days=1), None))
    hands.see("Expired 01-Mar-2026")
    hands.choose_row("Prior authorisations", "PA 7", open_it=False)
    hands.click("Correct the prior authorisation")
    hands.type("Number", "PA 77")
    hands.press("Ctrl+S")
    hands.see("PA 77")
    hands.choose_row("Prior authorisations", "PA 77", open_it=False)
    hands.click("Take off the prior authorisation")
    hands.type("Why it should not stand there", "Another patient's")
    hands.click("Take off")
    hands.see("No prior authorisation is written down.")
    assert authorisations.of_patient(receptionist, patient) == []


def test_a_payment_is_recorded_and_corrected(hands: Hands, receptionist: Desk, patient: str) -> None:
    coverage.add(receptionist, patient, Agreement(agreed_price_cents=40_000, agreed_for="session"))
    hands.click("Record payment…")
    # What is owed is offered.
    assert hands.find("Amount").text() == "$400.00"  # type: ignore[attr-defined]
    hands.type("Amount", "250")
    hands.choose("What it is", "Deposit")
    hands.type("How", "Card")
    hands.press("Ctrl+S")
    hands.see("$150.00 to pay")

    hands.choose_row("Payments", "Deposit", open_it=False)
    hands.click("Correct the payment")
    hands.type("Right amount", "400")
    hands.press("Ctrl+S")
    hands.see("Write why it is corrected.")
    hands.type("Why", "Typed wrong")
    hands.press("Ctrl+S")
    hands.see("Nothing to pay")
    hands.see("Deposit, corrected")
    hands.choose_row("Payments", "Deposit, corrected", open_it=False)
    hands.see("Corrected, was $250.00: Typed wrong")
    assert accounts.of_patient(receptionist, patient).paid_cents == 40_000


def test_what_a_colleague_records_is_shown(hands: Hands, nurse: Desk, patient: str) -> None:
    payments.record(nurse, patient, kind="payment", amount_cents=2_500, paid_on=TODAY)
    hands.see("$25.00 to the patient's credit")


def test_what_somebody_else_corrected_meanwhile_is_told(
    hands: Hands, receptionist: Desk, nurse: Desk, patient: str
) -> None:
    coverage.add(receptionist, patient, Agreement(remark="By phone"))
    hands.choose_row("How visits are paid", "Self-pay", open_it=False)
    hands.click("Correct how visits are paid")
    (before,) = coverage.of_patient(nurse, patient)
    coverage.change(nurse, before, Agreement(remark="By letter"))
    hands.press("Ctrl+S")
    hands.see("Nina Okafor, RN changed this")
    hands.press("Esc")
