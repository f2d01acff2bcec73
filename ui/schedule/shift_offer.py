"""After one session of a series was moved to another day: whether those after it are to follow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records.series_booking import Shift, ShiftedSession
from clinicdesk.rules.spacing import position_text
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class ShiftOffer(Card):
    """Each later session with the place it would have.

    Signals:
        accepted(object): Shift them (``Shift``).
        declined: Leave them where they are.
    """

    accepted = Signal(object)
    declined = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Shift the rest?"))
        self._desk = desk
        self._shift: Shift | None = None
        self._about = label(wrap=True)
        self._broken = MessageStrip()
        self._table: RecordTable[ShiftedSession] = RecordTable(
            _("Sessions after it"),
            [
                Column(_("Session"), _position, 5),
                Column(_("From"), _old_day, 6),
                Column(_("To"), self._new_place, 14, stretch=True, strong=True),
            ],
            lambda one: one.line.id,
            dense=True,
        )
        self._accept = button(_("&Shift them"), kind="primary")
        self._decline = button(_("&Leave them"))
        self.add(self._about)
        self.add(self._broken)
        self.add(self._table, 1)
        row = QHBoxLayout()
        row.addWidget(self._accept)
        row.addWidget(self._decline)
        row.addStretch(1)
        self.add(row)
        self._accept.clicked.connect(self._on_accept)
        self._decline.clicked.connect(self.declined)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.declined)

    def show_shift(self, shift: Shift) -> None:
        """Show what would move where."""
        self._shift = shift
        count = len(shift.sessions)
        self._about.setText(
            ngettext(
                "{count} session comes after the one that was moved.",
                "{count} sessions come after the one that was moved.",
                count,
            ).format(count=count)
        )
        said = list(shift.broken)
        if shift.unplaced:
            said.append(_("Where no place was found, the session keeps the one it has."))
        if said:
            self._broken.show_message("warn", " ".join(said))
        else:
            self._broken.clear()
        self._table.show_rows(shift.sessions)

    def _new_place(self, one: ShiftedSession) -> str:
        day = formats.format_day(one.place.day)[:10]
        if one.place.slot is not None:
            starts = self._desk.local(one.place.slot.starts_at)
            return f"{day} {formats.format_time(starts)}"
        return one.place.reason if one.booked else day

    def _on_accept(self) -> None:
        self.accepted.emit(self._shift)


def _position(one: ShiftedSession) -> str:
    return position_text(one.line.number, one.line.count)


def _old_day(one: ShiftedSession) -> str:
    return formats.format_date(one.line.planned_on)[:6]
