"""The curve of one measure to look at: the mouse and the keys walk along it, zoom and move it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.figures.score_curve import ScoreFigure, ScorePoint, TreatmentMark, part_of, score_figure
from clinicdesk.language import _
from clinicdesk.records.measures.courses import Followed
from ui import theme
from ui.curve.curve_drawing import CurveDrawing
from ui.widgets.words import announce

_ZOOM = 1.5
_LEAST_HOURS = 6.0
_NEAR = 14.0
_Mark = ScorePoint | TreatmentMark


class CurveView(QWidget):
    """One measure over time. Nothing of it is typed: it is only looked at.

    Left and Right walk through scores and treatments in the order of time and say them, Home and End go to the ends;
    plus and minus zoom, 0 shows all of it again, Page Up and Page Down move along. The wheel zooms once the curve has
    the focus (or with Ctrl), so that a page with a curve in it still scrolls. ``large`` is for showing it to somebody.

    Signals:
        mark_chosen(str): The id of the result or session that is looked at.
    """

    mark_chosen = Signal(str)

    def __init__(self, name: str, *, large: bool = False) -> None:
        super().__init__()
        self._font = "h3" if large else "caption"
        self._measure = ""
        self._whole: ScoreFigure | None = None
        self._figure: ScoreFigure | None = None
        self._marks: tuple[_Mark, ...] = ()
        self._looked_at = ""
        self._hovered = ""
        self._held: QPointF | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def figure(self) -> ScoreFigure | None:
        """What is drawn."""
        return self._figure

    def show_followed(self, followed: Followed | None) -> None:
        """Draw a measure, all of it; of the same one the part that is looked at stays."""
        before, whole = self._figure, self._whole
        kept = before.hours if before and whole and before.hours != whole.hours else None
        same = followed is not None and followed.measure.id == self._measure
        self._measure = followed.measure.id if followed else ""
        self._whole = self._figure = score_figure(followed) if followed else None
        self._marks = _in_order(self._whole)
        if same and kept:
            self._show_hours(*kept)
        self._hovered = ""
        if self._mark(self._looked_at) is None:
            self._looked_at = ""
        self._describe()
        self.update()

    def look_at(self, mark_id: str) -> None:
        """Show what stands at a result or session; the view moves there if it must. No signal is sent."""
        mark = self._mark(mark_id)
        if mark is None:
            return
        self._looked_at = mark_id
        low, high = self._hours()
        if not low <= mark.hour <= high:
            self._show_hours(mark.hour - (high - low) / 2, mark.hour + (high - low) / 2)
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(640, theme.px("base") * 28)

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(300, theme.px("base") * 22)

    # Keys and mouse -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom and move."""
        key = Qt.Key(event.key())
        if self._figure is None:
            super().keyPressEvent(event)
        elif key in _WALK:
            self._walk(_WALK[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(1 / _ZOOM, self._middle())
        elif key == Qt.Key.Key_Minus:
            self._zoom(_ZOOM, self._middle())
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key in _MOVE:
            self._move(_MOVE[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse; without the focus the page around scrolls."""
        turned = event.angleDelta().y()
        wanted = self.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        drawing = self._drawing()
        if not wanted or not turned or drawing is None:
            event.ignore()
            return
        self._zoom(_ZOOM ** (-turned / 120), drawing.hour_at(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at what is below the mouse, or take hold of the curve."""
        if event.button() == Qt.MouseButton.LeftButton and self._figure is not None:
            near = self._near(event.position())
            if near:
                self._choose(near)
            self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is below the mouse; move the curve that is held."""
        drawing = self._drawing()
        if drawing is None:
            return
        if self._held is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._move_hours(drawing.hour_at(self._held.x()) - drawing.hour_at(event.position().x()))
            self._held = event.position()
            return
        near = self._near(event.position())
        if near != self._hovered:
            self._hovered = near
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Let the curve go."""
        self._held = None

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's signature
        """Put away what the mouse pointed at."""
        self._hovered = ""
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys work here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do not any more."""
        super().focusOutEvent(event)
        self.update()

    def show_all(self) -> None:
        """Show the whole time again."""
        self._figure = self._whole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the figure."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(self._font))
            if self.hasFocus():
                painter.setPen(QPen(theme.token("focus"), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
            drawing = self._drawing()
            if drawing is not None:
                drawing.draw(painter, self._mark(self._hovered) or self._mark(self._looked_at))

    # What is seen -------------------------------------------------------------------------------------------------

    def _drawing(self) -> CurveDrawing | None:
        if self._figure is None:
            return None
        return CurveDrawing(self._figure, QRectF(self.rect()), QFontMetricsF(theme.font(self._font)))

    def _hours(self) -> tuple[float, float]:
        return self._figure.hours if self._figure else (0.0, 1.0)

    def _show_hours(self, low: float, high: float) -> None:
        if self._whole is not None:
            self._figure = part_of(self._whole, low, high)
            self.update()

    def _zoom(self, factor: float, around: float) -> None:
        whole = self._whole
        if whole is None:
            return
        low, high = self._hours()
        if (high - low) * factor >= whole.hour_max - whole.hour_min:
            self.show_all()
            return
        factor = max(factor, _LEAST_HOURS / (high - low))
        self._show_hours(around - (around - low) * factor, around + (high - around) * factor)

    def _middle(self) -> float:
        low, high = self._hours()
        mark = self._mark(self._looked_at)
        return mark.hour if mark is not None and low <= mark.hour <= high else (low + high) / 2

    def _move(self, share: float) -> None:
        low, high = self._hours()
        self._move_hours((high - low) * share)

    def _move_hours(self, hours: float) -> None:
        """Move along, never past the ends of the whole."""
        whole = self._whole
        if whole is None:
            return
        low, high = self._hours()
        hours = min(max(hours, whole.hour_min - low), whole.hour_max - high)
        if hours:
            self._show_hours(low + hours, high + hours)

    # What is looked at --------------------------------------------------------------------------------------------

    def _mark(self, mark_id: str) -> _Mark | None:
        return next((mark for mark in self._marks if mark.id == mark_id), None) if mark_id else None

    def _walk(self, step: int) -> None:
        marks = self._marks
        here = self._mark(self._looked_at)
        if here is None:
            place = 0 if step < -1 else len(marks) - 1
        else:
            place = min(max(marks.index(here) + step, 0), len(marks) - 1)
        self._choose(marks[place].id)

    def _choose(self, mark_id: str) -> None:
        self._hovered = ""
        self.look_at(mark_id)
        mark = self._mark(mark_id)
        if mark is not None:
            announce(self, mark.words)
        self.mark_chosen.emit(mark_id)

    def _near(self, place: QPointF) -> str:
        """Return the mark next to a place, or an empty text where none is near."""
        drawing = self._drawing()
        if drawing is None:
            return ""
        inside = drawing.plot.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR)
        found = [
            (QPointF(drawing.place_of(mark) - place).manhattanLength(), mark.id)
            for mark in self._marks
            if inside.contains(drawing.place_of(mark))
        ]
        nearest = min(found, default=(_NEAR + 1, ""))
        return nearest[1] if nearest[0] <= _NEAR else ""

    def _describe(self) -> None:
        mark = self._mark(self._looked_at)
        if mark is None:
            latest = self._figure.points[-1].words if self._figure else _("Nothing to draw yet.")
            self.setAccessibleDescription(latest)
        else:
            self.setAccessibleDescription(mark.words)


def _in_order(figure: ScoreFigure | None) -> tuple[_Mark, ...]:
    """Return everything that can be looked at, in the order of time; what was answered at the start comes first."""
    if figure is None:
        return ()
    return tuple(sorted((*figure.points, *figure.treatments), key=lambda mark: mark.hour))


_WALK = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -1_000_000, Qt.Key.Key_End: 1_000_000}
_MOVE = {Qt.Key.Key_PageUp: -0.5, Qt.Key.Key_PageDown: 0.5}
