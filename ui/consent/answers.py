"""The dialogs in which an answer is recorded that was not given on this screen: no, void, a question."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import consents, patients
from clinicdesk.records.consents import Consent
from ui.consent.form_dialog import FormDialog
from ui.widgets.text_field import TextAreaField, TextField


def own_name(desk: Desk, patient_id: str) -> str:
    """Return a patient's name as they would write it."""
    patient = patients.get(desk, patient_id)
    return " ".join(part for part in (patient.given_name, patient.family_name) if part)


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


class VoidDialog(FormDialog):
    """Voids a form that nobody answered."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(
            desk,
            over,
            _("Void the form"),
            _("It was prepared by mistake or is not needed. It stays in the record with its number."),
            _("&Void"),
            place=f"consent void {consent.id}",
        )
        self._consent = consent
        self.add_field("reason", TextField(_("&Why"), required=True, hint=_("For example “wrong text”.")))

    def _record(self) -> str:
        consents.void(self._desk, self._consent, reason=self._fields["reason"].text())
        return self._consent.id


class AskDialog(FormDialog):
    """Writes down a question of the patient, for a clinician to answer before the form is signed."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(
            desk,
            over,
            _("A question of the patient"),
            _("A clinician answers it; until then the form waits."),
            _("&Write down"),
            place=f"consent ask {consent.id}",
        )
        self._consent = consent
        self.add_field("question", TextAreaField(_("&Question"), lines=3, required=True))
        self.add_field("by_name", TextField(_("&Name of who asks"), required=True), own_name(desk, consent.patient_id))

    def _record(self) -> str:
        consents.ask(
            self._desk,
            self._consent,
            question=self._fields["question"].text(),
            by_name=self._fields["by_name"].text(),
        )
        return self._consent.id


class AnswerDialog(FormDialog):
    """Records how a clinician answered the question that was asked first."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        question = consent.open_questions[0]
        super().__init__(
            desk,
            over,
            _("Answer the question"),
            _("{name} asked: “{words}”").format(name=question.by_name, words=question.detail.get("words", "")),
            _("&Record the answer"),
            place=f"consent answer {question.id}",
        )
        self._consent = consent
        self._question = question
        self.add_field("words", TextAreaField(_("What you &answered"), lines=4, required=True))

    def _record(self) -> str:
        consents.answer(self._desk, self._consent, self._question, words=self._fields["words"].text())
        return self._consent.id
