"""Cancelling a visit and recording a no-show: asks for the reason, then records."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinicdesk.language import _
from clinicdesk.records.appointments import Appointment
from ui.schedule.reason_dialog import ReasonDialog, reasons_of_no_show, reasons_to_cancel
from ui.schedule.recording import Recording


class Reasons(QObject):
    """Asks over a page; one question at a time."""

    def __init__(self, over: QWidget, recording: Recording) -> None:
        super().__init__(over)
        self._over = over
        self._recording = recording
        self._about: Appointment | None = None

    def cancel(self, one: Appointment, who: str) -> None:
        """Cancel a visit; blocked time is freed without asking. ``who`` names the patient as this screen may."""
        if one.patient_id is None:
            self._recording.cancel(one, _("No longer needed"))
            return
        self._about = one
        sentence = _("{who}, {when}. The place becomes free.").format(who=who, when=self._recording.when(one.slot))
        asked = ReasonDialog(self._over, _("Cancel this visit?"), sentence, _("&Cancel visit"), reasons_to_cancel())
        asked.confirmed.connect(self._on_cancel_confirmed)
        asked.open()

    def no_show(self, one: Appointment, who: str) -> None:
        """Record that somebody did not come."""
        self._about = one
        when = self._recording.when(one.slot)
        sentence = _("{who}, {when}. The visit goes to the call list.").format(who=who, when=when)
        asked = ReasonDialog(self._over, _("Record a no-show?"), sentence, _("&Record no-show"), reasons_of_no_show())
        asked.confirmed.connect(self._on_no_show_confirmed)
        asked.open()

    def _on_cancel_confirmed(self, reason: str) -> None:
        assert self._about is not None
        self._recording.cancel(self._about, reason)

    def _on_no_show_confirmed(self, reason: str) -> None:
        assert self._about is not None
        self._recording.no_show(self._about, reason)
