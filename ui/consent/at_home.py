"""What is still to be recorded of a form that was signed at home: who signed it, and a clinician's talk about it."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import consents
from clinicdesk.records.consents import Capacity, Consent
from clinicdesk.records.wordings import Signer
from ui.consent.form_dialog import FormDialog
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextAreaField, TextField


class IdentifyDialog(FormDialog):
    """Records how staff know who signed a form at home."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        signed = consent.signature_of(Signer.GUARDIAN) or consent.signature_of(Signer.PATIENT)
        super().__init__(
            desk,
            over,
            _("Who signed it"),
            _("Form {number:06d} was signed at home, in the name of {name}.").format(
                number=consent.form_number, name=signed.signer_name if signed else ""
            ),
            _("&Record"),
            place=f"consent identify {consent.id}",
        )
        self._consent = consent
        self.add_field(
            "how",
            TextField(
                _("&How you know that this person signed it"),
                required=True,
                hint=_("For example “showed photo ID at the front desk and confirmed the signature”"),
            ),
        )

    def _record(self) -> str:
        consents.identify(self._desk, self._consent, how=self._fields["how"].text())
        return self._consent.id


class TalkDialog(FormDialog):
    """Records that the clinician at this desk talked about a form that was signed on paper, and the capacity found."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(
            desk,
            over,
            _("The talk"),
            _(
                "You, {name}, talked with the patient about form {number:06d}, answered their questions, and found "
                "whether they can make this decision."
            ).format(name=desk.person.name, number=consent.form_number),
            _("&Record the talk"),
            place=f"consent talk {consent.id}",
        )
        self._consent = consent
        self._capacity = ChoiceField(
            _("&Capacity to make this decision"), [(one, one.words) for one in Capacity], required=True
        )
        self._capacity.edited.connect(self._on_edited)
        self.body.addWidget(self._capacity)
        self.add_field("remark", TextAreaField(_("&Remark"), lines=3))

    def come_up(self) -> None:
        """Show the dialog; the capacity is chosen anew each time."""
        super().come_up()
        self._capacity.setFocus()

    def _record(self) -> str:
        chosen = self._capacity.value()
        if chosen is None:
            self._capacity.set_error(_("Say whether the patient can make this decision."))
            self._capacity.setFocus()
            raise BadValue(_("Say whether the patient can make this decision."))
        consents.explain(
            self._desk, self._consent, capacity=Capacity(str(chosen)), remark=self._fields["remark"].text()
        )
        return self._consent.id
