"""Who stands at the desk: two identifiers, each confirmed by an act of its own."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.check_in import BIRTH_DATE, NAME
from clinicdesk.records.patients import Patient, format_record_number
from clinicdesk.rules.dates import parse_birth_date
from ui import theme
from ui.widgets.card import Card
from ui.widgets.text_field import ParsedField
from ui.widgets.words import label


class IdentityCard(Card):
    """Name and date of birth, to be said by the patient. Where the chart has no date of birth it is typed here.

    Signals:
        changed: Something was confirmed or typed.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Who is here?"))
        self._desk = desk
        self._name = QCheckBox()
        self._birth_date = QCheckBox()
        self._born: ParsedField[date] = ParsedField(
            _("Date of &birth, as the patient says it"),
            self._parsed,
            formats.format_date,
            hint=_("The chart has none yet; it is added to it."),
            placeholder="21-Jul-1968",
        )
        self._ask = label("", "muted", wrap=True)
        self._more = label("", "muted", wrap=True)
        self._message = label("", "message", wrap=True)
        self._build()
        self._name.toggled.connect(self._on_toggled)
        self._birth_date.toggled.connect(self._on_toggled)
        self._born.edited.connect(self.changed)
        self.setFocusProxy(self._name)

    def _build(self) -> None:
        self.add(self._ask)
        marks = QVBoxLayout()
        marks.setSpacing(theme.px("space_8"))
        for part in (self._name, self._birth_date, self._born, self._more, self._message):
            marks.addWidget(part)
        for mark in (self._name, self._birth_date):
            # As wide as its words, or the frame of the focus would go across the page.
            marks.setAlignment(mark, Qt.AlignmentFlag.AlignLeft)
        self.add(marks)
        self.body.addStretch(1)
        self._message.hide()

    def show_patient(self, patient: Patient, *, asked: bool) -> None:
        """Show whose visit it is; nothing is confirmed. Who was ``asked`` at the check-in is not asked again."""
        self._ask.setText(
            _("Checked in: name and date of birth were asked. Add or correct what is missing.")
            if asked
            else _("Ask for both without saying them first, and confirm each one you hear.")
        )
        self._name.setHidden(asked)
        name = formats.format_name(patient.family_name, patient.given_name, patient.title)
        _show_mark(self._name, _("The patient said the name {name}").format(name=name))
        born = formats.format_born(patient.birth_date, self._desk.local(self._desk.now()).date())
        _show_mark(self._birth_date, _("The patient said the date of birth {born}").format(born=born))
        has_one = patient.birth_date is not None
        self._birth_date.setHidden(asked or not has_one)
        self._born.setHidden(has_one)
        self._born.set_value(None)
        self._more.setText("   ".join(_more(patient)))
        self._message.hide()

    def show_said(self, said: frozenset[str]) -> None:
        """Confirm again what was confirmed of the same patient a moment ago."""
        self._name.setChecked(NAME in said)
        self._birth_date.setChecked(BIRTH_DATE in said)

    def said(self) -> frozenset[str]:
        """Return the identifiers that were confirmed."""
        typed = self._born.isVisibleTo(self) and bool(self._born.text())
        found = {NAME: self._name.isChecked(), BIRTH_DATE: self._birth_date.isChecked() or typed}
        return frozenset(name for name, there in found.items() if there)

    def values(self) -> dict[str, date]:
        """Return the date of birth where it was typed. Raises ``BadValue``."""
        typed = self._born.value() if self._born.isVisibleTo(self) else None
        return {} if typed is None else {"birth_date": typed}

    def field(self, name: str | None) -> QWidget | None:
        """Return what to do for a part of the form that is not as it must be, or None if it is not here."""
        if name == "birth_date":
            return self._born.editor
        if name != "identity":
            return None
        if not self._name.isChecked():
            return self._name
        return self._born.editor if self._born.isVisibleTo(self) else self._birth_date

    def show_error(self, name: str | None, sentence: str) -> None:
        """Say what is wrong below the two."""
        if name == "birth_date":
            self._born.set_error(sentence)
            return
        self._message.setText(sentence)
        theme.set_state(self._message, "state", "error")
        self._message.show()

    def _parsed(self, text: str) -> date:
        return parse_birth_date(text, self._desk.local(self._desk.now()).date())

    def _on_toggled(self, _on: bool) -> None:
        self._message.hide()
        self.changed.emit()


def _show_mark(mark: QCheckBox, words: str) -> None:
    mark.blockSignals(True)
    mark.setChecked(False)
    mark.blockSignals(False)
    mark.setText(words.replace("&", "&&"))
    mark.setAccessibleName(words)


def _more(patient: Patient) -> list[str]:
    """Return what else tells this patient from a namesake."""
    parts = [_("Record no. {number}").format(number=format_record_number(patient.record_number))]
    if patient.preferred_name:
        parts.append(_("Called {name}").format(name=patient.preferred_name))
    remark = getattr(patient, "distinguishing_remark", "")
    return [*parts, remark] if remark else parts
