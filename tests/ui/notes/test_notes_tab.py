"""The notes tab: typing, drafts, signing, adding to, and two people on one note."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import note_drafts, notes
from clinicdesk.records.notes import NoteKind
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from tests.conftest import PASSWORD
from tests.hands import Hands
from ui.notes.tab import NotesTab


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse, details=PatientDetails(family_name="Ångström", given_name="Zoë"))


@pytest.fixture
def open_tab(qtbot):
    def open_for(desk: Desk, patient_id: str) -> Hands:
        tab = NotesTab(desk)
        desk.clinic.listen(tab.refresh)
        qtbot.addWidget(tab, before_close_func=lambda _tab: desk.clinic.stop_listening(tab.refresh))
        tab.resize(1200, 640)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.show_patient(patient_id)
        return Hands(qtbot, tab)

    return open_for


def sign(hands: Hands) -> None:
    hands.press("Ctrl+Shift+S")
    hands.see("Sign this note?")
    hands.type("Your PIN or password", PASSWORD, leave=False)
    hands.press("Ctrl+S")


def test_write_save_and_sign_by_keyboard(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    hands.click("New note")
    hands.choose("Kind of note", "Phone call, blank page")
    hands.type("Text of the note", "Asked about fasting.", leave=False)
    hands.press("Ctrl+S")
    hands.see("Saved 09:00 by Nina Okafor, RN, unsigned")
    (note,) = notes.of_patient(nurse, patient)
    assert (note.kind, note.body, note.is_signed) == (NoteKind.PHONE_CALL, "Asked about fasting.", False)
    sign(hands)
    hands.see("Signed 02-Mar-2026 09:00 by Nina Okafor, RN")
    assert notes.get(nurse, note.id).is_signed


def test_a_draft_is_kept_a_second_after_the_last_key_and_comes_back(open_tab, qtbot, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    hands.click("New note")
    hands.type("Text of the note", "Half a sen", leave=False)
    hands.see("Draft saved 09:00")
    assert notes.of_patient(nurse, patient) == []
    # The program is killed here: nothing of the first tab is told to close.
    again = NotesTab(nurse)
    qtbot.addWidget(again)
    again.show_patient(patient)
    assert again._editor.text_area.toPlainText() == "Half a sen"


def test_leaving_keeps_what_was_typed_at_once(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    hands.click("New note")
    hands.type("Text of the note", "Not a second old", leave=False)
    hands.window.leave()
    kept = note_drafts.find(nurse, note_drafts.place_of_note(patient, None))
    assert kept is not None
    assert kept.body == "Not a second old"


def test_saving_nothing_says_so_at_the_field(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    hands.click("New note")
    hands.choose("Kind of note", "Progress note, blank page")
    hands.press("Ctrl+S")
    hands.see("There is no text yet. Write something first.")


def test_two_people_on_one_note_lose_nothing(open_tab, nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="First")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.type("Text of the note", "Mine", leave=False)
    notes.rewrite(prescriber, note_id, body="Theirs", based_on=notes.get(nurse, note_id).version)
    hands.see("Dr Pat Osei saved this at 09:00")
    assert "Mine" in hands.texts()
    assert "Theirs" in hands.texts()
    hands.press("Ctrl+S")
    hands.qtbot.waitUntil(lambda: not hands.find("Save unsigned").isDown())
    assert notes.get(nurse, note_id).body == "Theirs"
    hands.click("Save mine")
    assert notes.get(nurse, note_id).body == "Mine"
    hands.not_see("Theirs")


def test_the_other_text_can_be_taken_and_mine_is_put_aside(open_tab, nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="First")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.type("Text of the note", "Mine", leave=False)
    notes.rewrite(prescriber, note_id, body="Theirs", based_on=notes.get(nurse, note_id).version)
    hands.click("Use the other text")
    assert hands.find("Text of the note").toPlainText() == "Theirs"
    hands.see("Mine")
    sign(hands)
    hands.see("Signed 02-Mar-2026 09:00 by Nina Okafor, RN")
    assert notes.get(nurse, note_id).body == "Theirs"
    assert notes.get(nurse, note_id).is_signed


def test_a_conflict_survives_a_crash(open_tab, nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="First")
    version = notes.get(nurse, note_id).version
    draft = note_drafts.NoteDraft(NoteKind.PROGRESS, "Mine", None, version)
    note_drafts.keep(nurse, note_drafts.place_of_note(patient, note_id), draft)
    notes.rewrite(prescriber, note_id, body="Theirs", based_on=version)
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.see("Dr Pat Osei saved this at 09:00")
    hands.see("Mine")
    hands.press("Ctrl+S")
    # A key presses the button for a tenth of a second before it works.
    hands.qtbot.waitUntil(lambda: not hands.find("Save unsigned").isDown())
    assert notes.get(nurse, note_id).body == "Theirs"


def test_an_addendum_is_written_signed_and_shown(open_tab, nurse: Desk, patient: str):
    notes.write_signed(nurse, patient_id=patient, kind="progress", body="<b>Body</b>")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.see("<b>Body</b>")
    hands.click("Add an addendum")
    hands.type("Text of the addendum", "Escort was the brother.", leave=False)
    hands.press("Ctrl+Shift+S")
    hands.see("02-Mar-2026 09:00, Nina Okafor, RN")
    hands.see("Signed +1")


def test_voiding_asks_for_a_reason(open_tab, nurse: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Wrong chart")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.click("Void…")
    hands.click("Void")
    assert notes.get(nurse, note_id).voided_reason is None
    hands.type("Reason", "Wrong patient")
    hands.click("Void")
    hands.see("Voided")
    assert notes.get(nurse, note_id).voided_reason == "Wrong patient"


def test_a_draft_can_be_discarded(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    hands.click("New note")
    hands.type("Text of the note", "Never mind", leave=False)
    hands.see("Draft saved")
    hands.click("Discard draft")
    hands.click("Discard")
    assert note_drafts.find(nurse, note_drafts.place_of_note(patient, None)) is None
    hands.see("Choose a note, or write a new one.")


def test_another_patient_never_shows_this_ones_text(open_tab, nurse: Desk, patient: str):
    other = register(nurse, details=PatientDetails(family_name="Nguyễn", given_name="Ánh"))
    hands = open_tab(nurse, patient)
    hands.click("New note")
    hands.type("Text of the note", "About her", leave=False)
    hands.window.show_patient(other)
    hands.not_see("About her")
    hands.click("New note")
    assert "About her" not in hands.find("Text of the note").toPlainText()
    hands.window.show_patient(patient)
    assert hands.find("Text of the note").toPlainText() == "About her"


def test_reception_is_told_and_sees_nothing(open_tab, nurse: Desk, receptionist: Desk, patient: str):
    notes.write(nurse, patient_id=patient, kind="progress", body="Private")
    hands = open_tab(receptionist, patient)
    hands.see("Your role does not include reading notes.")
    hands.not_see("Private")


def test_what_i_typed_while_somebody_signed_becomes_an_addendum(open_tab, nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="First")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.type("Text of the note", "And he slept well.", leave=False)
    notes.sign(prescriber, note_id)
    hands.see("signed or voided meanwhile")
    hands.press("Ctrl+S")
    hands.see("This record is signed and cannot be changed.")
    hands.window.show_patient(register(nurse, details=PatientDetails(family_name="Doe")))
    hands.window.show_patient(patient)
    hands.choose_row("List of notes", "Progress note")
    hands.click("Use it as an addendum")
    hands.see("And he slept well.")
    hands.press("Ctrl+Shift+S")
    hands.see("Signed +1")
    assert [added.body for added in notes.get(nurse, note_id).addenda] == ["And he slept well."]
    assert note_drafts.find(nurse, note_drafts.place_of_note(patient, note_id)) is None


def test_what_others_record_does_not_move_the_cursor(open_tab, nurse: Desk, prescriber: Desk, patient: str):
    notes.write(nurse, patient_id=patient, kind="progress", body="First")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.type("Text of the note", "Half", leave=False)
    notes.write(prescriber, patient_id=patient, kind="intake", body="Another note")
    hands.see("Intake")
    hands.qtbot.keyClicks(hands.find("Text of the note"), " a word")
    assert hands.find("Text of the note").toPlainText() == "Half a word"


def test_after_signing_an_addendum_the_focus_stays_at_the_note(open_tab, nurse: Desk, patient: str):
    notes.write_signed(nurse, patient_id=patient, kind="progress", body="Body")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.click("Add an addendum")
    hands.type("Text of the addendum", "Escort was the brother.", leave=False)
    hands.press("Ctrl+Shift+S")
    hands.see("Signed +1")
    assert hands.find("Add an addendum").hasFocus()


def test_after_discarding_the_draft_of_a_note_the_focus_is_in_its_text(open_tab, nurse: Desk, patient: str):
    notes.write(nurse, patient_id=patient, kind="progress", body="Kept")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.type("Text of the note", "Other words", leave=False)
    hands.window.leave()
    hands.click("Discard draft")
    hands.click("Discard")
    text = hands.find("Text of the note")
    assert text.toPlainText() == "Kept"
    # Where the keys go as soon as the window is the active one again.
    assert hands.window.focusWidget() is text


def test_a_note_signed_meanwhile_is_read_and_no_longer_written(open_tab, nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(prescriber, patient_id=patient, kind="progress", body="Body")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.find("Text of the note")
    notes.sign(prescriber, note_id)
    hands.see("Signed 02-Mar-2026 09:00 by Dr Pat Osei")
    hands.not_see("Save unsigned")


def test_coming_back_to_the_tab_shows_what_was_added_meanwhile(open_tab, nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write_signed(nurse, patient_id=patient, kind="progress", body="Body")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    # While another tab of the chart is seen, this one is told of nothing.
    nurse.clinic.stop_listening(hands.window.refresh)
    notes.addendum(prescriber, note_id, body="Allergic to latex.")
    hands.window.show_patient(patient)
    hands.see("Allergic to latex.")


def test_a_draft_that_could_not_be_kept_is_kept_at_the_next_moment(open_tab, busy, nurse: Desk, patient: str):
    signed = notes.write_signed(nurse, patient_id=patient, kind="progress", body="Body")
    hands = open_tab(nurse, patient)
    hands.click("New note")
    hands.type("Text of the note", "Note", leave=False)
    with busy(nurse):
        hands.window.leave()
        hands.see("Another program")
    hands.window.leave()
    assert note_drafts.find(nurse, note_drafts.place_of_note(patient, None)).body == "Note"
    hands.choose_row("List of notes", "Progress note")
    hands.click("Add an addendum")
    hands.type("Text of the addendum", "More", leave=False)
    with busy(nurse):
        hands.window.leave()
    hands.window.leave()
    assert note_drafts.find(nurse, note_drafts.place_of_addendum(signed)).body == "More"
