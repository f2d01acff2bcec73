"""The sheet in its frame: the hours at the left and the names of the columns above stay while it scrolls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from clinicdesk import formats
from clinicdesk.language import _
from ui import theme
from ui.schedule import words
from ui.schedule.scale import STEP
from ui.schedule.sheet import Sheet
from ui.schedule.timetable import Column, Timetable

_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine


class ScheduleGrid(QScrollArea):
    """Scrolls a sheet.

    Attributes:
        sheet: What is scrolled; it has the keys and the signals.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "schedule")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Else the style draws a box between the scroll bars.
        self.setCornerWidget(QWidget())
        self.sheet = Sheet(name)
        self.setWidget(self.sheet)
        self._heads = _Heads(self)
        self._hours = _Hours(self)
        self.setFocusProxy(self.sheet)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.sheet.cursor_moved.connect(self.show_cursor)

    def show_table(self, table: Timetable, *, counter: bool) -> None:
        """Show a timetable; the place scrolled to stays."""
        self.sheet.show_table(table, counter=counter)
        self._arrange()
        self._heads.update()
        self._hours.update()

    def wanted_width(self) -> int:
        """Return how wide the whole sheet with its hours is at the least."""
        bar = self.verticalScrollBar().sizeHint().width()
        return self.sheet.minimumSizeHint().width() + self._hours.sizeHint().width() + bar

    def show_now(self, day: date, minute: int, overruns: Mapping[str, int]) -> None:
        """Draw the line of the present, and which visits will go on until which minute instead of ending in time."""
        self.sheet.show_now(day, minute, overruns)
        self._hours.now = (day, minute)
        self._hours.update()
        self._heads.update()

    def scroll_to(self, minute: int) -> None:
        """Scroll so that a minute of the day is near the top."""
        scale = self.sheet.scale()
        self.verticalScrollBar().setValue(round(scale.y(minute)) - theme.px("space_24"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep hours and names at the edges."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_hours"):
            self._arrange()

    def _arrange(self) -> None:
        left, top = self._hours.sizeHint().width(), self._heads.sizeHint().height()
        self.setViewportMargins(left, top, 0, 0)
        view = self.viewport().geometry()
        self._heads.setGeometry(view.left(), view.top() - top, view.width(), top)
        self._hours.setGeometry(view.left() - left, view.top(), left, view.height())

    def _on_scrolled(self) -> None:
        self._heads.update()
        self._hours.update()

    def show_cursor(self) -> None:
        """Bring the cursor, or what is carried, into sight."""
        sheet = self.sheet
        scale, block = sheet.scale(), sheet.block()
        if sheet.carried is not None:
            area = scale.rect(sheet.carried.column, sheet.carried.start, sheet.carried.end)
        elif block is not None:
            area = scale.of_block(block)
        else:
            area = scale.rect(sheet.column, sheet.minute, sheet.minute + STEP)
        high = min(area.height(), self.viewport().height() - 2 * theme.px("space_8"))
        self.ensureVisible(round(area.left()), round(area.top()), 0, theme.px("space_8"))
        self.ensureVisible(round(area.right()), round(area.top() + high), 0, theme.px("space_8"))


class _Heads(QWidget):
    """The names of the columns; above them, where several days are shown, the days."""

    def __init__(self, grid: ScheduleGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(self) -> QSize:
        """One line, or two with the days."""
        lines = 2 if self._has_days() else 1
        return QSize(0, lines * (theme.px("small") + 9) + 3)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint days and names above their columns."""
        with QPainter(self) as painter:
            scale = self._grid.sheet.scale()
            columns = self._grid.sheet.table.columns
            painter.translate(-self._grid.horizontalScrollBar().value(), 0)
            high = theme.px("small") + 9
            top = high if self._has_days() else 0
            if top:
                self._days(painter, columns, high)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.token("muted"))
            measure = QFontMetricsF(painter.font())
            for number, column in enumerate(columns):
                room = QRectF(scale.x(number) + 2, top, scale.column_width - 4, high)
                said = column.place.name
                if not top and column.opens is None:
                    said = _("{place}, closed").format(place=said)
                painter.drawText(room, _MIDDLE, measure.elidedText(said, Qt.TextElideMode.ElideRight, room.width()))
            painter.resetTransform()
            painter.setPen(QPen(theme.token("control"), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _days(self, painter: QPainter, columns: tuple[Column, ...], high: int) -> None:
        scale = self._grid.sheet.scale()
        font = theme.font("small")
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        measure = QFontMetricsF(font)
        for day in dict.fromkeys(column.day for column in columns):
            numbers = [number for number, column in enumerate(columns) if column.day == day]
            first = columns[numbers[0]]
            whole = QRectF(scale.x(numbers[0]), 0, scale.column_width * len(numbers), high)
            # Where a day is only partly in sight, its name stands over that part.
            seen = QRectF(self._grid.horizontalScrollBar().value(), 0, self.width(), high)
            room = whole.intersected(seen)
            if room.width() < high:
                continue
            if self._grid.sheet.is_today(day):
                painter.fillRect(room.adjusted(0, 0, 0, 2), theme.token("selected"))
            said = formats.format_day(day)
            if first.opens is None:
                said = _("{day}, closed").format(day=said)
                if first.closed_because:
                    said = f"{said}: {first.closed_because}"
            if measure.horizontalAdvance(said) > room.width():
                said = formats.format_day(day)[:6] + ("" if first.opens is not None else _(", closed"))
            painter.setPen(theme.token("text" if first.opens is not None else "muted"))
            painter.drawText(room, _MIDDLE, measure.elidedText(said, Qt.TextElideMode.ElideRight, room.width()))

    def _has_days(self) -> bool:
        return len({column.day for column in self._grid.sheet.table.columns}) > 1


class _Hours(QWidget):
    """The hours at the left, and the present time."""

    def __init__(self, grid: ScheduleGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.now: tuple[date, int] | None = None

    def sizeHint(self) -> QSize:
        """Room for an hour."""
        return QSize(round(QFontMetricsF(theme.font("caption")).horizontalAdvance("00:00")) + 14, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the hours beside their lines."""
        with QPainter(self) as painter:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.token("muted"))
            scale = self._grid.sheet.scale()
            down = self._grid.verticalScrollBar().value()
            high = QFontMetricsF(painter.font()).height()
            now = self._shown_now()
            shown = None if now is None else scale.y(now) - down
            for minute in range(scale.first, scale.last, 60):
                y = scale.y(minute) - down
                top = max(y - high / 2, 1) if y >= 0 else y - high / 2
                if shown is None or abs(shown - y) > high:
                    room = QRectF(0, top, self.width() - 6, high)
                    painter.drawText(room, Qt.AlignmentFlag.AlignRight, words.clock(minute))
            if shown is not None and now is not None:
                self._present(painter, now, shown, high)

    def _shown_now(self) -> int | None:
        """Return the present minute, if its day and hour are shown."""
        table = self._grid.sheet.table
        if self.now is None or not table.first <= self.now[1] <= table.last:
            return None
        return self.now[1] if any(column.day == self.now[0] for column in table.columns) else None

    def _present(self, painter: QPainter, now: int, y: float, high: float) -> None:
        box = QRectF(2, y - high / 2 - 1, self.width() - 3, high + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.token("accent"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(theme.token("on_accent"))
        painter.drawText(box, _MIDDLE, words.clock(now))
