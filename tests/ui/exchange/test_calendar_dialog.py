"""The calendar file from the window: days and person are chosen, the file is written, and the record says so."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.desk import Desk
from tests.hands import Hands
from ui.exchange.calendar_dialog import CalendarDialog


@pytest.fixture
def over(qtbot: Any) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(qtbot: Any, over: QWidget, receptionist: Desk) -> CalendarDialog:
    over.resize(800, 600)
    over.show()
    made = CalendarDialog(receptionist, over)
    with qtbot.waitActive(made):
        made.open()
    return made


def exports(desk: Desk) -> int:
    return sum(entry.action == "schedule.export" for entry in desk.clinic.ledger.entries_after(0))


def test_four_weeks_from_today_are_offered_and_saved(
    qtbot: Any, dialog: CalendarDialog, receptionist: Desk, tmp_path: Path
) -> None:
    hands = Hands(qtbot, dialog)
    assert (hands.find("First day").text(), hands.find("Last day").text()) == ("02-Mar-2026", "30-Mar-2026")
    hands.choose("Whose bookings", "Dr Pat Osei")
    hands.click("Save the file…")
    chooser = dialog.findChild(QFileDialog)
    with qtbot.waitSignal(dialog.saved) as saved:
        chooser.fileSelected.emit(str(tmp_path / "osei.ics"))
    assert saved.args == ["osei.ics"]
    assert (tmp_path / "osei.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert exports(receptionist) == 1


def test_days_in_the_wrong_order_are_told_and_nothing_is_asked(qtbot: Any, dialog: CalendarDialog) -> None:
    hands = Hands(qtbot, dialog)
    hands.type("Last day", "01-Feb-2026")
    hands.click("Save the file…")
    hands.see("Choose a last day after the first one")
    assert dialog.findChild(QFileDialog) is None


def test_a_folder_that_takes_no_file_is_told(qtbot: Any, dialog: CalendarDialog, tmp_path: Path) -> None:
    hands = Hands(qtbot, dialog)
    hands.click("Save the file…")
    dialog.findChild(QFileDialog).fileSelected.emit(str(tmp_path / "missing" / "a.ics"))
    hands.see("cannot be written in this folder")
