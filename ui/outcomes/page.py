"""The place Outcomes: what became of the practice's patients, by indication and protocol, with what is not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date
from clinicdesk.language import _, ngettext
from clinicdesk.records import outcomes
from clinicdesk.records.outcome_words import definitions
from clinicdesk.records.outcomes import Outcomes
from clinicdesk.rules.dates import parse_date
from ui import theme
from ui.outcomes.table import OutcomesTable
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.empty import EmptyState
from ui.widgets.page import Page
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField
from ui.widgets.words import label


class OutcomesPage(Page):
    """Counts beside the window, when it is opened and whenever a choice is made.

    Signals:
        counted: What was asked for is shown.
    """

    counted = Signal()

    def __init__(self, desk: Desk, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(_("Outcomes"))
        self.setParent(parent)
        self._desk = desk
        self._background = background
        self._ticket: Ticket | None = None
        self._wanted_again = False
        self._shown: Outcomes | None = None
        self._build()
        self._connect()
        self.count()

    def _build(self) -> None:
        self._again = button(_("Count a&gain"), icon="refresh-cw")
        self._export = button(_("Save as &CSV…"), icon="download")
        self.add_title_action(self._again)
        self.add_title_action(self._export)
        used = [(measure.id, measure.title) for measure in outcomes.measures_used(self._desk)]
        self._measure = ChoiceField(_("Judged by &questionnaire"), used)
        if used:
            self._measure.set_value(used[0][0])
        self._since: ParsedField[date] = ParsedField(_("Series begun fr&om"), self._parse, format_date)
        self._until: ParsedField[date] = ParsedField(_("&Until"), self._parse, format_date)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        for field in (self._measure, self._since, self._until):
            row.addWidget(field, 1)
        self._strip = MessageStrip()
        self._progress_place = QVBoxLayout()
        self._progress: Progress | None = None
        self._table = OutcomesTable()
        self._empty = EmptyState("", icon="chart-line")
        self._definitions = label(role="muted", wrap=True)
        self.add_fixed(row)
        self.add_fixed(self._strip)
        self.add_fixed(self._progress_place)
        self.add(self._table, 1)
        self.add(self._empty, 1)
        self.add(self._definitions)
        self._table.hide()
        self._empty.hide()
        self._export.setVisible(self._desk.may("outcomes.export"))
        self._export.setEnabled(False)
        self.begin_at(self._measure)

    def _connect(self) -> None:
        self._measure.edited.connect(self.count)
        for field in (self._since, self._until):
            field.left.connect(self._on_day_left)
        self._again.clicked.connect(self.count)
        self._export.clicked.connect(self._on_export)

    # Counting -----------------------------------------------------------------------------------------------------

    def count(self) -> None:
        """Count what is chosen; while something is counted already, that stops first."""
        if self._measure.value() is None:
            self._show_nothing(
                _("No questionnaire with a score was answered yet. Outcomes are judged by their scores.")
            )
            return
        if not (self._since.check() and self._until.check()):
            return
        if self._ticket is not None:
            self._wanted_again = True
            self._ticket.cancel()
            return
        self._strip.clear()
        self._start_progress()
        measure, since, until = str(self._measure.value()), self._since.value(), self._until.value()
        desk = self._desk

        def work(ticket: Ticket) -> Outcomes:
            with desk.beside() as own:
                return outcomes.of_practice(own, measure, since=since, until=until, progress=ticket.report)

        self._ticket = self._background.run(
            work, self._on_counted, self._on_failed, self._on_progress, self._on_cancelled
        )

    def _start_progress(self) -> None:
        # A new one each time: its Cancel button waits, once pressed.
        self._progress = Progress(_("Counting…"))
        self._progress.cancelled.connect(self._on_cancel)
        self._progress_place.addWidget(self._progress)

    def _end(self) -> None:
        self._ticket = None
        if self._progress is not None:
            had_focus = self._progress.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
            self._progress.hide()
            self._progress.deleteLater()
            self._progress = None
            if had_focus:
                self._measure.setFocus()

    def _on_progress(self, done: int, total: int, _sentence: str) -> None:
        if self._progress is not None:
            self._progress.show_progress(done, total)

    def _on_cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _on_cancelled(self) -> None:
        self._end()
        if self._wanted_again:
            self._wanted_again = False
            self.count()
        else:
            self._strip.show_message("info", _("Counting was stopped. What is shown is from before."))

    def _on_failed(self, problem: BaseException) -> None:
        self._end()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("danger", str(problem))

    def _on_counted(self, found: Outcomes) -> None:
        self._end()
        if self._wanted_again:
            self._wanted_again = False
            self.count()
            return
        self._show(found)
        self.counted.emit()

    # Showing ------------------------------------------------------------------------------------------------------

    def _show(self, found: Outcomes) -> None:
        self._shown = found
        if not found.rows:
            self._show_nothing(_("No series began in this time."))
            return
        self._table.show_outcomes(found)
        self._table.show()
        self._empty.hide()
        self._export.setEnabled(True)
        words = ngettext("{count} patient", "{count} patients", found.patients).format(count=found.patients)
        self.set_note(words)
        self._definitions.setText("\n".join(definitions(found.measure)))

    def _show_nothing(self, sentence: str) -> None:
        self._empty.show_sentence(sentence)
        self._empty.show()
        self._table.hide()
        self._export.setEnabled(False)
        self._definitions.setText("")
        self.set_note("")

    # Slots --------------------------------------------------------------------------------------------------------

    def _parse(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())

    def _on_day_left(self) -> None:
        shown = (self._shown.measure.id, self._shown.since, self._shown.until) if self._shown else None
        if self._since.check() and self._until.check():
            wanted = (str(self._measure.value()), self._since.value(), self._until.value())
            if wanted != shown:
                self.count()

    def _on_export(self) -> None:
        if self._shown is None:
            return
        today = self._desk.local(self._desk.now()).date()
        name = f"outcomes-{self._shown.measure.id}-{today.isoformat()}.csv"
        dialog = QFileDialog(self, _("Save the outcomes"), name, "*.csv")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_as)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_as(self, file: str) -> None:
        """Write what is shown into a CSV file."""
        from clinicdesk.exchange import outcomes_csv

        if self._shown is None:
            return
        try:
            outcomes_csv.export(self._desk, self._shown, Path(file))
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.show_message("ok", _("Saved as {file}. It names no patient.").format(file=Path(file).name))
