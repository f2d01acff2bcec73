"""A pad to sign on with pen, finger or mouse. What is kept are the lines, with time and pressure, not a picture."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.language import _
from ui import theme

ASPECT = 3.0
"""Width of the pad divided by its height. It is fixed, so that a signature is never squeezed."""

Point = tuple[float, float, int, float]
Stroke = tuple[Point, ...]

_PLAIN_PRESSURE = 0.5  # of mouse and finger, which have none
_THINNEST, _THICKEST = 0.003, 0.010  # of the pad's width, at pressure 0 and 1
_PAPER, _INK, _LINE = QColor("#FFFFFF"), QColor("#10202C"), QColor("#9AA5AF")  # paper is white in either scheme


class SignaturePad(QWidget):
    """Strokes of ``(x, y, milliseconds, pressure)``: x and y 0–1 from the upper left, time from the first touch.

    Ctrl+Z or Backspace takes the last stroke back, Delete clears. Who cannot draw signs by the typed name the form
    offers beside it.

    Signals:
        changed: A stroke was added or taken away.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._strokes: list[Stroke] = []
        self._drawing: list[Point] | None = None
        self._first_at: int | None = None
        self._hint = _("Sign here")
        self.setAccessibleName(name)
        self.setAccessibleDescription(_("Draw with pen, finger or mouse. Or type the name in the field beside it."))
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMaximumWidth(720)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def strokes(self) -> tuple[Stroke, ...]:
        """Return what was drawn."""
        return tuple(self._strokes)

    def show_strokes(self, strokes: Sequence[Sequence[Sequence[float]]]) -> None:
        """Show strokes as they were stored; no signal is sent."""
        self._strokes = [tuple((float(x), float(y), int(ms), float(p)) for x, y, ms, p in one) for one in strokes]
        self._first_at = None
        self.update()

    def is_empty(self) -> bool:
        """Tell whether nothing was drawn."""
        return not self._strokes

    def clear(self) -> None:
        """Take all strokes away."""
        if self._strokes:
            self._strokes, self._first_at = [], None
            self.update()
            self.changed.emit()

    def undo(self) -> None:
        """Take the last stroke away."""
        if self._strokes:
            self._strokes.pop()
            self.update()
            self.changed.emit()

    def sizeHint(self) -> QSize:
        """Wide enough for a real signature."""
        return QSize(450, 150)

    def minimumSizeHint(self) -> QSize:
        """The least that can be signed on."""
        return QSize(300, 100)

    def heightForWidth(self, width: int) -> int:
        """Keep the aspect."""
        return round(min(width, self.maximumWidth()) / ASPECT)

    def event(self, event: QEvent) -> bool:
        """Take one finger as a pen."""
        touches = {QEvent.Type.TouchBegin: "begin", QEvent.Type.TouchUpdate: "move", QEvent.Type.TouchEnd: "end"}
        if isinstance(event, QTouchEvent) and event.type() in touches and self.isEnabled():
            points = event.points()
            if points:
                step = touches[event.type()]
                self._take(step, points[0].position(), event.timestamp(), points[0].pressure() or _PLAIN_PRESSURE)
            event.accept()
            return True
        return super().event(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Take the pen with its pressure; accepting keeps Qt from sending mouse events for it too."""
        steps = {QEvent.Type.TabletPress: "begin", QEvent.Type.TabletMove: "move", QEvent.Type.TabletRelease: "end"}
        step = steps.get(event.type())
        if step:
            self._take(step, event.position(), event.timestamp(), event.pressure())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._take("begin", event.position(), event.timestamp(), _PLAIN_PRESSURE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        self._take("move", event.position(), event.timestamp(), _PLAIN_PRESSURE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._take("end", event.position(), event.timestamp(), _PLAIN_PRESSURE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and clear by keyboard."""
        if event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Backspace:
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the paper, the line to sign on, and the strokes."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            sheet = self._sheet()
            width = 2 if self.hasFocus() else 1
            painter.setPen(QPen(theme.token("focus" if self.hasFocus() else "control"), width))
            painter.setBrush(_PAPER if self.isEnabled() else theme.token("subtle"))
            inset = width / 2
            radius = theme.px("radius_field")
            painter.drawRoundedRect(sheet.adjusted(inset, inset, -inset, -inset), radius, radius)
            self._paint_line(painter, sheet)
            for stroke in [*self._strokes, *([tuple(self._drawing)] if self._drawing else [])]:
                _paint_stroke(painter, sheet, stroke)

    def _paint_line(self, painter: QPainter, sheet: QRectF) -> None:
        base = sheet.top() + sheet.height() * 0.76
        edge = sheet.width() * 0.06
        painter.setPen(QPen(_LINE, 1))
        painter.drawLine(QPointF(sheet.left() + edge, base), QPointF(sheet.right() - edge, base))
        if not self._strokes and not self._drawing:
            painter.setFont(theme.font("small"))
            painter.setPen(QColor("#51606D"))
            below = QRectF(sheet.left() + edge, base + 2, sheet.width() - 2 * edge, sheet.bottom() - base - 4)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._hint)

    def _sheet(self) -> QRectF:
        """The largest area of the fixed aspect, at the left of the widget."""
        width = min(float(self.width()), self.height() * ASPECT)
        return QRectF(0, 0, width, width / ASPECT)

    def _take(self, step: str, position: QPointF, timestamp: int, pressure: float) -> None:
        if step == "begin":
            self._drawing = []
            if self._first_at is None:
                self._first_at = timestamp
        if self._drawing is None:
            return
        self._add_point(position, timestamp, pressure)
        if step == "end":
            if any(p[:2] != self._drawing[0][:2] for p in self._drawing):
                self._strokes.append(tuple(self._drawing))
                self._drawing = None
                self.changed.emit()
            self._drawing = None
        self.update()

    def _add_point(self, position: QPointF, timestamp: int, pressure: float) -> None:
        assert self._drawing is not None
        sheet = self._sheet()
        x = min(max(position.x() / sheet.width(), 0.0), 1.0)
        y = min(max(position.y() / sheet.height(), 0.0), 1.0)
        after = max(0, timestamp - (self._first_at or 0)) if self._first_at is not None else 0
        point = (round(x, 4), round(y, 4), after, round(min(max(pressure, 0.0), 1.0), 3))
        if not self._drawing or self._drawing[-1][:2] != point[:2]:
            self._drawing.append(point)


def _paint_stroke(painter: QPainter, sheet: QRectF, stroke: Stroke) -> None:
    def place(point: Point) -> QPointF:
        return QPointF(sheet.left() + point[0] * sheet.width(), sheet.top() + point[1] * sheet.height())

    for before, after in pairwise(stroke):
        pressure = (before[3] + after[3]) / 2
        thickness = (_THINNEST + (_THICKEST - _THINNEST) * pressure) * sheet.width()
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(_INK, thickness, Qt.PenStyle.SolidLine, cap, join))
        painter.drawLine(place(before), place(after))
