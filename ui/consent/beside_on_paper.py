"""Names somebody who signed the paper beside the patient and was not named yet: a witness or an interpreter."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent
from clinicdesk.records.wordings import Signer
from clinicdesk.rules.languages import known_codes, language_name
from ui.consent.form_dialog import FormDialog
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextField


class BesideOnPaperDialog(FormDialog):
    """One name, read from the paper; of an interpreter the language too."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent, role: Signer) -> None:
        title = _("Witness on the paper") if role is Signer.WITNESS else _("Interpreter on the paper")
        super().__init__(
            desk,
            over,
            title,
            _("Read from form {number:06d} who signed it beside the patient.").format(number=consent.form_number),
            _("&Record"),
            place=f"consent {role} on paper {consent.id}",
        )
        self._consent, self._role = consent, role
        self._language: ChoiceField | None = None
        self.add_field("name", TextField(_("&Name of who signed"), required=True))
        if role is Signer.INTERPRETER:
            codes = [(code, language_name(code)) for code in known_codes() if code != "en"]
            self._language = ChoiceField(_("&Interpreted into"), codes)
            self._language.edited.connect(self._on_edited)
            self.body.addWidget(self._language)

    def _record(self) -> str:
        language = str(self._language.value() or "") if self._language else ""
        consents.attest_on_paper(
            self._desk, self._consent, role=self._role, name=self._fields["name"].text(), language=language
        )
        return self._consent.id
