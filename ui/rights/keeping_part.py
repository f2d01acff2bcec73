"""How long charts are kept, and those whose time is over. Nothing goes by itself."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.formats import format_date, format_name, format_record_number
from clinicdesk.language import _
from clinicdesk.records import retention
from clinicdesk.records.erased import Ground
from clinicdesk.records.retention import Line
from ui import theme
from ui.rights.erase_strip import EraseStrip
from ui.rights.pick_dialog import whole_chart
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.form_dialog import FormDialog
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.text_field import ParsedField
from ui.widgets.words import label

_MOST_DIGITS = 4
_GROUNDS = (Ground.RETENTION, Ground.COURT, Ground.OTHER)


class KeepingPart(QWidget):
    """The rule of the clinic, and the list it gives.

    Signals:
        patient_opened(str): The chart of a patient is wanted.
    """

    patient_opened = Signal(str)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._rule = label("", wrap=True)
        self._change = button(_("&Years…"))
        self._strip = EraseStrip(desk, background)
        self._strip.over.connect(self.show_part)
        self._table: RecordTable[Line] = RecordTable(
            _("Charts past retention"), _columns(), key=lambda one: one.patient_id
        )
        self._erase = button(_("&Erase the chart…"), icon="trash-2")
        self._open = button(_("&Open the chart"), icon="user")
        top = QHBoxLayout()
        top.addWidget(self._rule, 1)
        top.addWidget(self._change)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._erase)
        row.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_12"), 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addLayout(top)
        column.addWidget(self._strip)
        column.addWidget(self._table, 1)
        column.addLayout(row)
        self._change.clicked.connect(self._on_change)
        self._erase.clicked.connect(self._on_erase)
        self._open.clicked.connect(self._on_open)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_open)

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew whenever somebody comes to look."""
        super().showEvent(event)
        if not event.spontaneous():
            self.show_part()

    def show_part(self) -> None:
        """Show the rule at once and the list as soon as every chart was looked at, beside the window."""
        rule = retention.keeping(self._desk)
        self._rule.setText(_rule_words(self._desk))
        self._on_selected(None)
        if rule is None:
            self._table.set_empty_text(_("Nobody has said how long charts are kept: none is called old enough."))
            self._table.show_rows([])
            return
        desk = self._desk

        def work(_ticket: Ticket) -> list[Line]:
            with desk.beside() as beside:
                return retention.over(beside)

        self._table.set_empty_text(_("Looking at every chart…"))
        self._background.run(work, self._on_found, self._on_failed)

    def _on_found(self, found: Any) -> None:
        self._table.set_empty_text(_("No chart is over its time."))
        self._table.show_rows(found)
        self._on_selected(self._table.selected())

    def _on_failed(self, problem: BaseException) -> None:
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_problem(str(problem))

    def _on_selected(self, one: Line | None) -> None:
        self._open.setEnabled(one is not None)
        self._erase.setEnabled(one is not None and not one.is_held)

    def _on_open(self) -> None:
        chosen = self._table.selected()
        if chosen is not None:
            self.patient_opened.emit(chosen.patient_id)

    def _on_change(self) -> None:
        dialog = YearsDialog(self, self._desk)
        dialog.written.connect(self.show_part)
        dialog.open()

    def _on_erase(self) -> None:
        chosen = self._table.selected()
        if chosen is None:
            return
        name = format_name(chosen.family_name, chosen.given_name)
        self._strip.ask(whole_chart(self._desk, chosen.patient_id, name, chosen.record_number, _GROUNDS))


def _columns() -> list[Column[Line]]:
    return [
        Column(_("Patient"), lambda one: format_name(one.family_name, one.given_name), 22, strong=True, stretch=True),
        Column(_("Record"), lambda one: format_record_number(one.record_number), 9),
        Column(_("Last entry"), lambda one: format_date(one.last_on), 11),
        Column(_("Kept until"), lambda one: format_date(one.kept_until), 11),
        Column(_("Hold"), lambda one: _("Legal hold") if one.is_held else "", 11),
    ]


def _rule_words(desk: Desk) -> str:
    rule = retention.keeping(desk)
    if rule is None:
        return _("How long charts are kept is the law of your state. Ask your lawyer or your board, and set the years.")
    words = _("Charts are kept {years} years after the last entry.").format(years=rule.years)
    if rule.minor_years is not None:
        words += " " + _("Of minors at least {years} years after the age of {age}.").format(
            years=rule.minor_years, age=rule.adult_at_years
        )
    return words


class YearsDialog(FormDialog):
    """The years of the clinic's own state."""

    def __init__(self, over: QWidget, desk: Desk) -> None:
        self._desk = desk
        self._years: ParsedField[int] = ParsedField(_("&Years after the last entry"), _number, str)
        self._minor: ParsedField[int] = ParsedField(_("Of &minors: years after coming of age"), _number, str)
        fields = {"years": self._years, "minor_years": self._minor}
        note = _("How long charts are kept is the law of your state. Empty: no chart is ever called old enough.")
        super().__init__(over, _("How long charts are kept"), note, fields, _("Save"))
        rule = retention.keeping(desk)
        self._years.set_value(rule.years if rule else None)
        self._minor.set_value(rule.minor_years if rule else None)

    def record(self) -> None:
        """Write the years down."""
        retention.change(self._desk, years=self._years.value(), minor_years=self._minor.value())


def _number(text: str) -> int:
    if not text.strip().isdecimal() or len(text.strip()) > _MOST_DIGITS:
        raise BadValue(_("Type a number of years, such as 7."))
    return int(text)
