"""The focus is kept in sight, and what fills a whole area keeps its own place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.shell.in_sight import InSight


def _area(qtbot, content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(content)
    area.resize(200, 200)
    qtbot.addWidget(area)
    area.keeper = InSight(area)
    with qtbot.waitActive(area):
        area.show()
    return area


def test_a_field_out_of_sight_is_scrolled_to(qtbot):
    column = QWidget()
    fields = [QLineEdit() for _number in range(40)]
    layout = QVBoxLayout(column)
    for field in fields:
        layout.addWidget(field)
    area = _area(qtbot, column)

    fields[-1].setFocus()

    assert fields[-1].visibleRegion().boundingRect().height() == fields[-1].height()
    assert area.verticalScrollBar().value() > 0


def test_a_sheet_that_is_larger_than_its_area_stays_where_it_was_scrolled_to(qtbot):
    sheet = QWidget()
    sheet.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    sheet.resize(3000, 3000)
    area = _area(qtbot, sheet)
    sheet.clearFocus()
    area.horizontalScrollBar().setValue(40)
    area.verticalScrollBar().setValue(70)

    sheet.setFocus()

    assert sheet.hasFocus()
    assert (area.horizontalScrollBar().value(), area.verticalScrollBar().value()) == (40, 70)
