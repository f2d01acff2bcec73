"""From the list of notes to the paper of one."""

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import note_signing, notes
from tests.hands import Hands
from tests.records.sessions.steps import patient
from ui.notes.tab import NotesTab

__all__ = ["patient"]


def open_tab(qtbot, desk: Desk, patient_id: str) -> Hands:
    tab = NotesTab(desk)
    qtbot.addWidget(tab)
    tab.resize(1100, 600)
    with qtbot.waitActive(tab):
        tab.show()
    tab.show_patient(patient_id)
    return Hands(qtbot, tab)


def test_the_chosen_note_is_printed(qtbot, nurse: Desk, patient: str):
    note_id = notes.write_signed(nurse, patient_id=patient, kind="progress", body="Slept well.")
    hands = open_tab(qtbot, nurse, patient)
    assert not hands.find("Print note").isEnabled()
    hands.choose_row("List of notes", "Progress note", open_it=False)
    with qtbot.waitSignal(hands.window.paper_requested) as asked:
        hands.press("Ctrl+P")
    assert asked.args == [PaperRequest("note", note_id)]


def test_a_second_signature_asked_for_later_is_told(qtbot, nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write_signed(nurse, patient_id=patient, kind="progress", body="Slept well.")
    note_signing.ask(nurse, notes.get(nurse, note_id), prescriber.person.id)
    hands = open_tab(qtbot, nurse, patient)
    hands.choose_row("List of notes", "Progress note", open_it=False)
    hands.see("Waits for the co-signature of Dr Pat Osei.")
