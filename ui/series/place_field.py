"""Day and time of one session of a plan, and what became of it: where it is placed, or why not."""

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.series_booking import Place
from clinicdesk.rules.dates import date_text, parse_time
from ui import theme
from ui.widgets.text_field import ParsedField
from ui.widgets.words import label


class PlaceField(QWidget):
    """One session of a plan.

    Signals:
        left(int): The person changed day or time of the session of this number.
    """

    left = Signal(int)

    def __init__(self, number: int, parse_day: Callable[[str], date]) -> None:
        super().__init__()
        self.number = number
        self._day: ParsedField[date] = ParsedField(
            _("Session {number}").format(number=number), parse_day, date_text, required=True
        )
        self._time: ParsedField[time] = ParsedField(
            _("Time of session {number}").format(number=number), parse_time, hour_minute
        )
        self._reason = label("", "small", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px("space_8"))
        grid.setVerticalSpacing(0)
        grid.addWidget(self._day, 0, 0)
        grid.addWidget(self._time, 0, 1)
        grid.addWidget(self._reason, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._day.left.connect(self._on_left)
        self._time.left.connect(self._on_left)

    def show_place(self, place: Place, at: time | None, day_words: str, chair: str) -> None:
        """Show where the session goes: its day, the clinic's time, the chair; and what is to be said about it."""
        self._day.set_value(place.day)
        self._time.set_value(at)
        self._day.set_hint(day_words)
        self._time.set_hint(chair)
        self._reason.setText(place.reason)
        theme.set_state(self._reason, "tone", "danger" if place.slot is None else "warn")
        self._reason.setVisible(bool(place.reason))
        if place.reason:
            # Read out with the field, whose own line says only the chair.
            self._time.editor.setAccessibleDescription(f"{chair} {place.reason}".strip())

    def day(self) -> date | None:
        """Return the day, or None where it cannot be read, which the field then says."""
        return self._day.value() if self._day.check() else None

    def time(self) -> time | None:
        """Return the time, or None."""
        return self._time.value() if self._time.check() else None

    def is_good(self) -> bool:
        """Tell whether both can be read."""
        return self._day.check() and self._time.check() and self._day.value() is not None

    def _on_left(self) -> None:
        self.left.emit(self.number)


def hour_minute(at: time) -> str:
    """Return a time as it is typed: ``09:30``."""
    return at.strftime("%H:%M")
