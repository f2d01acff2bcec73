"""The tile of one chair. It paints itself: a second that changes nothing costs nothing, and nothing ever moves."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from clinicdesk.language import _
from ui import theme
from ui.cockpit.face import Face, Value
from ui.widgets.chip import chip_width, paint_chip

_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class Tile(QAbstractButton):
    """One chair: who, how far, what was given, the last values, and what is due or calls, in that order.

    Attributes:
        session_id: Whose tile it is.
    """

    def __init__(self, session_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session_id = session_id
        self._face: Face | None = None
        self._typing = False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # Everything is painted: what lies behind never shines through for a moment.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._fit()

    def show_face(self, face: Face, *, typing: bool) -> None:
        """Show these words. ``typing``: values for this chair are half typed in the row."""
        if face == self._face and typing == self._typing:
            return
        self._face, self._typing = face, typing
        self.setAccessibleName(face.chair)
        half_typed = _("half typed, not recorded") if typing else ""
        self.setAccessibleDescription(". ".join(part for part in (face.spoken(), half_typed) if part))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key but Space to the grid: a button would take the arrows for itself."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def nextCheckState(self) -> None:
        """Leave it to the grid which tile is chosen."""

    @property
    def face(self) -> Face | None:
        """What it shows."""
        return self._face

    def sizeHint(self) -> QSize:
        """As high as its lines, as wide as a blood pressure and its neighbours need."""
        return QSize(theme.px("base") * 20, self.minimumHeight())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        lines = sum(_high(role) for role in ("h2", "strong", "vitals", "small", "strong", "small"))
        self.setFixedHeight(int(lines) + 5 * theme.px("space_4") + 2 * theme.px("space_8"))

    # Painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card and its lines."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), theme.token("app"))
            self._paint_card(painter)
            if self._face is not None:
                self._paint_lines(painter, self._face)

    def _paint_card(self, painter: QPainter) -> None:
        tone = self._face.tone if self._face else ""
        chosen = self.isChecked()
        wide = 3 if chosen or self.hasFocus() else 1
        edge = "focus" if chosen else f"{tone}_line" if tone in ("warn", "danger") else "line"
        box = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        painter.setPen(QPen(theme.token(edge), wide))
        painter.setBrush(theme.token("surface"))
        painter.drawRoundedRect(box, theme.px("radius_card"), theme.px("radius_card"))

    def _paint_lines(self, painter: QPainter, face: Face) -> None:
        edge, gap = theme.px("space_12"), theme.px("space_4")
        left, width = float(edge), float(self.width() - 2 * edge)
        top = float(theme.px("space_8"))
        for role, paint in (
            ("h2", self._paint_chair),
            ("strong", self._paint_patient),
            ("vitals", self._paint_values),
            ("small", self._paint_dose),
        ):
            high = _high(role)
            paint(painter, face, QRectF(left, top, width, high))
            top += high + gap
        self._paint_alarm(painter, face, QRectF(0, top, self.width(), self.height() - top))

    def _paint_chair(self, painter: QPainter, face: Face, line: QRectF) -> None:
        side = float(theme.px("chip"))
        key = QRectF(line.left(), line.center().y() - side / 2, side, side)
        painter.setPen(QPen(theme.token("control"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(key, 3, 3)
        _text(painter, face.letter, key, "caption", "muted", Qt.AlignmentFlag.AlignCenter)
        chip = min(chip_width(face.phase), line.width() / 2)
        minutes = _wide(face.minutes, "h2")
        right = line.right()
        paint_chip(painter, right - chip, line.center().y(), face.phase, chip)
        right -= chip + theme.px("space_8")
        _text(painter, face.minutes, QRectF(right - minutes, line.top(), minutes, line.height()), "h2", "text")
        right -= minutes + theme.px("space_8")
        room = QRectF(
            key.right() + theme.px("space_8"), line.top(), right - key.right() - theme.px("space_8"), line.height()
        )
        _text(painter, face.chair, room, "h2", "text")

    def _paint_patient(self, painter: QPainter, face: Face, line: QRectF) -> None:
        """Paint the name whole where it fits; the nurse has what is left."""
        name = min(_wide(face.patient, "strong"), line.width())
        _text(painter, face.patient, QRectF(line.left(), line.top(), name, line.height()), "strong", "text")
        room = line.width() - name - theme.px("space_8")
        nurse = min(_wide(face.nurse, "small"), room)
        if nurse >= theme.px("base") * 3:
            _text(painter, face.nurse, QRectF(line.right() - nurse, line.top(), nurse, line.height()), "small", "muted")

    def _paint_values(self, painter: QPainter, face: Face, line: QRectF) -> None:
        """Paint pressure, pulse and saturation as large as all three fit, and what more there is room for."""
        role = next(
            (one for one in ("vitals", "h2", "h3") if _values_wide(face.values[:3], one) <= line.width()), "small"
        )
        gap, left = theme.px("space_4"), line.left()
        for value in face.values:
            if left + _values_wide((value,), role) > line.right() + 1:
                break
            for words, size, colour, after in (
                (value.name, "small", "muted", gap),
                (value.text, role, "text", 0),
                (value.arrow, "small", "accent", 0),
            ):
                wide = _wide(words, size)
                _text(painter, words, QRectF(left, line.top(), wide + 1, line.height()), size, colour)
                left += wide + after
            left += 2 * gap

    def _paint_dose(self, painter: QPainter, face: Face, line: QRectF) -> None:
        end = _wide(face.end, "small")
        dose = QRectF(line.left(), line.top(), line.width() - end - theme.px("space_8"), line.height())
        _text(painter, face.dose, dose, "small", "text")
        _text(painter, face.end, QRectF(line.right() - end, line.top(), end, line.height()), "small", "muted")

    def _paint_alarm(self, painter: QPainter, face: Face, band: QRectF) -> None:
        """Paint the band at the bottom: filled once somebody is wanted, and always in the same place."""
        inside = band.adjusted(3, 0, -3, -3)
        if face.tone:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.token(f"{face.tone}_bg"))
            painter.drawRoundedRect(inside, 3, 3)
            painter.setBrush(theme.token(f"{face.tone}_line"))
            painter.drawRect(QRectF(inside.left(), inside.top(), 4, inside.height()))
        colour = f"{face.tone}_fg" if face.tone else "muted"
        edge = theme.px("space_12")
        more = f"+{face.more}" if face.more else ""
        count = _wide(more, "strong")
        words = QRectF(edge, band.top() + 2, band.width() - 2 * edge - count, _high("strong"))
        _text(painter, face.alarm, words, "strong" if face.tone else "small", colour)
        _text(painter, more, QRectF(band.right() - edge - count, words.top(), count, words.height()), "strong", colour)
        under = QRectF(edge, words.bottom() + 1, band.width() - 2 * edge, _high("small"))
        _text(painter, _("half typed, not recorded") if self._typing else face.under, under, "small", colour)


def _text(
    painter: QPainter,
    words: str,
    room: QRectF,
    role: str,
    colour: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    if not words or room.width() <= 0:
        return
    font = theme.font(role)
    painter.setFont(font)
    painter.setPen(theme.token(colour))
    fitted = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room, _ONE_LINE | align | Qt.TextFlag.TextDontClip, fitted)


def _values_wide(values: Sequence[Value], role: str) -> float:
    gap = theme.px("space_4")
    wide = sum(_wide(v.name, "small") + gap + _wide(v.text, role) + _wide(v.arrow, "small") for v in values)
    return wide + max(len(values) - 1, 0) * 2 * gap


def _wide(words: str, role: str) -> float:
    return QFontMetricsF(theme.font(role)).horizontalAdvance(words) + 1 if words else 0.0


def _high(role: str) -> float:
    return QFontMetricsF(theme.font(role)).height()
