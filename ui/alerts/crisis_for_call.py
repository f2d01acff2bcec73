"""The crisis card because an answer calls for a clinician: for whom, whom to fetch, and that somebody was told."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import messages
from clinicdesk.records.measures import alerts
from ui.crisis.card import CrisisCard


class CrisisForCall(CrisisCard):
    """Says what it is opened for, and nothing of what was answered. Whoever is sent for is noted with the call."""

    def __init__(self, over: QWidget, desk: Desk, patient_id: str, by: str = "") -> None:
        """``by``: the id of who is told, where that is not the person of the desk."""
        super().__init__(over, desk, patient_id)
        self._by = by
        waiting = [call for call in alerts.of_patient(desk, patient_id) if not call.is_taken]
        self._calls = tuple(call.id for call in waiting)
        self.message_sent.connect(self._on_sent)
        if waiting:
            words = _("Clinician needed now: {patient}. Stay with the patient until a clinician is here.")
            self._tell(words.format(patient=waiting[0].patient_name))
            self._note()

    def _on_sent(self, message_id: str) -> None:
        self._note(called=messages.get(self._desk, message_id).to.name)

    def _note(self, called: str = "") -> None:
        try:
            alerts.shown(self._desk, *self._calls, called=called, by=self._by)
        except ClinicDeskError as problem:
            self._tell(str(problem))
