"""Why a chart must be seen at once: asked before anything of it is shown."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import emergency
from clinicdesk.records.emergency import EmergencyDesk
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import TextAreaField


class BeginDialog(FormDialog):
    """One field for the reason.

    Signals:
        begun(object): The access is recorded; carries the ``EmergencyDesk``, which whoever takes it closes.
    """

    begun = Signal(object)

    def __init__(self, over: QWidget, desk: Desk, patient_id: str, name: str) -> None:
        minutes = int(emergency.LASTS.total_seconds() // 60)
        note = _(
            "You will read the whole chart of {name}, and nothing else, for {minutes} minutes. Your name and the "
            "reason are recorded, and the administrators are told. If it can wait, ask a clinician."
        ).format(name=name, minutes=minutes)
        self._reason = TextAreaField(_("&Why it cannot wait"), lines=3, required=True)
        super().__init__(over, _("Emergency access"), note, {"reason": self._reason}, _("&Open the chart"))
        self._desk = desk
        self._patient_id = patient_id
        self._access: EmergencyDesk | None = None
        self.written.connect(self._on_written)

    def record(self) -> None:
        """Record the access. Raises ``ClinicDeskError``."""
        self._access = emergency.begin(self._desk, self._patient_id, self._reason.text())

    def _on_written(self) -> None:
        self.begun.emit(self._access)
