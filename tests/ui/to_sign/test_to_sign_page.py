"""To sign on the screen: read, PIN, Enter; the next opens itself; keyboard only."""

from PySide6.QtWidgets import QLabel

from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents, note_templates, notes, sessions, to_sign
from clinicdesk.records.documents import Source
from clinicdesk.rules.note_sections import NoteKind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.exchange import outside_files as made
from tests.records.sessions import steps
from tests.records.sessions.steps import patient, session_id
from tests.records.sessions.test_ordered import verbal
from tests.records.test_to_sign import left

__all__ = ["patient", "session_id"]


def write(desk: Desk, patient_id: str, body: str) -> str:
    return notes.write(desk, patient_id=patient_id, kind="progress", body=body)


def sign(hands, pin: str = PASSWORD) -> None:
    hands.type("PIN or password", pin, leave=False)
    hands.press("Return")


def test_verbal_orders_one_by_one_the_oldest_first(
    open_to_sign, nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(nurse, prescriber, session_id)
    verbal(nurse, session_id, "Metoclopramide 10 mg IV once")
    clock.pass_time(minutes=2)
    verbal(nurse, session_id, "Stop at 30 mg")
    clock.pass_time(hours=3)
    hands = open_to_sign(prescriber)
    hands.see("2 things wait for you")
    hands.see("“Metoclopramide 10 mg IV once”")
    hands.see("Written down by Nina Okafor, RN, 02-Mar-2026 09:00. Read back to you.")
    sign(hands)
    # The next has opened itself; the cursor waits for its PIN.
    hands.see("“Stop at 30 mg”")
    hands.see("1 more waits.")
    assert hands.find("PIN or password").hasFocus()
    assert [one.words for one in sessions.verbal_to_sign(prescriber)] == ["Stop at 30 mg"]
    signed = sessions.get(nurse, session_id).verbal_orders[0]
    assert signed.signed_at == prescriber.now()


def test_nobody_else_has_it_in_the_list(open_to_sign, nurse: Desk, prescriber: Desk, everyone: Desk, session_id: str):
    steps.run(nurse, prescriber, session_id)
    verbal(nurse, session_id)
    hands = open_to_sign(everyone)
    hands.not_see("Verbal order")
    hands.see("Nothing waits for your signature.")


def test_each_thing_wants_the_pin_anew(open_to_sign, nurse: Desk, patient: str):
    first, second = write(nurse, patient, "One."), write(nurse, patient, "Two.")
    hands = open_to_sign(nurse)
    sign(hands)
    assert notes.get(nurse, first).is_signed
    assert hands.find("PIN or password").text() == ""
    hands.press("Return")
    hands.see("Type your PIN or your password.")
    sign(hands, "000000")
    hands.see("The PIN or the password is wrong.")
    assert not notes.get(nurse, second).is_signed
    assert "sign all" not in hands.texts().lower()


def test_up_and_down_from_the_pin_go_through_the_list(open_to_sign, nurse: Desk, patient: str):
    write(nurse, patient, "One.")
    second = write(nurse, patient, "Two.")
    hands = open_to_sign(nurse)
    hands.press("Return")
    assert hands.find("PIN or password").hasFocus()
    hands.see("One.")
    hands.press("Down")
    hands.see("Two.")
    hands.press("Down")
    sign(hands)
    assert notes.get(nurse, second).is_signed
    hands.see("One.")


def test_what_was_not_as_planned_is_read_first_with_why(open_to_sign, nurse: Desk, prescriber: Desk, patient: str):
    write(nurse, patient, "Older.")
    left(nurse, prescriber, patient)
    hands = open_to_sign(nurse)
    hands.see("Stopped early at 09:00: Nausea")
    hands.see("Not as planned, and why")
    sign(hands)
    hands.see("Older.")
    hands.not_see("Nausea")


def test_what_is_missing_is_said_and_keeps_the_pin_away(open_to_sign, nurse: Desk, prescriber: Desk, session_id: str):
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    steps.discharge(nurse, session_id)
    hands = open_to_sign(nurse)
    hands.see("Record the drug that was given, with its lot.")
    hands.not_see("You sign as")
    steps.drug(nurse, session_id)
    hands.see("You sign as Nina Okafor, RN.")
    sign(hands)
    hands.see("Nothing waits for your signature.")


def test_a_second_signature_is_asked_for_before_signing(open_to_sign, nurse: Desk, prescriber: Desk, patient: str):
    note_id = write(nurse, patient, "Thinks of stopping her medicine.")
    hands = open_to_sign(nurse)
    hands.choose("Second signature by", "Dr Pat Osei")
    sign(hands)
    assert notes.get(nurse, note_id).is_signed
    assert [item.kind for item in to_sign.waiting(prescriber)] == ["cosign_note"]
    other = open_to_sign(prescriber)
    other.see("Co-sign: Progress note")
    other.see("Thinks of stopping her medicine.")
    sign(other)
    assert [one.meaning for one in notes.get(nurse, note_id).signatures] == ["author", "cosigner"]


def test_a_note_is_handed_on(open_to_sign, nurse: Desk, prescriber: Desk, patient: str):
    write(nurse, patient, "Slept well.")
    hands = open_to_sign(nurse)
    hands.click("Hand on…")
    hands.click("Hand on")
    hands.see("Choose to whom.")
    hands.choose("To", "Dr Pat Osei")
    hands.click("Hand on")
    hands.see("Nothing waits for your signature.")
    assert len(to_sign.waiting(prescriber)) == 1


def test_a_document_is_reviewed_once_it_was_seen(open_to_sign, nurse: Desk, receptionist: Desk, patient: str):
    documents.file(
        receptionist,
        patient_id=patient,
        incoming=incoming.from_bytes(made.pdf("Potassium 4.1")),
        source=Source.DROPPED,
        kind="lab_result",
        title="Potassium",
        reviewer_id=nurse.person.id,
    )
    hands = open_to_sign(nurse)
    hands.see("Mark as reviewed")
    sign(hands)
    hands.see("Nothing waits for your signature.")
    (document,) = documents.of_patient(nurse, patient)
    assert document.reviewed_by == "Nina Okafor, RN"


def test_the_owner_sees_what_is_overdue_and_hands_it_on(
    open_to_sign, nurse: Desk, prescriber: Desk, administrator: Desk, patient: str, clock: DrivenClock
):
    write(nurse, patient, "Thinks of moving house.")
    clock.pass_time(days=5)
    hands = open_to_sign(administrator)
    hands.see("Nina Okafor, RN")
    hands.see("5 days")
    hands.not_see("wait for you")
    hands.not_see("moving")
    hands.not_see("NGSTR")
    # The numbers are the program's, until somebody who answers for them has looked.
    hands.see("notes 2, sessions 2, verbal orders 1, second signatures 7, documents 7")
    hands.see("Nobody here has confirmed these numbers.")
    hands.press("Tab")
    hands.choose_row("List of overdue signatures", "Progress note", open_it=False)
    hands.click("Hand on…")
    hands.choose("To", "Dr Pat Osei")
    hands.click("Hand on")
    hands.see("Dr Pat Osei")
    assert len(to_sign.waiting(prescriber)) == 1


def test_typed_words_are_shown_as_they_were_typed(open_to_sign, nurse: Desk, patient: str):
    write(nurse, patient, "<b>Bold</b> <script>")
    hands = open_to_sign(nurse)
    hands.see("<b>Bold</b> <script>")


def test_a_long_note_is_read_whole(open_to_sign, nurse: Desk, patient: str):
    write(nurse, patient, "A line of a long note.\n" * 4000 + "The very end.")
    hands = open_to_sign(nurse)
    hands.see("The very end.")
    sign(hands)
    assert to_sign.waiting(nurse) == []


def test_the_headings_of_a_note_stand_out(open_to_sign, nurse: Desk, patient: str):
    template = note_templates.of_kind(NoteKind.PROGRESS)
    assert template is not None
    first, second = template.titles[:2]
    body = f"Before all.\n{first}\nSlept well.\n# No heading\n{second}\nCalm."
    notes.write(nurse, patient_id=patient, kind="progress", body=body, template=template)
    hands = open_to_sign(nurse)
    hands.see("Before all.")
    roles = {w.text(): w.property("role") for w in hands.window.findChildren(QLabel)}
    assert (roles[first], roles[second]) == ("h3", "h3")
    assert "Slept well.\n# No heading" in roles
