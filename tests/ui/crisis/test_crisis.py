"""The crisis card fetches a clinician with one key, and the strip stays until somebody takes the message by name."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import crisis_card, duty, messages, practice
from clinicdesk.records.messages import Receiver
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.calls.steps import MONDAY, register
from ui.crisis.card import CrisisCard
from ui.crisis.duty_plan import DutyPlan
from ui.crisis.urgent_strip import UrgentStrip


@pytest.fixture
def screen(qtbot: Any) -> QWidget:
    """Return an empty window, active."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1204, 640)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def open_card(qtbot: Any, screen: QWidget) -> Callable[..., Hands]:
    def open_for(desk: Desk, patient_id: str | None = None) -> Hands:
        card = CrisisCard(screen, desk, patient_id)
        with qtbot.waitExposed(card):
            card.open()
        return Hands(qtbot, card)

    return open_for


@pytest.fixture
def strip(qtbot: Any, screen: QWidget) -> Callable[[Desk], Hands]:
    def show_to(desk: Desk) -> Hands:
        made = UrgentStrip(desk)
        column = QVBoxLayout(screen)
        column.addWidget(made)
        column.addWidget(QLabel("The page below"), 1)
        desk.clinic.listen(made.refresh)
        made.destroyed.connect(desk.clinic.refresh)
        hands = Hands(qtbot, screen)
        hands.strip = made  # type: ignore[attr-defined]
        return hands

    return show_to


def test_one_key_sends_for_the_clinician_on_duty_naming_the_patient(
    open_card: Callable[..., Hands], receptionist: Desk, prescriber: Desk, nurse: Desk
) -> None:
    patient_id = register(receptionist)
    duty.name(receptionist, MONDAY, prescriber.person.id, based_on=None)
    hands = open_card(receptionist, patient_id)
    for words in ("988", "911", "Dr Pat Osei", "Record no. 000 001"):
        hands.see(words)
    hands.press("Return")
    hands.see("Sent to Dr Pat Osei at 09:00. Nobody has taken it yet")
    hands.press("Return")
    (message,) = messages.urgent_waiting(prescriber)
    assert message.patient_id == patient_id
    assert message.body.startswith("A patient is in a crisis.")
    assert messages.urgent_waiting(nurse) == []

    messages.take(prescriber, message.id)
    hands.see("Dr Pat Osei sees to it since 09:00.")


def test_without_anybody_named_all_clinicians_get_it_with_where(
    open_card: Callable[..., Hands], receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    hands = open_card(receptionist)
    hands.type("About patient", "Somebody on the phone", leave=False)
    hands.type("Where", "Call on line 2", leave=False)
    hands.click("Send to All clinicians")
    for desk in (nurse, prescriber):
        (message,) = messages.urgent_waiting(desk)
        assert message.body.endswith("Somebody on the phone\nCall on line 2")
        assert message.patient_id is None


def test_all_clinicians_can_be_sent_for_as_well(
    open_card: Callable[..., Hands], receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    duty.name(receptionist, MONDAY, prescriber.person.id, based_on=None)
    hands = open_card(receptionist)
    hands.press("Alt+A")
    hands.see("Sent to All clinicians")
    assert len(messages.urgent_waiting(nurse)) == 1


def test_the_clinician_on_duty_is_named_on_the_card(
    open_card: Callable[..., Hands], receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    hands = open_card(receptionist)
    hands.choose("Clinician on duty today", "Nina Okafor, RN")
    hands.press("Return")
    hands.see("Send to Nina Okafor, RN")
    named = duty.today(prescriber)
    assert named.member is not None
    assert named.member.id == nurse.person.id
    duty.name(prescriber, MONDAY, prescriber.person.id, based_on=named.version)
    hands.see("Send to Dr Pat Osei")


def test_passing_by_a_name_names_nobody(open_card: Callable[..., Hands], receptionist: Desk, nurse: Desk) -> None:
    hands = open_card(receptionist)
    count = receptionist.clinic.entry_count
    hands.find("Clinician on duty today").setFocus()
    hands.press("Down")
    hands.press("Down")
    assert receptionist.clinic.entry_count == count
    hands.press("Tab")
    hands.see("Send to Nina Okafor, RN")
    assert receptionist.clinic.entry_count == count + 1
    assert messages.urgent_waiting(nurse) == []


def test_the_next_days_can_be_planned(
    open_card: Callable[..., Hands], qtbot: Any, receptionist: Desk, nurse: Desk
) -> None:
    hands = open_card(receptionist)
    hands.click("Plan the next days…")
    (plan,) = hands.window.findChildren(DutyPlan)
    in_plan = Hands(qtbot, plan)
    in_plan.choose("Fri 06-Mar-2026", "Nina Okafor, RN")
    in_plan.press("Return")
    named = duty.on_day(receptionist, date(2026, 3, 6))
    assert named.member is not None
    assert named.member.id == nurse.person.id
    # Another desk names somebody as well.
    duty.name(nurse, date(2026, 3, 9), nurse.person.id, based_on=None)
    assert in_plan.find("Mon 09-Mar-2026").currentText() == "Nina Okafor, RN"
    plan.accept()
    assert duty.today(receptionist).member is None


def test_the_clinics_own_words_are_on_the_card(
    open_card: Callable[..., Hands], administrator: Desk, receptionist: Desk
) -> None:
    there = practice.get(administrator)
    kept = {name: getattr(there, name) for name in ("name", "address", "phone", "paper_size", "time_zone")}
    practice.change(
        administrator,
        based_on=there.version,
        lock_after_minutes=5,
        crisis_words="<b>Dr Osei</b> +1 218 555 0199",
        **kept,
    )
    hands = open_card(receptionist)
    hands.see("<b>Dr Osei</b> +1 218 555 0199")


def test_a_faulty_file_does_not_keep_the_card_closed(
    open_card: Callable[..., Hands], receptionist: Desk, nurse: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crisis_card, "FILE", "crisis/none.toml")
    hands = open_card(receptionist)
    hands.see("This file is missing or cannot be read.")
    hands.press("Return")
    assert len(messages.urgent_waiting(nurse)) == 1


def test_a_closed_card_listens_no_more(open_card: Callable[..., Hands], receptionist: Desk, nurse: Desk) -> None:
    before = len(receptionist.clinic._listeners)
    hands = open_card(receptionist)
    hands.press("Escape")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(receptionist.clinic._listeners) == before
    duty.name(nurse, MONDAY, nurse.person.id, based_on=None)


def test_an_urgent_message_is_there_at_once_and_goes_by_being_taken(
    strip: Callable[[Desk], Hands], qtbot: Any, receptionist: Desk, nurse: Desk
) -> None:
    patient_id = register(receptionist)
    hands = strip(nurse)
    hands.not_see("Urgent")
    messages.send(receptionist, to=messages.to_clinicians(), body="Please\ncome", patient_id=patient_id, urgent=True)
    hands.see("Urgent: Rita Moss, 09:00, about LINDQVIST, Per. Please come")
    shown = hands.strip  # type: ignore[attr-defined]
    with qtbot.waitSignal(shown.patient_opened) as opened:
        hands.click("Open the chart of the urgent message")
    assert opened.args == [patient_id]
    with qtbot.waitSignal(shown.message_opened):
        hands.press("F9")
    hands.not_see("Urgent")
    assert messages.sent(receptionist)[0].taken_by == "Nina Okafor, RN"


def test_what_somebody_else_took_goes_from_every_screen(
    strip: Callable[[Desk], Hands], receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    one = messages.send(receptionist, to=messages.to_clinicians(), body="First", urgent=True)
    messages.send(receptionist, to=messages.to_clinicians(), body="Second", urgent=True)
    hands = strip(nurse)
    hands.see("(1 of 2): Rita Moss, 09:00. First")
    messages.take(prescriber, one)
    hands.see("Urgent: Rita Moss, 09:00. Second")


def test_the_sender_is_told_that_nobody_came_and_sends_it_on(
    strip: Callable[[Desk], Hands], receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    to_prescriber = Receiver("", staff_id=prescriber.person.id)
    messages.send(receptionist, to=to_prescriber, body="Please come", urgent=True)
    hands = strip(receptionist)
    hands.not_see("Nobody has taken")
    clock.pass_time(minutes=2)
    hands.strip.tick()  # type: ignore[attr-defined]
    hands.see("Nobody has taken your urgent message of 09:00 to Dr Pat Osei.")
    hands.click("Send to all clinicians")
    hands.not_see("Nobody has taken")
    assert [message.body for message in messages.urgent_waiting(nurse)] == ["Please come"]

    clock.pass_time(minutes=2)
    hands.strip.tick()  # type: ignore[attr-defined]
    hands.see("to All clinicians. Go and find somebody.")
    hands.click("It is settled")
    hands.not_see("Nobody has taken")
    assert messages.urgent_waiting(nurse) == []


def test_reception_sees_no_urgent_message_between_clinicians(
    strip: Callable[[Desk], Hands], receptionist: Desk, nurse: Desk
) -> None:
    messages.send(nurse, to=messages.to_clinicians(), body="Chair 2 drops", urgent=True)
    hands = strip(receptionist)
    hands.not_see("Chair 2")
