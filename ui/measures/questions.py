"""The questions of a form as the patient sees them: one at a time, or all on one page."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.rules import scoring
from clinicdesk.rules.measure import Measure
from ui import theme
from ui.measures.question import Question
from ui.measures.said import said
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label

LED_ON_AFTER_MS = 450
"""After a touch the next question comes so much later: the answer is seen, and a double touch is over by then."""
_WIDEST = 860


class Questions(QWidget):
    """All items of a measure, in its order.

    Signals:
        changed: An answer was chosen.
        led_on: The question that is shown alone was answered by a touch.
    """

    changed = Signal()
    led_on = Signal()

    def __init__(self, measure: Measure, language: str, words: Mapping[str, str]) -> None:
        super().__init__()
        self._measure = measure
        self.all = [Question(item, language, words) for item in measure.items]
        self._listed = False
        self._at = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LED_ON_AFTER_MS)
        self._timer.timeout.connect(self.led_on)
        self._build(said(measure.asked, language), words["ask_about"])
        for question in self.all:
            question.changed.connect(self._on_changed)
            question.touched.connect(self._on_touched)

    def _build(self, asked: str, about: str) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(_WIDEST)
        edge = theme.px("space_24")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(edge, theme.px("space_16"), edge, theme.px("space_16"))
        self._about = label(about, "muted", wrap=True)
        inside.addWidget(self._about)
        if asked:
            inside.addWidget(label(asked, "strong", wrap=True))
        for question in self.all:
            inside.addWidget(question)
        body = QWidget()
        body.setProperty("role", "page_body")
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 100)
        across.addStretch(1)
        down = QVBoxLayout(body)
        down.addLayout(across)
        down.addStretch(1)
        self._scroll = ScrollArea(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    @property
    def at(self) -> int:
        """Which question is shown, or has the keys, from 0."""
        # The part that had the keys last, also while a button below has them.
        here = self.focusWidget()
        if self._listed and here is not None:
            self._at = next((place for place, one in enumerate(self.all) if one.isAncestorOf(here)), self._at)
        return self._at

    def asked(self) -> list[int]:
        """Return which questions are to be asked, from 0: an answer may rule others out."""
        wanted = {item.id for item in scoring.asked(self._measure, self.answers())}
        return [place for place, one in enumerate(self.all) if one.item.id in wanted]

    def show_at(self, at: int, *, listed: bool) -> None:
        """Show one question alone, or all of them with the keys at one."""
        self._timer.stop()
        self._at, self._listed = at, listed
        self._show_asked()
        self._about.setVisible(listed or at == 0)
        self.all[at].focus_here()
        if listed:
            QTimer.singleShot(0, self, self._scroll_here)
        else:
            self._scroll.verticalScrollBar().setValue(0)

    def answers(self) -> dict[str, int | None]:
        """Return what was answered; None was left out on purpose, what is not there has no answer yet."""
        return {one.item.id: one.value for one in self.all if one.answered}

    def show_answers(self, answers: Mapping[str, int | None]) -> None:
        """Show answers that were kept; no signal is sent."""
        for one in self.all:
            if one.item.id in answers:
                one.blockSignals(True)
                one.show_answer(answers[one.item.id])
                one.blockSignals(False)

    def open_ones(self) -> Sequence[int]:
        """Return which questions have no answer yet, from 0."""
        return [place for place in self.asked() if not self.all[place].answered]

    def _show_asked(self) -> None:
        asked = self.asked()
        for place, question in enumerate(self.all):
            question.setVisible(place in asked if self._listed else place == self._at)
        for number, place in enumerate(asked, 1):
            self.all[place].show_number(number, len(asked))

    def _scroll_here(self) -> None:
        self._scroll.ensureWidgetVisible(self.all[self._at])

    def _on_changed(self) -> None:
        self._show_asked()
        self.changed.emit()

    def _on_touched(self) -> None:
        if not self._listed:
            self._timer.start()
