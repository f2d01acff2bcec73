"""What an import did, or would do: counts, notes, and the rows that are left out."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from clinicdesk.errors import ClinicDeskError
from clinicdesk.exchange.patient_import import Outcome, Rejected, save_rejected
from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label

MOST_SHOWN = 500
"""Rejected rows in the table; the saved list has them all."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One line of the counts."""

    name: str
    added: int
    already_there: int
    rejected: int


class OutcomeCard(Card):
    """Counts a kind, notes, and the rejected rows with their reasons.

    Signals:
        failed(str): The list could not be saved; carries the sentence.
    """

    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("What was found"))
        self._outcome = Outcome()
        self._notes = label("", "muted", wrap=True)
        self._save = button(_("Save &list…"), icon="save")
        counts: list[Column[_Kind]] = [
            Column(_("Kind"), lambda row: row.name, 14, strong=True, stretch=True),
            Column(_("Added"), lambda row: f"{row.added:,}", 10, right=True),
            Column(_("Already there"), lambda row: f"{row.already_there:,}", 12, right=True),
            Column(_("Rejected"), lambda row: f"{row.rejected:,}", 10, right=True),
        ]
        rejected: list[Column[Rejected]] = [
            Column(_("File"), lambda row: row.file, 18),
            Column(_("Line"), lambda row: f"{row.line:,}", 8, right=True),
            Column(_("Why it is left out"), lambda row: row.reason, 40, stretch=True),
        ]
        self._counts: RecordTable[_Kind] = RecordTable(_("Counts"), counts, lambda row: row.name, dense=True)
        self._rejected: RecordTable[Rejected] = RecordTable(
            _("Rejected rows"), rejected, lambda row: (row.file, row.line, row.reason), dense=True
        )
        self._rejected_title = label(_("Rejected rows"), "strong")
        self._build()
        self._save.clicked.connect(self._on_save)

    def _build(self) -> None:
        self._counts.setFixedHeight(theme.px("row_dense") * 5 + 12)
        self._rejected.setMinimumHeight(theme.px("row_dense") * 7)
        self.add(self._counts)
        self.add(self._notes)
        self.add(self._rejected_title)
        self.add(self._rejected, 1)
        self.add_action(self._save)

    def show_outcome(self, outcome: Outcome, *, done: bool) -> None:
        """Show the counts of an import that is done, or of one that was only counted."""
        self._outcome = outcome
        self.set_title(_("Imported") if done else _("What an import would do. Nothing is written yet."))
        names = {
            "patients": _("Patients"),
            "allergies": _("Allergies"),
            "medications": _("Medications"),
            "conditions": _("Conditions"),
        }
        self._counts.show_rows(
            [_Kind(names[kind], c.added, c.already_there, c.rejected) for kind, c in outcome.counts.items()]
        )
        self._notes.setText("\n".join(outcome.notes))
        self._notes.setVisible(bool(outcome.notes))
        self._rejected.show_rows(outcome.rejected[:MOST_SHOWN])
        for widget in (self._rejected, self._rejected_title, self._save):
            widget.setVisible(bool(outcome.rejected))
        self.show()

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save the list of rejected rows"), "rejected.csv", _("CSV files (*.csv)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write the list of rejected rows to a file."""
        try:
            save_rejected(self._outcome, Path(path))
        except ClinicDeskError as problem:
            self.failed.emit(str(problem))
