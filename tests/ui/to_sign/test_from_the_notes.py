"""From the list of notes to the paper of one, and to its second signature."""

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import note_signing, notes
from tests.conftest import PASSWORD
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


def test_a_second_signature_is_asked_for_and_given_where_the_note_is_read(
    qtbot, nurse: Desk, prescriber: Desk, patient: str
):
    note_id = notes.write_signed(nurse, patient_id=patient, kind="progress", body="Slept well.")
    hands = open_tab(qtbot, nurse, patient)
    hands.choose_row("List of notes", "Progress note", open_it=False)
    hands.click("Second signature…")
    hands.click("Ask")
    hands.see("Choose who is to sign as well.")
    hands.choose("By", "Dr Pat Osei")
    hands.press("Ctrl+S")
    hands.see("Waits for the co-signature of Dr Pat Osei.")
    hands.not_see("Second signature…")
    hands.not_see("Co-sign…")
    hands.window.hide()
    other = open_tab(qtbot, prescriber, patient)
    other.choose_row("List of notes", "Progress note", open_it=False)
    other.click("Co-sign…")
    other.see("You sign as Dr Pat Osei, after Nina Okafor, RN.")
    other.type("Your PIN or password", "no", leave=False)
    other.press("Return")
    other.see("The PIN or the password is wrong.")
    other.type("Your PIN or password", PASSWORD, leave=False)
    other.press("Ctrl+S")
    other.see("Co-signed 02-Mar-2026 09:00 by Dr Pat Osei.")
    assert [one.meaning for one in notes.get(nurse, note_id).signatures] == ["author", "cosigner"]
