"""Closing the window while a dialog of a page is up: drafts are kept, and the program ends in order."""

from collections.abc import Callable

from clinicdesk.desk import Desk
from clinicdesk.records import patients
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from ui.main_window import MainWindow


def test_the_window_closes_over_a_dialog_of_a_chart(enter: Callable[[str], None], hands: Hands, everyone: Desk) -> None:
    patients.register(everyone, details=PatientDetails(family_name="Lindqvist", given_name="Per"))
    enter("all")
    hands.press("Ctrl+K")
    hands.type("Find a patient", "lindq", leave=False)
    hands.see("LINDQVIST")
    hands.press("Return")
    hands.click("Consents")
    hands.click("New consent…")
    hands.see("What you fill in becomes part of the form.")
    window = hands.window
    assert isinstance(window, MainWindow)
    window.close_now()
    assert not window.isVisible()
