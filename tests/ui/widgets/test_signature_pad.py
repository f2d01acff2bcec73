"""A signature is kept as lines with time and pressure, whatever it was drawn with."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.printing.strokes import Ink
from ui.widgets.signature_pad import ASPECT, SignaturePad


@pytest.fixture
def pad(qtbot) -> SignaturePad:
    made = SignaturePad("Patient's signature")
    qtbot.addWidget(made)
    made.resize(600, 200)
    with qtbot.waitActive(made):
        made.show()
    return made


def draw(pad: SignaturePad, *points: tuple[int, int]) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad, QPoint(*point))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def test_the_mouse_draws_and_the_paper_can_print_it(qtbot, pad: SignaturePad) -> None:
    with qtbot.waitSignal(pad.changed):
        draw(pad, (60, 100), (120, 50), (300, 150))
    (stroke,) = pad.strokes()
    assert stroke[0][:2] == (0.1, 0.5)
    assert stroke[-1][:2] == (0.5, 0.75)
    assert Ink.of(pad.strokes(), ASPECT).strokes[0][0].pressure == 0.5


def test_a_pen_gives_its_pressure_and_the_ends_stay_on_the_paper(pad: SignaturePad) -> None:
    pen = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Pressure,
        1,
        1,
    )
    for kind, x, pressure in (
        (QEvent.Type.TabletPress, 0, 0.2),
        (QEvent.Type.TabletMove, 300, 0.9),
        (QEvent.Type.TabletRelease, 900, 0.0),
    ):
        place = QPointF(x, 100)
        buttons = Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        event = QTabletEvent(kind, pen, place, place, pressure, 0, 0, 0, 0, 0, none, buttons, buttons)
        QApplication.sendEvent(pad, event)
        assert event.isAccepted()
    assert [point[3] for point in pad.strokes()[0]] == [0.2, 0.9, 0.0]
    assert pad.strokes()[0][-1][0] == 1.0


def test_undo_and_clear_by_keyboard(qtbot, pad: SignaturePad) -> None:
    draw(pad, (60, 100), (120, 50))
    draw(pad, (160, 100), (220, 50))
    pad.setFocus()
    qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pad.strokes()) == 1
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.is_empty()


def test_a_click_is_no_signature(pad: SignaturePad) -> None:
    draw(pad, (60, 100), (60, 100))
    assert pad.is_empty()


def test_what_was_stored_is_shown_again(pad: SignaturePad) -> None:
    pad.show_strokes([[[0.1, 0.2, 0, 0.5], [0.3, 0.4, 12, 0.5]]])
    assert pad.strokes() == (((0.1, 0.2, 0, 0.5), (0.3, 0.4, 12, 0.5)),)
