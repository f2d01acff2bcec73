"""Draws the curve of a measure: it computes nothing but places on the screen.

Everything is told apart by its shape and its words as well as by its colour.
"""

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from clinicdesk.figures.label_room import Box, room_beside, room_on_line, with_room
from clinicdesk.figures.score_curve import CurveLine, ScoreFigure, ScorePoint, TreatmentMark
from clinicdesk.language import _
from ui import theme

_LINES = {
    "baseline": ("muted", Qt.PenStyle.DotLine),
    "response": ("ok_fg", Qt.PenStyle.DashLine),
    "remission": ("info_fg", Qt.PenStyle.DashDotLine),
}
_SHADES = (0.02, 0.15)
"""How much of the text's colour the best and the worst band have."""
_MANY = 120
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CurveDrawing:
    """One figure placed into one rectangle, with the letters of a font.

    ``aligned``: the same place is left beside every figure, and the bands have no names.
    """

    def __init__(self, figure: ScoreFigure, area: QRectF, letter: QFontMetricsF, *, aligned: bool = False) -> None:
        self.figure = figure
        self._letter = letter
        self._high = letter.height()
        bands = max((letter.horizontalAdvance(band.label) for band in figure.bands), default=0.0)
        values = max(letter.horizontalAdvance(words) for _value, words in figure.ticks_y)
        # The names of the bands give way where they would take more than a fifth.
        self._band_room = bands + 8 if bands < area.width() / 5 and not aligned else 0.0
        if aligned:
            values = letter.horizontalAdvance("888.88")
        edge = self._high * 0.5
        self.plot = area.adjusted(values + 10 + edge, self._high * 3.3, -self._band_room - edge - 4, -self._high * 2.9)
        # Squeezed to nothing it is still a place that can be asked what stands there.
        self.plot.setSize(self.plot.size().expandedTo(QSizeF(1, 1)))
        room = self.plot.width() / max(len(self._seen()), 1)
        self._line_boxes: list[Box] = []
        self._symbol = self._high * min(max(room / 50, 0.12), 0.3)

    def x(self, hour: float) -> float:
        """Return where a moment stands from the left."""
        low, high = self.figure.hours
        return self.plot.left() + (hour - low) / (high - low) * self.plot.width()

    def y(self, value: float) -> float:
        """Return where a value stands from the top."""
        low, high = self.figure.value_min, self.figure.value_max
        return self.plot.bottom() - (value - low) / (high - low) * self.plot.height()

    def hour_at(self, x: float) -> float:
        """Return which moment stands at a place."""
        low, high = self.figure.hours
        return low + (x - self.plot.left()) / self.plot.width() * (high - low)

    def place_of(self, mark: ScorePoint | TreatmentMark) -> QPointF:
        """Return where a point or the sign of a treatment stands."""
        if isinstance(mark, ScorePoint):
            return QPointF(self.x(mark.hour), self.y(mark.value))
        return QPointF(self.x(mark.hour), self.plot.top() - self._high * 0.3)

    def draw(self, painter: QPainter, looked_at: ScorePoint | TreatmentMark | None) -> None:
        """Draw from back to front: bands, grid, treatments, lines, the curve, then the words around."""
        self._painter = painter
        self._bands()
        self._grid()
        painter.save()
        painter.setClipRect(self.plot.adjusted(-self._symbol * 2, -self._high * 3, self._symbol * 2, self._symbol * 2))
        self._treatments()
        self._lines()
        self._line_labels()
        self._curve()
        painter.restore()
        self._dose_labels()
        self._point_labels()
        self._legend()
        if looked_at is not None:
            self._look(looked_at)

    def _text(self, place: QRectF, words: str, colour: QColor, align: Qt.AlignmentFlag) -> None:
        self._painter.setPen(colour)
        self._painter.drawText(place, align | Qt.TextFlag.TextSingleLine, words)

    def _bands(self) -> None:
        best, worst = _SHADES
        for band in self.figure.bands:
            top, bottom = self.y(band.high), self.y(band.low)
            shade = QColor(theme.token("text"))
            shade.setAlphaF(best + (worst - best) * band.shade)
            self._painter.fillRect(QRectF(self.plot.left(), top, self.plot.width(), bottom - top), shade)
            if self._band_room and bottom - top >= self._high * 0.9:
                place = QRectF(self.plot.right() + 8, top, self._band_room, bottom - top)
                self._text(place, band.label, theme.token("muted"), _LEFT)

    def _grid(self) -> None:
        muted = theme.token("muted")
        self._painter.setPen(QPen(theme.token("line"), 1))
        for value, _words in self.figure.ticks_y:
            self._painter.drawLine(QPointF(self.plot.left(), self.y(value)), QPointF(self.plot.right(), self.y(value)))
        self._painter.setPen(QPen(theme.token("control"), 1))
        self._painter.drawLine(self.plot.bottomLeft(), self.plot.bottomRight())
        for hour, _words in self.figure.ticks_x:
            x = self.x(hour)
            self._painter.drawLine(QPointF(x, self.plot.bottom()), QPointF(x, self.plot.bottom() + 4))
        for value, words in self.figure.ticks_y:
            place = QRectF(0, self.y(value) - self._high / 2, self.plot.left() - 6, self._high)
            self._text(place, words, muted, _RIGHT)
        widths = [self._letter.horizontalAdvance(words) / 2 for _hour, words in self.figure.ticks_x]
        sides = [
            (self.x(hour) - half, self.x(hour) + half)
            for (hour, _words), half in zip(self.figure.ticks_x, widths, strict=True)
        ]
        shown = with_room(sides, self._high * 0.6)
        for (_hour, words), (left, right), fits in zip(self.figure.ticks_x, sides, shown, strict=True):
            if fits:
                self._text(QRectF(left, self.plot.bottom() + 5, right - left, self._high), words, muted, _CENTRE)
        place = QRectF(self.plot.left(), self.plot.bottom() + 5 + self._high * 1.1, self.plot.width(), self._high)
        self._text(place, self.figure.from_to, muted, _CENTRE)

    def _treatments(self) -> None:
        colour = QColor(theme.token("violet_line"))
        faint = QColor(colour)
        faint.setAlphaF(0.45)
        for mark in self.figure.treatments:
            place = self.place_of(mark)
            self._painter.setPen(QPen(faint, 1, Qt.PenStyle.DotLine))
            self._painter.drawLine(QPointF(place.x(), self.plot.top()), QPointF(place.x(), self.plot.bottom()))
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(colour)
            self._painter.drawPolygon(_downwards(place, self._high * 0.28))

    def _lines(self) -> None:
        for line in self.figure.lines:
            left, right = self._line_sides(line)
            if right <= left:
                continue
            colour, style = _LINES[line.kind]
            self._painter.setPen(QPen(theme.token(colour), 1.2, style))
            self._painter.drawLine(QPointF(left, self.y(line.value)), QPointF(right, self.y(line.value)))

    def _line_labels(self) -> None:
        """Write what each line says at its end, before the curve: no score may be hidden by words."""
        taken = self._line_boxes
        taken.clear()
        for line in self.figure.lines:
            left, right = self._line_sides(line)
            size = (self._letter.horizontalAdvance(line.label), self._high)
            box = room_on_line((left, self.y(line.value), right), size, taken, up=-1)
            if box is not None:
                taken.append(box)
                self._text(QRectF(box[0], box[1], *size), line.label, theme.token(_LINES[line.kind][0]), _RIGHT)

    def _line_sides(self, line: CurveLine) -> tuple[float, float]:
        return max(self.x(line.from_hour), self.plot.left()), self.x(min(line.to_hour, self.figure.hour_max))

    def _curve(self) -> None:
        curve = theme.token("accent")
        places = [self.place_of(point) for point in self.figure.points]
        seen = self._seen()
        # Line by line, and thin where they are many: to join hundreds into one wide shape takes Qt half a second.
        self._painter.setPen(QPen(curve, 1.6 if len(seen) <= _MANY else 1.0))
        lines = [QLineF(one, other) for one, other in pairwise(places)]
        self._painter.drawLines(
            [line for line in lines if line.x2() >= self.plot.left() and line.x1() <= self.plot.right()]
        )
        filled, hollow = QBrush(curve), QBrush(theme.token("surface"))
        for point in seen:
            self._painter.setBrush(hollow if point.overlapping else filled)
            self._painter.drawEllipse(self.place_of(point), self._symbol, self._symbol)

    def _seen(self) -> list[ScorePoint]:
        low, high = self.figure.hours
        return [point for point in self.figure.points if low <= point.hour <= high]

    def _point_labels(self) -> None:
        """Write what a score was beside it, where it hides no other score; where there is no room, it is not said.

        Of hundreds none has room: whoever zooms in reads them, and the table has them all.
        """
        seen = self._seen()
        if len(seen) > _MANY:
            return
        places = [self.place_of(point) for point in seen]
        half = self._symbol
        taken = [(place.x() - half, place.y() - half, place.x() + half, place.y() + half) for place in places]
        taken += self._line_boxes
        frame = (self.plot.left(), self.plot.top(), self.plot.right(), self.plot.bottom())
        for point, place in zip(seen, places, strict=True):
            if not point.label:
                continue
            size = (self._letter.horizontalAdvance(point.label) + 6, self._high)
            box = room_beside((place.x(), place.y()), size, half + 2, frame, taken, up=-1)
            if box is not None:
                taken.append(box)
                area = QRectF(box[0], box[1], *size)
                self._painter.fillRect(area, theme.token("surface"))
                self._text(area, point.label, theme.token("text"), _CENTRE)

    def _dose_labels(self) -> None:
        low, high = self.figure.hours
        seen = [mark for mark in self.figure.treatments if low <= mark.hour <= high]
        sides = []
        for mark in seen:
            half = self._letter.horizontalAdvance(mark.label) / 2
            sides.append((self.x(mark.hour) - half, self.x(mark.hour) + half))
        for mark, (left, right), fits in zip(seen, sides, with_room(sides, self._high * 0.5), strict=True):
            if fits:
                place = QRectF(left, self.plot.top() - self._high * 1.75, right - left, self._high)
                self._text(place, mark.label, theme.token("violet_fg"), _CENTRE)

    def _legend(self) -> None:
        x, middle = self.plot.left(), self.plot.top() - self._high * 2.7
        signs = [("point", _("Score"))]
        if any(point.overlapping for point in self.figure.points):
            signs.append(("overlapping", _("Overlaps with the time before")))
        if self.figure.treatments:
            signs.append(("treatment", _("Treatment")))
        size = self._high * 0.26
        for sign, words in signs:
            centre = QPointF(x + size, middle)
            if sign == "treatment":
                self._painter.setPen(Qt.PenStyle.NoPen)
                self._painter.setBrush(theme.token("violet_line"))
                self._painter.drawPolygon(_downwards(centre, self._high * 0.28))
            else:
                self._painter.setPen(QPen(theme.token("accent"), 1.6))
                self._painter.setBrush(theme.token("surface" if sign == "overlapping" else "accent"))
                self._painter.drawEllipse(centre, size, size)
            wide = self._letter.horizontalAdvance(words)
            place = QRectF(x + self._high * 0.8, middle - self._high / 2, wide + 2, self._high)
            self._text(place, words, theme.token("muted"), _LEFT)
            x = place.right() + self._high

    def _look(self, mark: ScorePoint | TreatmentMark) -> None:
        """Draw a line through what is looked at, and say all about it in a box that covers no other mark's height."""
        place = self.place_of(mark)
        self._painter.setPen(QPen(theme.token("focus"), 2))
        self._painter.drawLine(QPointF(place.x(), self.plot.top()), QPointF(place.x(), self.plot.bottom()))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawEllipse(place, self._symbol + 4, self._symbol + 4)
        wide = min(self._letter.horizontalAdvance(mark.words) + 16, self.plot.width())
        flags = Qt.TextFlag.TextWordWrap | _CENTRE
        inner = self._letter.boundingRect(QRectF(0, 0, wide - 12, 1000), int(flags), mark.words)
        left = min(max(place.x() - wide / 2, self.plot.left()), self.plot.right() - wide)
        tall = inner.height() + 8
        top = self.plot.bottom() - tall - 4
        if place.y() > top - self._symbol - 4:
            top = self.plot.top() + 4
        box = QRectF(left, top, wide, tall)
        self._painter.fillRect(box, theme.token("tooltip"))
        self._painter.setPen(theme.token("on_tooltip"))
        self._painter.drawText(box.adjusted(6, 4, -6, -4), int(flags), mark.words)


def _downwards(middle: QPointF, half: float) -> QPolygonF:
    return QPolygonF(
        [
            QPointF(middle.x() - half, middle.y() - half),
            QPointF(middle.x() + half, middle.y() - half),
            QPointF(middle.x(), middle.y() + half),
        ]
    )
