"""A questionnaire in the hands of the patient: answered, gone back in, left out, handed in, in the patient's language.

It says nothing of scores, and nothing of what an answer sets off: that is for the screens of staff.
"""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records.measures import begun as drafts
from clinicdesk.records.measures.begun import Begun
from clinicdesk.records.wordings import form_words
from clinicdesk.rules import scoring
from clinicdesk.rules.measure import Measure
from ui import theme
from ui.hand_over import large_type
from ui.hand_over.content import HandOverContent
from ui.measures.outcome import FilledIn
from ui.measures.patient_pages import EndPage, KeptPage
from ui.measures.questions import Questions
from ui.widgets.button import button
from ui.widgets.words import announce


class QuestionnaireContent(HandOverContent):
    """``done`` carries a ``FilledIn``.

    Attributes:
        outcome: What became of it so far.
    """

    def __init__(self, desk: Desk, measure: Measure, begun: Begun, parent: QWidget | None = None) -> None:
        super().__init__(begun.language, parent)
        self._desk = desk
        self._measure = measure
        self._begun = drafts.find(desk, begun)
        self._words = form_words(begun.language, "screen")
        self._handed_in = False
        self.outcome = FilledIn("unfinished", self._begun)
        self._build()
        self._questions.show_answers(self._begun.answers)
        self._connect()

    def title(self) -> str:
        """Return its short name: the long one often says what it is about."""
        return self._measure.title

    def _build(self) -> None:
        words = self._words
        self._questions = Questions(self._measure, self.language, words)
        self._end, self._stuck = EndPage(words), KeptPage(words)
        self._stack = QStackedWidget()
        for page in (self._questions, self._end, self._stuck):
            self._stack.addWidget(page)
        self._back = button(words["ask_back"], icon="arrow-left")
        self._other_way = button("")
        self._next = button("", kind="primary")
        self._show_open = button(words["ask_show_open"])
        self._finish = button("")
        self._bar = QFrame()
        self._bar.setProperty("role", "action_bar")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(theme.px("space_16"), theme.px("space_8"), theme.px("space_16"), theme.px("space_8"))
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._other_way)
        row.addStretch(1)
        for one in (self._show_open, self._next, self._finish):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self._bar)

    def _connect(self) -> None:
        self._questions.changed.connect(self.keep_draft)
        self._questions.led_on.connect(self._on_next)
        self._back.clicked.connect(self._on_back)
        self._other_way.clicked.connect(self._on_other_way)
        self._next.clicked.connect(self._on_next)
        self._finish.clicked.connect(self._on_finished)
        self._show_open.clicked.connect(self._on_open_wanted)
        self._stuck.gone_on.connect(self._on_gone_on)

    # The page around it -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the first question, or the one where the patient was interrupted."""
        self._show_question(min(self._begun.at, len(self._questions.all) - 1))

    def set_percent(self, percent: int) -> None:
        """Show everything in another size."""
        self.setStyleSheet(large_type.sheet(percent))

    def keep_draft(self) -> None:
        """Keep what was answered, at once: there is one answer in some seconds."""
        if self._handed_in:
            return
        self._begun = replace(self._begun, answers=self._questions.answers(), at=self._questions.at)
        if self.outcome.kind == "unfinished":
            self.outcome = replace(self.outcome, begun=self._begun)
        try:
            drafts.keep(self._desk, self._begun)
        except ClinicDeskError as problem:
            # Nothing the patient could do; staff read it, and the next answer tries again.
            self.outcome = replace(self.outcome, told=(str(problem),))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads on to the next question, alone or in the list."""
        at_questions = self._stack.currentWidget() is self._questions
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not at_questions:
            super().keyPressEvent(event)
        elif self._begun.listed and (later := self._later()):
            self._show_question(later[0])
        else:
            self._on_next()

    # From question to question ------------------------------------------------------------------------------------

    def _show_question(self, at: int) -> None:
        words, listed = self._words, self._begun.listed
        self._stack.setCurrentWidget(self._questions)
        self._questions.show_at(at, listed=listed)
        self._begun = replace(self._begun, at=at)
        asked = self._questions.asked()
        last = listed or at == asked[-1]
        self._next.setText(words["ask_review" if last else "ask_next"])
        self._show_buttons(self._next)
        self._back.setVisible(not listed and at > asked[0])
        self._other_way.setText(words["ask_one" if listed else "ask_all"])
        self._other_way.setVisible(len(self._questions.all) > 1)
        announce(self, self._questions.all[at].accessibleName())

    def _on_next(self) -> None:
        later = self._later()
        if self._begun.listed or not later:
            self._show_end()
        else:
            self._show_question(later[0])

    def _later(self) -> list[int]:
        return [place for place in self._questions.asked() if place > self._questions.at]

    def _on_back(self) -> None:
        at = self._questions.at
        earlier = [place for place in self._questions.asked() if place < at]
        on_end = self._stack.currentWidget() is self._end
        self._show_question(at if on_end or not earlier else earlier[-1])

    def _on_other_way(self) -> None:
        at = self._questions.at
        self._begun = replace(self._begun, listed=not self._begun.listed)
        self._show_question(at)

    def _show_end(self) -> None:
        self._stack.setCurrentWidget(self._end)
        questions, open_ones = self._questions.all, self._questions.open_ones()
        self._end.show_open([questions[one].named for one in open_ones])
        self._finish.setText(self._words["ask_finish_open" if open_ones else "ask_finish"])
        # Who has answered everything finishes with one key; who has not is led back first.
        theme.set_state(self._finish, "kind", "" if open_ones else "primary")
        theme.set_state(self._show_open, "kind", "primary" if open_ones else "")
        self._show_buttons(self._back, *((self._show_open,) if open_ones else ()), self._finish)
        (self._show_open if open_ones else self._finish).setFocus()
        announce(self, self._end.accessibleName())

    def _show_buttons(self, *shown: QWidget) -> None:
        for one in (self._back, self._other_way, self._show_open, self._next, self._finish):
            one.setVisible(one in shown)

    def _on_open_wanted(self) -> None:
        self._show_question(next(iter(self._questions.open_ones()), 0))

    # The end ------------------------------------------------------------------------------------------------------

    def _on_finished(self) -> None:
        """Hand it in. What has no answer was left out on purpose: the patient was asked twice."""
        given = self._questions.answers()
        left_out = {item.id: None for item in scoring.asked(self._measure, given) if item.id not in given}
        self._begun = replace(self._begun, answers=given | left_out)
        try:
            recorded = drafts.record(self._desk, self._begun)
        except ClinicDeskError as problem:
            self.keep_draft()
            self.outcome = FilledIn("stuck", self._begun, told=(str(problem),))
            self._stack.setCurrentWidget(self._stuck)
            self._bar.hide()
            self._stuck.setFocus()
            return
        self._handed_in = True
        calls = bool(recorded.alerts) or self.outcome.calls
        self.outcome = FilledIn("recorded", self._begun, recorded.result_id, calls)
        self.done.emit(self.outcome)

    def left_alone(self) -> None:
        """The patient may have gone: an answer that calls for a clinician is recorded now. They can still go on."""
        if self._handed_in:
            return
        try:
            so_far = drafts.record_so_far(self._desk, self._begun)
        except ClinicDeskError as problem:
            self.outcome = replace(self.outcome, told=(str(problem),))
            return
        if so_far is not None:
            self._begun = so_far[0]
            self.outcome = replace(self.outcome, begun=self._begun, result_id=so_far[1].result_id, calls=True)

    def _on_gone_on(self) -> None:
        self.done.emit(self.outcome)

    def conclude(self) -> FilledIn:
        """Staff have the device again. An answer that calls for a clinician does not wait for the rest of the form."""
        if self._handed_in:
            return self.outcome
        try:
            so_far = drafts.record_so_far(self._desk, self._begun)
        except ClinicDeskError as problem:
            self.outcome = replace(self.outcome, calls=True, told=(str(problem),))
            return self.outcome
        if so_far is not None:
            self._handed_in = True
            self.outcome = FilledIn(self.outcome.kind, so_far[0], so_far[1].result_id, True, self.outcome.told)
        return self.outcome
