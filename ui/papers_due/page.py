"""The place Consents: lists with counts, worked off from the top; Enter opens the chart at the consent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import consents
from clinicdesk.records.consents import overview
from clinicdesk.records.consents.overview import OverviewLine, View
from ui.papers_due.due_table import DueTable
from ui.widgets.button import button
from ui.widgets.empty import EmptyState
from ui.widgets.filters import Filters
from ui.widgets.page import Page
from ui.widgets.strip import MessageStrip

_TABLES = frozenset(
    {"consents", "consent_events", "signatures", "adopted_texts", "patients", "appointments", "appointment_events"}
    | {"series", "sessions", "session_events", "merges", "misfiled"}
)
_EMPTY = {
    View.MISSING: _("Everybody who comes in the next 14 days has signed what the visit needs."),
    View.EXPIRING: _("No consent expires in the next 30 days."),
    View.ENDED: _("Nobody declined or withdrew, or all of it was seen to."),
    View.INCOMPLETE: _("No form waits for a signature, a scan or an answer."),
    View.AGAIN: _("Everybody signed the version that is in use."),
}


class PapersDuePage(Page):
    """Five lists.

    Signals:
        consent_opened(str, str): A chart is wanted at its consents; the patient, and the consent or nothing.
        paper_requested(object): The ``PaperRequest`` of the list that is shown.
    """

    consent_opened = Signal(str, str)
    paper_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Consents"))
        self.setParent(parent)
        self._desk = desk
        self._today = desk.local(desk.now()).date()
        self._view = View.MISSING
        self._found: dict[View, list[OverviewLine]] = {}
        self._build()
        self._connect()
        self._reload()

    def _build(self) -> None:
        self._print = button(_("Print list"), icon="printer", shortcut="Ctrl+P")
        self._export = button(_("Save as &CSV…"), icon="download")
        self.add_title_action(self._print)
        self.add_title_action(self._export)
        self._filters = Filters(_("Lists of papers"))
        self._strip = MessageStrip()
        self._table = DueTable()
        self._empty = EmptyState("", icon="file-check")
        self.add_fixed(self._filters)
        self.add_fixed(self._strip)
        self.add(self._table, 1)
        self.add(self._empty, 1)
        self._open = button(_("&Open in the chart"), kind="primary")
        self._prepare = button(_("Pre&pare the form"), icon="file-plus")
        self.add_action(self._open)
        self.add_action(self._prepare, left=True)
        self.begin_at(self._table)

    def _connect(self) -> None:
        self._filters.filter_chosen.connect(self._on_filter_chosen)
        self._table.row_activated.connect(self._on_activated)
        self._table.row_selected.connect(self._on_selected)
        self._open.clicked.connect(self._on_open)
        self._prepare.clicked.connect(self._on_prepare)
        self._print.clicked.connect(self._on_print)
        self._export.clicked.connect(self._on_export)

    # In -----------------------------------------------------------------------------------------------------------

    def show_list(self, view: View) -> None:
        """Show one of the lists."""
        self._filters.choose(view)
        self._on_filter_chosen(view)

    def chosen_patient(self) -> str:
        """Return the patient whose line is marked, or an empty text."""
        line = self._table.selected()
        return line.patient_id if line is not None else ""

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile; the selected line stays."""
        if changed.tables & _TABLES:
            self._reload()

    def tick(self) -> None:
        """Turn to the new day at midnight."""
        day = self._desk.local(self._desk.now()).date()
        if day != self._today:
            self._today = day
            self._reload()

    def _reload(self) -> None:
        self._found = {view: overview.lines(self._desk, view) for view in View}
        self._filters.show_filters([(one.value, overview.view_name(one), len(self._found[one])) for one in View])
        self._filters.choose(self._view)
        self._show_lines()

    def _show_lines(self) -> None:
        found = self._found[self._view]
        self._table.show_rows(found)
        self._table.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._empty.show_sentence(_EMPTY[self._view])
        for one in (self._print, self._export):
            one.setEnabled(bool(found))
        if found and self._table.selected() is None:
            self._table.select_key(found[0].key)
        self._on_selected(self._table.selected())

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_filter_chosen(self, key: str) -> None:
        self._view = View(key)
        self._strip.clear()
        self._show_lines()
        self._table.setFocus()

    def _on_selected(self, line: OverviewLine | None) -> None:
        self._open.setVisible(line is not None)
        self._prepare.setVisible(
            line is not None and self._desk.may("consent.prepare") and _can_prepare(line, self._view)
        )

    def _on_activated(self, line: OverviewLine) -> None:
        self.consent_opened.emit(line.patient_id, line.prepared_id or line.consent_id or "")

    def _on_open(self) -> None:
        if (line := self._table.selected()) is not None:
            self._on_activated(line)

    def _on_prepare(self) -> None:
        """Prepare the form, to be found by the patient who comes; the list goes on at the next line."""
        line = self._table.selected()
        if line is None:
            return
        try:
            made = _prepared(self._desk, line)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        number = consents.get(self._desk, made).form_number
        words = _("Form {number:06d} was prepared for {name}.").format(number=number, name=line.name)
        self._strip.show_message("ok", words)
        self._table.setFocus()

    def _on_print(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        self.paper_requested.emit(PaperRequest("papers-due", self._view))

    def _on_export(self) -> None:
        dialog = QFileDialog(self, _("Save the list"), f"consents-{self._view}-{self._today.isoformat()}.csv", "*.csv")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_as)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_as(self, file: str) -> None:
        """Write the list that is shown into a CSV file."""
        from clinicdesk.exchange import papers_due

        try:
            count = papers_due.export(self._desk, self._view, Path(file))
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        words = ngettext("{count} line saved as {file}.", "{count} lines saved as {file}.", count)
        self._strip.show_message("ok", words.format(count=count, file=Path(file).name))


def _can_prepare(line: OverviewLine, view: View) -> bool:
    """Tell whether a new form is what helps: something is missing, old or soon over, and none waits already."""
    helps = view in (View.MISSING, View.EXPIRING, View.AGAIN)
    return helps and line.prepared_id is None and bool(line.text_name)


def _prepared(desk: Desk, line: OverviewLine) -> str:
    return consents.prepare(
        desk,
        patient_id=line.patient_id,
        text_name=line.text_name,
        language=line.language,
        interpreter=line.need.with_interpreter if line.need is not None else False,
    )
