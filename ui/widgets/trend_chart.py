"""Draws the vital-signs figure of a session (NHS CUI, GTAB): it computes nothing but places on the screen."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.figures.vitals import VitalsFigure
from clinicdesk.language import _
from ui import theme

# Not red and green; and each series has its own symbol as well (GTAB 002, 161).
_PRESSURE, _HEART, _SATURATION = "info_fg", "warn_line", "violet_line"
_BAND_COLOURS = {"infusion": "ok_bg", "pause": "warn_bg", "recovery": "info_bg", "gap": "neutral_bg"}


class TrendChart(QWidget):
    """Blood pressure as bars with short ends, heart rate as hollow circles, saturation as hollow squares.

    With the focus, Left and Right move a line from reading to reading and the values there are shown and read out.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._figure: VitalsFigure | None = None
        self._looked_at: float | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_figure(self, figure: VitalsFigure) -> None:
        """Draw this figure."""
        self._figure = figure
        if self._looked_at not in _minutes(figure):
            self._looked_at = None
        self.setAccessibleDescription(_latest_words(figure))
        self.update()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(620, theme.px("base") * 15)

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(280, theme.px("base") * 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line from reading to reading."""
        minutes = _minutes(self._figure) if self._figure else []
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if not minutes or step is None:
            super().keyPressEvent(event)
            return
        if self._looked_at is None:
            place = len(minutes) - 1
        else:
            place = min(max(minutes.index(self._looked_at) + step, 0), len(minutes) - 1)
        self._looked_at = minutes[place]
        assert self._figure is not None
        self.setAccessibleDescription(_words_at(self._figure, self._looked_at))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the arrow keys work here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the line away."""
        super().focusOutEvent(event)
        self._looked_at = None
        if self._figure:
            self.setAccessibleDescription(_latest_words(self._figure))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the figure."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font("caption"))
            if self.hasFocus():
                painter.setPen(QPen(theme.token("focus"), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
            if self._figure is not None:
                _Drawing(painter, self._figure, QRectF(self.rect())).draw(self._looked_at)


class _Drawing:
    """One painting of one figure into one rectangle."""

    def __init__(self, painter: QPainter, figure: VitalsFigure, area: QRectF) -> None:
        self._painter = painter
        self._figure = figure
        self._letter = QFontMetricsF(painter.font())
        line = self._letter.height()
        left = self._letter.horizontalAdvance("888") + 10 + line * 0.6
        right = self._letter.horizontalAdvance("BP 188/188") + 14
        self._plot = area.adjusted(left, line * 0.8, -right, -line * 1.6)
        self._symbol = line * 0.24

    def draw(self, looked_at: float | None) -> None:
        """Draw bands, grid, limits, now, the series and their names."""
        self._bands()
        self._grid()
        self._limits()
        self._now()
        if looked_at is not None:
            self._look(looked_at)
        self._pressures()
        self._series(self._figure.heart_rates, _HEART, square=False)
        self._series(self._figure.saturations, _SATURATION, square=True)
        self._names()

    def _x(self, minute: float) -> float:
        figure = self._figure
        span = (figure.minutes_max - figure.minutes_min) or 1
        return self._plot.left() + (minute - figure.minutes_min) / span * self._plot.width()

    def _y(self, value: float) -> float:
        figure = self._figure
        span = (figure.y_max - figure.y_min) or 1
        return self._plot.bottom() - (value - figure.y_min) / span * self._plot.height()

    def _text(self, place: QRectF, words: str, colour: QColor, align: Qt.AlignmentFlag) -> None:
        self._painter.setPen(colour)
        self._painter.drawText(place, align | Qt.TextFlag.TextSingleLine, words)

    def _bands(self) -> None:
        for band in self._figure.bands:
            left = max(self._x(band.from_minute), self._plot.left())
            right = min(self._x(band.to_minute), self._plot.right())
            if right <= left:
                continue
            area = QRectF(left, self._plot.top(), right - left, self._plot.height())
            self._painter.fillRect(area, theme.token(_BAND_COLOURS.get(band.kind, "neutral_bg")))
            if self._letter.horizontalAdvance(band.label) + 8 < area.width():
                inner = area.adjusted(4, 2, -4, -2)
                self._text(inner, band.label, theme.token("muted"), Qt.AlignmentFlag.AlignLeft)

    def _grid(self) -> None:
        line, high = theme.token("line"), self._letter.height()
        muted = theme.token("muted")
        for value, words in self._figure.ticks_y:
            y = self._y(value)
            self._painter.setPen(QPen(line, 1))
            self._painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))
            place = QRectF(0, y - high / 2, self._plot.left() - 2 - self._letter.height() * 0.6, high)
            self._text(place, words, muted, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for minute, words in self._figure.ticks_x:
            place = QRectF(self._x(minute) - 40, self._plot.bottom() + 4, 80, high)
            self._text(place, words, muted, Qt.AlignmentFlag.AlignHCenter)
        # After the last figure: right of the plot nothing else stands so low.
        place = QRectF(self._plot.right() + self._letter.horizontalAdvance("188"), self._plot.bottom() + 4, 80, high)
        self._text(place, _("min"), muted, Qt.AlignmentFlag.AlignLeft)

    def _limits(self) -> None:
        high = self._letter.height()
        limits = sorted(self._figure.limits, key=lambda limit: -limit.value)
        lines = [self._y(limit.value) for limit in limits]
        self._painter.setPen(QPen(theme.token("danger_line"), 1, Qt.PenStyle.DashLine))
        for y in lines:
            self._painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))
        for limit, top in zip(limits, label_tops(lines, high), strict=True):
            width = self._letter.horizontalAdvance(limit.label)
            place = QRectF(self._plot.right() - 4 - width, top, width, high)
            # The grid must not strike the words through.
            self._painter.fillRect(place, theme.token("surface"))
            self._text(place, limit.label, theme.token("danger_fg"), Qt.AlignmentFlag.AlignRight)

    def _now(self) -> None:
        if self._figure.now_minute is not None:
            x = self._x(self._figure.now_minute)
            self._painter.setPen(QPen(theme.token("text"), 1, Qt.PenStyle.DotLine))
            self._painter.drawLine(QPointF(x, self._plot.top()), QPointF(x, self._plot.bottom()))

    def _pressures(self) -> None:
        self._painter.setPen(QPen(theme.token(_PRESSURE), 2))
        half = self._symbol * 1.3
        for minute, systolic, diastolic in self._figure.pressures:
            x, top, bottom = self._x(minute), self._y(systolic), self._y(diastolic)
            self._painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            for end in (top, bottom):
                self._painter.drawLine(QPointF(x - half, end), QPointF(x + half, end))

    def _series(self, points: tuple[tuple[float, int], ...], colour: str, *, square: bool) -> None:
        places = [QPointF(self._x(minute), self._y(value)) for minute, value in points]
        self._painter.setPen(QPen(theme.token(colour), 1.4))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(places)
        self._painter.setBrush(theme.token("surface"))
        for place in places:
            if square:
                side = self._symbol * 0.9
                self._painter.drawRect(QRectF(place.x() - side, place.y() - side, 2 * side, 2 * side))
            else:
                self._painter.drawEllipse(place, self._symbol, self._symbol)

    def _look(self, minute: float) -> None:
        x, high = self._x(minute), self._letter.height()
        self._painter.setPen(QPen(theme.token("focus"), 2))
        self._painter.drawLine(QPointF(x, self._plot.top()), QPointF(x, self._plot.bottom()))
        words = _words_at(self._figure, minute)
        width = self._letter.horizontalAdvance(words) + 12
        left = min(max(x - width / 2, self._plot.left()), self._plot.right() - width)
        box = QRectF(left, self._plot.bottom() - high - 8, width, high + 6)
        self._painter.fillRect(box, theme.token("tooltip"))
        self._text(box, words, theme.token("on_tooltip"), Qt.AlignmentFlag.AlignCenter)

    def _names(self) -> None:
        """Each series' name and latest value beside its end, moved apart where they would overlap."""
        figure, high = self._figure, self._letter.height()
        names: list[tuple[float, str, str]] = []
        if figure.saturations:
            value = figure.saturations[-1][1]
            names.append((self._y(value), _("SpO₂ {value}%").format(value=value), "violet_fg"))
        if figure.pressures:
            _minute, systolic, diastolic = figure.pressures[-1]
            words = _("BP {systolic}/{diastolic}").format(systolic=systolic, diastolic=diastolic)
            names.append((self._y((systolic + diastolic) / 2), words, _PRESSURE))
        if figure.heart_rates:
            value = figure.heart_rates[-1][1]
            names.append((self._y(value), _("HR {value}").format(value=value), "warn_fg"))
        lowest = self._plot.top() - high
        for y, words, colour in sorted(names):
            lowest = max(y - high / 2, lowest + high)
            place = QRectF(self._plot.right() + 8, lowest, 200, high)
            self._text(place, words, theme.token(colour), Qt.AlignmentFlag.AlignLeft)


def label_tops(lines: Sequence[float], high: float) -> list[float]:
    """Return where the label of each limit begins, from the highest limit down: on its line, if there is room for it.

    Else it hangs from its line, so that two limits close together have their labels on the outer sides.
    """
    tops: list[float] = []
    taken = float("-inf")
    for y in lines:
        top = y - high - 1
        if top < taken:
            top = max(y + 1, taken)
        tops.append(top)
        taken = max(y, top + high)
    return tops


def _minutes(figure: VitalsFigure) -> list[float]:
    readings = (figure.pressures, figure.heart_rates, figure.saturations)
    return sorted({reading[0] for series in readings for reading in series})


def _words_at(figure: VitalsFigure, minute: float) -> str:
    words = [_("{minute} min").format(minute=f"{minute:g}")]
    words += [f"BP {high}/{low} mmHg" for at, high, low in figure.pressures if at == minute]
    words += [f"HR {value} per min" for at, value in figure.heart_rates if at == minute]
    words += [f"SpO₂ {value}%" for at, value in figure.saturations if at == minute]
    return "  ".join(words)


def _latest_words(figure: VitalsFigure) -> str:
    minutes = _minutes(figure)
    if not minutes:
        return _("No readings yet.")
    return _("Last reading: {reading}").format(reading=_words_at(figure, minutes[-1]))
