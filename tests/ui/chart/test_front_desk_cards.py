"""What the overview says about contact and payment: each answer kept apart, what forbids first."""

from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import authorisations, coverage, enquiries, patients, payments
from clinicdesk.records.coverage import Agreement
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.authorisation import Terms
from ui.chart.front_desk_cards import contact_rule_lines, payment_lines

TODAY = date(2026, 3, 2)


def rules(desk: Desk, **details: object) -> list[tuple[str, str, str]]:
    patient_id = patients.register(desk, details=PatientDetails(family_name="Moss", **details))  # type: ignore[arg-type]
    return contact_rule_lines(desk, patients.get(desk, patient_id))


def test_not_asked_is_neither_yes_nor_no(receptionist: Desk) -> None:
    assert rules(receptionist) == [
        ("May be called", "Not asked", "warn"),
        ("May leave a message", "Not asked", "warn"),
        ("Preferred way", "Not asked", "warn"),
    ]


def test_the_answers_that_were_given(receptionist: Desk) -> None:
    answers = {"do_not_call": Answer.NONE, "leave_message": Answer.UNKNOWN, "preferred_channel": Answer.NONE}
    assert rules(receptionist, answers=answers) == [
        ("May be called", "Yes", ""),
        ("May leave a message", "Asked, not known", "warn"),
        ("Preferred way", "No preference", ""),
    ]


def test_what_forbids_comes_first(receptionist: Desk) -> None:
    lines = rules(receptionist, do_not_call="yes", leave_message="no", preferred_channel="letter")
    assert lines == [
        ("", "Do not call", "danger"),
        ("May be called", "No", "danger"),
        ("May leave a message", "No", "warn"),
        ("Preferred way", "Letter", ""),
    ]
    assert rules(receptionist, deceased_on=TODAY, leave_message="yes") == [("", "Died 02-Mar-2026", "danger")]


def test_what_the_patient_asked_before_being_one_is_kept_in_sight(receptionist: Desk) -> None:
    asked = enquiries.get(receptionist, enquiries.take(receptionist, name="Ida Moss", reason="Depression for years"))
    patient_id = patients.register(receptionist, details=PatientDetails(family_name="Moss"), enquiry=asked)
    lines = contact_rule_lines(receptionist, patients.get(receptionist, patient_id))
    assert ("Asked on 02-Mar-2026", "Depression for years", "") in lines


@pytest.fixture
def patient(receptionist: Desk) -> str:
    return patients.register(receptionist, details=PatientDetails(family_name="Moss"))


def test_nothing_about_payment_says_so(receptionist: Desk, patient: str) -> None:
    assert payment_lines(receptionist, patient) == [
        ("Paid by", "Not recorded", "warn"),
        ("Balance", "Nothing to pay", ""),
    ]


def test_who_pays_and_what_is_missing(receptionist: Desk, patient: str) -> None:
    agreed = Agreement(agreed_price_cents=40_000, agreed_for="session", deposit_cents=10_000)
    coverage.add(receptionist, patient, agreed)
    assert payment_lines(receptionist, patient)[:2] == [
        ("Paid by", "Self-pay, $400.00 per session", ""),
        ("Deposit", "$100.00 to be paid", "warn"),
    ]
    payments.record(receptionist, patient, kind="deposit", amount_cents=10_000, paid_on=TODAY)
    assert payment_lines(receptionist, patient)[1] == ("Balance", "$100.00 to the patient's credit", "")


def test_an_expired_authorisation_is_told_until_another_takes_its_place(receptionist: Desk, patient: str) -> None:
    authorisations.add(receptionist, patient, number="OLD", terms=Terms(None, TODAY - timedelta(days=1), 4))
    assert payment_lines(receptionist, patient)[-1] == (
        "Prior authorisation", "OLD, 0 of 4 visits used, expired 01-Mar-2026", "danger",
    )  # fmt: skip
    authorisations.add(receptionist, patient, number="NEW", terms=Terms(None, TODAY + timedelta(days=3), 4))
    told = [line for line in payment_lines(receptionist, patient) if line[0] == "Prior authorisation"]
    assert told == [("Prior authorisation", "NEW, 0 of 4 visits used, ends in 3 days", "warn")]
