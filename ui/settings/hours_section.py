"""When the clinic is open: the hours of each weekday, and single days on which it is closed."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.desk import Desk
from ui import theme
from ui.settings.closed_days_card import ClosedDaysCard
from ui.settings.week_card import WeekCard


class HoursSection(QWidget):
    """Two cards side by side."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._week = WeekCard(desk)
        self._closed = ClosedDaysCard(desk)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._week, 2)
        row.addWidget(self._closed, 3)

    def show_hours(self) -> None:
        """Show what is recorded, unless something is being typed here."""
        self._week.show_week()
        self._closed.show_days()
