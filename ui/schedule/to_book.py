"""Sessions that are planned and have no booking yet, to be put on the schedule."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal

from clinicdesk import formats
from clinicdesk.language import _, ngettext
from clinicdesk.records.appointments import Stage, Unbooked
from clinicdesk.rules.spacing import position_text
from ui.schedule import words
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label


class ToBookList(Card):
    """Enter or a double click takes a session up; it is then put down on the schedule.

    Signals:
        taken(object): The ``Unbooked`` session to put on the schedule.
    """

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("To book"))
        self._counter = False
        self._table: RecordTable[Unbooked] = RecordTable(
            _("Sessions to book"),
            [
                Column(_("Planned"), self._day, 6),
                Column(_("Patient"), self._who, 10, stretch=True, strong=True),
                Column(_("Session"), self._place, 6),
            ],
            lambda one: one.session_id,
            dense=True,
        )
        self._table.set_empty_text(_("Every planned session has a time."))
        self.add(self._table, 1)
        self.add(
            label(_("Enter takes a session up; put it down on the schedule with Enter or a click."), "small", wrap=True)
        )
        self.setFocusProxy(self._table)
        self._table.row_activated.connect(self.taken)

    def show_sessions(self, sessions: list[Unbooked], *, counter: bool) -> None:
        """Show what is to be booked, by planned day."""
        self._counter = counter
        self.set_note(ngettext("{count} session", "{count} sessions", len(sessions)).format(count=len(sessions)))
        self._table.show_rows(sessions)

    def count(self) -> int:
        """How many are listed."""
        return len(self._table.rows())

    def _day(self, one: Unbooked) -> str:
        return _short_day(one.planned_on)

    def _who(self, one: Unbooked) -> str:
        return words.initials(one.patient_name) if self._counter else one.patient_name

    def _place(self, one: Unbooked) -> str:
        place = position_text(one.number, one.count)
        if one.lost is not None:
            again = words.stage_words(one.lost.stage) if one.lost.stage in (Stage.NO_SHOW, Stage.CANCELLED) else ""
            return f"{place}, {again.lower()}" if again else place
        return place


def _short_day(day: date) -> str:
    return formats.format_date(day)[:6]
