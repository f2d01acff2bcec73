"""What stands under a form that was signed on paper: the day, who signed and as what, and who signed beside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import patients
from clinicdesk.records.consents import Consent, Inked
from clinicdesk.records.wordings import Signer
from clinicdesk.rules.dates import parse_date
from clinicdesk.rules.languages import known_codes, language_code, language_name
from ui import theme
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.text_field import ParsedField, TextField


class PaperFields(QWidget):
    """The fields for one form. What the form does not ask for is hidden until somebody says that it is there.

    Signals:
        edited: Something was typed, chosen or ticked.
    """

    edited = Signal()

    def __init__(self, desk: Desk, consent: Consent) -> None:
        super().__init__()
        self._desk = desk
        self._consent = consent
        self._patient = patients.get(desk, consent.patient_id)
        self._build()
        self._connect()
        self._fill()
        self._show_wanted()

    def _build(self) -> None:
        today = self._desk.local(self._desk.now()).date()
        self._day: ParsedField[date] = ParsedField(
            _("&Day beside the signature"),
            lambda text: parse_date(text, today),
            formats.format_date,
            required=True,
            hint=_("For example 02-Mar-2026"),
        )
        self._role = ChoiceField(
            _("Signed b&y"),
            [(Signer.PATIENT, _("Patient")), (Signer.GUARDIAN, _("Parent or legal representative"))],
            required=True,
        )
        self._name = TextField(_("&Name of who signed"), required=True)
        self._relation = TextField(_("Who they are to the &patient"), required=True, hint=_("For example “mother”"))
        self._authority = TextField(
            _("By what ri&ght they sign"),
            required=True,
            hint=_("For example “parent”, or “health care proxy of 3 May 2025”"),
        )
        self._mark = QCheckBox(_("&A mark instead of a name"))
        self._clinician = TextField(_("&Clinician who signed it too"))
        self._others = QCheckBox(_("A witn&ess or an interpreter signed too"))
        self._witness = TextField(_("Wi&tness"))
        self._interpreter = TextField(_("&Interpreter"))
        self._language = ChoiceField(
            _("Interpreted int&o"), [(code, language_name(code)) for code in known_codes() if code != "en"]
        )
        self._at_home = QCheckBox(_("Signed at &home: nobody of us saw it being signed"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px("space_8"), 0)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.setSpacing(theme.px("space_4"))
        for widget in (
            self._day, self._role, self._name, self._relation, self._authority, self._mark, self._clinician,
            self._others, self._witness, self._interpreter, self._language, self._at_home,
        ):  # fmt: skip
            column.addWidget(widget)
        self.setFocusProxy(self._day)

    def _connect(self) -> None:
        for field in self._texts().values():
            field.edited.connect(self.edited)
        for choice in (self._role, self._language):
            choice.edited.connect(self.edited)
        self._role.edited.connect(self._on_role_chosen)
        self._day.left.connect(self._on_day_left)
        for box in (self._mark, self._others, self._at_home):
            box.toggled.connect(self._on_ticked)

    def _texts(self) -> dict[str, TextField]:
        return {
            "signed_on": self._day,
            "signer_name": self._name,
            "relation": self._relation,
            "authority": self._authority,
            "clinician": self._clinician,
            "witness": self._witness,
            "interpreter": self._interpreter,
        }

    def _fill(self) -> None:
        signers = self._consent.signers
        self._day.set_value(self._desk.local(self._desk.now()).date())
        self._role.set_value(Signer.GUARDIAN if Signer.GUARDIAN in signers else Signer.PATIENT)
        self._name.set_text("" if Signer.GUARDIAN in signers else self._own_name())
        self._others.setChecked(Signer.WITNESS in signers or Signer.INTERPRETER in signers)
        spoken = language_code(self._patient.language)
        self._language.set_value(spoken if spoken and spoken != self._consent.language else None)
        self._clinician.set_hint(
            _("Left empty, the form stays open until a clinician has recorded the talk.")
            if Signer.CLINICIAN in signers
            else ""
        )

    def _own_name(self) -> str:
        return " ".join(part for part in (self._patient.given_name, self._patient.family_name) if part)

    def _show_wanted(self) -> None:
        guardian = self._role.value() is Signer.GUARDIAN
        signers = self._consent.signers
        self._role.setEnabled(Signer.GUARDIAN not in signers)
        self._relation.setVisible(guardian)
        self._authority.setVisible(guardian)
        self._clinician.setVisible(Signer.CLINICIAN in signers)
        self._others.setVisible(not {Signer.WITNESS, Signer.INTERPRETER} & set(signers))
        others = self._others.isChecked()
        self._witness.setVisible(others or self._mark.isChecked())
        self._witness.set_hint(_("A mark counts when a witness signed beside it.") if self._mark.isChecked() else "")
        self._interpreter.setVisible(others)
        self._language.setVisible(others)

    # Out ----------------------------------------------------------------------------------------------------------

    def signed_on(self) -> date:
        """Return the day. Raises ``BadValue`` when it is missing or none."""
        day = self._day.value()
        if day is None:
            raise BadValue(_("Type the day that stands beside the signature."), "signed_on")
        return day

    def inked(self) -> Inked:
        """Return what stands under the form; only what is to be seen here counts. Raises ``BadValue``."""
        if self._mark.isChecked() and not self._witness.text():
            raise BadValue(_("A mark counts when a witness signed beside it. Type the name of the witness."), "witness")
        language = self._language.value()
        return Inked(
            signer_name=self._name.text(),
            role=Signer(str(self._role.value() or Signer.PATIENT)),
            relation=_shown(self._relation),
            authority=_shown(self._authority),
            mark=self._mark.isChecked(),
            clinician=_shown(self._clinician),
            witness=_shown(self._witness),
            interpreter=_shown(self._interpreter),
            interpreted_into=str(language) if language and _shown(self._interpreter) else "",
            at_home=self._at_home.isChecked(),
        )

    def show_problem(self, problem: BadValue) -> bool:
        """Say what is wrong beside the field it is about; False when it is about none of these."""
        field: Field | None = self._texts().get(problem.field or "")
        if problem.field == "role":
            field = self._role
        if field is None or not field.isVisibleTo(self):
            return False
        field.set_error(str(problem))
        field.setFocus()
        return True

    # Drafts -------------------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, str]:
        """Return what stands in the fields, to be shown again by ``show_typed``."""
        said = {name: field.text() for name, field in self._texts().items()}
        said |= {"role": str(self._role.value() or ""), "language": str(self._language.value() or "")}
        ticks = {"mark": self._mark, "others": self._others, "at_home": self._at_home}
        return said | {name: "yes" if box.isChecked() else "" for name, box in ticks.items()}

    def show_typed(self, typed: Mapping[str, str]) -> None:
        """Show what was typed the last time."""
        for name, field in self._texts().items():
            if name in typed:
                field.set_text(str(typed[name]))
        if typed.get("role") in {str(Signer.PATIENT), str(Signer.GUARDIAN)}:
            self._role.set_value(Signer(typed["role"]))
        self._language.set_value(typed.get("language") or self._language.value())
        for name, box in (("mark", self._mark), ("others", self._others), ("at_home", self._at_home)):
            if name in typed:
                box.setChecked(bool(typed[name]))
        self._show_wanted()

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_day_left(self) -> None:
        """A form cannot well be signed before it was printed; an older print may have been prepared anew."""
        prepared = self._desk.local(self._consent.prepared_at).date()
        if self._day.message_state != "error" and (day := self._day.value()) is not None and day < prepared:
            words = _("This form was prepared on {day}. Check the day on the paper.")
            self._day.set_warning(words.format(day=formats.format_date(prepared)))

    def _on_role_chosen(self) -> None:
        # The patient's own name is no representative's, nor the other way round.
        guardian = self._role.value() is Signer.GUARDIAN
        if guardian and self._name.text() == self._own_name():
            self._name.set_text("")
        elif not guardian and not self._name.text():
            self._name.set_text(self._own_name())
        self._show_wanted()

    def _on_ticked(self, _ticked: bool) -> None:
        self._show_wanted()
        self.edited.emit()


def _shown(field: TextField) -> str:
    return "" if field.isHidden() else field.text()
