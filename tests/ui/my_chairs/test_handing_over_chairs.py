"""My chairs: several handed over at once with the taker's PIN, taken from a colleague, and asked about on leaving."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import chairs, patients, pins, sessions, staff
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import nurse as answering
from clinicdesk.rules.timeline import EventKind
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.sessions import steps
from ui.main_window import MainWindow

Enter = Callable[[str], None]
PIN = "481902"


@pytest.fixture
def two(clinic: Clinic, nurse: Desk, prescriber: Desk, everyone: Desk) -> tuple[str, str]:
    """Let Nina answer for two chairs: one runs, in the other somebody waits."""
    for login in ("nina", "pat", "rita"):
        desk = staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC")
        pins.set_pin(desk, password=PASSWORD, pin=PIN)
    first = steps.plan_for(everyone, steps.register_zoe(everyone))
    steps.run(nurse, prescriber, first)
    ida = patients.register(
        nurse, details=PatientDetails(family_name="Berg", given_name="Ida", birth_date=date(1980, 1, 2))
    )
    second = steps.plan_for(nurse, ida)
    sessions.arrive(nurse, second)
    answering.take(nurse, second)
    assert chairs.all(nurse) is not None
    return first, second


def who(desk: Desk, session_id: str) -> str:
    found = answering.responsible(sessions.get(desk, session_id))
    return found.name if found else ""


def give(hands: Hands, *, login: str = "pat", pin: str = PIN) -> None:
    hands.type("Login of who takes over", login)
    hands.type("Their PIN", pin, leave=False)
    hands.press("Return")


def test_all_chairs_go_over_with_one_pin(two: tuple[str, str], enter: Enter, hands: Hands, nurse: Desk) -> None:
    enter("nina")
    hands.press("Ctrl+8")
    hands.see("ÅNGSTRÖM")
    hands.see("BERG")
    hands.type("Words for who takes over", "Both calm")
    give(hands)
    hands.see("Dr Pat Osei answers for")
    assert [who(nurse, one) for one in two] == ["Dr Pat Osei"] * 2
    event = sessions.get(nurse, two[0]).last_event(EventKind.NURSE)
    assert event is not None
    assert event.detail["words"] == "Both calm"
    hands.see("You answer for no chair now")


def test_only_the_ticked_chairs_go(
    two: tuple[str, str], enter: Enter, hands: Hands, nurse: Desk, window: MainWindow
) -> None:
    enter("nina")
    hands.press("Ctrl+8")
    marks = [mark for mark in window.findChildren(QCheckBox) if mark.isVisible() and "Hand over" in mark.text()]
    assert len(marks) == 2
    for mark in marks:
        mark.click()
    give(hands)
    hands.see("Tick at least one chair")
    marks[0].click()
    give(hands)
    hands.see("answers for")
    assert sorted(who(nurse, one) for one in two) == ["Dr Pat Osei", "Nina Okafor, RN"]


def test_a_wrong_pin_and_the_front_desk_take_nothing(
    two: tuple[str, str], enter: Enter, hands: Hands, nurse: Desk
) -> None:
    enter("nina")
    hands.press("Ctrl+8")
    hands.type("Words for who takes over", "Both calm")
    give(hands, pin="111999")
    hands.see("wrong")
    assert hands.find("Words for who takes over").text() == "Both calm"
    give(hands, login="rita")
    hands.see("does not treat patients here")
    give(hands, login="nina")
    hands.see("who has it already")
    assert [who(nurse, one) for one in two] == ["Nina Okafor, RN"] * 2


def test_a_colleague_takes_a_chair_over_at_another_pc(
    two: tuple[str, str], enter: Enter, hands: Hands, nurse: Desk, window: MainWindow
) -> None:
    enter("pat")
    hands.press("Ctrl+8")
    hands.see("Nina Okafor, RN answers for it.")
    taking = [one for one in hands.widgets() if isinstance(one, QPushButton) and "Take over" in one.text()]
    taking[0].click()
    window.tick()
    assert "Dr Pat Osei" in {who(nurse, one) for one in two}


def test_the_session_page_says_who_and_hands_over(
    two: tuple[str, str], enter: Enter, hands: Hands, nurse: Desk
) -> None:
    enter("nina")
    hands.click("1 infusion running")
    hands.see("Nina Okafor, RN answers for this chair since 09:00.")
    hands.click("Hand over chair")
    hands.see("Last values")
    give(hands)
    hands.see("Dr Pat Osei answers for this chair")
    assert who(nurse, two[0]) == "Dr Pat Osei"
    hands.click("Take this chair")
    hands.see("Nina Okafor, RN answers for this chair")


def sign_in_at_the_lock(hands: Hands, login: str) -> None:
    hands.press("Ctrl+L")
    hands.type("Login", login)
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")


def test_signing_in_over_chairs_is_asked_and_may_take_them(
    two: tuple[str, str], enter: Enter, hands: Hands, nurse: Desk, window: MainWindow
) -> None:
    enter("nina")
    sign_in_at_the_lock(hands, "pat")
    hands.see("Nina Okafor, RN answers for")
    hands.not_see("ngstr")
    assert window.is_locked()
    taking = [one for one in hands.widgets() if isinstance(one, QPushButton) and "Take over" in one.text()]
    taking[0].click()
    hands.qtbot.waitUntil(lambda: not window.is_locked())
    assert [who(nurse, one) for one in two] == ["Dr Pat Osei"] * 2


def test_leaving_chairs_is_never_refused(
    two: tuple[str, str], enter: Enter, hands: Hands, nurse: Desk, window: MainWindow
) -> None:
    enter("nina")
    sign_in_at_the_lock(hands, "pat")
    hands.click("Leave it with Nina Okafor, RN")
    hands.qtbot.waitUntil(lambda: not window.is_locked())
    assert [who(nurse, one) for one in two] == ["Nina Okafor, RN"] * 2


def test_without_chairs_nothing_is_asked(enter: Enter, hands: Hands, window: MainWindow) -> None:
    enter("nina")
    sign_in_at_the_lock(hands, "pat")
    hands.qtbot.waitUntil(lambda: not window.is_locked())


def test_closing_over_a_chair_in_recovery_is_asked(
    two: tuple[str, str], enter: Enter, hands: Hands, nurse: Desk, window: MainWindow
) -> None:
    sessions.end(nurse, two[0], ended=sessions.EndReason.COMPLETED)
    enter("nina")
    window.close()
    hands.see("Somebody is in your chair")
    hands.see("Ctrl+8 hands over")
    hands.click("Stay")
    assert window.isVisible()


def test_who_has_no_chair_begins_at_one_to_take_and_all_of_them_is_in_view(
    two: tuple[str, str], enter: Enter, hands: Hands, window: MainWindow, nurse: Desk
) -> None:
    window.resize(1280, 720)
    enter("pat")
    hands.press("Ctrl+8")
    hands.see("answers for it")
    taken = QApplication.focusWidget()
    assert isinstance(taken, QPushButton)
    assert taken.text().startswith("Take over")
    for card in hands.window.findChildren(QPushButton):
        if card.isVisible() and card.text().startswith("Take over"):
            assert card.visibleRegion().boundingRect().width() == card.width()
    hands.press("Space")
    hands.wait_for(lambda: "Pat" in who(nurse, two[0]) + who(nurse, two[1]), "a chair taken")


def test_whoever_answers_now_is_named(two: tuple[str, str], enter: Enter, hands: Hands, everyone: Desk) -> None:
    enter("pat")
    hands.press("Ctrl+8")
    hands.see("Nina Okafor, RN answers for it.")
    for session_id in two:
        answering.take(everyone, session_id)
    hands.see("Sam Rivera, MD answers for it.")
    hands.not_see("Nina Okafor, RN answers for it.")


def test_an_event_with_its_name_only_is_still_open(
    two: tuple[str, str], enter: Enter, hands: Hands, nurse: Desk
) -> None:
    stamp_id = sessions.stamp(nurse, two[0])
    sessions.name_stamp(nurse, two[0], stamp_id, what="nausea")
    enter("nina")
    hands.press("Ctrl+8")
    hands.see("Nausea: details are missing.")
