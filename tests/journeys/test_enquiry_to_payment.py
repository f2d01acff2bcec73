"""From a phone call to a paid deposit, by keyboard alone: an enquiry becomes a patient, who pays and is authorised."""

import pytest
from PySide6.QtTest import QTest

from clinicdesk.records import accounts, authorisations, enquiries, patients
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.conftest import desk_of
from tests.journeys.keyboard import Keyboard


@pytest.fixture
def keys(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    """Return a keyboard at the window, with the receptionist signed in; there is no mouse."""

    def no_mouse(*_what: object, **_more: object) -> None:
        raise AssertionError("a mouse was used")

    for name in ("mouseClick", "mouseDClick", "mousePress", "mouseMove"):
        monkeypatch.setattr(QTest, name, no_mouse)
    hands.see("Harbour Infusion Clinic")
    keyboard = Keyboard(hands)
    keyboard.write("rita", "Tab")
    keyboard.write(PASSWORD, "Return")
    keyboard.hands.see("Rita Moss")
    return keyboard


def test_from_an_enquiry_to_a_paid_deposit(keys: Keyboard) -> None:
    take_the_enquiry(keys)
    make_a_patient(keys)
    write_down_who_pays(keys)
    write_down_the_authorisation(keys)
    take_the_deposit(keys)
    desk = desk_of(keys.hands)
    assert desk.clinic.verify() == []


def take_the_enquiry(keys: Keyboard) -> None:
    keys.press("Ctrl+K")
    keys.write("new enquiry")
    keys.hands.see("Enquiries")
    keys.press("Return")
    keys.hands.see("New enquiry")
    keys.write("ida o'brien-moss", "Tab")
    keys.write("(218) 555-0142 x7", "Tab")
    keys.write("Depression for years", "Tab")
    keys.write("Dr Haddad")
    keys.press("Ctrl+S")
    keys.hands.see("Waiting  1")


def make_a_patient(keys: Keyboard) -> None:
    keys.tab_to("Enquiries")
    keys.press("Home", "Return")
    keys.hands.see("From the enquiry of 02-Mar-2026")
    keys.write("21jul68")
    keys.press("Ctrl+S")
    keys.hands.see("O'BRIEN-MOSS, Ida")
    desk = desk_of(keys.hands)
    (line,) = patients.recent(desk)
    patient = patients.get(desk, line.id)
    assert (patient.phone_mobile, patient.referring_clinician) == ("218 555 0142 ext. 7", "Dr Haddad")
    assert [one.reason for one in enquiries.of_patient(desk, line.id)] == ["Depression for years"]
    keys.hands.see("Depression for years")


def write_down_who_pays(keys: Keyboard) -> None:
    # The payment is the last tab; the focus is at the first.
    keys.press("Ctrl+Shift+Tab")
    keys.hands.see("Nobody wrote down how visits are paid.")
    keys.push("Add how visits are paid")
    keys.choose("Who pays", "An insurer")
    keys.fill("Insurer", "Blue Cross")
    keys.fill("Member number", "XQZ 12")
    keys.fill("Agreed price", "$400")
    keys.press("Ctrl+S")
    keys.hands.see("Blue Cross, member XQZ 12")


def write_down_the_authorisation(keys: Keyboard) -> None:
    keys.push("Add prior authorisation…")
    keys.fill("Number", "PA 77")
    keys.fill("Valid from", "t")
    keys.fill("Valid until", "+10")
    keys.fill("Visits allowed", "6")
    keys.press("Return")
    keys.hands.see("Ends in 10 days")


def take_the_deposit(keys: Keyboard) -> None:
    keys.push("Record payment…")
    keys.fill("Amount", "250")
    keys.choose("What it is", "Deposit")
    keys.press("Ctrl+S")
    keys.hands.see("$250.00 to the patient's credit")
    desk = desk_of(keys.hands)
    (line,) = patients.recent(desk)
    assert accounts.of_patient(desk, line.id).paid_cents == 25_000
    assert [one.used_words for one in authorisations.of_patient(desk, line.id)] == ["0 of 6 visits used"]
