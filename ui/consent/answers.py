"""The dialogs in which an answer is recorded that was not given on this screen: on paper, no, and not any more."""

from datetime import date

from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import consents, patients
from clinicdesk.records.consents import Consent, Inked
from clinicdesk.rules.dates import parse_date
from ui.consent.form_dialog import FormDialog
from ui.widgets.text_field import ParsedField, TextAreaField, TextField


def own_name(desk: Desk, patient_id: str) -> str:
    """Return a patient's name as they would write it."""
    patient = patients.get(desk, patient_id)
    return " ".join(part for part in (patient.given_name, patient.family_name) if part)


class PaperSignedDialog(FormDialog):
    """Records that the form was signed on paper."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(
            desk,
            over,
            _("Signed on paper"),
            _("Check that the signed paper is “{title}”, version {version}. Its scan can be added later.").format(
                title=consent.title, version=consent.text_version
            ),
            _("&Record as signed"),
            place=f"consent paper {consent.id}",
        )
        self._consent = consent
        self._day: ParsedField[date] = ParsedField(
            _("&Day it was signed"),
            self._parse_day,
            formats.format_date,
            required=True,
            hint=_("For example 02-Mar-2026"),
        )
        self.add_field("signed_on", self._day, formats.format_date(self._today()))
        self.add_field(
            "signer_name", TextField(_("&Name of who signed"), required=True), own_name(desk, consent.patient_id)
        )
        self.add_field("clinician", TextField(_("&Clinician who signed it too, if any")))

    def _today(self) -> date:
        return self._desk.local(self._desk.now()).date()

    def _parse_day(self, text: str) -> date:
        return parse_date(text, self._today())

    def _record(self) -> str:
        if not self._day.check():
            self._day.setFocus()
        day = self._day.value()
        if day is None:
            raise BadValue(_("Type the day that stands beside the signature."), "signed_on")
        consents.sign_on_paper(
            self._desk,
            self._consent,
            Inked(signer_name=self._fields["signer_name"].text(), clinician=self._fields["clinician"].text()),
            signed_on=day,
        )
        return self._consent.id


class DeclineDialog(FormDialog):
    """Records that the patient does not agree."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(
            desk,
            over,
            _("Declined"),
            _("The patient does not agree. No session can start on this consent; a new form can be prepared any time."),
            _("&Record as declined"),
            place=f"consent decline {consent.id}",
        )
        self._consent = consent
        self.add_field(
            "by_name", TextField(_("&Name of who declined"), required=True), own_name(desk, consent.patient_id)
        )
        self.add_field(
            "reason", TextAreaField(_("R&eason, if one was given"), lines=3, hint=_("Nobody has to give a reason."))
        )

    def _record(self) -> str:
        consents.decline(
            self._desk,
            self._consent,
            by_name=self._fields["by_name"].text(),
            reason=self._fields["reason"].text(),
        )
        return self._consent.id


class WithdrawDialog(FormDialog):
    """Records that the patient takes the consent back."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(
            desk,
            over,
            _("Withdraw consent"),
            _("From this moment no session can start on it. This cannot be undone; a new form can be signed any time."),
            _("&Withdraw"),
            place=f"consent withdraw {consent.id}",
            danger=True,
        )
        self._consent = consent
        self.add_field(
            "by_name", TextField(_("&Name of who withdraws"), required=True), own_name(desk, consent.patient_id)
        )
        self.add_field(
            "reason",
            TextAreaField(_("R&eason"), lines=3, required=True, hint=_("In their own words, or “no reason given”.")),
        )

    def _record(self) -> str:
        consents.withdraw(
            self._desk,
            self._consent,
            by_name=self._fields["by_name"].text(),
            reason=self._fields["reason"].text(),
        )
        return self._consent.id
