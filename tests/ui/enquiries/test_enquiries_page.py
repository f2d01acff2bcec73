"""Enquiries: taken by keyboard, corrected, turned into patients, closed; whoever is a patient already is noticed."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import enquiries, patients
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from ui.enquiries.page import EnquiriesPage

Show = Callable[[QWidget, Desk], Hands]


@pytest.fixture
def page(receptionist: Desk) -> EnquiriesPage:
    return EnquiriesPage(receptionist)


def test_an_enquiry_is_taken_by_keyboard(page: EnquiriesPage, receptionist: Desk, show: Show) -> None:
    hands = show(page, receptionist)
    page.setFocus()
    for typed in ("Ida O'Brien-Moss", "(218) 555-0142 x7", "Depression for years", "Dr Haddad"):
        hands._write(hands.window.focusWidget(), typed)  # type: ignore[arg-type]
        hands.press("Tab")
    hands.press("Ctrl+S")

    (asked,) = enquiries.open_ones(receptionist)
    assert (asked.name, asked.phone) == ("Ida O'Brien-Moss", "218 555 0142 ext. 7")
    assert (asked.reason, asked.referrer) == ("Depression for years", "Dr Haddad")
    hands.see("Waiting  1")
    # The form is ready for the next one.
    assert hands.find("Name").hasFocus()
    assert page._form._texts()["name"] == ""


def test_nothing_at_all_is_not_saved(page: EnquiriesPage, receptionist: Desk, show: Show) -> None:
    hands = show(page, receptionist)
    hands.type("Reason", "Asks for a price")
    hands.press("Ctrl+S")
    hands.see("Write a name or a phone number.")
    assert enquiries.open_ones(receptionist) == []


def test_enter_makes_a_patient_of_it(page: EnquiriesPage, receptionist: Desk, show: Show) -> None:
    accepted: list[str] = []
    page.enquiry_accepted.connect(accepted.append)
    hands = show(page, receptionist)
    asked = enquiries.take(receptionist, name="Ida Moss")
    hands.choose_row("Enquiries", "Ida Moss", open_it=False)
    hands.press("Return")
    hands.click("Register as patient")
    assert accepted == [asked, asked]


def test_what_is_corrected_and_not_saved_goes_with_it(page: EnquiriesPage, receptionist: Desk, show: Show) -> None:
    accepted: list[str] = []
    page.enquiry_accepted.connect(accepted.append)
    hands = show(page, receptionist)
    asked = enquiries.take(receptionist, name="Ida Moss")
    hands.choose_row("Enquiries", "Ida Moss", open_it=False)
    hands.find("Name").setFocus()
    hands.press("Ctrl+A")
    hands.press("Delete")
    hands.click("Register as patient")
    hands.see("Write a name or a phone number.")
    assert accepted == []
    hands.type("Name", "Ida Mossberg")
    hands.click("Register as patient")
    assert accepted == [asked]
    assert enquiries.get(receptionist, asked).name == "Ida Mossberg"


def test_what_somebody_else_corrects_meanwhile_stays_and_so_does_the_cursor(
    page: EnquiriesPage, receptionist: Desk, everyone: Desk, show: Show
) -> None:
    hands = show(page, receptionist)
    asked = enquiries.take(receptionist, name="Ida Moss", reason="Sleep")
    hands.choose_row("Enquiries", "Ida Moss", open_it=False)
    hands.type("Reason", "Depression for", leave=False)
    enquiries.change(everyone, enquiries.get(everyone, asked), name="Ida Moss", phone="218 555 0142", reason="Sleep")
    hands.see("218 555 0142")
    for key in ("Space", "Y"):
        hands.press(key)
    hands.press("Ctrl+S")
    found = enquiries.get(receptionist, asked)
    assert (found.reason, found.phone) == ("Depression for y", "218 555 0142")


def test_an_enquiry_is_corrected(page: EnquiriesPage, receptionist: Desk, show: Show) -> None:
    hands = show(page, receptionist)
    asked = enquiries.take(receptionist, name="Ida Moss")
    hands.choose_row("Enquiries", "Ida Moss", open_it=False)
    hands.see("Enquiry of 02-Mar-2026 09:00")
    hands.type("Phone", "2185550142")
    hands.press("Ctrl+S")
    assert enquiries.get(receptionist, asked).phone == "218 555 0142"


def test_an_enquiry_is_closed_with_a_reason_and_taken_up_again(
    page: EnquiriesPage, receptionist: Desk, show: Show
) -> None:
    hands = show(page, receptionist)
    asked = enquiries.take(receptionist, name="Ida Moss")
    hands.choose_row("Enquiries", "Ida Moss", open_it=False)
    hands.press("Delete")
    hands.type("Why it goes no further", "Too far to travel")
    hands.click("Close enquiry")
    assert enquiries.get(receptionist, asked).closed_reason == "Too far to travel"
    hands.see("Nobody waits.")
    hands.click("Done 1")
    hands.see("Too far to travel")
    hands.choose_row("Enquiries", "Ida Moss", open_it=False)
    hands.click("Take up again")
    assert enquiries.get(receptionist, asked).is_open


def test_the_one_closed_is_the_one_that_was_asked_about(
    page: EnquiriesPage, receptionist: Desk, everyone: Desk, show: Show
) -> None:
    hands = show(page, receptionist)
    one, other = (enquiries.take(receptionist, name=name) for name in ("Ida Moss", "Per Lindqvist"))
    hands.choose_row("Enquiries", "Ida Moss", open_it=False)
    hands.press("Delete")
    enquiries.close(everyone, enquiries.get(everyone, one), reason="Called back")
    hands.type("Why it goes no further", "Too far to travel")
    hands.click("Close enquiry")
    hands.see("changed this at 09:00")
    assert enquiries.get(receptionist, one).closed_reason == "Called back"
    assert enquiries.get(receptionist, other).is_open


def test_one_that_became_a_patient_leads_to_the_chart(page: EnquiriesPage, receptionist: Desk, show: Show) -> None:
    asked = enquiries.get(receptionist, enquiries.take(receptionist, name="Ida Moss"))
    hands = show(page, receptionist)
    patient_id = patients.register(receptionist, details=PatientDetails(family_name="Moss"), enquiry=asked)
    opened: list[str] = []
    page.patient_opened.connect(opened.append)
    hands.click("Done 1")
    hands.choose_row("Enquiries", "Became a patient")
    assert set(opened) == {patient_id}


def test_whoever_asks_and_is_a_patient_already_is_noticed(page: EnquiriesPage, receptionist: Desk, show: Show) -> None:
    patient_id = patients.register(
        receptionist, details=PatientDetails(family_name="Moss", given_name="Ida", phone_mobile="218 555 0142")
    )
    opened: list[str] = []
    page.patient_opened.connect(opened.append)
    hands = show(page, receptionist)
    hands.type("Name", "ida moss")
    hands.see("Possible match: MOSS, Ida")
    hands.click("Open that chart")
    assert opened == [patient_id]


def test_what_was_typed_and_not_saved_is_there_again(page: EnquiriesPage, receptionist: Desk, show: Show) -> None:
    hands = show(page, receptionist)
    hands.type("Name", "Ida Moss", leave=False)
    page.leave()
    again = EnquiriesPage(receptionist)
    assert again._form._texts()["name"] == "Ida Moss"
    again.deleteLater()


def test_what_somebody_else_closed_meanwhile_is_told(
    page: EnquiriesPage, receptionist: Desk, everyone: Desk, show: Show
) -> None:
    hands = show(page, receptionist)
    asked = enquiries.take(receptionist, name="Ida Moss")
    hands.choose_row("Enquiries", "Ida Moss", open_it=False)
    hands.type("Phone", "2185550142")
    enquiries.close(everyone, enquiries.get(everyone, asked), reason="Called back")
    hands.press("Ctrl+S")
    hands.see("changed this at 09:00")
