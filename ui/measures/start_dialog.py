"""Before a questionnaire is filled in: which one, in which language, whose answers they are, and how they come in."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.measures import FilledBy, Way
from clinicdesk.records.measures.begun import Begun
from clinicdesk.rules.languages import language_name
from clinicdesk.rules.measure import Measure
from ui import theme
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.words import label


class StartDialog(QDialog):
    """Deletes itself when closed.

    Signals:
        chosen(object): A ``Begun`` with everything that was chosen.
    """

    chosen = Signal(object)

    def __init__(self, over: QWidget, measures: Mapping[str, Measure], begun: Begun, spoken: str) -> None:
        """``begun`` names the patient, and what is due; ``spoken`` is the code of the patient's language."""
        super().__init__(over)
        self._over = over
        self._measures = measures
        self._spoken = spoken
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Fill in a questionnaire"))
        self.setAccessibleName(_("Fill in a questionnaire"))
        self._begun = begun
        titles = sorted(
            (one.title.casefold(), name, f"{one.title} – {one.full_title}") for name, one in measures.items()
        )
        self._which = ChoiceField(_("&Questionnaire"), [(name, words) for _folded, name, words in titles])
        self._language = ChoiceField(_("Lan&guage"), [])
        self._whose = ChoiceField(_("Ans&wers of"), [])
        self._ways: dict[Way, QPushButton] = {
            Way.SCREEN: button(_("&Hand over to the patient"), kind="primary", icon="clipboard-check"),
            Way.READ_ALOUD: button(_("Read &aloud")),
            Way.PAPER: button(_("From &paper")),
            Way.TOTAL: button(_("&Only the score")),
        }
        self._cancel = button(_("Cancel"))
        self._note = label("", "muted", wrap=True)
        self._build()
        self._which.edited.connect(self._on_chosen)
        for one in self._ways.values():
            one.clicked.connect(self._on_way)
        self._cancel.clicked.connect(self.reject)
        self._show(begun.measure_id)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("Fill in a questionnaire"), "h2"))
        column.addWidget(self._which)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_16"))
        row.addWidget(self._language, 1)
        row.addWidget(self._whose, 1)
        column.addLayout(row)
        column.addWidget(self._note)
        for one in self._ways.values():
            column.addWidget(one)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self._cancel)
        column.addLayout(end)
        self.setMinimumWidth(min(theme.px("base") * 44, self._over.window().width() - 32))

    def come_up(self) -> None:
        """Show the dialog; where it is known what is filled in, Enter goes on."""
        self.open()
        first = next((one for one in self._ways.values() if one.isEnabled()), None)
        (first if self._which.value() and first else self._which).setFocus()

    def _show(self, measure_id: str) -> None:
        measure = self._measures.get(measure_id)
        self._which.set_value(measure_id if measure else None)
        languages = measure.languages or ("en",) if measure else ()
        self._language.set_choices([(code, language_name(code)) for code in languages])
        spoken = self._spoken.split("-")[0]
        self._language.set_value(spoken if spoken in languages else next(iter(languages), None))
        self._language.setEnabled(len(languages) > 1)
        by_patient = measure is None or measure.filled_by == "patient"
        self._whose.set_choices(_PATIENT if by_patient else _CLINICIAN)
        self._whose.set_value(FilledBy.PATIENT if by_patient else FilledBy.CLINICIAN)
        self._whose.setEnabled(by_patient)
        text = measure is not None and measure.has_text
        possible = {
            Way.SCREEN: text and by_patient,
            Way.READ_ALOUD: text,
            Way.PAPER: measure is not None and bool(measure.items),
            Way.TOTAL: measure is not None and bool(measure.scores),
        }
        self._ways[Way.READ_ALOUD].setText(_("Read &aloud") if by_patient else _("R&ate"))
        for way, one in self._ways.items():
            one.setEnabled(possible[way])
            one.setToolTip("" if possible[way] else _why_not(way, measure))
        self._note.setText(self._about(measure))

    def _about(self, measure: Measure | None) -> str:
        if measure is None:
            return _("Choose a questionnaire first.")
        if not measure.has_text:
            return _("Its words are not free, so only what stands on the clinic's own sheet can be typed.")
        if self._spoken and self._spoken.split("-")[0] not in measure.languages:
            words = _("There are no official words in {language}. Read it aloud with an interpreter, or use paper.")
            return words.format(language=language_name(self._spoken))
        return ""

    def _on_chosen(self) -> None:
        self._show(str(self._which.value() or ""))

    def _on_way(self) -> None:
        way = next(way for way, one in self._ways.items() if one is self.sender())
        measure_id = str(self._which.value())
        begun = self._begun
        same = begun.measure_id == measure_id
        made = Begun(
            patient_id=begun.patient_id,
            measure_id=measure_id,
            way=way,
            language=str(self._language.value() or "en"),
            filled_by=FilledBy(str(self._whose.value())),
            due_key=begun.due_key if same else "",
            series_id=begun.series_id if same else None,
            session_id=begun.session_id if same else None,
        )
        self.accept()
        self.chosen.emit(made)


def _why_not(way: Way, measure: Measure | None) -> str:
    """Return why a way is not open, for whoever wonders over the grey button."""
    if measure is None:
        return _("Choose a questionnaire first.")
    if way is Way.TOTAL:
        return _("It has no score: what was answered is typed.")
    if way is Way.PAPER:
        return _("Only its score can be typed.")
    if not measure.has_text:
        return _("Its words are not free. The clinic can install them in Settings, under Questionnaires.")
    return _("A clinician rates it, not the patient.")


_PATIENT = [(FilledBy.PATIENT, _("The patient")), (FilledBy.PROXY, _("Somebody for the patient"))]
_CLINICIAN = [(FilledBy.CLINICIAN, _("A clinician"))]
"""Whose answers they can be, by who fills the measure in."""
