"""The pen: from a point that arrives to its line on the screen, beside a bare widget that draws the same lines.

A pen sends 120 points per second: a line must be painted before the next point comes, however much ink there is.
"""

from collections.abc import Callable, Iterator
from itertools import count
from math import sin

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.bench.measure import Figure, Timing, compare, timed
from tests.bench.screen import Painted, choices
from tests.bench.setting import Setting
from ui.app import make_app
from ui.widgets.signature_pad import SignaturePad

FRAME_MS = 8.3
"""One point at 120 per second."""
_WIDTH, _HEIGHT = 660, 220
_INK = ((0, "an empty pad"), (6_000, "6,000 points"))
"""The longest signature anybody draws has some hundred points; a pad that is scribbled on gets thousands."""
_POINTS = 240


class BareSheet(QWidget):
    """The least that shows ink: the last line is drawn on what stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self._last = QPointF()
        self._line = QLineF()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._line = QLineF(self._last, event.position())
        self._last = event.position()
        area = QRect(self._line.p1().toPoint(), self._line.p2().toPoint()).normalized()
        self.update(area.adjusted(-5, -5, 5, 5))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(QColor("#10202C"), 4, Qt.PenStyle.SolidLine, cap, join))
            painter.drawLine(self._line)


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure the next point of a stroke on an empty pad, and on one that is full of ink."""
    make_app(choices())
    for ink, words in _INK:
        times = min(_POINTS, setting.sizes.openings)
        ours, bare = _by_turns(_pad(ink), BareSheet(), times)
        yield compare(f"pen, point to painted line, {words}", ours, bare, slowest=FRAME_MS)


def _pad(points: int) -> SignaturePad:
    pad = SignaturePad("Signature")
    pad.setFixedSize(_WIDTH, _HEIGHT)
    if points:
        waves = range(points // 500)
        pad.show_strokes([[[x / 500, 0.5 + 0.4 * sin(x / 7 + at), x * 8, 0.5] for x in range(500)] for at in waves])
    return pad


def _by_turns(ours: QWidget, bare: QWidget, times: int) -> tuple[Timing, Timing]:
    """Time one point here and one there, so that both meet the same weather on the machine."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(ours)
    column.addWidget(bare)
    painted = Painted(window)
    window.show()
    painted.wait()
    pens = [_pen(ours, painted), _pen(bare, painted)]
    for _point in range(3):
        for pen in pens:
            pen()
    spans = [[timed(pen) for pen in pens] for _point in range(times)]
    window.close()
    window.deleteLater()
    return Timing.of([pair[0] for pair in spans]), Timing.of([pair[1] for pair in spans])


def _pen(sheet: QWidget, painted: Painted) -> Callable[[], None]:
    """Return what moves a pen on by one point and waits until its line is painted."""
    step = count(1)
    _send(sheet, QEvent.Type.MouseButtonPress, 0)

    def next_point() -> None:
        _send(sheet, QEvent.Type.MouseMove, next(step))
        painted.wait_once()

    return next_point


def _send(sheet: QWidget, kind: QEvent.Type, step: int) -> None:
    place = QPointF(20 + step * 2 % (_WIDTH - 40), 110 + 80 * sin(step / 6))
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, place, sheet.mapToGlobal(place), left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(sheet, event)
