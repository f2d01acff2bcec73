"""The dialog in which a consent is prepared: which text, and what is filled into it. Also the choice of a blank one."""

import json

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import consents, patients, wordings
from clinicdesk.records.wordings import Signer, TextKind, Wording
from clinicdesk.rules.languages import language_code, language_name, understands
from ui import theme
from ui.consent.form_dialog import FormDialog
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField

# These come from the clinic and the patient's registration and are changed there.
_FIXED = ("clinic.", "patient.name", "patient.birth_date", "patient.record_number")


def _text_choice(label: str, desk: Desk, spoken: str = "") -> ChoiceField:
    """Return the choice of a text by title and language: those in the patient's language first, samples marked."""
    texts = [text for text in wordings.offered(desk).values() if text.kind is not TextKind.WITHDRAWAL]
    code = language_code(spoken) or "en"
    texts.sort(key=lambda text: (text.language.split("-")[0] != code, text.is_sample, text.title))
    field = ChoiceField(label, [(text.key, _title(text)) for text in texts], required=True)
    # As wide as the dialog, not as its longest title.
    field.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.combo.setMinimumContentsLength(20)
    return field


def _title(text: Wording) -> str:
    words = _("{title} · {language}").format(title=text.title, language=language_name(text.language))
    return _("{text} (sample)").format(text=words) if text.is_sample else words


class PrepareDialog(FormDialog):
    """Prepares a consent on a text. What the record knows stands in the fields already."""

    def __init__(self, desk: Desk, over: QWidget, patient_id: str) -> None:
        super().__init__(
            desk,
            over,
            _("New consent"),
            _(
                "What you fill in becomes part of the form. A line left empty is written by hand on paper; signed on "
                "the screen it shows a dash."
            ),
            _("&Prepare form"),
            place=f"consent prepare {patient_id}",
        )
        self._patient_id = patient_id
        self._patient = patients.get(desk, patient_id)
        self._known: dict[str, str] = {}
        self._text = _text_choice(_("&Text"), desk, self._patient.language)
        self._sample = MessageStrip()
        self._representative = QCheckBox(_("A parent or legal &representative signs"))
        self._interpreter = QCheckBox(_("An &interpreter takes part and signs"))
        self.body.addWidget(self._text)
        self.body.addWidget(self._sample)
        self.body.addWidget(self._representative)
        self.body.addWidget(self._interpreter)
        self.body.addSpacing(theme.px("space_8"))
        for mark in (self._representative, self._interpreter):
            mark.hide()
            mark.toggled.connect(self._on_edited)
        self._text.left.connect(self._on_text_chosen)
        names = list(wordings.offered(self._desk))
        if len(names) == 1:
            self._choose(names[0])

    def come_up(self) -> None:
        """Show the dialog; a form begun before comes back."""
        draft = self._desk.draft(self._place)
        typed = json.loads(draft.body) if draft else {}
        if str(typed.get("text", "")) in wordings.offered(self._desk):
            self._choose(str(typed["text"]))
            self._representative.setChecked(bool(typed.get("representative")))
            self._interpreter.setChecked(bool(typed.get("interpreter")))
        super().come_up()
        self._text.setFocus()

    def _choose(self, text_name: str) -> None:
        self._text.set_value(text_name)
        wording = wordings.offered(self._desk)[text_name]
        for field in self._fields.values():
            field.hide()
            field.deleteLater()
        self._fields.clear()
        self._show_signers(wording)
        self._known = consents.known_values(self._desk, self._patient_id, wording)
        for place, value in self._known.items():
            if not place.startswith(_FIXED):
                self.add_field(place, TextField(consents.place_words(place)), value)
        if wording.is_sample:
            self._sample.show_message(
                "warn", _("Sample wording: nobody at the clinic stands for this text yet. It cannot be signed.")
            )
        else:
            self._sample.clear()

    def _show_signers(self, wording: Wording) -> None:
        """Propose who signs: for a child the representative follows from the age, for another language interpreters."""
        today = self._desk.local(self._desk.now()).date()
        usual = consents.signers_of(wording, self._patient, today, interpreter=False, representative=False)
        by_age = Signer.GUARDIAN in usual
        self._representative.setVisible(Signer.PATIENT in wording.signers)
        self._representative.setEnabled(not by_age)
        self._representative.setChecked(by_age)
        self._interpreter.setVisible(Signer.INTERPRETER not in usual)
        self._interpreter.setChecked(not understands(self._patient.language, wording.language))

    def _on_text_chosen(self) -> None:
        self._choose(str(self._text.value()))
        self.fit()
        self._on_edited()

    def _typed(self) -> dict[str, str]:
        marks = {"representative": self._representative, "interpreter": self._interpreter}
        marked = {name: "yes" if mark.isChecked() else "" for name, mark in marks.items()}
        return {**super()._typed(), **marked, "text": str(self._text.value() or "")}

    def _record(self) -> str:
        text_name = self._text.value()
        if text_name is None:
            self._text.set_error(_("Choose the text first."))
            self._text.setFocus()
            raise BadValue(_("Choose the text first."))
        typed = {name: field.text() for name, field in self._fields.items()}
        wording = wordings.offered(self._desk)[str(text_name)]
        return consents.prepare(
            self._desk,
            patient_id=self._patient_id,
            text_name=wording.id,
            language=wording.language,
            filled=self._known | typed,
            interpreter=self._interpreter.isChecked(),
            representative=self._representative.isChecked(),
        )


class BlankDialog(FormDialog):
    """Chooses the text of a blank form.

    Signals:
        text_chosen(str): The name of the text to show.
    """

    text_chosen = Signal(str)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(
            desk,
            over,
            _("Blank form"),
            _("A form with lines to write on. Its signature is recorded afterwards, on a form prepared here."),
            _("&Show form"),
            place="consent blank",
        )
        self._text = _text_choice(_("&Text"), desk)
        names = list(wordings.offered(self._desk))
        self._text.set_value(names[0] if len(names) == 1 else None)
        self.body.addWidget(self._text)

    def come_up(self) -> None:
        """Show the dialog."""
        super().come_up()
        self._text.setFocus()

    def _on_confirm(self) -> None:
        name = self._text.value()
        if name is None:
            self._text.set_error(_("Choose the text first."))
            self._text.setFocus()
            return
        self.accept()
        self.text_chosen.emit(str(name))
