"""The notes tab: typing, drafts, signing, adding to, and two people on one note."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from threading import Event

import pytest
from PySide6.QtCore import QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QTextEdit

from clinicdesk.desk import Desk
from clinicdesk.records import note_drafts, notes, snippets
from clinicdesk.records.notes import NoteKind
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.sessions import steps
from ui.notes.draft_keeper import DraftKeeper
from ui.notes.editor import NoteEditor
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


def begin(hands: Hands, kind: str = "Progress note") -> QPlainTextEdit:
    hands.click("New note")
    hands.choose("Kind of note", kind)
    area = hands.find("Text of the note")
    assert isinstance(area, QPlainTextEdit)
    return area


def put_cursor_below(area: QPlainTextEdit, heading: str) -> None:
    cursor = area.document().find(heading)
    cursor.movePosition(cursor.MoveOperation.EndOfBlock)
    cursor.movePosition(cursor.MoveOperation.NextBlock)
    area.setTextCursor(cursor)


def test_signing_asks_for_what_is_missing_and_saving_never_does(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    area = begin(hands)
    put_cursor_below(area, "What the patient says")
    hands.qtbot.keyClicks(area, "Sleeps better.")
    hands.press("Ctrl+Shift+S")
    hands.see("Before you sign: Write something below “Assessment”, “Plan”.")
    (note,) = notes.of_patient(nurse, patient)
    assert not note.is_signed
    assert note.body.startswith("What the patient says\nSleeps better.")
    # The cursor is where the first of them is to be written.
    hands.qtbot.keyClicks(area, "Better.")
    hands.press("Ctrl+Down")
    hands.qtbot.keyClicks(area, "Go on.")
    sign(hands)
    hands.see("Signed 02-Mar-2026 09:00 by Nina Okafor, RN")
    assert "Assessment\nBetter." in notes.get(nurse, note.id).body


def test_a_wrong_pin_signs_nothing(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    begin(hands, "Progress note, blank page")
    hands.type("Text of the note", "Calm.", leave=False)
    hands.press("Ctrl+Shift+S")
    hands.type("Your PIN or password", "not mine", leave=False)
    hands.press("Return")
    hands.see("The PIN or the password is wrong.")
    (note,) = notes.of_patient(nurse, patient)
    assert not note.is_signed


def test_a_snippet_goes_in_by_name_and_tab_and_out_by_undo(open_tab, nurse: Desk, patient: str):
    snippets.add(nurse, name="mse", body="Alert, calm.\nSpeech as usual.")
    hands = open_tab(nurse, patient)
    area = begin(hands, "Progress note, blank page")
    area.setFocus()
    hands.qtbot.keyClicks(area, "Seen: MSE")
    hands.qtbot.keyClick(area, Qt.Key.Key_Tab)
    assert area.toPlainText() == "Seen: Alert, calm.\nSpeech as usual."
    hands.press("Ctrl+Z")
    assert area.toPlainText() == "Seen: MSE"
    assert area.hasFocus()
    hands.qtbot.keyClicks(area, "x")
    hands.qtbot.keyClick(area, Qt.Key.Key_Tab)
    assert not area.hasFocus()


def test_a_snippet_is_picked_from_the_list_by_keys(open_tab, nurse: Desk, patient: str):
    snippets.add(nurse, name="bye", body="Left with the escort.")
    snippets.add(nurse, name="mse", body="Alert, calm.", everybody=True)
    hands = open_tab(nurse, patient)
    area = begin(hands, "Progress note, blank page")
    area.setFocus()
    hands.press("Ctrl+Space")
    hands.type("Name or words", "calm", leave=False)
    hands.press("Return")
    assert area.toPlainText() == "Alert, calm."


def test_keys_lead_from_section_to_section_and_the_hint_follows(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    area = begin(hands)
    put_cursor_below(area, "What the patient says")
    area.setFocus()
    hands.see("Symptoms, function, sleep")
    for _section in range(2):
        hands.press("Ctrl+Down")
    hands.see("Better, same, worse; by what. Needed to sign.")
    hands.qtbot.keyClicks(area, "Better.")
    hands.press("Ctrl+Up")
    hands.press("Ctrl+Down")
    hands.qtbot.keyClicks(area, " Much.")
    assert "Assessment\nBetter. Much.\n" in area.toPlainText()


def test_what_is_typed_behind_a_heading_stands_below_it(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    hands.click("New note")
    hands.choose("Kind of note", "Progress note")
    area = hands.find("Text of the note")
    assert isinstance(area, QPlainTextEdit)
    # What is saved ends with the last heading: nothing stands below it yet.
    area.setPlainText("What the patient says\n\nAssessment\nBetter.\n\nPlan")
    area.setFocus()
    hands.press("Ctrl+End")
    hands.qtbot.keyClicks(area, "Four weeks.")
    assert area.toPlainText().endswith("Better.\n\nPlan\nFour weeks.")
    hands.press("Ctrl+Home")
    hands.press("End")
    hands.press("S")
    assert area.toPlainText().lower().startswith("what the patient says\ns\nassessment")
    # A heading can still be changed by whoever means to.
    hands.press("Ctrl+Home")
    hands.press("End")
    hands.press("Backspace")
    assert area.toPlainText().startswith("What the patient say\n")


def test_in_a_small_window_nothing_of_a_note_is_cut_or_covered(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    hands.click("New note")
    hands.choose("Kind of note", "Progress note")
    hands.click("Text of the note")
    hands.press("Ctrl+Home")
    hands.see("Symptoms, function, sleep")
    # The room below the strips and the banner of a chart in 960 × 540.
    hands.window.resize(884, 306)
    QApplication.processEvents()
    assert hands.window.size() == QSize(884, 306)
    for name in ("Snippets", "Save unsigned", "Sign"):
        made = hands.find(name)
        assert made.width() >= made.sizeHint().width(), name
    area = hands.find("Text of the note")
    hint = next(words for words in hands.window.findChildren(QLabel) if words.text().startswith("Symptoms"))
    assert area.mapTo(hands.window, area.rect().bottomLeft()).y() < hint.mapTo(hands.window, QPoint(0, 0)).y()


def test_another_kind_fills_an_untouched_sheet_and_never_one_written_on(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    area = begin(hands, "Intake evaluation")
    assert "Why the patient comes" in area.toPlainText()
    hands.choose("Kind of note", "Phone call")
    assert "Why the patient comes" not in area.toPlainText()
    hands.type("Text of the note", "Sister called.", leave=False)
    hands.choose("Kind of note", "Progress note")
    assert area.toPlainText() == "Sister called."
    hands.click("Add the sections")
    assert area.toPlainText().startswith("Sister called.\n\nWhat the patient says\n")


def test_the_second_in_a_note_is_told_at_opening_and_the_first_while_typing(
    open_tab, nurse: Desk, prescriber: Desk, patient: str
):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="First")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.not_see("Also being written")
    hands.type("Text of the note", "Mine", leave=False)
    hands.window.leave()
    # Hands see every window: the colleague's is worked by its parts.
    theirs = open_tab(prescriber, patient).window
    theirs.open_note(note_id)
    hands.see("Also being written by Nina Okafor, RN (09:00). Both texts are kept")
    hands.qtbot.keyClicks(theirs.findChild(NoteEditor).text_area, "Theirs. ")
    theirs.leave()
    mine = hands.window.findChild(NoteEditor)
    hands.qtbot.keyClicks(mine.text_area, " too")
    hands.see("Also being written by Dr Pat Osei (09:00). Both texts are kept")
    notes.rewrite(prescriber, note_id, body="Theirs", based_on=notes.get(nurse, note_id).version)
    hands.see("Dr Pat Osei saved this at 09:00")
    assert "Mine" in mine.text_area.toPlainText()
    assert notes.get(nurse, note_id).body == "Theirs"


def test_a_late_entry_says_when_it_happened_and_never_in_the_future(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    begin(hands, "Phone call, blank page")
    hands.type("Text of the note", "Called in the evening.", leave=False)
    hands.click("Late entry, co-signer")
    hands.type("Late entry: happened", "03-Mar-2026 10:00")
    hands.press("Ctrl+S")
    hands.see("This time has not come yet")
    hands.type("Late entry: happened", "01-Mar-2026 19:30")
    hands.press("Ctrl+S")
    hands.see("unsigned")
    sign(hands)
    hands.see("Late entry: it happened 01-Mar-2026 19:30.")


def test_a_prescriber_is_asked_to_sign_as_well(open_tab, nurse: Desk, patient: str):
    hands = open_tab(nurse, patient)
    begin(hands, "Phone call, blank page")
    hands.type("Text of the note", "Called.", leave=False)
    hands.click("Late entry, co-signer")
    hands.choose("Co-signer", "Dr Pat Osei")
    sign(hands)
    hands.see("Waits for the co-signature of Dr Pat Osei.")


def test_what_changed_from_text_to_text_is_shown(open_tab, nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Sleeps badly since the flu.")
    notes.rewrite(prescriber, note_id, body="Sleeps well since the flu.", based_on=notes.get(nurse, note_id).version)
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.click("Changes")
    hands.see("2 texts")
    shown = hands.find("What differs")
    assert isinstance(shown, QTextEdit)
    assert "−badly− +well+" in shown.toPlainText().replace("−+", "− +")
    hands.press("Esc")


def test_a_signed_note_is_voided_with_a_reason_by_its_author(open_tab, nurse: Desk, patient: str):
    note_id = notes.write_signed(nurse, patient_id=patient, kind="progress", body="Wrong chart")
    hands = open_tab(nurse, patient)
    hands.choose_row("List of notes", "Progress note")
    hands.click("Void…")
    hands.type("Reason", "Wrong patient")
    hands.click("Void")
    hands.see("Voided 02-Mar-2026 09:00 by Nina Okafor, RN: Wrong patient")
    assert notes.get(nurse, note_id).is_signed


def test_what_could_not_be_kept_when_it_was_left_is_kept_later(
    open_tab, busy: Callable[[Desk], AbstractContextManager[None]], nurse: Desk, patient: str
):
    other = register(nurse, details=PatientDetails(family_name="Nguyễn", given_name="Ánh"))
    hands = open_tab(nurse, patient)
    begin(hands, "Progress note, blank page")
    place = note_drafts.place_of_note(patient, None)
    with busy(nurse):
        hands.type("Text of the note", "About her", leave=False)
        hands.window.show_patient(other)
        hands.window.write_note()
        assert note_drafts.find(nurse, place) is None
        # Back before it could be kept: it is on the screen again.
        hands.window.show_patient(patient)
        hands.window.write_note()
        assert hands.find("Text of the note").toPlainText() == "About her"
        hands.window.show_patient(other)
        hands.window.write_note()
    hands.qtbot.waitUntil(lambda: note_drafts.find(nurse, place) is not None, timeout=8000)
    kept = note_drafts.find(nurse, place)
    assert kept is not None
    assert kept.body == "About her"


class Slow:
    """A text whose keeping begins, and waits until it may go on."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.draft = note_drafts.NoteDraft(NoteKind.PROGRESS, "Half", None, None)
        self.began, self.go_on = Event(), Event()

    def keep(self, desk: Desk) -> datetime:
        self.began.set()
        assert self.go_on.wait(8)
        return note_drafts.keep(desk, self.place, self.draft)


@pytest.mark.usefixtures("qtbot")
def test_what_is_thrown_away_while_it_is_being_kept_stays_away(nurse: Desk, patient: str):
    typed = Slow(note_drafts.place_of_note(patient, None))
    parent = QObject()
    keeper = DraftKeeper(nurse, lambda: typed, parent)
    kept: list[datetime] = []
    keeper.kept.connect(kept.append)
    keeper.touch()
    keeper.keep_beside()
    assert typed.began.wait(8)
    typed.go_on.set()
    keeper.forget(typed.place)
    nurse.drop_draft(typed.place)
    QApplication.processEvents()
    assert kept == []
    assert note_drafts.find(nurse, typed.place) is None


def test_the_note_of_a_session_is_begun_once_and_then_gone_on_with(open_tab, nurse: Desk):
    patient = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, patient)
    hands = open_tab(nurse, patient)
    hands.window.write_session_note(session_id)
    editor = hands.window.findChild(NoteEditor)
    assert "Treatment\nNo order is signed." in editor.text_area.toPlainText()
    hands.qtbot.keyClicks(editor.text_area, "Slept well.")
    hands.press("Ctrl+S")
    hands.see("unsigned")
    hands.window.write_session_note(session_id)
    (note,) = notes.of_patient(nurse, patient)
    assert (note.kind, note.session and note.session.id) == (NoteKind.SESSION, session_id)
    assert "Since the last session\nSlept well." in editor.text_area.toPlainText()


def test_a_note_begun_before_is_never_lost_to_another_one(open_tab, nurse: Desk):
    patient = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, patient)
    hands = open_tab(nurse, patient)
    begin(hands, "Phone call, blank page")
    hands.type("Text of the note", "Sister called.", leave=False)
    hands.window.write_session_note(session_id)
    hands.see("You began this note before. Save or discard it, then begin the other.")
    assert hands.window.findChild(NoteEditor).text_area.toPlainText() == "Sister called."
