"""What left the clinic of one chart: to whom, what, why, how; written down, corrected, printed as an accounting."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import disclosures
from clinicdesk.records.disclosures import Disclosure
from ui import theme
from ui.shell.disclosure_dialog import DisclosureDialog
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label


class DisclosuresPanel(QWidget):
    """For everybody: who hands a paper over the counter writes it down.

    Signals:
        paper_requested(object): A ``PaperRequest`` for the accounting.
    """

    paper_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = ""
        self._build()
        self._add.clicked.connect(self._on_add)
        self._correct.clicked.connect(self._on_correct)
        self._accounting.clicked.connect(self._on_accounting)
        self._all.clicked.connect(self._on_all)
        self._table.row_selected.connect(self._on_selected)

    def _build(self) -> None:
        self._add = button(_("&Write down what was given…"))
        self._correct = button(_("&Correct…"))
        self._accounting = button(_("Print the &accounting…"), icon="printer")
        self._all = button(_("Print &everything…"))
        self._table: RecordTable[Disclosure] = RecordTable(
            _("What left the clinic"), self._columns(), key=lambda one: one.id
        )
        self._table.set_empty_text(_("Nothing is recorded that left the clinic."))
        self._more = label("", "muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        for made in (self._add, self._correct):
            row.addWidget(made)
        row.addStretch(1)
        for made in (self._accounting, self._all):
            row.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._table, 1)
        column.addWidget(self._more)
        column.addLayout(row)

    def _columns(self) -> list[Column[Disclosure]]:
        return [
            Column(_("When"), lambda one: formats.format_date(self._desk.local(one.disclosed_at).date()), 12),
            Column(_("To whom"), lambda one: one.recipient, 16, stretch=True, strong=True),
            Column(_("What"), lambda one: one.what, 18, stretch=True),
            Column(_("Why it may leave"), lambda one: disclosures.basis_name(one.basis), 18),
            Column(_("How"), lambda one: disclosures.way_name(one.way), 13, priority=2),
            Column(_("Accounting"), lambda one: _state(one).text, 12, chips=lambda one: (_state(one),)),
        ]

    def show_patient(self, patient_id: str) -> int:
        """Show what left of a patient's chart, and return how many lines that are."""
        self._patient_id = patient_id
        lines = disclosures.of_patient(self._desk, patient_id)
        self._table.show_rows(lines)
        self._on_selected(self._table.selected())
        return len(lines)

    def _on_selected(self, line: Disclosure | None) -> None:
        self._correct.setEnabled(line is not None and line.corrected_by is None)
        words = _("For: {purpose}. Sent to: {address}. Written down by {name}.")
        self._more.setText(
            words.format(purpose=line.purpose, address=line.recipient_address or "–", name=line.staff_name)
            if line
            else _("Select a line to read what it was for.")
        )

    def _on_add(self) -> None:
        DisclosureDialog(self, self._desk, self._patient_id).open()

    def _on_correct(self) -> None:
        line = self._table.selected()
        if line is not None:
            DisclosureDialog(self, self._desk, self._patient_id, corrects=line).open()

    def _on_accounting(self) -> None:
        self.paper_requested.emit(PaperRequest("disclosures", self._patient_id))

    def _on_all(self) -> None:
        self.paper_requested.emit(PaperRequest("disclosures", f"{self._patient_id} all"))


def _state(line: Disclosure) -> ChipText:
    if line.corrected_by:
        return ChipText(_("Corrected"), "neutral")
    return ChipText(_("Listed"), "info") if line.is_accounted else ChipText(_("Not listed"), "neutral")
