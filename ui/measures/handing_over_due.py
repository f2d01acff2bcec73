"""What is due goes to the patient in one hand-over, and staff are told what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import patients
from clinicdesk.records.measures import Way, due, files
from clinicdesk.records.measures.begun import Begun
from clinicdesk.records.measures.due import MeasureDueItem
from clinicdesk.rules.languages import language_code, language_name, understands
from ui.measures.form import QuestionnaireContent
from ui.measures.outcome import FilledIn, words_on_return
from ui.measures.several import SeveralForms
from ui.widgets.dialog import Question
from ui.widgets.strip import Tone

_ENGLISH = "en"
_TONES: tuple[Tone, ...] = ("ok", "info", "warn", "danger")


class HandingOverDue(QObject):
    """One patient at a time. What a clinician rates is not handed over.

    Signals:
        hand_over_wanted(object): Carries what makes the content the patient is to be handed.
        told(str, str): Staff have the device again; carries the tone and the sentence for them.
    """

    hand_over_wanted = Signal(object)
    told = Signal(str, str)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._desk = desk
        self._items: Sequence[MeasureDueItem] = ()
        self._session_id: str | None = None
        self._content: SeveralForms | None = None

    def start(self, patient_id: str, session_id: str | None = None) -> bool:
        """Hand over what is due; return whether there was anything. ``session_id``: the visit it is filled in at.

        What the patient may not be able to read is asked about first.
        """
        self._items = [item for item in due.of_patient(self._desk, patient_id) if item.by_patient]
        self._session_id = session_id
        if unread := self._unread():
            question = Question(
                self._over,
                _("Hand it over in English?"),
                unread,
                _("Hand over in &English"),
                cancel=_("&Not now"),
            )
            question.confirmed.connect(self._on_english_agreed)
            question.open()
        elif self._items:
            self.hand_over_wanted.emit(self._make)
        return bool(self._items)

    def _unread(self) -> str:
        """Return the sentence about forms that are not there in the patient's language; empty where all is well."""
        if not self._items:
            return ""
        said = patients.get(self._desk, self._items[0].patient_id).language or ""
        code = language_code(said)
        unread = [item.title for item in self._items if code not in self._languages(item)]
        if not unread or understands(said, _ENGLISH):
            return ""
        return _(
            "There are no official words in {language} for: {measures}. "
            "Where the patient does not read English, read it aloud with an interpreter."
        ).format(language=language_name(code) if code else said, measures=", ".join(unread))

    def _on_english_agreed(self, _reason: str) -> None:
        self.hand_over_wanted.emit(self._make)

    def _make(self) -> SeveralForms:
        """Make the content, when nothing else stands in the way. Raises ``ClinicDeskError``."""
        spoken = language_code(patients.get(self._desk, self._items[0].patient_id).language) or _ENGLISH
        makers = [partial(self._form, item, spoken) for item in self._items]
        language = spoken if all(spoken in self._languages(item) for item in self._items) else _ENGLISH
        self._content = SeveralForms(makers, language, ", ".join(item.title for item in self._items))
        self._content.taken_back.connect(self._on_taken_back)
        return self._content

    def _languages(self, item: MeasureDueItem) -> Sequence[str]:
        return files.in_use(self._desk, item.measure).measure.languages

    def _form(self, item: MeasureDueItem, spoken: str) -> QuestionnaireContent:
        measure = files.in_use(self._desk, item.measure).measure
        language = spoken if spoken in measure.languages else _ENGLISH
        session_id = item.session_id or self._session_id
        begun = Begun(
            item.patient_id,
            item.measure,
            Way.SCREEN,
            language=language,
            due_key=item.due_key,
            series_id=item.series_id,
            session_id=session_id,
        )
        return QuestionnaireContent(self._desk, measure, begun)

    def _on_taken_back(self) -> None:
        content, self._content = self._content, None
        if content is None:
            return
        found = content.conclude()
        told = [words_on_return(one, self._title(one)) for one in found]
        tone = max((tone for tone, _sentence in told), key=_TONES.index)
        sentences = [sentence for _tone, sentence in told]
        asked = {one.begun.measure_id for one in found}
        if left := [item.title for item in self._items if item.measure not in asked]:
            sentences.append(_("Not reached: {measures}.").format(measures=", ".join(left)))
        self.told.emit(tone, " ".join(sentences))

    def _title(self, filled: FilledIn) -> str:
        return files.in_use(self._desk, filled.begun.measure_id).measure.title
