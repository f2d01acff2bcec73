"""What happened about the escort of somebody who is treated, from the board: here, late, called, somebody else."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import EscortStep
from clinicdesk.records.today import BoardRow
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import TextField

_STEPS: list[tuple[object, str]] = [
    (EscortStep.HERE, _("Is here")),
    (EscortStep.LATE, _("Is late")),
    (EscortStep.CALLED, _("Was called")),
    (EscortStep.TAKEN_OVER, _("Somebody else takes over")),
]


class EscortDialog(FormDialog):
    """The front desk waits for escorts too, and reads nothing clinical for it."""

    def __init__(self, desk: Desk, row: BoardRow, over: QWidget) -> None:
        self._desk = desk
        self._session_id = row.session_id or ""
        self._step = ChoiceField(_("The escort"), _STEPS, required=True)
        self._name = TextField(_("&Name"))
        self._phone = TextField(_("&Phone"))
        self._words = TextField(_("Remar&k"))
        fields = {"what": self._step, "name": self._name, "phone": self._phone, "words": self._words}
        super().__init__(over, _("Escort"), row.patient_name, fields, _("Record"))

    def record(self) -> None:
        """Record the step."""
        step = self._step.value()
        if not isinstance(step, EscortStep):
            raise BadValue(_("Choose what happened."), "what")
        sessions.escort_step(
            self._desk,
            self._session_id,
            what=step,
            name=self._name.text(),
            phone=self._phone.text(),
            words=self._words.text(),
        )
