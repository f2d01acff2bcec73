"""Single days on which the clinic is closed, though the week says it is open."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import appointments, opening_hours
from clinicdesk.records.appointments import State
from clinicdesk.records.opening_hours import ClosedDay
from clinicdesk.rules.dates import date_text, parse_date
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField


class ClosedDaysCard(Card):
    """The days to come that are closed; an administrator closes one more, or opens one again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Closed days"))
        self._desk = desk
        self._may = desk.may("place.change")

        def parse(text: str) -> date:
            return parse_date(text, self._today())

        self._strip = MessageStrip()
        self._table: RecordTable[ClosedDay] = RecordTable(
            _("Closed days"),
            [
                Column(_("Day"), lambda closed: formats.format_day(closed.day), chars=15, strong=True),
                Column(_("Why"), lambda closed: closed.reason, chars=10, stretch=True),
            ],
            lambda closed: closed.day.isoformat(),
        )
        self._table.set_empty_text(_("No day is closed besides the weekdays above."))
        self._day: ParsedField[date] = ParsedField(_("Da&y"), parse, date_text)
        self._reason = TextField(_("W&hy"), placeholder=_("Thanksgiving"))
        self._close = button(_("&Close this day"))
        self._open = button(_("&Open again"))
        self._build()
        self.show_days()
        self._close.clicked.connect(self._on_close)
        self._reason.line.returnPressed.connect(self._on_close)
        self._open.clicked.connect(self._on_open)
        self._table.row_selected.connect(self._on_selected)

    def _build(self) -> None:
        self._table.setMinimumHeight(theme.px("row") * 5)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._day, 1)
        row.addWidget(self._reason, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._close)
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        self.add(self._strip)
        self.add(self._table, 1)
        self.add(row)
        self.add(buttons)
        for part in (self._day, self._reason, self._close, self._open):
            part.setVisible(self._may)
        self._open.setEnabled(False)

    def show_days(self) -> None:
        """Show the closed days from today on."""
        self._table.show_rows(opening_hours.closed_days(self._desk, self._today()))
        self._on_selected(self._table.selected())

    def _on_selected(self, closed: ClosedDay | None) -> None:
        self._open.setEnabled(closed is not None)

    def _on_close(self) -> None:
        if not self._day.check():
            return
        day = self._day.value()
        try:
            if day is None:
                raise BadValue(_("Type the day, for example 26nov."), "day")
            opening_hours.close_day(self._desk, day, reason=self._reason.text())
        except ClinicDeskError as problem:
            field = self._reason if isinstance(problem, BadValue) and problem.field == "reason" else self._day
            field.set_error(str(problem))
            field.setFocus()
            return
        self._day.set_value(None)
        self._reason.set_text("")
        self.show_days()
        self._tell(day)

    def _tell(self, day: date) -> None:
        """Say what is booked on a day that was just closed: nothing moves by itself."""
        count = len(appointments.between(self._desk, day, day, states=(State.BOOKED,)))
        said = _("{day} is closed.").format(day=formats.format_day(day))
        if count:
            more = ngettext(
                "{count} visit is booked on it: move it on the schedule.",
                "{count} visits are booked on it: move them on the schedule.",
                count,
            ).format(count=count)
            self._strip.show_message("warn", f"{said} {more}")
        else:
            self._strip.show_message("ok", said)

    def _on_open(self) -> None:
        closed = self._table.selected()
        if closed is None:
            return
        try:
            opening_hours.open_again(self._desk, closed)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.show_message("ok", _("{day} is open again.").format(day=formats.format_day(closed.day)))
        self.show_days()

    def _today(self) -> date:
        return self._desk.local(self._desk.now()).date()
