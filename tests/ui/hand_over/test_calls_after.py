"""An answer calls for a clinician while the patient has the PC: nothing there, and everything to whoever takes it."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.records import messages
from clinicdesk.records.measures import alerts, recording
from tests.hands import Hands
from tests.records.sessions import steps
from tests.ui.hand_over.conftest import PIN, Sheet
from ui.alerts.call_strip import CallStrip
from ui.main_window import MainWindow
from ui.workplace import Workplace

Handed = Callable[..., Sheet]
TakeBack = Callable[..., None]
Work = Callable[[], Workplace]
SAYS_NOTHING = ("ÅNGSTRÖM", "PHQ", "Clinician", "clinician")


def answer(desk: Desk, patient_id: str) -> None:
    """Record item 9 of the PHQ-9 as 1 and everything else as 0."""
    answers = {str(number): 0 for number in range(1, 11)} | {"9": 1}
    recording.record(
        desk, patient_id=patient_id, measure_id="phq-9", answers=answers, filled_by="patient", way="screen"
    )


@pytest.fixture
def zoe(receptionist: Desk) -> str:
    return steps.register_zoe(receptionist)


@pytest.fixture
def beeps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what sounds: the PC's own bell, which no test can hear."""
    heard: list[str] = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append("beep"))
    return heard


def test_the_patient_sees_and_hears_nothing_and_the_front_desk_gets_the_crisis_card(
    handed: Handed, hands: Hands, window: MainWindow, work: Work, take_back: TakeBack, zoe: str, beeps: list[str]
) -> None:
    sheet = handed("rita")
    answer(work().desk, zoe)
    window.tick()
    for place in ("the form", "the thanks"):
        for words in SAYS_NOTHING:
            hands.not_see(words)
        assert not window.findChild(CallStrip).isVisible(), place
        if place == "the form":
            sheet.finish.click()
    hands.click("Give back to staff")
    for words in SAYS_NOTHING:
        hands.not_see(words)
    assert beeps == []
    take_back()
    hands.see("Clinician needed now: ÅNGSTRÖM, Zoë (Ms). Stay with the patient until a clinician is here.")
    hands.see("Crisis Lifeline")
    hands.not_see("PHQ")
    assert beeps == ["beep"]
    (call,) = alerts.open_alerts(work().desk)
    assert call.shown_to == "Rita Moss"
    hands.press("Escape")
    hands.see("Clinician needed now: ÅNGSTRÖM")


def test_a_clinician_who_takes_it_back_sees_what_was_answered(
    handed: Handed, hands: Hands, work: Work, take_back: TakeBack, zoe: str
) -> None:
    handed("nina")
    answer(work().desk, zoe)
    hands.click("Give back to staff")
    take_back()
    hands.see("What was answered")
    hands.see("PHQ-9:")
    hands.press("Alt+I")
    hands.see("Nina Okafor, RN sees to it since 09:00.")


def test_over_the_lock_the_card_names_nobody_and_who_took_it_is_kept(
    handed: Handed, hands: Hands, work: Work, take_back: TakeBack, zoe: str
) -> None:
    handed("rita")
    answer(work().desk, zoe)
    hands.click("Give back to staff")
    take_back(PIN, "nina")
    hands.see("Clinician needed now for the patient who gave this device back.")
    hands.see("Crisis Lifeline")
    for words in ("ÅNGSTRÖM", "PHQ"):
        hands.not_see(words)
    (call,) = alerts.open_alerts(work().desk)
    assert call.shown_to == "Nina Okafor, RN"


def test_what_called_before_the_hand_over_is_not_told_again(
    handed: Handed, hands: Hands, take_back: TakeBack, zoe: str, receptionist: Desk
) -> None:
    answer(receptionist, zoe)
    handed("rita")
    hands.click("Give back to staff")
    take_back()
    hands.see("Clinician needed now: ÅNGSTRÖM")
    hands.not_see("Crisis Lifeline")


def test_an_urgent_message_is_not_heard_either_until_staff_have_the_pc(
    handed: Handed, hands: Hands, work: Work, take_back: TakeBack, zoe: str, receptionist: Desk, beeps: list[str]
) -> None:
    handed("nina")
    messages.send(receptionist, to=messages.to_clinicians(), body="Please come", urgent=True)
    answer(work().desk, zoe)
    hands.not_see("Please come")
    assert beeps == []
    hands.click("Give back to staff")
    take_back()
    hands.see("Urgent: Rita Moss, 09:00. Please come")
    assert beeps
