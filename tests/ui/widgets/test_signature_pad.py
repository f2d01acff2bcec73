"""A signature is kept as lines with time and pressure, whatever it was drawn with."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPaintEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.printing.strokes import Ink
from clinicdesk.rules.pen import is_signature
from ui.widgets.signature_pad import ASPECT, SignaturePad

PEN = QPointingDevice.PointerType.Pen


@pytest.fixture
def pad(qtbot) -> SignaturePad:
    made = SignaturePad("Patient's signature")
    qtbot.addWidget(made)
    made.resize(600, 200)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def pen() -> QPointingDevice:
    kind, can = QInputDevice.DeviceType.Stylus, QInputDevice.Capability.Pressure
    return QPointingDevice("pen", 1, kind, PEN, can, 1, 1)


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
    assert pad.device() == "mouse"


def test_a_pen_gives_its_pressure_and_says_that_it_is_one(pad: SignaturePad, pen: QPointingDevice) -> None:
    for kind, x, pressure in (
        (QEvent.Type.TabletPress, 0, 0.2),
        (QEvent.Type.TabletMove, 300, 0.9),
        (QEvent.Type.TabletRelease, 600, 0.0),
    ):
        place = QPointF(x, 100)
        buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QTabletEvent(kind, pen, place, place, pressure, 0, 0, 0, 0, 0, none, buttons, buttons)
        QApplication.sendEvent(pad, event)
        assert event.isAccepted()
    assert [point[3] for point in pad.strokes()[0]] == [0.2, 0.9, 0.0]
    assert pad.device() == "pen"


def test_a_finger_says_that_it_is_one(pad: SignaturePad) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(pad, screen).press(0, QPoint(60, 100), pad).commit()
    QTest.touchEvent(pad, screen).move(0, QPoint(300, 120), pad).commit()
    QTest.touchEvent(pad, screen).release(0, QPoint(300, 120), pad).commit()
    assert [point[:2] for point in pad.strokes()[0]] == [(0.1, 0.5), (0.5, 0.6)]
    assert pad.device() == "finger"


def test_a_stroke_ends_at_the_edge_and_a_new_one_begins_where_the_pen_comes_back(pad: SignaturePad) -> None:
    draw(pad, (300, 100), (300, 300), (500, 300), (500, 100), (450, 100))
    first, second = pad.strokes()
    assert [point[:2] for point in first] == [(0.5, 0.5), (0.5, 1.0)]
    assert [point[:2] for point in second] == [(0.8333, 1.0), (0.8333, 0.5), (0.75, 0.5)]
    assert all(0 <= x <= 1 and 0 <= y <= 1 for stroke in pad.strokes() for x, y, _at, _pressure in stroke)


def test_what_is_begun_off_the_pad_begins_at_its_edge(pad: SignaturePad) -> None:
    draw(pad, (-60, 100), (60, 100))
    ((entered, *_more),) = pad.strokes()
    assert entered[:2] == (0.0, 0.5)


def test_one_dot_is_kept_and_is_no_signature(pad: SignaturePad) -> None:
    draw(pad, (60, 100), (60, 100))
    assert [len(stroke) for stroke in pad.strokes()] == [1]
    assert not is_signature(pad.strokes())


def test_undo_and_clear_by_keyboard(qtbot, pad: SignaturePad) -> None:
    draw(pad, (60, 100), (120, 50))
    draw(pad, (160, 100), (220, 50))
    pad.setFocus()
    qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pad.strokes()) == 1
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.is_empty()


def test_what_was_stored_is_shown_again_and_can_be_gone_on_with(pad: SignaturePad) -> None:
    stored = (((0.1, 0.2, 0, 0.5), (0.3, 0.4, 12, 0.5)),)
    pad.show_strokes(stored)
    assert pad.strokes() == stored
    draw(pad, (60, 100), (120, 50))
    assert pad.strokes()[0] == stored[0]
    assert pad.strokes()[1][0][2] > 12


class Areas(QObject):
    """Notes how much of a widget is painted each time."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[int] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.seen.append(event.rect().width() * event.rect().height())
        return False


def test_only_the_new_piece_is_painted_however_much_ink_there_is(pad: SignaturePad) -> None:
    pad.show_strokes([[[0.001 * step, 0.5, step, 0.5] for step in range(1000)]] * 3)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 100))
    QApplication.processEvents()
    areas = Areas()
    pad.installEventFilter(areas)
    QTest.mouseMove(pad, QPoint(66, 104))
    QApplication.processEvents()
    assert areas.seen
    assert max(areas.seen) < 600 * 200 / 50
    before = pad.grab().toImage()
    pad._paint_anew()
    assert pad.grab().toImage() == before
