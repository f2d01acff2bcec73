"""A scale from one number to another, as a row of buttons to touch, with what its ends mean."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout
from ui.widgets.words import label


class ScaleChoice(QWidget):
    """Numbers to touch; digits and arrow keys choose as well.

    Signals:
        touched: A number was touched or its button pressed.
        changed: Another number is chosen.
    """

    touched = Signal()
    changed = Signal()

    def __init__(self, low: int, high: int, ends: tuple[str, str], name: str = "") -> None:
        """``ends`` are the words for the lowest and the highest number."""
        super().__init__()
        self.setAccessibleName(name)
        self._buttons: dict[int, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        if any(ends):
            column.addLayout(_ends(low, high, ends))
        self._row = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        for number in range(low, high + 1):
            one = button(str(number))
            one.setCheckable(True)
            one.setMinimumWidth(theme.px("base") * 4)
            self._buttons[number] = one
            self._group.addButton(one, number)
            self._row.addWidget(one)
        column.addLayout(self._row)
        self.setFocusProxy(self._buttons[low])
        self._group.idClicked.connect(self._on_clicked)

    def value(self) -> int | None:
        """Return the chosen number, or None."""
        return next((number for number, one in self._buttons.items() if one.isChecked()), None)

    def show_value(self, value: int | None) -> None:
        """Show a number as chosen; no signal is sent."""
        for number, one in self._buttons.items():
            one.setChecked(number == value)
            theme.set_state(one, "kind", "primary" if number == value else "")
        self.setFocusProxy(self._buttons.get(value if value is not None else -1, next(iter(self._buttons.values()))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit, X for 10, and by arrow."""
        number = self._number(event)
        if number is None:
            super().keyPressEvent(event)
            return
        self._choose(number)

    def _number(self, event: QKeyEvent) -> int | None:
        now = self.value()
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            begin = min(self._buttons) if step > 0 else max(self._buttons)
            number = begin if now is None else now + step
        elif event.text().isdecimal():
            # "1" and then "0" is ten.
            number = 10 if now == 1 and event.text() == "0" and 10 in self._buttons else int(event.text())
        elif event.text().lower() == "x":
            number = 10
        else:
            return None
        return number if number in self._buttons else None

    def _choose(self, number: int) -> None:
        self.show_value(number)
        self._buttons[number].setFocus()
        self.changed.emit()

    def _on_clicked(self, number: int) -> None:
        # What is chosen stays chosen when it is touched again.
        self.show_value(number)
        self.changed.emit()
        self.touched.emit()


def _ends(low: int, high: int, ends: tuple[str, str]) -> QHBoxLayout:
    row = QHBoxLayout()
    first, last = label(f"{low} = {ends[0]}", "muted", wrap=True), label(f"{high} = {ends[1]}", "muted", wrap=True)
    last.setAlignment(Qt.AlignmentFlag.AlignRight)
    row.addWidget(first, 1)
    row.addSpacing(theme.px("space_24"))
    row.addWidget(last, 1)
    return row
