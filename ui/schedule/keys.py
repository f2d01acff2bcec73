"""What each key does on the sheet: with empty hands, and while something is carried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.schedule.scale import FINE_STEP, STEP

if TYPE_CHECKING:
    from ui.schedule.sheet import Sheet

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UP_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ASKED = {
    Qt.Key.Key_T: "today",
    Qt.Key.Key_D: "day",
    Qt.Key.Key_W: "week",
    Qt.Key.Key_B: "book",
    Qt.Key.Key_Delete: "cancel",
}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class Keys:
    """Translates key presses into moves of a sheet's cursor or of what it carries."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; return whether it means anything."""
        key = Qt.Key(event.key())
        if key in _PAGES:
            self._sheet.turned.emit(_PAGES[key])
            return True
        if self._sheet.carried is not None:
            return self._carrying(key, event.modifiers())
        return self._walking(key, event.modifiers())

    def _carrying(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        sheet, carried = self._sheet, self._sheet.carried
        assert carried is not None
        step = FINE_STEP if held & Qt.KeyboardModifier.ControlModifier else STEP
        if key in _UP_DOWN and held & Qt.KeyboardModifier.ShiftModifier:
            sheet.move_carried(carried.longer(step * _UP_DOWN[key]))
        elif key in _UP_DOWN:
            sheet.move_carried(carried.later(step * _UP_DOWN[key]))
        elif key in _SIDEWAYS:
            column = min(max(carried.column + _SIDEWAYS[key], 0), len(sheet.table.columns) - 1)
            sheet.move_carried(carried.at(column, carried.start))
        elif key in _ENTER:
            sheet.drop()
        elif key == Qt.Key.Key_Escape:
            sheet.leave_it()
        else:
            return False
        return True

    def _walking(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        sheet = self._sheet
        if key in _UP_DOWN and held & Qt.KeyboardModifier.ControlModifier:
            self._to_next_booking(_UP_DOWN[key])
        elif key in _UP_DOWN and held & Qt.KeyboardModifier.ShiftModifier:
            sheet.pick_up()
            if sheet.carried is not None:
                sheet.move_carried(sheet.carried.longer(STEP * _UP_DOWN[key]))
        elif key in _UP_DOWN:
            self._up_or_down(_UP_DOWN[key])
        elif key in _SIDEWAYS:
            self._sideways(_SIDEWAYS[key])
        elif key == Qt.Key.Key_Home:
            sheet.put_cursor(sheet.column, sheet.table.first)
        elif key == Qt.Key.Key_End:
            sheet.put_cursor(sheet.column, sheet.table.last - STEP)
        elif key in _ENTER:
            sheet.open_here()
        elif key in (Qt.Key.Key_M, Qt.Key.Key_Space) and not held:
            sheet.pick_up()
        elif key in _ASKED and not held:
            sheet.asked.emit(_ASKED[key])
        else:
            return False
        return True

    def _up_or_down(self, way: int) -> None:
        """Go past the whole booking under the cursor, or one step through free time."""
        sheet = self._sheet
        block = sheet.block()
        if block is None:
            minute = (sheet.minute // STEP + way) * STEP if way > 0 else -(-sheet.minute // STEP) * STEP - STEP
        else:
            minute = block.end if way > 0 else (block.start - 1) // STEP * STEP
        if sheet.table.first <= minute < sheet.table.last:
            below = sheet.table.at(sheet.column, minute)
            sheet.put_cursor(sheet.column, below[0].start if below else minute)

    def _sideways(self, way: int) -> None:
        """Go to the booking beside this one in its column, then to the next column at the same time."""
        sheet = self._sheet
        block = sheet.block()
        beside = sheet.table.at(sheet.column, sheet.minute)
        if block is not None and block in beside:
            place = beside.index(block) + way
            if 0 <= place < len(beside):
                sheet.put_on(beside[place])
                return
        column = sheet.column + way
        if not 0 <= column < len(sheet.table.columns):
            return
        there = sheet.table.at(column, sheet.minute)
        if there:
            sheet.put_on(there[0] if way > 0 else there[-1])
        else:
            sheet.put_cursor(column, sheet.minute)

    def _to_next_booking(self, way: int) -> None:
        sheet = self._sheet
        blocks = sorted(sheet.table.in_column(sheet.column), key=lambda b: (b.start, b.lane))
        if way > 0:
            ahead = [b for b in blocks if b.start > sheet.minute]
        else:
            ahead = [b for b in reversed(blocks) if b.start < sheet.minute]
        if ahead:
            sheet.put_on(ahead[0])
