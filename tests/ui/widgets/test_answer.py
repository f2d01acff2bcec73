"""Not asked, unknown, none and some are four different answers, and no line typed is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clinicdesk.rules.answers import Answer
from ui.widgets.answer import FourWayAnswer
from ui.widgets.list_editor import ListColumn, ListEditor

COLUMNS = [
    ListColumn("substance", "Substance", stretch=True),
    ListColumn("reaction", "Reaction"),
    ListColumn("severity", "Severity", choices=(("mild", "Mild"), ("severe", "Severe"))),
]


@pytest.fixture
def allergies(qtbot) -> FourWayAnswer:
    made = FourWayAnswer("Allergies", COLUMNS, {Answer.NONE: "No known allergies"})
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def editor(qtbot) -> ListEditor:
    made = ListEditor("Allergies", COLUMNS)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def type_line(qtbot, editor: ListEditor, *words: str) -> None:
    for key, text in zip(("substance", "reaction"), words, strict=False):
        qtbot.keyClicks(editor._fields[key].editor, text)


def test_it_starts_as_not_asked(allergies: FourWayAnswer) -> None:
    assert allergies.answer() is Answer.NOT_ASKED
    assert not allergies._editor.isVisible()


def test_some_opens_the_list_and_puts_the_cursor_there(qtbot, allergies: FourWayAnswer) -> None:
    with qtbot.waitSignal(allergies.changed):
        qtbot.mouseClick(allergies._radios[Answer.SOME], Qt.MouseButton.LeftButton, pos=_left(allergies))
    assert QApplication.focusWidget() is allergies._editor._fields["substance"].editor
    qtbot.keyClicks(QApplication.focusWidget(), "Latex")
    assert allergies.lines() == ({"substance": "Latex"},)


def test_another_answer_hides_the_lines_but_a_slip_loses_none(qtbot, allergies: FourWayAnswer) -> None:
    allergies.show_answer(Answer.SOME, [{"substance": "Latex"}])
    qtbot.mouseClick(allergies._radios[Answer.NONE], Qt.MouseButton.LeftButton, pos=_left(allergies))
    assert (allergies.answer(), allergies.lines()) == (Answer.NONE, ())
    qtbot.mouseClick(allergies._radios[Answer.SOME], Qt.MouseButton.LeftButton, pos=_left(allergies))
    assert allergies.lines() == ({"substance": "Latex"},)


def _left(allergies: FourWayAnswer):
    return allergies._radios[Answer.NONE].rect().center() / 4


def test_enter_adds_and_goes_back_to_the_first_field(qtbot, editor: ListEditor) -> None:
    type_line(qtbot, editor, "Penicillin", "hives")
    with qtbot.waitSignal(editor.changed):
        qtbot.keyClick(editor._fields["reaction"].editor, Qt.Key.Key_Return)
    assert editor.lines() == ({"substance": "Penicillin", "reaction": "hives"},)
    assert QApplication.focusWidget() is editor._fields["substance"].editor
    assert editor._fields["substance"].editor.text() == ""


def test_a_line_without_its_first_part_is_asked_for(qtbot, editor: ListEditor) -> None:
    type_line(qtbot, editor, "", "hives")
    qtbot.keyClick(editor._fields["reaction"].editor, Qt.Key.Key_Return)
    assert editor._fields["substance"].message_state == "error"
    assert editor.lines() == ()


def test_a_line_is_changed_in_its_place(qtbot, editor: ListEditor) -> None:
    editor.show_lines([{"substance": "A"}, {"substance": "B", "severity": "mild"}, {"substance": "C"}])
    editor._table.select_key(editor._lines[1].number)
    qtbot.keyClick(editor._table, Qt.Key.Key_Return)
    qtbot.keyClicks(editor._fields["substance"].editor, "2")
    assert [line["substance"] for line in editor.lines()] == ["A", "2B", "C"]
    qtbot.keyClick(editor._fields["substance"].editor, Qt.Key.Key_Return)
    assert editor.lines()[1] == {"substance": "2B", "severity": "mild"}


def test_delete_removes_the_selected_line(qtbot, editor: ListEditor) -> None:
    editor.show_lines([{"substance": "A"}, {"substance": "B"}])
    editor._table.select_key(editor._lines[0].number)
    qtbot.keyClick(editor._table, Qt.Key.Key_Delete)
    assert editor.lines() == ({"substance": "B"},)
