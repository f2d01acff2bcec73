"""Bookings that cannot stay where they are: the clinic is closed then, the chair is gone, the patient has moved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records.appointments import LeftBehind
from ui.schedule import words
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label

_MOST_ROWS = 4


class ToMoveList(Card):
    """Hidden while there are none. Enter or a double click leads to the booking, to be moved or cancelled there.

    Signals:
        chosen(str): The id of the booking to show.
    """

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("To move"))
        self._desk = desk
        self._counter = False
        self._table: RecordTable[LeftBehind] = RecordTable(
            _("Bookings to move"),
            [
                Column(_("Booked"), self._when, 11),
                Column(_("Patient"), self._who, 10, stretch=True, strong=True),
            ],
            lambda left: left.appointment.id,
            dense=True,
        )
        # Its columns are fitted before the scroll bar beside them comes.
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._why = label("", "small", wrap=True)
        self.add(self._table)
        self.add(self._why)
        self.setFocusProxy(self._table)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)
        self.hide()

    def show_bookings(self, bookings: Sequence[LeftBehind], *, counter: bool) -> None:
        """Show what is to be moved, by start."""
        self._counter = counter
        self.set_note(ngettext("{count} visit", "{count} visits", len(bookings)).format(count=len(bookings)))
        self._table.show_rows(bookings)
        rows = min(len(bookings), _MOST_ROWS)
        height = self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(height + rows * self._table.verticalHeader().defaultSectionSize() + 4)
        self._on_selected(self._table.selected())
        self.setVisible(bool(bookings))

    def hide_names(self, *, counter: bool) -> None:
        """Show initials in place of names, or the names again."""
        self.show_bookings(self._table.rows(), counter=counter)

    def count(self) -> int:
        """How many are listed."""
        return len(self._table.rows())

    def _when(self, left: LeftBehind) -> str:
        starts = self._desk.local(left.appointment.starts_at)
        return f"{formats.format_date(starts.date())[:6]} {formats.format_time(starts)}"

    def _who(self, left: LeftBehind) -> str:
        return words.who(left.appointment, counter=self._counter)

    def _on_selected(self, left: LeftBehind | None) -> None:
        self._why.setText(_("Enter leads to the booking.") if left is None else left.reason)

    def _on_activated(self, left: LeftBehind) -> None:
        self.chosen.emit(left.appointment.id)
