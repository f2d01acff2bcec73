"""Right now, 0 to 10: one key each, at the chair it belongs to the session."""

from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from clinicdesk.desk import Desk
from clinicdesk.records import measures, series
from tests.hands import Hands
from tests.records.sessions import steps
from ui.measures.answer_box import AnswerBox
from ui.measures.right_now import RightNowDialog


def opened(qtbot: Any, desk: Desk, patient: str, session: str | None = None) -> tuple[Hands, list[str]]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1100, 760)
    window.show()
    window.activateWindow()
    dialog = RightNowDialog(desk, window, patient, session)
    said: list[str] = []
    dialog.recorded.connect(said.append)
    dialog.come_up()
    QApplication.processEvents()
    return Hands(qtbot, window), said


def keys(typed: str) -> None:
    for key in typed:
        box = QApplication.focusWidget()
        assert isinstance(box, AnswerBox)
        QTest.keyClicks(box, key)


def test_at_the_chair_it_belongs_to_the_session(qtbot: Any, everyone: Desk) -> None:
    patient = steps.register_zoe(everyone)
    steps.plan_for(everyone, patient)
    (planned,) = series.of_patient(everyone, patient)
    session = planned.sessions[0].id
    hands, said = opened(qtbot, everyone, patient, session)
    hands.see("How is your mood right now?")
    keys("1")
    hands.press("0")
    keys("3")
    hands.press("Ctrl+S")
    assert said == ["Recorded. Mood now: 10, Distress now: 3."]
    found = {one.measure: one for one in measures.of_session(everyone, session)}
    assert {name: one.total for name, one in found.items()} == {"mood-now": 10, "distress-now": 3}
    assert {one.series_id for one in found.values()} == {planned.id}


def test_nothing_typed_is_not_recorded(qtbot: Any, everyone: Desk, maria: str) -> None:
    hands, said = opened(qtbot, everyone, maria)
    hands.see("¿Cuánto dolor tiene ahora mismo?")
    hands.press("Ctrl+S")
    hands.see("Type at least one number.")
    assert said == []
    keys("-")
    hands.press("Ctrl+S")
    hands.see("Type at least one number.")
    assert measures.of_patient(everyone, maria) == []


def test_it_is_as_high_as_its_questions_and_numbers_none_of_them(qtbot: Any, everyone: Desk, maria: str) -> None:
    opened(qtbot, everyone, maria)
    (dialog,) = (top for top in QApplication.topLevelWidgets() if isinstance(top, RightNowDialog) and top.isVisible())
    # There is no sheet to find the place on: each measure asks one thing.
    assert "1" not in {words.text() for words in dialog.findChildren(QLabel)}
    names = [box.accessibleName() for box in dialog.findChildren(AnswerBox)]
    assert names[0].startswith("¿")
    column = dialog.layout()
    assert column is not None
    assert dialog.height() <= column.totalHeightForWidth(dialog.width()) + 8
