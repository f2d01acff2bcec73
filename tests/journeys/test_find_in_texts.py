"""Somebody wrote of a rash in spring: found from anywhere, in one chart or in all, and opened, without a mouse."""

from datetime import date

import pytest
from PySide6.QtWidgets import QListWidget

from clinicdesk.desk import Desk
from clinicdesk.records import notes, patients
from clinicdesk.records.patient_details import PatientDetails
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.keyboard import Keyboard


@pytest.fixture
def written(everyone: Desk) -> str:
    ids = []
    for family, body in (
        ("Ångström", "Itchy rash on both arms after the second infusion, gone within the hour."),
        ("Brandt", "No rash, no nausea. Slept well."),
    ):
        ids.append(
            patients.register(
                everyone, details=PatientDetails(family_name=family, given_name="Zoë", birth_date=date(1968, 7, 21))
            )
        )
        notes.write(everyone, patient_id=ids[-1], kind="progress", body=body)
    return ids[0]


def signed_in(hands: Hands, login: str, name: str) -> Keyboard:
    hands.see("Harbour Infusion Clinic")
    keys = Keyboard(hands)
    keys.write(login, "Tab")
    keys.write(PASSWORD, "Return")
    hands.see(name)
    return keys


@pytest.mark.usefixtures("written")
def test_a_note_is_found_from_anywhere_and_opened(hands: Hands) -> None:
    keys = signed_in(hands, "pat", "Dr Pat Osei")
    keys.press("Ctrl+Shift+F")
    keys.write("rash")
    hands.see("2 texts")
    keys.press("Ctrl+A")
    keys.write("itchy rash", "Return")
    hands.see("Itchy rash on both arms")
    hands.see("ÅNGSTRÖM")
    # From the chart the search stays in it, until that is taken off.
    keys.press("Ctrl+Shift+F")
    keys.write("rash")
    hands.see("1 text")
    keys.press("Alt+C")
    hands.see("2 texts")
    keys.tab_to("Texts found")
    assert isinstance(keys.at, QListWidget)
    keys.press("Return")
    hands.see("No rash, no nausea. Slept well.")


@pytest.mark.usefixtures("written")
def test_reception_finds_no_note(hands: Hands) -> None:
    keys = signed_in(hands, "rita", "Rita Moss")
    keys.press("Ctrl+Shift+F")
    keys.write("rash")
    hands.see("Nothing found.")
    hands.not_see("Itchy")
