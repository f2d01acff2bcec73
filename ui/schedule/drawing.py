"""Draws the sheet: hours, closed time, blocks, the line of the present, the cursor and what is carried."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from clinicdesk.language import _
from clinicdesk.records.appointments import Stage
from ui import theme
from ui.schedule import words
from ui.schedule.scale import STEP
from ui.schedule.timetable import Block

if TYPE_CHECKING:
    from ui.schedule.carried import Carried
    from ui.schedule.sheet import Sheet

_LINE = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TINIEST = 8.0
"""Letters lower than this (pixels) cannot be read. Our own choice."""
_NARROW = 9.0
"""A block less wide than so many times its text height has no room for a second fact on a line."""


_MANY = 150
"""Blocks from which on each is drawn plainly."""


class Drawing:
    """One painting of a sheet; ``clip`` is what of it is to be seen."""

    def __init__(self, painter: QPainter, sheet: Sheet, clip: QRect) -> None:
        self._painter = painter
        self._sheet = sheet
        self._table = sheet.table
        self._scale = sheet.scale()
        self._clip = QRectF(clip)
        self._strong = theme.font("small")
        self._strong.setWeight(self._strong.Weight.DemiBold)
        self._small = theme.font("caption")
        self._tight = theme.font("caption")
        self._tight.setWeight(self._tight.Weight.DemiBold)
        self._tight_measure = QFontMetricsF(self._tight)
        self._strong_high = QFontMetricsF(self._strong).height()
        self._small_high = QFontMetricsF(self._small).height()
        self._strong_measure, self._small_measure = QFontMetricsF(self._strong), QFontMetricsF(self._small)
        self._is_dense = len(self._table.blocks) > _MANY
        self._colours: dict[str, QColor] = {}
        self._pens: dict[tuple[str, bool], QPen] = {}

    def draw(self, now: tuple[date, int] | None) -> None:
        """Draw everything, the farthest first."""
        self._ground()
        if not self._table.columns:
            self._painter.setPen(self._colour("muted"))
            self._painter.setFont(self._small)
            self._painter.drawText(self._clip, Qt.AlignmentFlag.AlignCenter, words.nothing_to_show())
            return
        self._lines()
        if now is not None:
            self._now(*now, veiled=False)
        for block in self._table.blocks:
            area = self._scale.of_block(block)
            if area.intersects(self._clip):
                self._block(block, area)
        for block in self._table.blocks:
            if block.appointment.id in self._sheet.overruns:
                self._overrun(block, self._sheet.overruns[block.appointment.id])
        if now is not None:
            self._now(*now, veiled=True)
        if self._sheet.carried is None:
            self._cursor()
        else:
            self._carried(self._sheet.carried)

    def _pen(self, name: str, *, dashed: bool) -> QPen:
        made = self._pens.get((name, dashed))
        if made is None:
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            made = self._pens[name, dashed] = QPen(self._colour(name), 1, style)
        return made

    def _colour(self, name: str) -> QColor:
        made = self._colours.get(name)
        if made is None:
            made = self._colours[name] = theme.token(name)
        return made

    # Ground -------------------------------------------------------------------------------------------------------

    def _ground(self) -> None:
        """White where the clinic is open, hatched where it is closed."""
        self._painter.fillRect(self._clip, self._colour("surface"))
        for number, column in enumerate(self._table.columns):
            if column.opens is None or column.closes is None:
                self._closed(self._scale.rect(number, self._table.first, self._table.last))
                continue
            self._closed(self._scale.rect(number, self._table.first, column.opens))
            self._closed(self._scale.rect(number, column.closes, self._table.last))

    def _closed(self, area: QRectF) -> None:
        if area.height() > 0:
            self._painter.fillRect(area, self._colour("hover"))
            self._painter.fillRect(area, QBrush(self._colour("line"), Qt.BrushStyle.BDiagPattern))

    def _lines(self) -> None:
        hour = QPen(self._colour("line"), 1)
        quarter = QPen(self._colour("line"), 1, Qt.PenStyle.DotLine)
        right = self._scale.width
        for minute in range(self._table.first, self._table.last + 1, 30):
            y = round(self._scale.y(minute)) + 0.5
            self._painter.setPen(hour if minute % 60 == 0 else quarter)
            self._painter.drawLine(QPointF(0, y), QPointF(right, y))
        day = QPen(self._colour("control"), 1)
        for number, column in enumerate(self._table.columns):
            if number == 0:
                continue
            x = round(self._scale.x(number)) - 0.5
            self._painter.setPen(day if column.day != self._table.columns[number - 1].day else hour)
            self._painter.drawLine(QPointF(x, 0), QPointF(x, self._scale.height))

    def _now(self, day: date, minute: int, *, veiled: bool) -> None:
        """Draw the line of the present; ``veiled`` over what stands there already, which must stay readable."""
        if not self._table.first <= minute <= self._table.last:
            return
        columns = [number for number, column in enumerate(self._table.columns) if column.day == day]
        if not columns:
            return
        y = round(self._scale.y(minute)) + 0.5
        left, right = self._scale.x(columns[0]), self._scale.x(columns[-1] + 1)
        colour = theme.token("accent")
        colour.setAlpha(90 if veiled else 255)
        self._painter.setPen(QPen(colour, 1 if veiled else 2))
        self._painter.drawLine(QPointF(left, y), QPointF(right, y))

    # Blocks -------------------------------------------------------------------------------------------------------

    def _block(self, block: Block, area: QRectF) -> None:
        one = block.appointment
        kind = words.kind_of(one)
        is_over = one.stage in (Stage.CANCELLED, Stage.NO_SHOW)
        painter = self._painter
        self._body(area, kind, is_over=is_over)
        if one.patient_id is None:
            pale = theme.token("neutral_line")
            pale.setAlpha(70)
            painter.fillRect(area.adjusted(1, 1, -1, -1), QBrush(pale, Qt.BrushStyle.BDiagPattern))
        elif not is_over:
            edge = QRectF(area.left() + 1, area.top() + 3, 3, area.height() - 6)
            # A treatment takes its place by another stripe, until where it stands colours the whole.
            is_treatment = one.session_id is not None and one.stage is Stage.BOOKED
            painter.fillRect(edge, self._colour("accent" if is_treatment else f"{kind}_line"))
        carried = self._sheet.carried
        if carried is None or carried.appointment is None or carried.appointment.id != one.id:
            painter.setPen(self._colour("muted" if one.stage is Stage.DISCHARGED else f"{kind}_fg"))
            self._words_of(block, area.adjusted(7, 1, -1, 0))

    def _body(self, area: QRectF, kind: str, *, is_over: bool) -> None:
        painter = self._painter
        painter.setPen(self._pen(f"{kind}_line", dashed=is_over))
        painter.setBrush(self._colour("surface" if is_over else f"{kind}_bg"))
        outline = area.adjusted(0.5, 0.5, -0.5, -0.5)
        if self._is_dense:
            # Four hundred round corners take longer than all the words.
            painter.drawRect(outline)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.drawRoundedRect(outline, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _overrun(self, block: Block, until: int) -> None:
        """Show over the time after a visit until when it will really go on."""
        if until <= block.end:
            return
        area = self._scale.rect(block.column, block.end, until, block.lane, block.lanes).adjusted(2, 0, -3, 0)
        is_narrow = area.width() < _NARROW * self._strong_high
        area.setLeft(area.right() - 5)
        self._painter.fillRect(area, self._colour("warn_line"))
        said = words.clock(until) if is_narrow else _("until {time}").format(time=words.clock(until))
        width = self._small_measure.horizontalAdvance(said) + 8
        label = QRectF(area.right() - width, area.bottom(), width, self._small_high + 1)
        own = self._scale.rect(block.column, block.start, block.end, block.lane, block.lanes)
        if own.height() > self._strong_high + 3 * self._small_high:
            # At the foot of the late visit itself, where it covers nobody else's name.
            label.moveBottom(own.bottom() - 3)
        self._painter.fillRect(label, self._colour("warn_bg"))
        self._painter.setPen(self._pen("warn_line", dashed=False))
        self._painter.drawRect(label)
        self._painter.setPen(self._colour("warn_fg"))
        self._text(label.adjusted(4, 0, 0, 0), said)

    def _words_of(self, block: Block, room: QRectF) -> None:
        """Write as much as there is room for: the name first, then stage, time, visit and the other place."""
        one = block.appointment
        name = words.who(one, counter=self._sheet.counter)
        title = one.title if one.patient_id is not None else ""
        stage = "" if one.stage is Stage.BOOKED else words.stage_words(one)
        other = one.staff if self._by_chair(block) else one.chair
        if room.height() < self._strong_high + self._small_high - 2:
            rest = ", ".join(part for part in (stage, title) if part)
            self._one_line(room, name, rest)
            return
        if room.width() < _NARROW * self._strong_high:
            self._narrow(room, name, [stage, words.clock(block.start), title, other])
            return
        facts = [stage, words.span(block.start, block.end), title, other]
        line = QRectF(room.left(), room.top() + 1, room.width(), self._strong_high)
        self._text(line, name, strong=True)
        line = QRectF(room.left(), line.bottom(), room.width(), self._small_high)
        for fact in self._joined(facts, room.width()):
            if line.bottom() > room.bottom() + 1:
                break
            self._text(line, fact)
            line = line.translated(0, self._small_high)

    def _joined(self, facts: list[str], width: float) -> list[str]:
        """Put facts side by side as far as they fit, each line as full as it can be."""
        measure = self._small_measure
        made: list[str] = []
        for fact in filter(None, facts):
            longer = f"{made[-1]}, {fact}" if made else fact
            if made and measure.horizontalAdvance(longer) <= width:
                made[-1] = longer
            else:
                made.append(fact)
        return made

    def _narrow(self, room: QRectF, name: str, facts: list[str]) -> None:
        """Let the name go on in the next line rather than cutting it; facts that do not fit are left to the side."""
        room = room.adjusted(-1, 0, 0, 0)
        line = QRectF(room.left(), room.top() + 1, room.width(), self._small_high)
        self._painter.setFont(self._tight)
        for words_in_line in _broken(name, self._tight_measure, room.width()):
            if line.bottom() > room.bottom() + 1:
                return
            self._painter.drawText(line, _LINE, words_in_line)
            line.translate(0, self._small_high)
        self._painter.setFont(self._small)
        for fact in facts:
            if not fact or self._small_measure.horizontalAdvance(fact) > room.width():
                continue
            if line.bottom() > room.bottom() + 1:
                return
            self._painter.drawText(line, _LINE, fact)
            line.translate(0, self._small_high)

    def _one_line(self, room: QRectF, name: str, rest: str) -> None:
        measure = self._strong_measure
        width = measure.horizontalAdvance(name) + 6
        if self._strong_high > room.height() + 4:
            self._tiny(room, name)
            return
        self._text(room, name, strong=True)
        if rest and width + 30 < room.width():
            self._text(room.adjusted(width, 0, 0, 0), rest)

    def _tiny(self, room: QRectF, name: str) -> None:
        """Write the name of a visit of a few minutes as large as there is room for; of five minutes there is none."""
        if room.height() < _TINIEST:
            return
        tiny = QFont(self._strong)
        tiny.setPixelSize(int(room.height()) + 1)
        self._painter.setFont(tiny)
        shown = QFontMetricsF(tiny).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        self._painter.drawText(room, _LINE, shown)

    def _text(self, room: QRectF, said: str, *, strong: bool = False) -> None:
        measure = self._strong_measure if strong else self._small_measure
        self._painter.setFont(self._strong if strong else self._small)
        shown = measure.elidedText(said, Qt.TextElideMode.ElideRight, room.width())
        self._painter.drawText(room, _LINE, shown)

    def _by_chair(self, block: Block) -> bool:
        return self._table.columns[block.column].place.id == block.appointment.chair_id

    # Cursor and what is carried -----------------------------------------------------------------------------------

    def _cursor(self) -> None:
        if not self._table.columns:
            return
        sheet, painter = self._sheet, self._painter
        block = sheet.block()
        if block is not None:
            area = self._scale.of_block(block)
        else:
            area = self._scale.rect(sheet.column, sheet.minute, sheet.minute + STEP).adjusted(2, 0, -3, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._colour("focus" if sheet.hasFocus() else "control"), 2))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if block is None:
            painter.setPen(self._colour("accent"))
            self._text(area.adjusted(6, 0, -4, 0), _("{time} free").format(time=words.clock(sheet.minute)))

    def _carried(self, carried: Carried) -> None:
        if not self._table.columns:
            return
        painter = self._painter
        area = self._scale.rect(carried.column, carried.start, carried.end).adjusted(2, 0, -3, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self._colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(self._colour("selected"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(self._colour("text"))
        room = area.adjusted(8, 1, -3, -1)
        when = words.span(carried.start, carried.end)
        if room.height() < self._strong_high + self._small_high - 2:
            self._one_line(room, when, carried.words)
        elif room.width() < _NARROW * self._strong_high:
            self._narrow(room, carried.words, [words.clock(carried.start), words.clock(carried.end)])
        else:
            self._text(QRectF(room.left(), room.top() + 1, room.width(), self._strong_high), when, strong=True)
            below = QRectF(room.left(), room.top() + 1 + self._strong_high, room.width(), self._small_high)
            self._text(below, carried.words)


def _broken(name: str, measure: QFontMetricsF, width: float) -> list[str]:
    """Break a name between its words and after its hyphens where it is too long for a line.

    A word too long even alone goes on in the next line: two names may differ at their ends.
    """
    if measure.horizontalAdvance(name) <= width:
        return [name]
    made: list[str] = []
    for part in name.replace("-", "-\0").replace(" ", "\0").split("\0"):
        # A comma may stand over the edge; alone in the next line it would only puzzle.
        long = measure.horizontalAdvance(part.rstrip(","))
        while long > width and len(part) > 3:
            fits = max(int(len(part) * width / long), 3)
            while fits > 3 and measure.horizontalAdvance(part[:fits]) > width:
                fits -= 1
            made.append(part[:fits])
            part = part[fits:]
            long = measure.horizontalAdvance(part.rstrip(","))
        together = f"{made[-1]}{'' if made[-1].endswith('-') else ' '}{part}" if made else part
        if made and measure.horizontalAdvance(together) <= width:
            made[-1] = together
        else:
            made.append(part)
    return made
