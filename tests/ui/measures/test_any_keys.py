"""Whatever keys are pressed: no answer that is none, nothing lost, nothing of the program shown to the patient."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from clinicdesk.desk import Desk
from clinicdesk.records import measures
from clinicdesk.records.measures import Way, begun, files
from clinicdesk.records.measures.begun import Begun
from tests.hands import Hands
from ui.measures.answer_box import AnswerBox
from ui.measures.form import QuestionnaireContent
from ui.measures.scale_choice import ScaleChoice
from ui.measures.staff_form import StaffForm
from ui.measures.tab import MeasuresTab

Place = Callable[[Desk], tuple[MeasuresTab, Hands]]
_Key = Qt.Key
_TYPED = "0123456789-xX z.,+"
_MOVES = (_Key.Key_Up, _Key.Key_Down, _Key.Key_Return, _Key.Key_Backspace, _Key.Key_Delete, _Key.Key_End, _Key.Key_Tab)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("measure_id", ["phq-9", "pc-ptsd-5", "bpi", "c-ssrs", "mdq"])
def test_only_answers_stand_in_the_boxes(place: Place, everyone: Desk, maria: str, measure_id: str, seed: int) -> None:
    tab, _hands = place(everyone)
    measure = files.in_use(everyone, measure_id).measure
    form = StaffForm(everyone, tab, measure, Begun(maria, measure_id, Way.PAPER), "Ojo")
    form.come_up()
    QApplication.processEvents()
    chance = random.Random(seed)
    for _press in range(120):
        boxes = form.findChildren(AnswerBox)
        box = QApplication.focusWidget()
        if not isinstance(box, AnswerBox):
            box = next(one for one in boxes if one.isVisible())
            box.setFocus()
        if chance.random() < 0.7:
            QTest.keyClicks(box, chance.choice(_TYPED))
        else:
            QTest.keyClick(box, chance.choice(_MOVES))
    form.reject()
    for one in begun.of_patient(everyone, maria):
        for item_id, value in one.answers.items():
            assert value is None or value in measure.item(item_id).values


def test_nothing_is_pasted_into_a_box(qtbot: Any) -> None:
    box = AnswerBox("1. A question", range(4))
    qtbot.addWidget(box)
    box.show()
    QGuiApplication.clipboard().setText("23")
    QTest.keyClick(box, _Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, _Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        middle = Qt.MouseButton.MiddleButton
        at = QPointF(5, 5)
        QApplication.sendEvent(box, QMouseEvent(kind, at, at, middle, middle, Qt.KeyboardModifier.NoModifier))
    assert not box.answered
    written = QInputMethodEvent()
    written.setCommitString("é٣2")
    QApplication.sendEvent(box, written)
    assert box.value == 2


def test_a_scale_takes_numbers_arrows_and_x(qtbot: Any) -> None:
    scale = ScaleChoice(0, 10, ("none", "worst"))
    qtbot.addWidget(scale)
    scale.show()
    for keys, value in (("7", 7), ("1", 1), ("0", 10), ("0", 0), ("x", 10), ("q", 10), ("3", 3)):
        QTest.keyClicks(scale, keys)
        assert scale.value() == value
    for key, value in ((_Key.Key_Right, 4), (_Key.Key_Left, 3)):
        QTest.keyClick(scale, key)
        assert scale.value() == value


@pytest.mark.parametrize("seed", range(3))
def test_the_patients_form_bears_any_keys(qtbot: Any, everyone: Desk, maria: str, seed: int) -> None:
    content = QuestionnaireContent(everyone, files.in_use(everyone, "phq-9").measure, Begun(maria, "phq-9", Way.SCREEN))
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(content)
    window.show()
    window.activateWindow()
    content.set_percent(130)
    content.begin()
    QApplication.processEvents()
    chance = random.Random(seed)
    moves = (*_MOVES, _Key.Key_Space, _Key.Key_Left, _Key.Key_Right, _Key.Key_Backtab)
    for _press in range(150):
        target = QApplication.focusWidget() or content
        QTest.keyClick(target, chance.choice(moves))
        if content.outcome.kind == "recorded":
            break
    kept = begun.of_patient(everyone, maria)
    found = measures.of_patient(everyone, maria)
    assert len(kept) + len(found) <= 1
    for answers in [one.answers for one in kept] + [one.answers for one in found]:
        assert all(value in (None, 0, 1, 2, 3) for value in answers.values())
