"""A pad to sign on with pen, finger or mouse. What is kept are the lines, with time and pressure, not a picture."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.in_the_dark import is_dim
from ui.widgets.ink import Ink, Piece, Point, Stroke

ASPECT = 3.0
"""Width of the pad divided by its height. It is fixed, so that a signature is never squeezed."""

Device = Literal["mouse", "pen", "finger"]

_PLAIN_PRESSURE = 0.5  # of mouse and finger, which have none
_THINNEST, _THICKEST = 0.003, 0.010  # of the pad's width, at pressure 0 and 1
_PAPER, _INK, _LINE = QColor("#FFFFFF"), QColor("#10202C"), QColor("#9AA5AF")  # paper is white but in dark rooms
_HINT = QColor("#51606D")
_TOUCH = {
    QEvent.Type.TouchBegin: "down",
    QEvent.Type.TouchUpdate: "move",
    QEvent.Type.TouchEnd: "up",
    QEvent.Type.TouchCancel: "up",
}
_TABLET = {QEvent.Type.TabletPress: "down", QEvent.Type.TabletMove: "move", QEvent.Type.TabletRelease: "up"}
_DEVICES: dict[QPointingDevice.PointerType, Device] = {
    QPointingDevice.PointerType.Pen: "pen",
    QPointingDevice.PointerType.Finger: "finger",
}


class SignaturePad(QWidget):
    """Strokes of ``(x, y, milliseconds, pressure)``: x and y 0–1 from the upper left, time from the first touch.

    Ctrl+Z or Backspace takes the last stroke back, Delete clears. What is drawn is painted at once, and nothing but the
    new piece of it, however much ink there is already.

    Signals:
        changed: A stroke was added or taken away.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._ink = Ink()
        self._device: Device = "mouse"
        self._hint = _("Sign here")
        self._hint_px = 0
        # Paper and ink as they stand, so that a new point costs one short line; None: to be painted anew.
        self._sheet_picture: QPixmap | None = None
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
        return self._ink.strokes()

    def show_strokes(self, strokes: Sequence[Sequence[Sequence[float]]]) -> None:
        """Show strokes as they were stored; no signal is sent."""
        self._ink.show(strokes)
        self._paint_anew()

    def is_empty(self) -> bool:
        """Tell whether nothing was drawn. One dot is not nothing, and no signature either: see ``rules.pen``."""
        return not self._ink.strokes()

    def device(self) -> Device:
        """Return what the pad was last drawn on with."""
        return self._device

    def set_hint(self, words: str, pixels: int = 0) -> None:
        """Set what stands below the line of an empty pad, and its size; 0 is the theme's small type."""
        self._hint, self._hint_px = words, pixels
        self._paint_anew()

    def clear(self) -> None:
        """Take all strokes away."""
        if not self.is_empty():
            self._ink.clear()
            self._paint_anew()
            self.changed.emit()

    def undo(self) -> None:
        """Take the last stroke away."""
        if self._ink.undo():
            self._paint_anew()
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

    # Pen, finger, mouse, keys -------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Take one finger as a pen."""
        if isinstance(event, QTouchEvent) and event.type() in _TOUCH and self.isEnabled():
            points = event.points()
            if points:
                point = points[0]
                self._take(_TOUCH[event.type()], point.position(), event.timestamp(), point.pressure(), "finger")
            event.accept()
            return True
        return super().event(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Take the pen with its pressure; accepting keeps Qt from sending mouse events for it too."""
        step = _TABLET.get(event.type())
        if step:
            self._take(step, event.position(), event.timestamp(), event.pressure(), "pen")
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._take_mouse("down", event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        self._take_mouse("move", event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._take_mouse("up", event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two strokes soon after each other are two strokes."""
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and clear by keyboard."""
        if event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Backspace:
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _take_mouse(self, step: str, event: QMouseEvent) -> None:
        # Where the system sends a finger or pen as a mouse it still says what it is.
        device = _DEVICES.get(event.pointingDevice().pointerType(), "mouse")
        self._take(step, event.position(), event.timestamp(), 0, device)

    def _take(self, step: str, position: QPointF, at: int, pressure: float, device: Device) -> None:
        if step != "down" and not self._ink.is_down():
            return
        sheet = self._sheet()
        x, y = position.x() / sheet.width(), position.y() / sheet.height()
        pressed = pressure if device == "pen" else pressure or _PLAIN_PRESSURE
        before = len(self._ink.strokes())
        if step == "down":
            self._device = device
            if self.is_empty():
                self._paint_anew()  # the hint goes
            self._show_piece(self._ink.down(x, y, at, pressed))
        else:
            self._show_piece(self._ink.move(x, y, at, pressed))
        if step == "up":
            self._ink.up()
        if len(self._ink.strokes()) != before:
            self.changed.emit()

    # Painting -----------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme, the text size, and whether one may draw."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.EnabledChange) and hasattr(self, "_sheet_picture"):
            self._paint_anew()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Put the part of the sheet that changed on the screen, and the frame around it."""
        picture = self._picture()
        with QPainter(self) as painter:
            area, scale = event.rect(), picture.devicePixelRatio()
            source = QRectF(area.x() * scale, area.y() * scale, area.width() * scale, area.height() * scale)
            painter.drawPixmap(QRectF(area), picture, source)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = 2 if self.hasFocus() else 1
            painter.setPen(QPen(theme.token("focus" if self.hasFocus() else "control"), width))
            inset, radius = width / 2, theme.px("radius_field")
            painter.drawRoundedRect(self._sheet().adjusted(inset, inset, -inset, -inset), radius, radius)

    def _paint_anew(self) -> None:
        self._sheet_picture = None
        self.update()

    def _picture(self) -> QPixmap:
        """Return paper and ink as a picture of the widget, made anew when its size or what it shows has changed."""
        scale = self.devicePixelRatioF()
        wanted = QSize(ceil(self.width() * scale), ceil(self.height() * scale))
        picture = self._sheet_picture
        if picture is None or picture.size() != wanted:
            picture = QPixmap(wanted)
            picture.setDevicePixelRatio(scale)
            picture.fill(Qt.GlobalColor.transparent)
            self._paint_sheet(picture)
            self._sheet_picture = picture
        return picture

    def _paint_sheet(self, picture: QPixmap) -> None:
        sheet = self._sheet()
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_paper() if self.isEnabled() else theme.token("subtle"))
            radius = theme.px("radius_field")
            painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            self._paint_line(painter, sheet)
            for stroke in (*self._ink.strokes(), self._ink.unfinished()):
                for before, after in pairwise(stroke if len(stroke) != 1 else stroke * 2):
                    _paint_piece(painter, sheet, before, after)

    def _paint_line(self, painter: QPainter, sheet: QRectF) -> None:
        base = sheet.top() + sheet.height() * 0.76
        edge = sheet.width() * 0.06
        painter.setPen(QPen(theme.token("control") if is_dim() else _LINE, 1))
        painter.drawLine(QPointF(sheet.left() + edge, base), QPointF(sheet.right() - edge, base))
        if self.is_empty() and not self._ink.is_down():
            font = QFont(theme.font("small"))
            if self._hint_px:
                font.setPixelSize(min(self._hint_px, max(1, floor((sheet.bottom() - base - 6) * 0.8))))
            painter.setFont(font)
            painter.setPen(theme.token("muted") if is_dim() else _HINT)
            below = QRectF(sheet.left() + edge, base + 2, sheet.width() - 2 * edge, sheet.bottom() - base - 4)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._hint)

    def _show_piece(self, piece: Piece | None) -> None:
        """Draw a new piece of line into the picture, and have that part of the screen painted."""
        if piece is None:
            return
        if self._sheet_picture is None:
            self.update()  # the whole sheet is painted next, with this piece in it
            return
        with QPainter(self._sheet_picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.update(_paint_piece(painter, self._sheet(), piece.before, piece.after))

    def _sheet(self) -> QRectF:
        """The largest area of the fixed aspect, at the left of the widget."""
        width = max(min(float(self.width()), self.height() * ASPECT), 1.0)
        return QRectF(0, 0, width, width / ASPECT)


def _paper() -> QColor:
    return theme.token("surface") if is_dim() else _PAPER


def _ink() -> QColor:
    return theme.token("text") if is_dim() else _INK


def _paint_piece(painter: QPainter, sheet: QRectF, before: Point, after: Point) -> QRect:
    """Paint one piece of line and return the part of the sheet it touches."""
    thickness = (_THINNEST + (_THICKEST - _THINNEST) * (before[3] + after[3]) / 2) * sheet.width()
    start = QPointF(sheet.left() + before[0] * sheet.width(), sheet.top() + before[1] * sheet.height())
    end = QPointF(sheet.left() + after[0] * sheet.width(), sheet.top() + after[1] * sheet.height())
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(_ink(), thickness, Qt.PenStyle.SolidLine, cap, join))
    if start == end:
        painter.drawPoint(start)
    else:
        painter.drawLine(start, end)
    room = thickness / 2 + 2
    return QRectF(start, end).normalized().adjusted(-room, -room, room, room).toAlignedRect()
