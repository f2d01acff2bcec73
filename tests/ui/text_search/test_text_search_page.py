"""Finding in texts with the keyboard alone: type, narrow, walk, open."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QListWidget

from clinicdesk.desk import Desk
from clinicdesk.records import notes, patients
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from ui.text_search.page import TextSearchPage


@pytest.fixture
def open_page(qtbot: Any) -> Any:
    def open_for(desk: Desk, patient_id: str | None = None) -> Hands:
        page = TextSearchPage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1204, 640)
        with qtbot.waitExposed(page):
            page.show()
        page.start(patient_id)
        return Hands(qtbot, page)

    return open_for


def register(desk: Desk, family: str) -> str:
    return patients.register(desk, details=PatientDetails(family_name=family, given_name="Zoë"))


def write(desk: Desk, patient_id: str, body: str, kind: str = "progress") -> str:
    return notes.write(desk, patient_id=patient_id, kind=kind, body=body)


def rows(hands: Hands) -> list[str]:
    found = hands.window.findChild(QListWidget)
    return [found.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(found.count())]


def test_it_finds_while_it_is_typed_and_enter_opens_the_only_one(open_page: Any, qtbot: Any, nurse: Desk) -> None:
    patient = register(nurse, "Adams")
    note = write(nurse, patient, "Slept well. No <b>nausea</b> today.")
    write(nurse, patient, "Headache since the morning.")
    hands = open_page(nurse)
    hands.type("Words to find", "naus", leave=False)
    assert rows(hands) == [
        "ADAMS, Zoë. 02-Mar-2026 · Progress note · Nina Okafor, RN. Slept well. No <b>nausea</b> today."
    ]
    hands.see("1 text")
    with qtbot.waitSignal(hands.window.note_opened) as opened:
        hands.press("Return")
    assert opened.args == [patient, note]


def test_arrows_walk_into_the_list_and_back(open_page: Any, qtbot: Any, nurse: Desk, clock: DrivenClock) -> None:
    patient = register(nurse, "Adams")
    first = write(nurse, patient, "calm")
    clock.pass_time(minutes=1)
    write(nurse, patient, "calm again")
    hands = open_page(nurse)
    hands.type("Words to find", "calm", leave=False)
    hands.press("Return")
    assert isinstance(QApplication.focusWidget(), QListWidget)
    hands.press("Down")
    with qtbot.waitSignal(hands.window.note_opened) as opened:
        hands.press("Return")
    assert opened.args == [patient, first]
    hands.press("Up")
    hands.press("Up")
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_a_search_begun_in_a_chart_stays_in_it_until_that_is_taken_off(open_page: Any, nurse: Desk) -> None:
    patient, other = register(nurse, "Adams"), register(nurse, "Baker")
    write(nurse, patient, "calm")
    write(nurse, other, "calm")
    hands = open_page(nurse, patient)
    hands.type("Words to find", "calm", leave=False)
    assert len(rows(hands)) == 1
    box = hands.window.findChild(QCheckBox)
    assert box.text().replace("&", "") == "Only in the chart of ADAMS, Zoë"
    box.click()
    assert len(rows(hands)) == 2
    hands.window.start(None)
    assert not box.isVisible()


def test_what_is_written_meanwhile_is_found_and_the_mark_stays(open_page: Any, nurse: Desk, clock: DrivenClock) -> None:
    patient = register(nurse, "Adams")
    write(nurse, patient, "calm one")
    hands = open_page(nurse)
    hands.type("Words to find", "calm", leave=False)
    clock.pass_time(minutes=1)
    write(nurse, patient, "calm two")
    found = hands.window.findChild(QListWidget)
    assert found.count() == 2
    assert found.currentRow() == 1


def test_a_voided_note_says_so_to_whoever_cannot_see_it(open_page: Any, nurse: Desk) -> None:
    note = write(nurse, register(nurse, "Adams"), "calm")
    notes.void(nurse, note, reason="Wrong chart", based_on=notes.get(nurse, note).version)
    hands = open_page(nurse)
    hands.type("Words to find", "calm", leave=False)
    assert "Voided: Wrong chart" in rows(hands)[0]


def test_nothing_found_says_what_to_do_and_nothing_typed_what_is_searched(open_page: Any, nurse: Desk) -> None:
    hands = open_page(nurse)
    hands.see("Notes, letters, addenda, events of sessions and documents are searched.")
    hands.type("Words to find", "xyzzy", leave=False)
    hands.see("Nothing found. Take fewer words, or the beginnings of words.")


def test_reception_is_offered_no_kinds_it_may_not_read(open_page: Any, receptionist: Desk, nurse: Desk) -> None:
    write(nurse, register(nurse, "Adams"), "calm")
    hands = open_page(receptionist)
    hands.see("The documents that everybody at the desk may open are searched.")
    hands.type("Words to find", "calm", leave=False)
    assert rows(hands) == []
    hands.not_see("Progress note")


@pytest.mark.parametrize("typed", ["<b>bold</b>", "a" * 300, "Ünïcödé “offen"])
def test_any_place_is_painted(open_page: Any, nurse: Desk, typed: str) -> None:
    write(nurse, register(nurse, "Adams"), f"before {typed} after " + "long text " * 60)
    hands = open_page(nurse)
    hands.window.findChild(QLineEdit).setText(typed)
    assert not hands.window.grab().isNull()
