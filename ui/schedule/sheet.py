"""The sheet of the schedule: bookings drawn in columns, a cursor that the arrows move, and what is carried about."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from clinicdesk.language import _
from clinicdesk.records.appointments import Appointment
from ui import theme
from ui.schedule import drawing, words
from ui.schedule.carried import Carried
from ui.schedule.keys import Keys
from ui.schedule.marks import Marks
from ui.schedule.scale import FINE_STEP, STEP, Scale
from ui.schedule.timetable import Block, Timetable
from ui.widgets.words import announce

_EDGE = 7
"""Pixels at the lower edge of a block that stretch it."""

_EMPTY = Timetable((), (), 480, 1020)


class Sheet(QWidget):
    """Arrows move the cursor, Enter opens what is under it or books there; M picks up, Enter drops, Escape puts back.

    Signals:
        selected(object): Another ``Appointment`` is under the cursor, or None.
        opened(object): The person wants this ``Appointment``.
        booking_asked(int, int): Book in this column from this minute of the day.
        dropped(object): ``Carried`` was put down at another place or length.
        put_back: What was carried is where it was.
        turned(int): Show what comes before (-1) or after (1).
        asked(str): A key stands for one of ``today day week cancel no_show book``.
        cursor_moved: Bring the cursor into sight.
    """

    selected = Signal(object)
    opened = Signal(object)
    booking_asked = Signal(int, int)
    dropped = Signal(object)
    put_back = Signal()
    turned = Signal(int)
    asked = Signal(str)
    cursor_moved = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.table = _EMPTY
        self.column, self.minute = 0, 0
        self.carried: Carried | None = None
        self.counter = False
        self.locked = False
        self.overruns: Mapping[str, int] = {}
        self._chosen = ""
        self._now: tuple[date, int] | None = None
        self._grip: tuple[QPointF, Block, bool] | None = None
        self._marks = Marks(self)
        self._keys = Keys(self)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # What is shown ------------------------------------------------------------------------------------------------

    def show_table(self, table: Timetable, *, counter: bool) -> None:
        """Show another timetable; cursor and what is carried stay where they can."""
        day_and_place = self._where()
        self.table, self.counter = table, counter
        if day_and_place is not None and (column := table.column_of(*day_and_place)) is not None:
            self.column = column
        self.column = min(self.column, max(len(table.columns) - 1, 0))
        self.minute = min(max(self.minute, table.first), table.last - FINE_STEP)
        if self.carried is not None and self.carried.column >= len(table.columns):
            self.carried = self.carried.at(self.column, self.carried.start) if table.columns else None
        if (block := table.block_of(self._chosen)) is not None and self.carried is None:
            self.column, self.minute = block.column, block.start
        self._marks.show_blocks(table, counter=counter)
        self._marks.place(self.scale())
        self._follow()
        self.updateGeometry()
        self.update()

    def show_now(self, day: date, minute: int, overruns: Mapping[str, int]) -> None:
        """Draw the line of the present at a minute of a day, and until when some visits will really go on."""
        self._now = (day, minute)
        self.overruns = overruns
        self.update()

    def is_today(self, day: date) -> bool:
        """Tell whether a day is the present one."""
        return self._now is not None and self._now[0] == day

    def select(self, appointment_id: str) -> None:
        """Put the cursor on a booking, if it is shown."""
        if (block := self.table.block_of(appointment_id)) is not None:
            self._chosen = appointment_id
            self.put_cursor(block.column, block.start)

    def put_cursor(self, column: int, minute: int) -> None:
        """Put the cursor on a minute of a column."""
        self.column = min(max(column, 0), max(len(self.table.columns) - 1, 0))
        self.minute = min(max(minute, self.table.first), self.table.last - FINE_STEP)
        self._follow()
        self.cursor_moved.emit()
        self.update()

    def put_on(self, block: Block) -> None:
        """Put the cursor on a block."""
        self._chosen = block.appointment.id
        self.put_cursor(block.column, block.start)

    def block(self) -> Block | None:
        """Return the block under the cursor: of several the one chosen, else the first."""
        under = self.table.at(self.column, self.minute)
        return next((b for b in under if b.appointment.id == self._chosen), under[0] if under else None)

    def appointment(self) -> Appointment | None:
        """Return the booking under the cursor."""
        block = self.block()
        return block.appointment if block else None

    def free_minute(self) -> int:
        """Return when something could begin at the cursor: after the booking under it, if that stands."""
        block = self.block()
        if block is None or not words.can_move(block.appointment):
            return self.minute
        return min(block.end, self.table.last - FINE_STEP)

    def scale(self) -> Scale:
        """Return where things lie at the present size."""
        return Scale.of(self.table, self.width(), self.height())

    def _where(self) -> tuple[date, str | None] | None:
        if self.column < len(self.table.columns):
            column = self.table.columns[self.column]
            return column.day, column.place.id
        return None

    def _follow(self) -> None:
        """Say what is under the cursor now."""
        block = self.block()
        chosen = block.appointment.id if block else ""
        said = self._said(block)
        if self.accessibleDescription() != said:
            self.setAccessibleDescription(said)
            announce(self, said)
        self._chosen = chosen
        if self.carried is None:
            self.selected.emit(block.appointment if block else None)

    def _said(self, block: Block | None) -> str:
        if not self.table.columns:
            return words.nothing_to_show()
        column = self.table.columns[self.column]
        if self.carried is not None:
            where = words.span(self.carried.start, self.carried.end)
            return _("{what}, to {where}, {place}").format(
                what=self.carried.words, where=where, place=self._place_words(self.carried.column)
            )
        if block is not None:
            return words.spoken(block.appointment, block.start, block.end, counter=self.counter)
        is_open = column.opens is not None and column.opens <= self.minute < (column.closes or 0)
        free = _("free") if is_open else _("closed")
        return f"{words.clock(self.minute)}, {self._place_words(self.column)}, {free}"

    def _place_words(self, number: int) -> str:
        column = self.table.columns[number]
        return f"{column.place.name}, {column.day:%a} {column.day.day}" if self._many_days() else column.place.name

    def _many_days(self) -> bool:
        return len({column.day for column in self.table.columns}) > 1

    # Carrying -----------------------------------------------------------------------------------------------------

    def carry(self, carried: Carried) -> None:
        """Take something up; the arrows and the mouse move it from now on."""
        self.carried = carried
        self._show_carried()
        self.setFocus()

    def pick_up(self) -> None:
        """Pick up the booking under the cursor, unless it is over."""
        block = self.block()
        if block is not None and self.can_move(block):
            self.carry(Carried.of_block(block, words.who(block.appointment, counter=self.counter)))

    def can_move(self, block: Block) -> bool:
        """Tell whether a block may be picked up here."""
        return not self.locked and words.can_move(block.appointment)

    def move_carried(self, carried: Carried) -> None:
        """Hang what is carried elsewhere."""
        self.carried = carried
        self._show_carried()

    def drop(self) -> None:
        """Put down what is carried. Where it came from, nothing is to be done."""
        carried, self.carried = self.carried, None
        self._grip = None
        self._follow()
        self.update()
        if carried is None:
            return
        block = self.table.block_of(carried.appointment.id) if carried.appointment else None
        if block is not None and words.can_move(block.appointment) and carried.stands_where(block):
            self.put_back.emit()
        else:
            self.dropped.emit(carried)

    def leave_it(self) -> None:
        """Put what is carried back to where it was."""
        self.carried = None
        self._grip = None
        self.unsetCursor()
        self._follow()
        self.update()
        self.put_back.emit()

    def _show_carried(self) -> None:
        assert self.carried is not None
        self.column, self.minute = self.carried.column, max(self.carried.start, self.table.first)
        self._follow()
        self.cursor_moved.emit()
        self.update()

    # Keys and mouse -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, or what is carried."""
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a block, or put the cursor somewhere."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self.carried is not None:
            self._hang_at(event.position())
            self.drop()
            return
        block = self._block_at(event.position())
        if block is None:
            scale = self.scale()
            self.put_cursor(scale.column_at(event.position().x()), scale.minute_at(event.position().y()))
            return
        self.put_on(block)
        if self.can_move(block):
            low = self.scale().of_block(block).bottom() - event.position().y() <= _EDGE
            self._grip = (event.position(), block, low)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move or stretch the block that is held; anything else carried follows the mouse."""
        if self._grip is not None:
            self._drag(event.position())
        elif self.carried is not None:
            self._hang_at(event.position())
        else:
            self._show_handle(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put down what was dragged."""
        if self._grip is not None and event.button() is Qt.MouseButton.LeftButton:
            self._grip = None
            if self.carried is not None:
                self.drop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a booking; book where nothing stands."""
        if event.button() is Qt.MouseButton.LeftButton and self.carried is None:
            self._grip = None
            self.open_here()

    def open_here(self) -> None:
        """Open the booking under the cursor, or book at its place."""
        block = self.block()
        if block is not None:
            self.opened.emit(block.appointment)
        elif self.table.columns:
            self.booking_asked.emit(self.column, self.minute)

    def _drag(self, at: QPointF) -> None:
        assert self._grip is not None
        held, block, low = self._grip
        if self.carried is None and (at - held).manhattanLength() < 6:
            return
        scale = self.scale()
        taken = Carried.of_block(block, words.who(block.appointment, counter=self.counter))
        minutes = round((at.y() - held.y()) / scale.height * (scale.last - scale.first) / FINE_STEP) * FINE_STEP
        if low:
            self.move_carried(taken.longer(minutes))
        else:
            self.move_carried(taken.at(scale.column_at(at.x()), block.start + minutes))

    def _hang_at(self, at: QPointF) -> None:
        assert self.carried is not None
        scale = self.scale()
        self.move_carried(self.carried.at(scale.column_at(at.x()), scale.minute_at(at.y(), STEP)))

    def _block_at(self, at: QPointF) -> Block | None:
        scale = self.scale()
        return next((b for b in reversed(self.table.blocks) if scale.of_block(b).contains(at)), None)

    def _show_handle(self, at: QPointF) -> None:
        block = self._block_at(at)
        if block is None or not self.can_move(block):
            self.unsetCursor()
            return
        low = self.scale().of_block(block).bottom() - at.y() <= _EDGE
        self.setCursor(Qt.CursorShape.SizeVerCursor if low else Qt.CursorShape.PointingHandCursor)

    def event(self, event: QEvent) -> bool:
        """Show under the mouse what a small block has no room for."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            block = self._block_at(QPointF(event.pos()))
            said = words.spoken(block.appointment, block.start, block.end, counter=self.counter) if block else ""
            # Tool tips read what looks like markup as markup.
            QToolTip.showText(event.globalPos(), f"<span>{html.escape(said)}</span>" if said else "", self)
            return True
        return super().event(event)

    # Size and paint -----------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """The least at which names and a quarter of an hour can be read."""
        base = theme.px("base")
        hours = (self.table.last - self.table.first) / 60
        many = len(self.table.columns)
        return QSize(many * base * (10 if many <= 8 else 5), round(hours * base * 5))

    def sizeHint(self) -> QSize:
        """As small as can be read: the rest is room."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the names of the blocks where the blocks are."""
        super().resizeEvent(event)
        self._marks.place(self.scale())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Pale the cursor."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what of the sheet is to be seen."""
        with QPainter(self) as painter:
            painter.setClipRect(event.rect())
            drawing.Drawing(painter, self, event.rect()).draw(self._now)
