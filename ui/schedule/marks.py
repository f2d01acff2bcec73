"""Names for what is only painted: one small widget over each block, for screen readers and whoever looks by name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.schedule import words
from ui.schedule.scale import Scale
from ui.schedule.timetable import Timetable


class Marks:
    """Keeps as many marks over a sheet as there are blocks; they paint nothing and let the mouse through."""

    def __init__(self, sheet: QWidget) -> None:
        self._sheet = sheet
        self._made: list[QWidget] = []
        self._table: Timetable | None = None

    def show_blocks(self, table: Timetable, *, counter: bool) -> None:
        """Name the blocks of a timetable."""
        self._table = table
        while len(self._made) < len(table.blocks):
            mark = QWidget(self._sheet)
            mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._made.append(mark)
        for mark, block in zip(self._made, table.blocks, strict=False):
            mark.setAccessibleName(words.spoken(block.appointment, block.start, block.end, counter=counter))
            if mark.isHidden():
                mark.show()
        for mark in self._made[len(table.blocks) :]:
            mark.hide()

    def place(self, scale: Scale) -> None:
        """Put each mark over its block."""
        for mark, block in zip(self._made, self._table.blocks if self._table else (), strict=False):
            mark.setGeometry(scale.of_block(block).toRect())
