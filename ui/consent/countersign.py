"""The clinician signs below the patient: that the treatment was explained and questions were answered."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.printing import signing
from clinicdesk.records.consents import Capacity, Consent, Penned
from clinicdesk.records.wordings import Signer
from ui.consent.form_dialog import FormDialog
from ui.consent.pad_field import PadField
from ui.widgets.signature_pad import ASPECT

_SIZE = (420, 140)


class CountersignDialog(FormDialog):
    """A pad for the person at this desk."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(
            desk,
            over,
            _("Countersign"),
            _("I explained this treatment, its risks and the other choices, and answered the patient's questions."),
            _("&Sign"),
            place=f"consent countersign {consent.id}",
        )
        self._consent = consent
        self._pad = PadField(_("{name}, sign here:").format(name=desk.person.name), _("Signature"), _SIZE)
        self.body.addWidget(self._pad)

    def come_up(self) -> None:
        """Show the dialog."""
        super().come_up()
        self._pad.setFocus()

    def _record(self) -> str:
        if self._pad.is_empty():
            raise BadValue(_("The signature is empty. Sign in the field, then go on."), "signature")
        now = self._desk.now()
        penned = Penned(
            role=Signer.CLINICIAN,
            name=self._desk.person.name,
            strokes=self._pad.strokes(),
            aspect=ASPECT,
            began_at=now,
            signed_at=now,
            staff_id=self._desk.person.id,
        )
        signing.attest(self._desk, self._consent, penned, capacity=Capacity.PRESENT)
        return self._consent.id

    def _show_problem(self, problem: ClinicDeskError) -> None:
        if isinstance(problem, BadValue) and problem.field == "signature":
            self._pad.set_error(str(problem))
            self._pad.setFocus()
        else:
            super()._show_problem(problem)
