"""Before the device goes to the patient: who signs, whether it is read aloud, and what staff must see to first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.printing import consent_form
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent
from clinicdesk.records.consents.ready import ready
from clinicdesk.records.wordings import Signer
from ui import theme
from ui.consent.form_dialog import FormDialog
from ui.widgets.big_choice import BigChoice
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip


def refuse_unready(desk: Desk, consent: Consent) -> None:
    """Raise ``ClinicDeskError`` for what would stop the signing, before the patient has read three pages."""
    # A name that no font can print is told here too.
    consent_form.copy(desk, ready(desk, consent, desk.now()))


class HandOverDialog(FormDialog):
    """Asks what staff know and the patient need not be asked, then hands over.

    Signals:
        agreed(str, str, str): Id of the consent, who signs (a ``Signer``), and who of the staff reads it aloud.
    """

    agreed = Signal(str, str, str)

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(
            desk,
            over,
            _("Hand over to sign"),
            _(
                "“{title}”, form {number:06d}. The patient then sees nothing but this form. A login and PIN of the "
                "staff take the device back."
            ).format(title=consent.title, number=consent.form_number),
            _("&Hand over"),
            place=f"consent hand over {consent.id}",
        )
        self._consent = consent
        must = Signer.GUARDIAN in consent.signers
        self._who = ChoiceField(
            _("&Who signs"),
            [(Signer.PATIENT, _("The patient")), (Signer.GUARDIAN, _("A parent or legal representative"))],
            hint=_("For this form a parent or legal representative signs.") if must else "",
        )
        self._who.set_value(Signer.GUARDIAN if must else Signer.PATIENT)
        self._who.combo.setEnabled(not must)
        self._aloud = BigChoice(_("I read the form aloud; the patient need not read it to its end"))
        self._empty = MessageStrip()
        self.body.addWidget(self._empty)
        self.body.addWidget(self._who)
        self.body.addSpacing(theme.px("space_8"))
        self.body.addWidget(self._aloud)

    def come_up(self) -> None:
        """Show the dialog, or in it why the form cannot be handed over now, and what it lacks."""
        empty = [consents.place_words(place) for place, value in self._consent.filled.items() if not value]
        if empty:
            words = _("Left empty, and signed as a dash: {places}.").format(places=", ".join(empty))
            self._empty.show_message("warn", words)
        super().come_up()
        # Where it cannot go on, Enter leaves.
        (self._confirm if self._is_ready() else self._cancel).setFocus()

    def _is_ready(self) -> bool:
        try:
            refuse_unready(self._desk, self._consent)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            self._confirm.setEnabled(False)
            self.fit()
            return False
        return True

    def _on_confirm(self) -> None:
        # Somebody may have answered the form while this stood here.
        if not self._is_ready():
            return
        aloud = self._desk.person.name if self._aloud.is_chosen() else ""
        self.accept()
        self.agreed.emit(self._consent.id, str(self._who.value()), aloud)
