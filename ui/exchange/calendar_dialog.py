"""Take bookings to another calendar: which days, whose, and where the file goes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.exchange import icalendar
from clinicdesk.exchange.outside import write_whole
from clinicdesk.language import _
from clinicdesk.records import staff
from clinicdesk.rules.dates import date_text, parse_date
from ui import theme
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField
from ui.widgets.words import label

USUAL_DAYS = 28
_EVERYBODY = ""


class CalendarDialog(QDialog):
    """Two days and a choice; the file then is named.

    Signals:
        saved(str): The file was written; carries its name.
    """

    saved = Signal(str)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._content = b""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Calendar file"))
        self.setAccessibleName(_("Calendar file"))
        self._build()
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _build(self) -> None:
        today = self._desk.local(self._desk.now()).date()
        self._today = today
        self._first: ParsedField[date] = ParsedField(_("&First day"), self._parse, date_text, required=True)
        self._last: ParsedField[date] = ParsedField(_("&Last day"), self._parse, date_text, required=True)
        self._first.set_value(today)
        self._last.set_value(today + timedelta(days=USUAL_DAYS))
        people = [(member.id, member.name) for member in staff.everybody(self._desk) if member.active]
        self._whose = ChoiceField(_("&Whose bookings"), [(_EVERYBODY, _("Everybody's")), *people], required=True)
        self._whose.set_value(_EVERYBODY)
        self._strip = MessageStrip()
        self._save = button(_("&Save the file…"), kind="primary", icon="download")
        self._cancel = button(_("Cancel"))
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("Calendar file"), "h2"))
        words = _("For another calendar. It says when and in which chair, and names no patient and no treatment.")
        column.addWidget(label(words, "muted", wrap=True))
        days = QHBoxLayout()
        days.setSpacing(theme.px("space_12"))
        days.addWidget(self._first)
        days.addWidget(self._last)
        column.addLayout(days)
        column.addWidget(self._whose)
        column.addWidget(self._strip)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        column.addLayout(buttons)
        self.setFixedWidth(theme.px("base") * 36)

    def _parse(self, text: str) -> date:
        return parse_date(text, self._today)

    def _on_save(self) -> None:
        """Make the file first: only then is a name for it asked."""
        self._strip.clear()
        try:
            first, last = self._first.value(), self._last.value()
            if first is None or last is None:
                raise BadValue(_("Type the first and the last day."))
            whose = cast("str", self._whose.value()) or None
            self._content = icalendar.export(self._desk, first, last, whose)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        dialog = QFileDialog(self, _("Save the calendar file"), f"appointments-{first.isoformat()}.ics", "*.ics")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ics")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def _on_file_chosen(self, name: str) -> None:
        try:
            # Recorded first: rather an entry for a file that could not be written than a file nobody knows of.
            icalendar.exported(self._desk)
            write_whole(Path(name), self._content)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.accept()
        self.saved.emit(Path(name).name)
