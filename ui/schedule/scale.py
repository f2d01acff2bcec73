"""Where a minute of a column lies on the sheet, and which minute of which column lies under a point."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from ui.schedule.timetable import Block, Timetable

STEP = 15
"""Minutes from one line of the schedule to the next."""

FINE_STEP = 5
"""Minutes of the finer steps."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A sheet of some size, divided among the columns and the minutes of a timetable."""

    first: int
    last: int
    columns: int
    width: float
    height: float

    @classmethod
    def of(cls, table: Timetable, width: float, height: float) -> Scale:
        return cls(table.first, table.last, max(len(table.columns), 1), width, height)

    @property
    def column_width(self) -> float:
        """How wide a column is."""
        return self.width / self.columns

    def x(self, column: int) -> float:
        """Return the left edge of a column."""
        return column * self.column_width

    def y(self, minute: float) -> float:
        """Return the height of a minute of the day."""
        return (minute - self.first) / max(self.last - self.first, 1) * self.height

    def rect(self, column: int, start: float, end: float, lane: int = 0, lanes: int = 1) -> QRectF:
        """Return the place of some time in a column, or in one lane of it."""
        width = self.column_width / lanes
        top = self.y(start)
        return QRectF(self.x(column) + lane * width, top, width, self.y(end) - top)

    def of_block(self, block: Block) -> QRectF:
        """Return the place of a block, with a little air on both sides."""
        minute = self.height / max(self.last - self.first, 1)
        lane = self.width / self.columns / block.lanes
        left = block.column * lane * block.lanes + block.lane * lane
        top = (block.start - self.first) * minute
        return QRectF(left + 2, top, lane - 5, (block.end - block.start) * minute - 1)

    def column_at(self, x: float) -> int:
        """Return the column at a place, the nearest one beyond the edges."""
        return min(max(int(x / max(self.column_width, 1)), 0), self.columns - 1)

    def minute_at(self, y: float, step: int = STEP) -> int:
        """Return the minute at a height, down to a whole step, within what is shown."""
        minute = self.first + y / max(self.height, 1) * (self.last - self.first)
        return min(max(int(minute // step) * step, self.first), self.last - step)
