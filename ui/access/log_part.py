"""The log of the clinic: who did what, when, from where, about whom, and what it was before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import access_log, log_choice, patients
from clinicdesk.records.access_log import AccessLine
from clinicdesk.records.access_words import Kind, kind_name
from clinicdesk.records.log_choice import LogChoice
from clinicdesk.rules.dates import parse_date
from ui import theme
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.entry_changes import Changes
from ui.widgets.field import Field
from ui.widgets.progress import Progress
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField

_ALL = ""


class LogPart(QWidget):
    """A page of the newest entries; older ones follow when they are asked for.

    Signals:
        paper_requested(object): A ``PaperRequest``.
        patient_opened(str): The chart of a patient is wanted.
    """

    paper_requested = Signal(object)
    patient_opened = Signal(str)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._ticket: Ticket | None = None
        self._lines: list[AccessLine] = []
        self._shown = LogChoice()
        self._build()
        self._connect()

    def _build(self) -> None:
        people = [(_ALL, _("Everybody")), *access_log.people(self._desk)]
        kinds = [(_ALL, _("Everything")), *((kind.value, kind_name(kind)) for kind in Kind)]
        self._who = ChoiceField(_("&Who"), people)
        self._kind = ChoiceField(_("W&hat"), kinds)
        self._about: ParsedField[int] = ParsedField(_("Record n&umber"), _record_number, formats.format_record_number)
        self._since: ParsedField[date] = ParsedField(_("Fro&m"), self._parse_day, formats.format_date)
        self._until: ParsedField[date] = ParsedField(_("Un&til"), self._parse_day, formats.format_date)
        for choice in (self._who, self._kind):
            choice.set_value(_ALL)
        choices = QHBoxLayout()
        choices.setSpacing(theme.px("space_12"))
        fields: tuple[tuple[Field, int], ...] = (
            (self._who, 3),
            (self._kind, 3),
            (self._about, 2),
            (self._since, 2),
            (self._until, 2),
        )
        for field, share in fields:
            choices.addWidget(field, share)
        self._strip = MessageStrip()
        self._progress_place = QVBoxLayout()
        self._progress: Progress | None = None
        self._table: RecordTable[AccessLine] = RecordTable(_("Access log"), _columns(), key=lambda line: line.seq)
        self._table.set_empty_text(_("No entries."))
        self._changes = Changes()
        self._older = button(_("Show &older entries"), kind="quiet")
        self._print = button(_("&Print…"), icon="printer")
        self._save = button(_("Save as CS&V…"), icon="download")
        below = QHBoxLayout()
        for part in (self._older, None, self._print, self._save):
            below.addStretch(1) if part is None else below.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_8"))
        left.addWidget(self._table, 1)
        middle = QHBoxLayout()
        middle.setSpacing(theme.px("space_12"))
        middle.addLayout(left, 8)
        middle.addWidget(self._changes, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_12"), 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addLayout(choices)
        column.addWidget(self._strip)
        column.addLayout(self._progress_place)
        column.addLayout(middle, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        for field in (self._who, self._kind, self._about, self._since, self._until):
            field.left.connect(self.show_log)
        self._table.row_selected.connect(self._on_row_selected)
        self._table.row_activated.connect(self._on_row_activated)
        self._older.clicked.connect(self._on_older)
        self._print.clicked.connect(self._on_print)
        self._save.clicked.connect(self._on_save)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the newest entries whenever somebody comes to look."""
        super().showEvent(event)
        # Whoever comes back from a chart finds the older entries still there.
        if not event.spontaneous() and len(self._lines) <= access_log.PAGE:
            self.show_log()

    def show_log(self) -> None:
        """Show the first page of what is chosen, or say what cannot be read of the choice."""
        try:
            self._shown = self._choice()
            page = log_choice.lines(self._desk, self._shown, access_log.PAGE)
        except BadValue as problem:
            if problem.field == "until":
                self._until.set_error(str(problem))
            elif problem.field == "about":
                self._about.set_error(str(problem))
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._until.clear_message()
        self._lines = page
        self._show_lines(len(page) == access_log.PAGE)
        self._on_row_selected(self._table.selected())

    def _choice(self) -> LogChoice:
        for field in (self._about, self._since, self._until):
            if not field.check():
                raise BadValue("", "")
        number = self._about.value()
        try:
            about = patients.by_record_number(self._desk, number).id if number is not None else None
        except ClinicDeskError as problem:
            raise BadValue(str(problem), "about") from problem
        kind = str(self._kind.value() or _ALL)
        who = str(self._who.value() or _ALL)
        return LogChoice(who or None, about, Kind(kind) if kind else None, self._since.value(), self._until.value())

    def _show_lines(self, there_may_be_more: bool) -> None:
        self._table.show_rows(self._lines)
        self._older.setEnabled(there_may_be_more)
        for made in (self._print, self._save):
            made.setEnabled(bool(self._lines))

    def _parse_day(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_row_selected(self, line: AccessLine | None) -> None:
        self._changes.show_line(access_log.detail(self._desk, line.entry_id) if line else None)

    def _on_row_activated(self, line: AccessLine) -> None:
        if line.patient_ids:
            self.patient_opened.emit(line.patient_ids[0])

    def _on_older(self) -> None:
        page = log_choice.lines(self._desk, self._shown, access_log.PAGE, self._lines[-1].seq)
        self._lines += page
        self._show_lines(len(page) == access_log.PAGE)

    def _on_print(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        self.paper_requested.emit(PaperRequest("access-log", self._shown.as_text()))

    def _on_save(self) -> None:
        name = f"access-log-{self._desk.local(self._desk.now()).date().isoformat()}.csv"
        dialog = QFileDialog(self, _("Save the access log"), name, "*.csv")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_as)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_as(self, file: str) -> None:
        """Write all that is chosen into a CSV file, beside the window: a log of years takes a while."""
        if self._ticket is not None:
            return
        self._strip.clear()
        self._progress = Progress(_("Saving…"))
        self._progress.cancelled.connect(self._on_cancel)
        self._progress_place.addWidget(self._progress)
        work = _saving(self._desk, self._shown, Path(file))
        self._ticket = self._background.run(
            work, self._on_saved, self._on_failed, self._on_progress, self._on_cancelled
        )

    def _on_progress(self, done: int, total: int, _sentence: str) -> None:
        if self._progress is not None:
            self._progress.show_progress(done, total)

    def _on_cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _on_cancelled(self) -> None:
        self._end()
        self._strip.show_message("info", _("Nothing was saved."))

    def _on_failed(self, problem: BaseException) -> None:
        self._end()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("danger", str(problem))

    def _on_saved(self, saved: tuple[str, int]) -> None:
        self._end()
        name, count = saved
        words = ngettext(
            "{count} entry saved as {file}. It names patients: keep it as you keep a chart.",
            "{count} entries saved as {file}. It names patients: keep it as you keep a chart.",
            count,
        )
        self._strip.show_message("ok", words.format(count=count, file=name))

    def _end(self) -> None:
        self._ticket = None
        if self._progress is not None:
            self._progress.hide()
            self._progress.deleteLater()
            self._progress = None


def _saving(desk: Desk, choice: LogChoice, file: Path) -> Callable[[Ticket], tuple[str, int]]:
    """Return the work that writes the file beside the window."""

    def work(ticket: Ticket) -> tuple[str, int]:
        from clinicdesk.exchange import access_csv

        with desk.beside() as own:
            return file.name, access_csv.export(own, choice, file, ticket.report)

    return work


def _columns() -> list[Column[AccessLine]]:
    return [
        Column(_("When"), lambda line: formats.format_date_time(line.at), 17),
        Column(_("Who"), lambda line: line.staff_name, 15),
        Column(_("What"), lambda line: line.what, 14, stretch=True, strong=True),
        Column(_("About"), lambda line: ", ".join(line.about), 17, stretch=True),
        Column(_("Workstation"), lambda line: line.workstation, 11, priority=2),
        Column(_("Entry"), lambda line: str(line.seq), 8, priority=3, right=True),
    ]


def _record_number(text: str) -> int:
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        raise BadValue(_("Type the patient's record number."))
    return int(digits)
