"""The call lists worked off at the keyboard: a digit records how the call ended, and the next line is there."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import calls, patients
from clinicdesk.records.calls import Outcome, Purpose
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.calls.steps import MONDAY, TUESDAY, book, cancel, change_details, miss, register
from ui.calls.page import CallsPage


@pytest.fixture
def open_page(qtbot: Any) -> Any:
    def open_for(desk: Desk) -> Hands:
        page = CallsPage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1204, 640)
        with qtbot.waitExposed(page):
            page.show()
        page.setFocus()
        return Hands(qtbot, page)

    return open_for


@pytest.fixture
def three(receptionist: Desk) -> list[str]:
    """Three patients who come tomorrow."""
    ids = [register(receptionist, family) for family in ("Adams", "Baker", "Clark")]
    for place, patient_id in enumerate(ids):
        book(receptionist, patient_id, TUESDAY, time(9 + place, 0))
    return ids


def outcomes(desk: Desk, patient_id: str) -> list[tuple[Outcome, str]]:
    return [(attempt.outcome, attempt.remark) for attempt in calls.of_patient(desk, patient_id)]


def test_a_list_is_worked_off_with_digits_alone(open_page: Any, receptionist: Desk, three: list[str]) -> None:
    hands = open_page(receptionist)
    hands.see("Reminders  3")
    hands.see("May I speak to Per Adams?")
    hands.press("1")
    hands.see("May I speak to Per Baker?")
    hands.press("3")
    hands.see("May I speak to Per Clark?")
    hands.press("2")
    hands.see("Reminders  1")
    hands.see("May I speak to Per Baker?")
    hands.see("2 done today")
    found = [outcomes(receptionist, patient_id) for patient_id in three]
    assert found == [[(Outcome.REACHED, "")], [(Outcome.NO_ANSWER, "")], [(Outcome.LEFT_MESSAGE, "")]]


def test_a_remark_goes_with_the_outcome_and_digits_in_it_are_text(
    open_page: Any, receptionist: Desk, three: list[str]
) -> None:
    hands = open_page(receptionist)
    hands.press("R")
    for key in "After 3":
        hands.press(key if key != " " else "Space")
    hands.press("Return")
    hands.press("5")
    assert outcomes(receptionist, three[0]) == [(Outcome.CALL_LATER, "after 3")]
    hands.see("May I speak to Per Baker?")
    assert hands.find("Remark").displayText() == ""


def test_a_slip_is_undone_by_key_and_by_button(open_page: Any, receptionist: Desk, three: list[str]) -> None:
    hands = open_page(receptionist)
    hands.press("1")
    hands.see("ADAMS, Per: Reached")
    hands.press("Ctrl+Z")
    hands.see("Reminders  3")
    assert outcomes(receptionist, three[0]) == []
    hands.press("1")
    hands.click("Undo")
    hands.see("Reminders  3")


def test_no_more_calls_is_asked_once_and_then_kept_everywhere(
    open_page: Any, receptionist: Desk, three: list[str]
) -> None:
    hands = open_page(receptionist)
    hands.press("6")
    hands.click("Cancel")
    assert outcomes(receptionist, three[0]) == []
    hands.press("6")
    hands.click("Call no more")
    assert patients.get(receptionist, three[0]).do_not_call == "yes"
    hands.see("Not to be called")
    hands.see("Reminders  2")
    hands.see("May I speak to Per Baker?")


def test_who_may_not_be_called_cannot_be(open_page: Any, receptionist: Desk, three: list[str]) -> None:
    change_details(receptionist, three[0], deceased_on=date(2026, 2, 1))
    hands = open_page(receptionist)
    hands.see("Died 01-Feb-2026")
    hands.see("Reminders  2")
    hands.not_see("May I speak to Per Adams?")
    hands.choose_row("Not to be called", "ADAMS", open_it=False)
    hands.press("1")
    assert outcomes(receptionist, three[0]) == []


def test_what_others_record_keeps_the_selected_line(
    open_page: Any, receptionist: Desk, nurse: Desk, three: list[str]
) -> None:
    hands = open_page(receptionist)
    hands.press("Down")
    hands.see("May I speak to Per Baker?")
    calls.note(nurse, calls.due(nurse, Purpose.REMINDER)[0], Outcome.REACHED)
    hands.see("Reminders  2")
    hands.see("May I speak to Per Baker?")
    cancel(nurse, book(nurse, three[1], date(2026, 3, 10)))
    hands.see("Cancelled, to rebook  1")


def test_who_leaves_the_list_gives_the_next_key_to_nobody_else(
    open_page: Any, receptionist: Desk, nurse: Desk, three: list[str]
) -> None:
    hands = open_page(receptionist)
    hands.see("May I speak to Per Adams?")
    calls.note(nurse, calls.due(nurse, Purpose.REMINDER)[0], Outcome.REACHED)
    hands.see("ADAMS, Per left this list: Reached, noted by Nina Okafor, RN.")
    hands.press("1")
    assert [len(outcomes(receptionist, one)) for one in three] == [1, 0, 0]
    hands.press("Down")
    hands.see("May I speak to Per Baker?")
    hands.press("3")
    assert outcomes(receptionist, three[1]) == [(Outcome.NO_ANSWER, "")]


def test_who_was_booked_from_another_place_leaves_without_a_word(
    open_page: Any, receptionist: Desk, nurse: Desk, three: list[str]
) -> None:
    hands = open_page(receptionist)
    page = hands.window
    receptionist.clinic.stop_listening(page.refresh)
    page.hide()
    calls.note(nurse, calls.due(nurse, Purpose.REMINDER)[0], Outcome.REACHED)
    page.show()
    page.refresh(Changed(frozenset({"call_attempts"}), frozenset()))
    hands.see("May I speak to Per Baker?")
    hands.not_see("left this list")
    receptionist.clinic.listen(page.refresh)
    assert three


def test_a_remark_can_be_finished_though_somebody_else_was_faster(
    open_page: Any, receptionist: Desk, nurse: Desk, three: list[str]
) -> None:
    hands = open_page(receptionist)
    hands.type("Remark", "Comes with his", leave=False)
    calls.note(nurse, calls.due(nurse, Purpose.REMINDER)[0], Outcome.REACHED)
    hands.see("ADAMS, Per left this list")
    assert hands.find("Remark").hasFocus()
    hands.click("Reached")
    assert outcomes(receptionist, three[0])[0] == (Outcome.REACHED, "Comes with his")


def test_no_more_calls_is_written_of_whom_it_was_asked(
    open_page: Any, receptionist: Desk, nurse: Desk, three: list[str]
) -> None:
    hands = open_page(receptionist)
    hands.press("6")
    calls.note(nurse, calls.due(nurse, Purpose.REMINDER)[0], Outcome.REACHED)
    hands.click("Call no more")
    assert [patients.get(receptionist, one).do_not_call for one in three] == ["yes", "", ""]


def test_a_remark_is_kept_a_moment_later(open_page: Any, qtbot: Any, receptionist: Desk, three: list[str]) -> None:
    hands = open_page(receptionist)
    hands.type("Remark", "Works nights", leave=False)
    qtbot.waitUntil(lambda: receptionist.draft("calls") is not None)
    assert three


def test_the_other_lists_are_one_click_away_and_flagged_ones_stand_first(
    open_page: Any, receptionist: Desk, nurse: Desk, clock: DrivenClock
) -> None:
    ids = [register(receptionist, family) for family in ("Early", "Flagged")]
    missed = [book(receptionist, one, MONDAY, time(10 + place, 0)) for place, one in enumerate(reversed(ids))]
    clock.pass_time(hours=3)
    for appointment_id in missed:
        miss(receptionist, appointment_id)
    calls.flag(nurse, ids[1], flagged=True)
    hands = open_page(receptionist)
    hands.see("Everybody who comes next has been reminded")
    hands.click("Did not come 2")
    hands.see("Call first")
    hands.see("We missed you on Mon 02-Mar-2026 at 10:00.")


def test_booking_chart_and_paper_are_asked_for(
    open_page: Any, qtbot: Any, receptionist: Desk, three: list[str]
) -> None:
    hands = open_page(receptionist)
    with qtbot.waitSignal(hands.window.booking_wanted) as asked:
        hands.press("B")
    assert asked.args[0].patient_id == three[0]
    with qtbot.waitSignal(hands.window.patient_opened) as opened:
        hands.press("Return")
    assert opened.args == [three[0]]
    with qtbot.waitSignal(hands.window.paper_requested) as wanted:
        hands.press("Ctrl+P")
    assert wanted.args == [PaperRequest("call-list", "reminder")]


def test_midnight_brings_the_next_day(open_page: Any, receptionist: Desk, clock: DrivenClock) -> None:
    book(receptionist, register(receptionist, "Adams"), TUESDAY)
    book(receptionist, register(receptionist, "Baker"), date(2026, 3, 4))
    hands = open_page(receptionist)
    hands.see("ADAMS, Per")
    clock.move_to(datetime(2026, 3, 3, 5, 0, tzinfo=UTC))
    hands.window.tick()
    hands.see("May I speak to Per Baker?")
    hands.see("Reminders until Wed 04-Mar-2026")


def test_a_half_written_remark_survives_leaving_and_closing(
    open_page: Any, receptionist: Desk, three: list[str]
) -> None:
    hands = open_page(receptionist)
    hands.type("Remark", "Works nights")
    hands.choose_row("To call", "BAKER", open_it=False)
    assert hands.find("Remark").displayText() == ""
    hands.window.leave()
    hands.window.hide()
    again = open_page(receptionist)
    assert again.find("Remark").displayText() == "Works nights"
    assert three


def test_who_may_not_record_only_reads(open_page: Any, administrator: Desk, three: list[str]) -> None:
    hands = open_page(administrator)
    hands.see("May I speak to Per Adams?")
    hands.press("1")
    assert outcomes(administrator, three[0]) == []
    assert not hands.find("Reached").isEnabled()


def test_every_button_has_a_name_of_its_own(open_page: Any, receptionist: Desk, three: list[str]) -> None:
    hands = open_page(receptionist)
    names = [b.accessibleName() or b.text() for b in hands.window.findChildren(QPushButton) if b.isVisible()]
    assert len(names) == len(set(names))
    assert three
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
