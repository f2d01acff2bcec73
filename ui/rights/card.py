"""The card of a chart's overview for its patient's rights: requests with their days, holds, a copy of the chart."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.exchange import chart_package
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import legal_holds, patients, rights
from clinicdesk.records.patients import Patient
from clinicdesk.records.rights import Request
from ui import theme
from ui.rights.copy_dialog import CopyDialog, Wanted
from ui.rights.due import tone
from ui.rights.request_dialog import RequestDialog
from ui.rights.step_dialog import StepDialog, title_of
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

TABLES = frozenset({"rights_requests", "rights_events", "legal_holds", "disclosures"})
_MOST_ENDED = 3


class RightsCard(Card):
    """Whoever is at the desk takes requests and works on them; a clinician makes the copy."""

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__(_("Requests and copies"))
        self._desk, self._background = desk, background
        self._patient: Patient | None = None
        self._open: list[Request] = []
        self._ticket: Ticket | None = None
        self._strip = MessageStrip()
        self._progress = Progress(_("The copy is being made…"))
        self._lines: QWidget | None = None
        self._take = button(_("Take a re&quest…"), kind="quiet")
        self._step = button(_("Wor&k on a request…"), kind="quiet")
        self._copy = button(_("&Copy of the chart…"), kind="quiet", icon="copy")
        row = FlowLayout(theme.px("space_8"), theme.px("space_4"))
        for action in (self._take, self._step, self._copy):
            row.addWidget(action)
        self.add(row)
        self.add(self._strip)
        self.add(self._progress)
        self._progress.hide()
        self._progress.cancelled.connect(self._on_cancel)
        self._take.clicked.connect(self._on_take)
        self._step.clicked.connect(self._on_step)
        self._copy.clicked.connect(self._on_copy)

    def show_patient(self, patient_id: str) -> None:
        """Show what a patient asked for, and what holds the chart."""
        if self._patient is not None and self._patient.id != patient_id and self._ticket is None:
            self._strip.clear()
        self._patient = patients.get(self._desk, patient_id)
        today = self._desk.local(self._desk.now()).date()
        found = rights.of_patient(self._desk, patient_id)
        self._open = sorted((one for one in found if one.is_open), key=lambda one: one.due_on)
        lines = [_hold_line(hold.placed_by) for hold in legal_holds.of_patient(self._desk, patient_id) if hold.stands]
        over = [one for one in found if not one.is_open]
        # What was granted for good is never crowded out by what is over.
        ended = [one for one in over if one.is_in_force] + [one for one in over if not one.is_in_force][:_MOST_ENDED]
        lines += [_request_line(request, today) for request in (*self._open, *ended)]
        self._show_lines(lines or [(_("No request"), "")])
        self._step.setEnabled(bool(self._open))
        self._copy.setVisible(self._desk.may("chart.copy"))
        self._copy.setEnabled(self._ticket is None)

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile."""
        if self._patient is not None and changed.concerns(self._patient.id) and changed.tables & TABLES:
            self.show_patient(self._patient.id)

    def _show_lines(self, lines: list[tuple[str, str]]) -> None:
        if self._lines is not None:
            self._lines.hide()
            self._lines.deleteLater()
        self._lines = QWidget()
        column = QVBoxLayout(self._lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        for words, how in lines:
            column.addWidget(label(words, wrap=True, tone=how))
        self.add(self._lines)

    def _on_take(self) -> None:
        if self._patient is not None:
            self._listen(RequestDialog(self, self._desk, self._patient))

    def _on_step(self) -> None:
        if self._open:
            self._listen(StepDialog(self, self._desk, self._open))

    def _listen(self, dialog: Any) -> None:
        dialog.written.connect(self._on_written)
        dialog.open()

    def _on_written(self) -> None:
        if self._patient is not None:
            self.show_patient(self._patient.id)

    def _on_copy(self) -> None:
        if self._patient is not None and self._ticket is None:
            dialog = CopyDialog(self, self._desk, self._patient)
            dialog.copy_wanted.connect(self.make_copy)
            dialog.open()

    def make_copy(self, wanted: Wanted) -> None:
        """Make a copy beside the window, record that it leaves, and write its files."""
        desk = self._desk

        def work(ticket: Ticket) -> Any:
            with desk.beside() as beside:
                package = chart_package.make(beside, wanted.patient_id, password=wanted.password, report=ticket.report)
                ticket.check()
                return package, chart_package.give(beside, package, wanted.folder, wanted.given)

        self._strip.clear()
        self._progress.start(_("The copy is being made…"))
        self._progress.show()
        self._copy.setEnabled(False)
        self._ticket = self._background.run(
            work, self._on_made, self._on_failed, self._progress.show_progress, self._on_stopped
        )

    def _on_made(self, made: Any) -> None:
        package, paths = made
        self._over()
        words = _("The copy is in {folder}: {files}. It stands among what left the clinic.")
        told = words.format(folder=paths[0].parent.name, files=", ".join(path.name for path in paths))
        if package.not_shown:
            told += " " + _("What could not be shown: {parts}").format(parts="; ".join(package.not_shown))
        self._strip.show_message("warn" if package.not_shown else "ok", told)

    def _on_failed(self, problem: BaseException) -> None:
        self._over()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("danger", str(problem))

    def _on_stopped(self) -> None:
        self._over()
        self._strip.show_message("info", _("Stopped. No copy was made."))

    def _over(self) -> None:
        self._ticket = None
        self._progress.hide()
        self._copy.setEnabled(True)
        self._desk.clinic.refresh()

    def _on_cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()


def _hold_line(by: str) -> tuple[str, str]:
    return _("Legal hold, placed by {name}: nothing of this chart is erased.").format(name=by), "warn"


def _request_line(request: Request, today: date) -> tuple[str, str]:
    due = rights.due_words(request, today)
    if request.is_in_force:
        return _("Restriction granted: {what}").format(what=request.scope), "warn"
    if not request.is_open:
        return f"{title_of(request)}: {due}", ""
    words = _("{request}: {due}, {day}")
    told = words.format(request=title_of(request), due=due, day=format_date(request.due_on))
    return told, tone(request, today)
