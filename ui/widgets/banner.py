"""The patient banner: who this is, at the top of every screen about one patient (NHS CUI, PAB rules)."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import icons, theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout
from ui.widgets.words import label

Allergies = Literal["known", "none", "not_recorded", "unavailable"]

# Only "known" is red. "Not recorded" is amber, so that an unanswered question never looks like "none".
_TONES = {"known": "danger", "none": "neutral", "not_recorded": "warn", "unavailable": "neutral"}


@dataclass(frozen=True, slots=True)
class BannerPatient:
    """What the banner shows, already in words; an empty text is shown as "Not known" (PAB-0019).

    ``name`` is ``LINDQVIST, Per (Mr)``; ``born`` ``21-Jul-1968 (57 y)``; ``allergies`` says which of the four
    statements holds, ``allergy_text`` lists them, ``allergies_at`` says when that was last updated. ``note`` is a
    standing sentence such as "Sample patient: does not exist". ``died`` is ``03-Mar-2026, at 57 y`` of somebody who
    has died: then the whole banner looks different. ``withdrawn`` names the treatment the patient took back.
    """

    name: str
    born: str
    gender: str
    record_number: str
    allergies: Allergies
    preferred_name: str = ""
    allergy_text: str = ""
    allergies_at: str = ""
    weight: str = ""
    alerts: str = ""
    note: str = ""
    died: str = ""
    withdrawn: str = ""


class PatientBanner(QFrame):
    """Name, born, gender, record number, weight; below it exactly one statement about allergies (PAB-0064).

    Signals:
        more_asked: The person wants contact details and the rest.
    """

    more_asked = Signal()

    def __init__(self, *, more: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_8"), edge, theme.px("space_8"))
        column.setSpacing(theme.px("space_8"))
        self._facts = FlowLayout(theme.px("space_16"), theme.px("space_4"))
        top = QHBoxLayout()
        top.addLayout(self._facts, 1)
        if more:
            more_button = button(_("More"), kind="quiet")
            more_button.clicked.connect(self._on_more)
            top.addWidget(more_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self._name = label(role="h2")
        self._preferred = _Fact(_("Preferred name"))
        self._born = _Fact(_("Born"))
        self._died = _Fact(_("Died"), "strong")
        self._gender = _Fact(_("Gender"))
        self._number = _Fact(_("Record no."))
        self._weight = _Fact(_("Weight"))
        for fact in (self._name, self._preferred, self._born, self._died, self._gender, self._number, self._weight):
            self._facts.addWidget(fact)
        self._allergies = _AllergyLine()
        column.addWidget(self._allergies)
        self._withdrawn = label(role="strong", wrap=True, tone="danger")
        column.addWidget(self._withdrawn)

    def show_patient(self, patient: BannerPatient) -> None:
        """Show a patient."""
        self._name.setText(patient.name)
        self._preferred.setVisible(bool(patient.preferred_name))
        self._preferred.show_value(patient.preferred_name)
        self._born.show_value(patient.born)
        self._died.setVisible(bool(patient.died))
        self._died.show_value(patient.died)
        theme.set_state(self, "state", "died" if patient.died else "")
        self._gender.show_value(patient.gender)
        self._number.show_value(patient.record_number)
        self._weight.setVisible(bool(patient.weight))
        self._weight.show_value(patient.weight)
        self._allergies.show_patient(patient)
        self._withdrawn.setText(patient.withdrawn)
        self._withdrawn.setVisible(bool(patient.withdrawn))
        self.setAccessibleName(_("Patient {name}").format(name=patient.name))
        said = _("Born {born}, record number {number}. {allergies}").format(
            born=patient.born, number=patient.record_number, allergies=allergy_words(patient)
        )
        if patient.withdrawn:
            said = f"{said} {patient.withdrawn}."
        self.setAccessibleDescription(f"{_('Died {when}').format(when=patient.died)}. {said}" if patient.died else said)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw lines across the banner of somebody who has died: not a colour alone (PAB-0055 to 0060)."""
        super().paintEvent(event)
        if self.property("state") == "died":
            with QPainter(self) as painter:
                painter.fillRect(self.rect(), QBrush(theme.token("line"), Qt.BrushStyle.FDiagPattern))

    def _on_more(self) -> None:
        self.more_asked.emit()


def allergy_words(patient: BannerPatient) -> str:
    """Return the one statement about allergies that holds."""
    words = {
        "known": _("Known allergies"),
        "none": _("No known allergies"),
        "not_recorded": _("Allergies not recorded"),
        "unavailable": _("Allergies unavailable"),
    }[patient.allergies]
    if patient.allergies == "known" and patient.allergy_text:
        words = f"{words}: {patient.allergy_text}"
    if patient.allergies_at and patient.allergies in ("known", "none"):
        words += " " + _("(updated {when})").format(when=patient.allergies_at)
    return words


class _Fact(QWidget):
    """A quiet label and its stronger value, without a colon (PAB-0033 to 0046)."""

    def __init__(self, name: str, role: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_4") + 1)
        row.addWidget(label(name, "caption"))
        self._value = label(role=role)
        row.addWidget(self._value)

    def show_value(self, value: str) -> None:
        """Show a value; a missing one reads "Not known"."""
        self._value.setText(value or _("Not known"))


class _AllergyLine(QFrame):
    """The line that stays when the page scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "allergies")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_8"), theme.px("space_4"), theme.px("space_8"), theme.px("space_4"))
        row.setSpacing(theme.px("space_8"))
        self._icon = QLabel()
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = label(role="strong", wrap=True)
        row.addWidget(self._words, 1)

    def show_patient(self, patient: BannerPatient) -> None:
        """Show the statement and the alerts."""
        parts = [allergy_words(patient)]
        if patient.alerts:
            parts.append(_("Alerts: {alerts}").format(alerts=patient.alerts))
        if patient.note:
            parts.append(patient.note)
        tone = _TONES[patient.allergies]
        self._words.setText("     ".join(parts))
        theme.set_state(self, "tone", tone)
        theme.set_state(self._words, "tone", "" if tone == "neutral" else tone)
        self._icon.setVisible(tone != "neutral")
        self._tone = tone
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_tone"):
            self._tint()

    def _tint(self) -> None:
        side = theme.px("indicator")
        self._icon.setPixmap(icons.pixmap("triangle-alert", f"{self._tone}_fg", side, self.devicePixelRatioF()))
