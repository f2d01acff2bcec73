"""To sign in the whole window: the rail, the keys, Today, and the way back."""

from collections.abc import Callable

from clinicdesk.desk import Desk
from clinicdesk.records import note_drafts, notes, to_sign
from clinicdesk.records.note_drafts import NoteDraft
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.sessions.steps import patient
from ui.main_window import MainWindow
from ui.widgets.side_rail import SideRail

__all__ = ["patient"]
Enter = Callable[[str], None]


def write(desk: Desk, patient_id: str, body: str = "Slept well.") -> str:
    return notes.write(desk, patient_id=patient_id, kind="progress", body=body)


def waiting(window: MainWindow) -> str:
    rail = window.findChild(SideRail)
    assert rail is not None
    return next(b.accessibleDescription() for b in rail._buttons.values() if b.property("place") == "to_sign")


def test_by_keys_alone_from_the_rail_to_the_last_signature(
    enter: Enter, hands: Hands, window: MainWindow, nurse: Desk, patient: str
) -> None:
    first, second = write(nurse, patient, "One."), write(nurse, patient, "Two.")
    enter("nina")
    assert waiting(window) == "2 waiting"
    hands.press("Ctrl+9")
    hands.see("2 things wait for you")
    for _signature in range(2):
        hands.press("Alt+P")
        for sign in PASSWORD:
            hands.press(sign if sign != " " else "Space")
        hands.press("Return")
    hands.see("Nothing waits for your signature.")
    assert notes.get(nurse, first).is_signed
    assert notes.get(nurse, second).is_signed
    assert waiting(window) == ""


def test_from_today_to_the_note_and_back(enter: Enter, hands: Hands, nurse: Desk, patient: str) -> None:
    write(nurse, patient)
    enter("nina")
    hands.choose_row("List to sign", "Progress note", open_it=False)
    hands.see("Second signature by")
    assert hands.find("PIN or password").hasFocus()
    hands.click("Open the note")
    hands.see("Text of the note")
    hands.press("Ctrl+9")
    hands.type("PIN or password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Nothing waits for your signature.")
    assert to_sign.waiting(nurse) == []


def test_a_pin_that_was_begun_does_not_wait_for_the_next(enter: Enter, hands: Hands, nurse: Desk, patient: str) -> None:
    note_id = write(nurse, patient)
    enter("nina")
    hands.press("Ctrl+9")
    hands.type("PIN or password", PASSWORD, leave=False)
    hands.press("Ctrl+1")
    hands.press("Ctrl+9")
    assert hands.find("PIN or password").text() == ""
    hands.type("PIN or password", "", leave=False)
    hands.press("Return")
    assert not notes.get(nurse, note_id).is_signed


def test_the_owner_is_told_on_today_without_the_content(
    enter: Enter, hands: Hands, nurse: Desk, patient: str, clock: DrivenClock
) -> None:
    write(nurse, patient, "Thinks of moving house.")
    clock.pass_time(days=4)
    enter("ada")
    hands.see("1 signature is overdue: Nina Okafor, RN (1).")
    hands.click("Show")
    hands.see("4 days")
    hands.not_see("moving")
    enter_again = hands.texts()
    assert "NGSTR" not in enter_again


def test_reception_has_no_such_place(enter: Enter, hands: Hands, window: MainWindow, nurse: Desk, patient: str) -> None:
    write(nurse, patient)
    enter("rita")
    rail = window.findChild(SideRail)
    assert rail is not None
    assert not rail._buttons["to_sign"].isVisible()
    hands.press("Ctrl+9")
    hands.see("Your role does not include this.")


def test_what_was_begun_is_gone_on_with(enter: Enter, hands: Hands, nurse: Desk, patient: str) -> None:
    draft = NoteDraft(notes.NoteKind.PROGRESS, "Dreams of water.", None, None)
    note_drafts.keep(nurse, note_drafts.place_of_note(patient, None), draft)
    enter("nina")
    hands.press("Ctrl+9")
    hands.see("Begun, not saved: Progress note")
    hands.see("Dreams of water.")
    hands.not_see("You sign as")
    hands.click("Open the text")
    hands.see("Draft saved")
    hands.press("Ctrl+S")
    hands.press("Ctrl+9")
    hands.not_see("Begun, not saved")
    hands.see("Second signature by")
