"""The card of what is due: asked, left out with a reason, and said where nothing is."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.records.measures import Way, begun, due, skips
from clinicdesk.records.measures.begun import Begun
from tests.hands import Hands
from tests.records.sessions import steps
from ui.measures.due_card import DueCard
from ui.measures.tab import MeasuresTab
from ui.tour.hands import name_of


@pytest.fixture
def zoe(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


def shown(qtbot: Any, desk: Desk, patient_id: str) -> tuple[DueCard, Hands]:
    card = DueCard(desk)
    qtbot.addWidget(card)
    card.show_patient(patient_id)
    card.resize(560, 320)
    with qtbot.waitActive(card):
        card.show()
    return card, Hands(qtbot, card)


def test_where_nothing_is_due_it_says_so(qtbot: Any, receptionist: Desk, zoe: str) -> None:
    _card, hands = shown(qtbot, receptionist, zoe)
    hands.see("Nothing is due.")


def test_what_is_due_is_asked_for(qtbot: Any, receptionist: Desk, nurse: Desk, zoe: str) -> None:
    steps.plan_for(nurse, zoe)
    card, hands = shown(qtbot, receptionist, zoe)
    hands.see("since 16-Feb-2026\nBefore the first session")
    asked: list[due.MeasureDueItem] = []
    card.asked.connect(asked.append)
    hands.click("Fill in GAD-7")
    assert [one.measure for one in asked] == ["gad-7"]


def test_what_is_left_out_needs_a_reason_and_is_due_no_more(
    qtbot: Any, receptionist: Desk, nurse: Desk, zoe: str
) -> None:
    steps.plan_for(nurse, zoe)
    card, hands = shown(qtbot, receptionist, zoe)
    hands.click("PHQ-9 is not asked")
    hands.press("Ctrl+S")
    hands.see("Choose why it is not asked.")
    hands.choose("Reason", "Another reason")
    hands.press("Ctrl+S")
    hands.see("Say why it is not asked.")
    hands.type("In a few words", "Did it at her psychiatrist's yesterday", leave=False)
    hands.press("Ctrl+S")
    assert [one.measure for one in card.items] == ["gad-7", "mood-now"]
    (skipped,) = skips.of_patient(nurse, zoe)
    assert (skipped.reason, skipped.words) == ("other", "Did it at her psychiatrist's yesterday")


def test_tab_leads_through_the_lines_before_what_is_below(
    qtbot: Any, receptionist: Desk, nurse: Desk, zoe: str
) -> None:
    steps.plan_for(nurse, zoe)
    begun.keep(receptionist, Begun(zoe, "gad-7", Way.PAPER, answers={"1": 2}))
    tab = MeasuresTab(receptionist)
    qtbot.addWidget(tab)
    tab.resize(1100, 700)
    with qtbot.waitActive(tab):
        tab.show()
    tab.show_patient(zoe)
    hands = Hands(qtbot, tab)
    passed: list[str] = []
    for _key in range(20):
        hands.press("Tab")
        at = QApplication.focusWidget()
        assert at is not None
        passed.append(name_of(at))
    first = passed.index("Hand over all that is due")
    assert passed[first + 1 : first + 4] == ["PHQ-9 is not asked", "Fill in PHQ-9", "GAD-7 is not asked"]
    after = passed.index("Go on with GAD-7", first)
    assert passed[after - 2 : after + 2] == ["Fill in Mood now", "Discard GAD-7", "Go on with GAD-7", "Fill in…"]
