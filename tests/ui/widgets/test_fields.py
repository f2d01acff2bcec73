"""Fields say what is wrong when they are left, keep what was typed, and never jump."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinicdesk.errors import BadValue
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import plain
from ui.widgets.text_field import ParsedField, TextAreaField, TextField


def parse(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadValue("Type the date as year-month-day.") from None


@pytest.fixture
def form(qtbot) -> QWidget:
    window = QWidget()
    window.setLayout(QVBoxLayout())
    qtbot.addWidget(window)
    return window


def shown(qtbot, form: QWidget, *fields: QWidget) -> None:
    for field in fields:
        form.layout().addWidget(field)
    form.resize(400, 300)
    with qtbot.waitActive(form):
        form.show()


def test_label_is_buddy_and_name() -> None:
    field = TextField("&Family name", required=True, hint="As in the passport")
    assert field._label.buddy() is field.line
    assert field.line.accessibleName() == "Family name"
    assert field.line.accessibleDescription() == "Required. As in the passport"
    assert field.label_text == "Family name"
    assert field._label.textFormat() == Qt.TextFormat.PlainText


def test_a_mark_doubled_is_a_sign() -> None:
    assert plain("R&&D &unit") == "R&D unit"


def test_nothing_is_said_while_typing_and_the_text_stays(qtbot, form: QWidget) -> None:
    field, other = ParsedField("Born", parse, lambda value: f"{value:%d-%b-%Y}"), TextField("Other")
    shown(qtbot, form, field, other)
    field.line.setFocus()
    qtbot.keyClicks(field.line, "12/3")
    assert field.message() == ""
    qtbot.keyClick(field.line, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is other.line
    assert field.message() == "Type the date as year-month-day."
    assert field.message_state == "error"
    assert field.text() == "12/3"
    with pytest.raises(BadValue):
        field.value()


def test_the_message_goes_when_it_is_mended_and_the_form_becomes_canonical(qtbot, form: QWidget) -> None:
    field, other = ParsedField("Born", parse, lambda value: f"{value:%d-%m-%Y}"), TextField("Other")
    shown(qtbot, form, field, other)
    field.line.setFocus()
    qtbot.keyClicks(field.line, "2020-01-0")
    with qtbot.waitSignal(field.left):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.message_state == "error"
    qtbot.keyClicks(field.line, "7")
    assert field.message_state == ""
    field._parse = lambda _text: date(2020, 1, 7)
    qtbot.keyClick(field.line, Qt.Key.Key_Tab)
    assert field.text() == "07-01-2020"


def test_the_layout_does_not_jump_when_a_message_comes(qtbot, form: QWidget) -> None:
    field, other = TextField("Name"), TextField("Other")
    shown(qtbot, form, field, other)
    before = other.pos()
    field.set_error("This cannot be.")
    QApplication.processEvents()
    assert other.pos() == before
    width = field.line.geometry()
    field.clear_message()
    QApplication.processEvents()
    assert field.line.geometry() == width


def test_typing_clears_an_error_but_the_hint_comes_back(qtbot, form: QWidget) -> None:
    field = TextField("Name", hint="Both names")
    shown(qtbot, form, field)
    field.set_error("Wrong")
    qtbot.keyClicks(field.line, "x")
    assert field.message() == "Both names"


def test_an_area_tells_when_it_was_left_after_a_change(qtbot, form: QWidget) -> None:
    area, other = TextAreaField("Note", lines=2), TextField("Other")
    shown(qtbot, form, area, other)
    area.set_text("Before")
    area.area.setFocus()
    qtbot.keyClicks(area.area, "x")
    with qtbot.waitSignal(area.left):
        qtbot.keyClick(area.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert area.text() == "xBefore"
    with qtbot.assertNotEmitted(area.left):
        area.area.setFocus()
        qtbot.keyClick(area.area, Qt.Key.Key_Tab)


def test_nothing_is_chosen_before_the_person_chooses_and_the_wheel_does_not(qtbot, form: QWidget) -> None:
    field = ChoiceField("Sex", [("f", "Female"), ("m", "Male")])
    shown(qtbot, form, field)
    assert field.value() is None
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    field.combo.setFocus()
    QApplication.sendEvent(field.combo, wheel)
    assert field.value() is None
    with qtbot.waitSignal(field.edited):
        qtbot.keyClick(field.combo, Qt.Key.Key_Down)
        field.combo.activated.emit(field.combo.currentIndex())
    assert field.value() == "f"
    field.set_value("nothing like it")
    assert field.value() is None


def test_typing_over_what_the_program_put_there_replaces_it(qtbot, form: QWidget) -> None:
    dose, other = TextField("Dose per kg (mg)"), TextField("Other")
    shown(qtbot, form, other, dose)
    dose.set_text("0.5")
    dose.setFocus()
    qtbot.keyClicks(dose.line, "1")
    assert dose.text() == "1"


def test_the_cursor_comes_back_into_what_was_typed_and_leaves_it(qtbot, form: QWidget) -> None:
    name, other = TextField("Name"), TextField("Other")
    shown(qtbot, form, name, other)
    name.setFocus()
    qtbot.keyClicks(name.line, "Lind")
    other.setFocus()
    name.setFocus()
    qtbot.keyClicks(name.line, "qvist")
    assert name.text() == "Lindqvist"


def test_a_dialog_that_comes_up_marks_what_the_program_put_into_its_first_field(qtbot, form: QWidget) -> None:
    day, other = TextField("Day"), TextField("Other")
    day.set_text("02-Mar-2026")
    form.layout().addWidget(day)
    form.layout().addWidget(other)
    day.setFocus()
    with qtbot.waitActive(form):
        form.show()
    qtbot.waitUntil(day.line.hasFocus)
    assert day.line.selectedText() == "02-Mar-2026"


def test_coming_back_to_the_window_marks_nothing_anew(qtbot, form: QWidget) -> None:
    day, other = TextField("Day"), TextField("Other")
    shown(qtbot, form, day, other)
    day.set_text("02-Mar-2026")
    day.setFocus()
    day.line.setCursorPosition(2)
    for reason in (QEvent.Type.FocusOut, QEvent.Type.FocusIn):
        QApplication.sendEvent(day.line, QFocusEvent(reason, Qt.FocusReason.ActiveWindowFocusReason))
    assert day.line.selectedText() == ""
    assert day.line.cursorPosition() == 2
