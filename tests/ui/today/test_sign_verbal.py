"""Verbal orders on Today: each is shown to its prescriber and signed on its own, the oldest first."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.desk import Desk
from clinicdesk.records import sessions, today
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps
from tests.records.sessions.steps import patient, session_id
from tests.records.sessions.test_ordered import verbal

__all__ = ["patient", "session_id"]


def choose(hands, words: str) -> None:
    """Click the line of the list to sign that begins with some words."""
    table = hands.find("List to sign")
    model = table.model()
    row = next(r for r in range(model.rowCount()) if words in str(model.index(r, 2).data()))
    place = table.visualRect(model.index(row, 2)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_one_by_one_the_oldest_first(
    open_page, nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(nurse, prescriber, session_id)
    verbal(nurse, session_id, "Metoclopramide 10 mg IV once")
    clock.pass_time(minutes=2)
    verbal(nurse, session_id, "Stop at 30 mg")
    clock.pass_time(hours=3)
    hands = open_page(prescriber)
    hands.see("2 things wait for you")
    items = [item.what for item in today.to_sign(prescriber)]
    assert items == ["Verbal order: Metoclopramide 10 mg IV once", "Verbal order: Stop at 30 mg"]
    choose(hands, "Metoclopramide")
    hands.see("“Metoclopramide 10 mg IV once”")
    hands.see("Written down by Nina Okafor, RN, 02-Mar-2026 09:00. Read back to you.")
    hands.click("Sign")
    hands.see("The verbal order is signed.")
    hands.see("1 thing waits for you")
    choose(hands, "Stop at")
    hands.click("Cancel")
    assert len(sessions.verbal_to_sign(prescriber)) == 1
    signed = sessions.get(nurse, session_id).verbal_orders[0]
    assert signed.signed_at == prescriber.now()


def test_nobody_else_has_it_in_the_list(open_page, nurse: Desk, prescriber: Desk, everyone: Desk, session_id: str):
    steps.run(nurse, prescriber, session_id)
    verbal(nurse, session_id)
    hands = open_page(everyone)
    hands.not_see("Verbal order")
