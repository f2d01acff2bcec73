"""All that is due goes to the patient at once; what the patient may not be able to read is asked about first."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import patients
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from tests.records.sessions import steps
from ui.measures.tab import MeasuresTab


@pytest.mark.parametrize(
    ("language", "asked"),
    [("Vietnamese", True), ("Spanish", False), ("Vietnamese and English", False), ("", False), ("Tigrinya", True)],
)
def test_words_the_patient_does_not_read_are_asked_about(qtbot, nurse: Desk, language: str, asked: bool) -> None:
    details = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=steps.BORN, language=language)
    patient_id = patients.register(nurse, details=details)
    steps.plan_for(nurse, patient_id)
    tab = MeasuresTab(nurse)
    qtbot.addWidget(tab)
    with qtbot.waitActive(tab):
        tab.show()
    tab.show_patient(patient_id)
    hands, made = Hands(qtbot, tab), []
    tab.hand_over_wanted.connect(made.append)
    hands.click("Hand over all that is due")
    if asked:
        hands.see(f"There are no official words in {language} for: PHQ-9, GAD-7, Mood now.")
        assert made == []
        hands.click("Hand over in English")
    hands.wait_for(lambda: len(made) == 1, "the hand-over")
