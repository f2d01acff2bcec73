"""The history of a chart on the screen: by kind and person, on paper, and what left the clinic."""

from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import disclosures, patients
from clinicdesk.records.disclosures import Basis, Way
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from tests.journeys.keyboard import letters_used_twice
from ui.chart.history import HistoryTab


@pytest.fixture
def patient(nurse: Desk, receptionist: Desk) -> str:
    made = patients.register(nurse, details=PatientDetails(family_name="Ångström", given_name="Zoë"))
    receptionist.note_opening(made)
    return made


@pytest.fixture
def open_tab(qtbot: Any, patient: str) -> Any:
    def open_for(desk: Desk) -> Hands:
        tab = HistoryTab(desk)
        desk.clinic.listen(tab.refresh)
        qtbot.addWidget(tab, before_close_func=lambda _tab: desk.clinic.stop_listening(tab.refresh))
        tab.resize(1204, 600)
        with qtbot.waitActive(tab):
            tab.show()
        tab.show_patient(patient)
        return Hands(qtbot, tab)

    return open_for


def whats(hands: Hands) -> list[str]:
    return [line.what for line in hands.window._table.rows()]


def test_by_kind_and_by_person_and_so_on_paper(open_tab: Any, nurse: Desk, receptionist: Desk, patient: str) -> None:
    hands = open_tab(nurse)
    assert whats(hands) == ["Opened the chart", "Registered the patient"]
    hands.choose("Who", "Rita Moss")
    assert whats(hands) == ["Opened the chart"]
    asked: list[PaperRequest] = []
    hands.window.paper_requested.connect(asked.append)
    hands.click("Print this list…")
    hands.click("Opened and printed 1")
    hands.click("Print this list…")
    staff_id = receptionist.person.id
    assert asked == [
        PaperRequest("history", f"{patient} all {staff_id}"),
        PaperRequest("history", f"{patient} access {staff_id}"),
    ]
    # Whoever is chosen stays chosen when something is recorded.
    nurse.note_opening(patient)
    hands.wait_for(lambda: hands.find("Opened and printed 2") is not None, "the new entry")
    assert whats(hands) == ["Opened the chart"]
    assert letters_used_twice() == {}


def test_what_left_is_written_down_corrected_and_accounted_for(open_tab: Any, nurse: Desk, patient: str) -> None:
    hands = open_tab(nurse)
    hands.click("Left the clinic 0")
    hands.see("Nothing is recorded that left the clinic.")
    hands.click("Write down what was given…")
    hands.click("Write down")
    hands.see("Choose why it may leave.")
    hands.choose("Why it may leave", "Required by law")
    hands.choose("How", "By post")
    hands.click("Write down")
    hands.see("Say who received it.")
    for name, text in (("To whom", "County Court"), ("What was given", "Notes"), ("What for", "Subpoena")):
        hands.type(name, text)
    hands.click("Write down")
    hands.see("County Court")
    (line,) = disclosures.of_patient(nurse, patient)
    assert (line.basis, line.way) == (Basis.LAW, Way.POST)
    assert line.disclosed_at == nurse.now()
    hands.choose_row("What left the clinic", "County Court", open_it=False)
    hands.see("For: Subpoena. Sent to: –. Written down by Nina Okafor, RN.")
    hands.click("Correct…")
    hands.type("To whom", "District Court")
    hands.click("Write down")
    hands.see("District Court")
    assert [one.recipient for one in disclosures.accounting(nurse, patient)] == ["District Court"]
    assert letters_used_twice() == {}


def test_the_front_desk_sees_what_left_and_nothing_else(open_tab: Any, receptionist: Desk, patient: str) -> None:
    hands = open_tab(receptionist)
    assert hands.window.title == "Left the clinic"
    assert hands.found("History of the chart") == []
    asked: list[PaperRequest] = []
    hands.window.paper_requested.connect(asked.append)
    hands.click("Print the accounting…")
    hands.click("Print everything…")
    assert asked == [PaperRequest("disclosures", patient), PaperRequest("disclosures", f"{patient} all")]
