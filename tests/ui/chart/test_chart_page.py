"""The chart: banner, overview, history; only the visible tab reads; opening is recorded once."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import FileMissing
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import history, notes, patients
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList, TreatmentTried
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from tests.hands import Hands
from tests.records.test_merging import merge, unmerge
from ui import theme
from ui.chart.history import HistoryTab
from ui.chart.overview import OverviewTab
from ui.chart.page import ChartPage
from ui.notes.tab import NotesTab

PENICILLIN = ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin", reaction="hives"),)))


@pytest.fixture
def patient(nurse: Desk) -> str:
    details = PatientDetails(
        family_name="Lindqvist",
        given_name="Per",
        preferred_name="Pelle",
        birth_date=date(1968, 7, 21),
        gender="Male",
        phone_mobile="218 555 0142",
        answers={"email": Answer.NONE},
    )
    return patients.register(nurse, details=details, facts=PENICILLIN)


@pytest.fixture
def open_chart(qtbot):
    def open_for(desk: Desk, patient_id: str) -> Hands:
        page = ChartPage(desk, [OverviewTab(desk), NotesTab(desk), HistoryTab(desk)])
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1280, 680)
        with qtbot.waitExposed(page):
            page.show()
        page.show_patient(patient_id)
        return Hands(qtbot, page)

    return open_for


def test_the_tabs_begin_where_the_banner_begins(open_chart, qapp: QApplication, nurse: Desk, patient: str):
    theme.apply(qapp, "light", 100)
    page = open_chart(nurse, patient).window
    bar = page.findChild(QTabBar)
    assert bar.mapTo(page, QPoint(bar.tabRect(0).left(), 0)).x() == theme.px("space_16")


def test_the_banner_says_who_this_is(open_chart, nurse: Desk, patient: str):
    hands = open_chart(nurse, patient)
    for text in ("LINDQVIST, Per", "Pelle", "21-Jul-1968 (57 y)", "Male", "000 001"):
        hands.see(text)
    hands.see("Known allergies: Penicillin (hives) (updated 02-Mar-2026)")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer.NOT_ASKED, "Allergies not recorded"),
        (Answer.UNKNOWN, "Allergies not recorded"),
        (Answer.NONE, "No known allergies"),
    ],
)
def test_the_four_answers_about_allergies(open_chart, nurse: Desk, answer: Answer, sentence: str):
    facts = ChartFacts(allergies=FactList(answer))
    patient_id = patients.register(nurse, details=PatientDetails(family_name="Doe"), facts=facts)
    hands = open_chart(nurse, patient_id)
    hands.see(sentence)


def test_reception_sees_contact_and_nothing_clinical(open_chart, receptionist: Desk, patient: str):
    hands = open_chart(receptionist, patient)
    hands.see("Allergies unavailable")
    hands.see("218 555 0142")
    hands.not_see("Penicillin")
    hands.not_see("Medicines")


def test_none_and_not_asked_are_told_apart(open_chart, nurse: Desk, patient: str):
    hands = open_chart(nurse, patient)
    hands.see("None\n")
    hands.see("Not asked")


def test_edit_and_print_are_asked_for(open_chart, qtbot, nurse: Desk, patient: str):
    hands = open_chart(nurse, patient)
    with qtbot.waitSignal(hands.window.patient_edited) as edited:
        hands.click("Edit details")
    assert edited.args == [patient]
    with qtbot.waitSignal(hands.window.paper_requested) as requested:
        hands.press("Ctrl+P")
    assert requested.args == [PaperRequest("face-sheet", patient)]


def test_opening_is_recorded_once(open_chart, nurse: Desk, patient: str):
    hands = open_chart(nurse, patient)
    hands.window.show_patient(patient)
    assert [line.what for line in history.of_patient(nurse, patient)] == ["Opened the chart", "Registered the patient"]


def test_the_history_tab_tells_what_was_before(open_chart, nurse: Desk, receptionist: Desk, patient: str):
    row = patients.get(receptionist, patient)
    details = PatientDetails(
        family_name="Lindqvist", given_name="Per", birth_date=row.birth_date, phone_mobile="218 555 0199"
    )
    patients.amend(receptionist, patient, based_on=row.version, details=details)
    hands = open_chart(nurse, patient)
    hands.click("History")
    hands.choose_row("History of the chart", "Changed the patient's details", open_it=False)
    for text in ("Rita Moss, 02-Mar-2026 09:00, at TEST-PC", "218 555 0142", "218 555 0199"):
        hands.see(text)
    hands.click("Opened and printed 1")
    hands.see("Opened the chart")
    hands.not_see("Registered the patient")


def test_what_others_record_is_shown(open_chart, nurse: Desk, prescriber: Desk, patient: str):
    hands = open_chart(nurse, patient)
    hands.click("Notes")
    notes.write(prescriber, patient_id=patient, kind="intake", body="Text")
    hands.see("Intake")
    row = patients.get(prescriber, patient)
    patients.amend(
        prescriber, patient, based_on=row.version, details=PatientDetails(family_name="Berg", given_name="Per")
    )
    hands.see("BERG, Per")


def test_a_note_to_sign_is_opened(open_chart, nurse: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="intake", body="To be signed")
    hands = open_chart(nurse, patient)
    hands.window.open_note(note_id)
    hands.see("To be signed")


def test_only_the_visible_tab_reads(open_chart, nurse: Desk, patient: str, monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []
    for tab in (OverviewTab, NotesTab, HistoryTab):
        shown = tab.show_patient
        monkeypatch.setattr(tab, "show_patient", _noting(read, tab.__name__, shown))
    hands = open_chart(nurse, patient)
    assert read == ["OverviewTab"]
    hands.click("History")
    hands.click("Overview")
    assert read == ["OverviewTab", "HistoryTab"]


def _noting(read: list[str], name: str, shown):
    def show_patient(tab, patient_id: str) -> None:
        read.append(name)
        shown(tab, patient_id)

    return show_patient


def test_what_is_none_says_none_of_what(open_chart, nurse: Desk):
    facts = ChartFacts(
        allergies=FactList(Answer.NONE),
        treatments_tried=FactList(Answer.SOME, (TreatmentTried(treatment="Bupropion", dose="300 mg", result="None"),)),
    )
    details = PatientDetails(family_name="Moss", given_name="Jo")
    hands = open_chart(nurse, patients.register(nurse, details=details, facts=facts))
    hands.see("Bupropion 300 mg (result: None)")
    assert [label for label in hands.texts().splitlines() if label == "No known allergies"]


def test_a_chart_that_cannot_be_read_leaves_nothing_of_the_one_before(open_chart, nurse: Desk, patient: str):
    hands = open_chart(nurse, patient)
    hands.see("LINDQVIST, Per")
    hands.window.show_patient("nobody")
    hands.not_see("LINDQVIST, Per")
    hands.not_see("218 555 0142")
    hands.window.show_patient(patient)
    hands.see("LINDQVIST, Per")
    hands.see("218 555 0142")


class Unreadable(QWidget):
    """A tab that shows whom it read, and reads nobody while the network is away."""

    def __init__(self) -> None:
        super().__init__()
        self.title = "Share"
        self.away = False
        self._shown = QLabel("", self)

    def show_patient(self, patient_id: str) -> None:
        if self.away:
            raise FileMissing("The clinic file cannot be reached.")
        self._shown.setText(f"of {patient_id}")

    def refresh(self, changed: Changed) -> None:
        pass


def test_a_tab_that_cannot_be_read_shows_nothing_of_another_patient_and_is_read_again(qtbot, nurse: Desk, patient: str):
    other = patients.register(nurse, details=PatientDetails(family_name="Berg", given_name="Ida"))
    tab = Unreadable()
    page = ChartPage(nurse, [OverviewTab(nurse), tab])
    qtbot.addWidget(page)
    page.show()
    hands = Hands(qtbot, page)
    page.show_patient(patient)
    page.show_tab("Share")
    hands.see(f"of {patient}")
    page.show_patient(other)
    tab.away = True
    page.show_tab("Share")
    hands.see("The clinic file cannot be reached.")
    hands.not_see(f"of {patient}")
    tab.away = False
    page.show_tab("Overview")
    page.show_tab("Share")
    hands.see(f"of {other}")
    hands.not_see("The clinic file cannot be reached.")


def test_what_is_merged_in_elsewhere_is_shown_in_the_tab_that_is_open(open_chart, nurse: Desk, patient: str):
    other = patients.register(nurse, details=PatientDetails(family_name="Lindquist", given_name="Per"))
    notes.write(nurse, patient_id=other, kind="progress", body="Slept well")
    hands = open_chart(nurse, patient)
    hands.window.show_tab("Notes")
    hands.not_see("Progress note")
    merge_id = merge(nurse, patient, other)
    hands.see("Progress note")
    unmerge(nurse, merge_id)
    hands.not_see("Progress note")


def test_a_click_on_another_part_leads_the_keys_there(open_chart, nurse: Desk, patient: str):
    hands = open_chart(nurse, patient)
    hands.window.activateWindow()
    hands.click("Notes")
    hands.click("New note")
    hands.type("Text of the note", "Called about the ride.", leave=False)
    # The click hides where the keys were.
    hands.click("History")
    assert isinstance(QApplication.focusWidget(), QTabBar)
