"""Sessions that are planned and have no booking yet, to be put on the schedule."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal

from clinicdesk import formats
from clinicdesk.language import _, ngettext
from clinicdesk.records.appointments import Unbooked
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
                Column(_("Session"), _place, 6),
            ],
            lambda one: one.session_id,
            dense=True,
        )
        self._table.set_empty_text(_("Every planned session has a time."))
        self.add(self._table, 1)
        self._about = label("", "small", wrap=True)
        self.add(self._about)
        self.setFocusProxy(self._table)
        self._table.row_activated.connect(self.taken)
        self._table.row_selected.connect(self._on_selected)
        self._on_selected(None)

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

    def _on_selected(self, one: Unbooked | None) -> None:
        """Say how a session comes onto the schedule, and what became of the visit it had."""
        lines = [_("Enter takes a session up; put it down on the schedule with Enter or a click.")]
        if one is not None and one.lost is not None:
            lost = words.stage_words(one.lost)
            lines.insert(0, ": ".join(part for part in (lost, one.lost.state_reason) if part))
        self._about.setText("\n".join(lines))


def _place(one: Unbooked) -> str:
    return position_text(one.number, one.count)


def _short_day(day: date) -> str:
    return formats.format_date(day)[:6]
