"""The page of outcomes: counted beside the window, chosen with the keyboard, saved, and stopped."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt

from clinicdesk.desk import Desk
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.test_outcomes import answer, plan, register, start
from ui.outcomes.page import OutcomesPage
from ui.outcomes.table import OutcomesTable
from ui.widgets.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def open_page(qtbot: Any, background: Background) -> Any:
    def open_for(desk: Desk) -> Hands:
        page = OutcomesPage(desk, background)
        qtbot.addWidget(page)
        page.resize(1204, 700)
        with qtbot.waitExposed(page):
            page.show()
        page.setFocus()
        return Hands(qtbot, page)

    return open_for


@pytest.fixture
def responded(everyone: Desk, clock: DrivenClock) -> str:
    patient = register(everyone, "Adams")
    began = everyone.now()
    clock.pass_time(days=40)
    start(everyone, plan(everyone, patient), 0, began + timedelta(days=1))
    answer(everyone, patient, 20, began)
    answer(everyone, patient, 5, began + timedelta(days=20))
    return patient


def cells(hands: Hands) -> list[str]:
    table = hands.window.findChild(OutcomesTable)
    return [
        table.item(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(table.rowCount())
        for column in range(table.columnCount())
    ]


@pytest.mark.usefixtures("responded")
def test_it_counts_by_itself_and_says_each_cell_with_its_column(open_page: Any, everyone: Desk) -> None:
    hands = open_page(everyone)
    hands.see("1 patient")
    assert "Response: 1 of 1, (21 to 100 %), small group" in cells(hands)
    assert "Not judged: none" in cells(hands)
    hands.see("this does not show what the treatment did")
    hands.see("A response is a score 50 % or more below the baseline.")


@pytest.mark.usefixtures("responded")
def test_days_narrow_it_and_a_wrong_day_is_told_at_its_field(open_page: Any, everyone: Desk) -> None:
    hands = open_page(everyone)
    hands.see("1 patient")
    hands.type("Until", "1 Jan 2020")
    hands.see("No series began in this time.")
    hands.type("Until", "yesterdayish")
    assert hands.window._until.message_state == "error"
    hands.type("Until", " ")
    hands.see("1 patient")


@pytest.mark.usefixtures("responded")
def test_it_is_saved_as_a_file_that_names_nobody(open_page: Any, everyone: Desk, tmp_path: Path) -> None:
    hands = open_page(everyone)
    hands.see("1 patient")
    hands.window.save_as(str(tmp_path / "outcomes.csv"))
    hands.see("Saved as outcomes.csv. It names no patient.")
    assert "Adams" not in (tmp_path / "outcomes.csv").read_text(encoding="utf-8-sig")
    hands.window.save_as(str(tmp_path / "nowhere" / "outcomes.csv"))
    hands.see("cannot be written in this folder")


def test_without_any_score_it_says_why_there_is_nothing(open_page: Any, everyone: Desk) -> None:
    hands = open_page(everyone)
    hands.see("No questionnaire with a score was answered yet.")


@pytest.mark.usefixtures("responded")
def test_who_may_not_save_is_not_offered_it(open_page: Any, nurse: Desk) -> None:
    hands = open_page(nurse)
    hands.see("1 patient")
    assert hands.found("Save as CSV…") == []


@pytest.mark.usefixtures("responded")
def test_stopping_leaves_what_was_shown(open_page: Any, everyone: Desk, background: Background) -> None:
    hands = open_page(everyone)
    hands.see("1 patient")
    # Other work is under way, so that the counting still waits when it is stopped.
    gate = Event()
    for _thread in range(2):
        background.run(lambda _ticket: gate.wait(), lambda _done: None, lambda _problem: None)
    hands.click("Count again")
    hands.click("Cancel")
    gate.set()
    hands.see("Counting was stopped. What is shown is from before.")
    assert "Response: 1 of 1, (21 to 100 %), small group" in cells(hands)
