"""The table: keys open a row, selection survives, and the least important columns go first."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ui.widgets.chip import CHIPS_ROLE, ChipText, chip_width, fitting
from ui.widgets.record_table import Column, RecordTable, _fitting


@dataclass(frozen=True)
class Visit:
    number: int
    name: str
    status: str = "Arrived"


COLUMNS = [
    Column[Visit]("Patient", lambda visit: visit.name, 20, stretch=True, strong=True),
    Column[Visit]("Visit", lambda visit: str(visit.number), 20, priority=3, right=True),
    Column[Visit]("Status", lambda visit: visit.status, 14, chips=lambda visit: [ChipText(visit.status, "info")]),
]
VISITS = [Visit(1, "LINDQVIST, Per"), Visit(2, "<b>NGUYEN</b>, Minh"), Visit(3, "DOE, Jo")]


@pytest.fixture
def table(qtbot) -> RecordTable[Visit]:
    made = RecordTable("Today", COLUMNS, lambda visit: visit.number)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    made.show_rows(VISITS)
    return made


def test_enter_opens_the_selected_row(qtbot, table: RecordTable[Visit]) -> None:
    table.select_key(2)
    with qtbot.waitSignal(table.row_activated) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [VISITS[1]]


def test_selection_survives_new_rows_and_loss_is_told(qtbot, table: RecordTable[Visit]) -> None:
    table.select_key(3)
    table.show_rows([Visit(9, "NEW, One"), *VISITS])
    assert table.selected() == VISITS[2]
    with qtbot.waitSignal(table.row_selected) as told:
        table.show_rows([VISITS[0]])
    assert told.args == [None]


def test_one_row_changes_alone(qtbot, table: RecordTable[Visit]) -> None:
    with qtbot.assertNotEmitted(table.model().modelReset), qtbot.waitSignal(table.model().dataChanged):
        table.show_row(Visit(2, "NGUYEN, Minh", "Infusing"))
    assert table.rows()[1].status == "Infusing"


def test_what_was_typed_is_shown_as_it_is_and_read_out_with_its_column(table: RecordTable[Visit]) -> None:
    model = table.model()
    assert model.index(1, 0).data() == "<b>NGUYEN</b>, Minh"
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Patient: <b>NGUYEN</b>, Minh"
    assert model.index(0, 2).data(CHIPS_ROLE) == (ChipText("Arrived", "info"),)


def test_a_narrow_table_drops_the_least_important_column(table: RecordTable[Visit]) -> None:
    assert not table.isColumnHidden(1)
    table.resize(350, 300)
    assert table.isColumnHidden(1)
    assert not table.isColumnHidden(0)
    assert not table.isColumnHidden(2)


def test_columns_of_the_first_order_always_stay() -> None:
    assert _fitting([1, 1], [500, 500], 100) == [True, True]
    assert _fitting([1, 2, 3, 3], [50, 50, 50, 50], 120) == [True, True, False, False]


def test_the_row_that_the_focus_enters_is_marked(qtbot, table: RecordTable[Visit]) -> None:
    # What Qt does when Tab enters a table in which nothing was chosen yet.
    with qtbot.waitSignal(table.row_selected):
        table.selectionModel().setCurrentIndex(table.model().index(1, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    assert table.selected() == VISITS[1]
    assert table.selectionModel().isRowSelected(1)


CHIPS = [ChipText(words, "warn", dot=False) for words in ("Allergy: Latex", "Escort missing", "Scan to follow")]


def test_chips_are_shown_whole_or_counted() -> None:
    assert fitting(CHIPS, 1000) == CHIPS
    assert fitting([], 1000) == []
    for room in range(60, 1000, 7):
        *shown, last = fitting(CHIPS, room)
        if last.text.startswith("+"):
            assert [*shown, *CHIPS[len(shown) :]] == CHIPS
            assert last.text == f"+{len(CHIPS) - len(shown)}"
            assert len(shown) == 1 or sum(map(chip_width, [*shown, last])) <= room
        else:
            assert sum(map(chip_width, CHIPS)) <= room


def test_a_cell_that_is_cut_tells_the_whole_when_the_mouse_rests_on_it(table: RecordTable[Visit]) -> None:
    def rest_on(row: int) -> str:
        place = table.visualRect(table.model().index(row, 0)).center()
        over = table.viewport().mapToGlobal(place)
        QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, over))
        return QToolTip.text() if QToolTip.isVisible() else ""

    table.show_rows([Visit(1, "LINDQVIST, Per"), Visit(2, "<b>" + "LONG NAME " * 40)])
    assert rest_on(0) == ""
    assert "&lt;b&gt;LONG NAME" in rest_on(1)
