"""The curve of one measure to look at: the mouse and the keys walk along it, zoom and move it."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.figures.score_curve import ScoreFigure, ScorePoint, TreatmentMark, part_of, score_figure
from clinicdesk.figures.time_ticks import hours_from, moment_at
from clinicdesk.figures.time_window import Hours, holding, moved, zoomed
from clinicdesk.language import _
from clinicdesk.records.measures.courses import Followed
from ui import theme
from ui.curve.curve_drawing import CurveDrawing
from ui.widgets.words import announce

_ZOOM = 1.5
_NEAR = 14.0
_Mark = ScorePoint | TreatmentMark


class CurveView(QWidget):
    """One measure over time. Nothing of it is typed: it is only looked at.

    Left and Right walk through scores and treatments in the order of time and say them, Home and End go to the ends;
    plus and minus zoom, 0 shows all of it again, Page Up and Page Down move along. The wheel zooms once the curve has
    the focus (or with Ctrl), so that a page with a curve in it still scrolls. ``large`` is for showing it to somebody;
    ``aligned`` curves below one another have their times below one another.

    Signals:
        mark_chosen(str): The id of the result or session that is looked at.
        time_shown(object, object): The person zoomed or moved: the first and the last moment now shown.
    """

    mark_chosen = Signal(str)
    time_shown = Signal(object, object)

    def __init__(self, name: str, *, large: bool = False, aligned: bool = False) -> None:
        super().__init__()
        self._font = "h3" if large else "caption"
        self._aligned = aligned
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

    def show_followed(self, followed: Followed | None, between: tuple[datetime, datetime] | None = None) -> None:
        """Draw a measure, all of it; of the same one the part that is looked at stays.

        ``between``: the time all of it means, where the curve stands beside others.
        """
        same = followed is not None and followed.measure.id == self._measure
        zoomed_in = self._figure is not None and self._whole is not None and self._figure.hours != self._whole.hours
        kept = self._between() if same and zoomed_in else None
        self._measure = followed.measure.id if followed else ""
        self._whole = score_figure(followed) if followed else None
        if self._whole is not None and between is not None:
            self._whole = part_of(self._whole, *(hours_from(self._whole.origin, moment) for moment in between))
        self._figure = self._whole
        self._marks = _in_order(self._whole)
        if kept is not None:
            self.show_time(*kept)
        self._hovered = ""
        if self._mark(self._looked_at) is None:
            self._looked_at = ""
        self._describe()
        self.update()

    def show_time(self, first: datetime, last: datetime) -> None:
        """Show the time between two moments. No signal is sent."""
        if self._figure is not None:
            origin = self._figure.origin
            self._show_hours((hours_from(origin, first), hours_from(origin, last)))

    def look_at(self, mark_id: str) -> None:
        """Show what stands at a result or session; the view moves there if it must. No signal is sent."""
        mark = self._mark(mark_id)
        if mark is None:
            return
        self._looked_at = mark_id
        if self._whole is not None:
            self._show_hours(holding(self._hours(), self._whole.hours, mark.hour))
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(640, theme.px("base") * (16 if self._aligned else 28))

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(300, theme.px("base") * (14 if self._aligned else 22))

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
            self._go_to(self._whole.hours if self._whole else self._hours())
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
        return CurveDrawing(
            self._figure, QRectF(self.rect()), QFontMetricsF(theme.font(self._font)), aligned=self._aligned
        )

    def _hours(self) -> Hours:
        return self._figure.hours if self._figure else (0.0, 1.0)

    def _show_hours(self, hours: Hours) -> None:
        if self._whole is not None and hours != self._hours():
            self._figure = part_of(self._whole, *hours)
            self.update()

    def _go_to(self, hours: Hours) -> None:
        """Show other hours because the person wants to, and say so."""
        self._show_hours(hours)
        between = self._between()
        if between is not None:
            self.time_shown.emit(*between)

    def _between(self) -> tuple[datetime, datetime] | None:
        if self._figure is None:
            return None
        first, last = (moment_at(self._figure.origin, hour) for hour in self._figure.hours)
        return first, last

    def _zoom(self, factor: float, around: float) -> None:
        if self._whole is not None:
            self._go_to(zoomed(self._hours(), self._whole.hours, factor, around))

    def _middle(self) -> float:
        low, high = self._hours()
        mark = self._mark(self._looked_at)
        return mark.hour if mark is not None and low <= mark.hour <= high else (low + high) / 2

    def _move(self, share: float) -> None:
        low, high = self._hours()
        self._move_hours((high - low) * share)

    def _move_hours(self, hours: float) -> None:
        if self._whole is not None:
            self._go_to(moved(self._hours(), self._whole.hours, hours))

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
