"""Calls to the patient: the clinicians' wish that this one is called first, and the last attempts."""

from PySide6.QtWidgets import QCheckBox

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import calls
from clinicdesk.records.calls import Attempt
from ui.chart.facts_cards import LinesCard
from ui.widgets.words import label

_SHOWN = 3


class CallsCard(LinesCard):
    """A card of the overview. Clinicians mark here whom to call first; reception sees the mark."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Calls"))
        self._desk = desk
        self._patient_id = ""
        self._first = QCheckBox(_("Call first if the patient does not come"))
        self._first.setEnabled(desk.may("call.flag"))
        self._problem = label(wrap=True, tone="danger")
        self._problem.hide()
        self.add(self._first)
        self.add(self._problem)
        self._first.clicked.connect(self._on_clicked)

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's mark and the last attempts to call."""
        self._patient_id = patient_id
        self._problem.hide()
        self._first.setChecked(calls.is_flagged(self._desk, patient_id))
        attempts = calls.of_patient(self._desk, patient_id)[:_SHOWN]
        self.show_lines([("", self._words(one), "") for one in attempts] or [("", _("No calls yet"), "muted")])

    def _words(self, one: Attempt) -> str:
        at = format_date_time(self._desk.local(one.called_at))
        why = f"{calls.outcome_name(one.outcome)} ({calls.purpose_name(one.purpose)})"
        return ", ".join(part for part in (at, why, one.remark, one.by_name) if part)

    def _on_clicked(self) -> None:
        try:
            calls.flag(self._desk, self._patient_id, flagged=self._first.isChecked())
        except ClinicDeskError as problem:
            self.show_patient(self._patient_id)
            self._problem.setText(str(problem))
            self._problem.show()
