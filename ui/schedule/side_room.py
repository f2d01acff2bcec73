"""What stands in the side of the schedule, and whether there is room for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import appointments
from ui import theme
from ui.schedule.grid import ScheduleGrid
from ui.schedule.side import Side
from ui.schedule.timetable import View
from ui.schedule.view_bar import ViewBar

LEAVE_BEHIND = frozenset({"chairs", "closed_days", "opening_hours", "patients", "staff"})
"""A change of these may leave bookings behind that cannot stay."""

_AHEAD = timedelta(days=56)
"""So far ahead bookings are looked for that cannot stay where they are."""
_BEFORE, _AFTER = timedelta(days=28), timedelta(days=14)
"""So far around the days that are shown the sessions are listed that are still to be booked."""


class SideRoom(QObject):
    """Fills the side with what is to be done, and shows it where the schedule does not need the room itself.

    There it comes only when it is asked for.
    """

    def __init__(self, desk: Desk, page: QWidget, grid: ScheduleGrid, side: Side, views: ViewBar) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._grid = grid
        self._side = side
        self._views = views
        self._wanted = self._unwanted = False
        views.to_book_toggled.connect(self._on_to_book_toggled)
        side.closed.connect(self._on_closed)

    def show_sessions(self, view: View, today: date) -> None:
        """Show the sessions still to be booked around the days that are shown."""
        first = min(view.first, today)
        unbooked = appointments.unbooked_sessions(self._desk, first - _BEFORE, view.last + _AFTER)
        self._side.show_sessions(unbooked, counter=self._views.counter)
        self.fit()

    def look_ahead(self, today: Callable[[], date]) -> None:
        """Look weeks ahead for bookings that cannot stay; nobody waits for it, so that it comes after the painting."""
        self._today = today
        QTimer.singleShot(0, self, self._read_left_behind)

    def _read_left_behind(self) -> None:
        today = self._today()
        left = appointments.left_behind(self._desk, today, today + _AHEAD)
        self._side.show_left_behind(left, counter=self._views.counter)
        self.fit()

    def fit(self) -> None:
        """Give the side its room, or take it."""
        self._side.setFixedWidth(theme.px("base") * 25)
        rest = self._page.width() - 2 * theme.px("space_16") - theme.px("space_12") - self._side.width()
        fits = rest >= self._grid.wanted_width() and not self._unwanted
        self._side.setVisible(fits or self._wanted or self._side.is_wanted())
        shown = self._side.isVisibleTo(self._page) and not self._side.has_form()
        self._views.show_to_do(*self._side.to_do(), shown=shown)

    def _on_to_book_toggled(self, wanted: bool) -> None:
        self._wanted, self._unwanted = wanted, not wanted
        self._side.close_form()
        self.fit()
        if wanted:
            self._side.focus_list()

    def _on_closed(self) -> None:
        self.fit()
        self._grid.setFocus()
