"""Whoever signs beside the patient: clinician, witness, interpreter, parent or legal representative."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.printing import signing
from clinicdesk.records import patients
from clinicdesk.records.consents import Capacity, Consent, Penned
from clinicdesk.records.wordings import Signer
from ui import theme
from ui.consent.form_dialog import FormDialog
from ui.consent.pad_field import PadField, staff_words
from ui.widgets.choice_field import ChoiceField
from ui.widgets.signature_pad import ASPECT
from ui.widgets.text_field import TextAreaField, TextField
from ui.widgets.words import label

_WIDTH = 420


class SignBesideDialog(FormDialog):
    """What the signature says, the fields that go with it, and a pad. The signature is never kept as a draft.

    Signals:
        recorded(str): It is signed; carries the id of the consent.
    """

    def __init__(self, desk: Desk, over: QWidget, consent: Consent, role: Signer) -> None:
        title, sentence = _words_of(role)
        super().__init__(desk, over, title, sentence, _("&Sign"), place=f"consent {role} {consent.id}")
        self._consent = consent
        self._role = role
        self._began_at = desk.now()
        self._capacity: ChoiceField | None = None
        for words in _talk(consent) if role is Signer.CLINICIAN else ():
            self.body.addWidget(label(words, "muted", wrap=True))
        self._add_fields()
        heading = _("{name}, sign here:").format(name=desk.person.name) if role is Signer.CLINICIAN else _("Sign here:")
        self._pad = PadField(staff_words(heading), _WIDTH, compact=True)
        self.body.addWidget(self._pad)

    def _add_fields(self) -> None:
        me = self._desk.person.name
        if self._role is Signer.CLINICIAN:
            self._capacity = ChoiceField(
                _("Ca&pacity of the patient"), [(one, one.words) for one in Capacity], required=True
            )
            self.body.addWidget(self._capacity)
            self.add_field("remark", TextAreaField(_("&Remark on the talk, if any"), lines=2))
            return
        name = TextField(_("&Name of who signs"), required=True)
        if self._role is Signer.WITNESS:
            name.set_hint(_("You, or the name of whoever was there."))
        self.add_field("signer_name", name, me if self._role is Signer.WITNESS else "")
        if self._role is Signer.INTERPRETER:
            spoken = patients.get(self._desk, self._consent.patient_id).language
            self.add_field("language", TextField(_("&Language interpreted"), required=True), spoken)
        if self._role is Signer.GUARDIAN:
            relation = TextField(_("R&elation to the patient"), required=True, hint=_("For example mother, husband"))
            self.add_field("relation", relation)
            by_right = TextField(
                _("By what ri&ght"), required=True, hint=_("For example parent, health care proxy of 3 May 2025")
            )
            self.add_field("authority", by_right)

    def come_up(self) -> None:
        """Show the dialog."""
        super().come_up()
        first = self._capacity or next(iter(self._fields.values()))
        first.setFocus()

    def _record(self) -> str:
        text = {name: field.text() for name, field in self._fields.items()}
        name = text.get("signer_name", self._desk.person.name)
        self._check(name, text)
        penned = Penned(
            role=self._role,
            name=name,
            strokes=self._pad.strokes(),
            aspect=ASPECT,
            began_at=self._began_at,
            signed_at=self._desk.now(),
            device=self._pad.pad.device(),
            relation=text.get("relation", ""),
            authority=text.get("authority", ""),
            language=text.get("language", ""),
            staff_id=self._desk.person.id if name == self._desk.person.name else None,
        )
        capacity = self._capacity.value() if self._capacity else None
        signing.attest(
            self._desk,
            self._consent,
            penned,
            capacity=Capacity(str(capacity)) if capacity else None,
            remark=text.get("remark", ""),
        )
        return self._consent.id

    def _check(self, name: str, text: dict[str, str]) -> None:
        """Raise ``BadValue`` in the order of the fields, the signature last."""
        if self._capacity and self._capacity.value() is None:
            raise BadValue(_("Say whether the patient can make this decision."), "capacity")
        if not name:
            raise BadValue(_("Type the name of the person who signs."), "signer_name")
        if "language" in text and not text["language"]:
            raise BadValue(_("Write which language was interpreted."), "language")

    def _show_problem(self, problem: ClinicDeskError) -> None:
        field = problem.field if isinstance(problem, BadValue) else None
        if field == "signature":
            self._pad.set_error(str(problem))
            self._scroll.ensureWidgetVisible(self._pad, 0, theme.px("space_8"))
            self._pad.setFocus()
        elif field == "capacity" and self._capacity:
            self._capacity.set_error(str(problem))
            self._scroll.ensureWidgetVisible(self._capacity)
            self._capacity.setFocus()
        else:
            super()._show_problem(problem)


def _words_of(role: Signer) -> tuple[str, str]:
    """Return the title, and what the signature says."""
    return {
        Signer.CLINICIAN: (
            _("Sign as clinician"),
            _("I explained this form, the risks and the other choices, and answered the patient's questions."),
        ),
        Signer.WITNESS: (
            _("Sign as witness"),
            _("I was there when this form was signed, and it was signed by the person who is named on it."),
        ),
        Signer.INTERPRETER: (
            _("Sign as interpreter"),
            _("I interpreted this form and the talk about it completely, and the patient said it was understood."),
        ),
        Signer.GUARDIAN: (
            _("Sign as representative"),
            _("I am a parent or legal representative of the patient, and I agree with what is written on this form."),
        ),
    }[role]


def _talk(consent: Consent) -> Iterator[str]:
    """Yield the patient's questions with their answers, to be seen before a clinician says they were answered."""
    answers = {event.detail.get("question_id"): event for event in consent.events if event.kind == "answered"}
    for event in consent.events:
        if event.kind == "asked":
            said = answers.get(event.id)
            words = _("“{question}” — {answer}") if said else _("“{question}” — not answered yet")
            yield words.format(question=event.detail["words"], answer=said.detail["words"] if said else "")
