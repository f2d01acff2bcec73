"""In the chart a clinician asks for a call first, reception sees it, and the last calls are told."""

from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import calls
from clinicdesk.records.calls import Outcome, Purpose
from tests.hands import Hands
from tests.records.calls.steps import TUESDAY, book, register
from ui.chart.calls_card import CallsCard
from ui.chart.overview import OverviewTab

MARK = "Call first if the patient does not come"


@pytest.fixture
def open_overview(qtbot: Any) -> Any:
    def open_for(desk: Desk, patient_id: str) -> Hands:
        tab = OverviewTab(desk)
        desk.clinic.listen(tab.refresh)
        qtbot.addWidget(tab, before_close_func=lambda _tab: desk.clinic.stop_listening(tab.refresh))
        tab.resize(1204, 900)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.show_patient(patient_id)
        return Hands(qtbot, tab)

    return open_for


def test_a_clinician_marks_and_unmarks(open_overview: Any, receptionist: Desk, nurse: Desk) -> None:
    patient_id = register(receptionist)
    hands = open_overview(nurse, patient_id)
    hands.see("No calls yet")
    hands.click(MARK)
    assert calls.is_flagged(receptionist, patient_id)
    hands.click(MARK)
    assert not calls.is_flagged(receptionist, patient_id)


def test_reception_sees_the_mark_and_cannot_change_it(open_overview: Any, receptionist: Desk, nurse: Desk) -> None:
    patient_id = register(receptionist)
    hands = open_overview(receptionist, patient_id)
    mark = hands.find(MARK)
    assert not mark.isEnabled()
    calls.flag(nurse, patient_id, flagged=True)
    hands.wait_for(mark.isChecked, "the mark")


def test_the_last_calls_are_told_with_their_reason(open_overview: Any, receptionist: Desk) -> None:
    patient_id = register(receptionist)
    book(receptionist, patient_id, TUESDAY)
    calls.note(receptionist, calls.due(receptionist, Purpose.REMINDER)[0], Outcome.NO_ANSWER, remark="Box full")
    hands = open_overview(receptionist, patient_id)
    hands.see("02-Mar-2026 09:00, No answer (Reminders), Box full, Rita Moss")


def test_what_is_refused_is_said_and_the_mark_stays_as_it_is(
    open_overview: Any, receptionist: Desk, nurse: Desk, busy: Any
) -> None:
    patient_id = register(receptionist)
    hands = open_overview(nurse, patient_id)
    with busy(nurse):
        hands.click(MARK)
        card = hands.window.findChild(CallsCard)
        assert not hands.find(MARK).isChecked()
        assert card.accessibleName() == "Calls"
        hands.see("another")
