"""The questions of the day itself, asked at the check-in: nothing is answered beforehand."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.eligibility import REPLY_WORDS, VisitNeed, offered
from clinicdesk.rules.eligibility import SameDayItem
from ui import theme
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.words import label


class SameDayCard(Card):
    """A row of answers for each question. An answer that holds the visit says so at once.

    Signals:
        changed: Something was answered.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Asked today"), _("Never asked ahead of the day"))
        self._questions: dict[str, _Question] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_8"))
        self.add(self._lines)
        self.body.addStretch(1)
        self.hide()

    def show_questions(self, suits: VisitNeed | None) -> None:
        """Show what is asked before this treatment, with what was answered today already."""
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self._questions = {}
        asked = offered().get(suits.treatment) if suits else None
        items = asked.same_day if asked else ()
        for one in items:
            question = _Question(one)
            question.show_reply(suits.same_day.replies.get(one.id, "") if suits else "")
            question.answered.connect(self.changed)
            self._questions[one.id] = question
            self._lines.addWidget(question)
        self.setVisible(bool(items))

    def replies(self) -> dict[str, str]:
        """Return the answers, by question; empty where nothing is answered."""
        return {id_: question.reply() for id_, question in self._questions.items()}

    def show_replies(self, replies: dict[str, str]) -> None:
        """Show answers that this person gave before the page was read again."""
        for id_, reply in replies.items():
            if reply and id_ in self._questions:
                self._questions[id_].show_reply(reply)

    def field(self, name: str | None) -> QWidget | None:
        """Return the first answer of a question, or None if it is not here."""
        return self._questions[name].first if name in self._questions else None

    def show_error(self, name: str | None, sentence: str) -> None:
        """Say what is wrong with an answer."""
        if name in self._questions:
            self._questions[name].tell(sentence, "danger")


class _Question(QWidget):
    """One question and its answers."""

    answered = Signal()

    def __init__(self, item: SameDayItem) -> None:
        super().__init__()
        self._item = item
        self.setAccessibleName(item.asks)
        self._group = QButtonGroup(self)
        self._radios = {reply: QRadioButton(REPLY_WORDS[reply]) for reply in item.replies}
        self._message = label("", "message", wrap=True)
        self._message.hide()
        answers = FlowLayout(theme.px("space_16"), 0)
        for reply, radio in self._radios.items():
            radio.setAccessibleName(f"{item.asks}: {REPLY_WORDS[reply]}")
            self._group.addButton(radio)
            answers.addWidget(radio)
        row = QHBoxLayout()
        row.addLayout(answers, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(label(item.asks, wrap=True))
        column.addLayout(row)
        column.addWidget(self._message)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def first(self) -> QWidget:
        """The first answer."""
        return next(iter(self._radios.values()))

    def reply(self) -> str:
        """Return the answer, empty where there is none."""
        return next((reply.value for reply, radio in self._radios.items() if radio.isChecked()), "")

    def show_reply(self, reply: str) -> None:
        """Show an answer; no signal is sent."""
        for known, radio in self._radios.items():
            if known == reply:
                radio.setChecked(True)
        self._show_meaning()

    def tell(self, sentence: str, tone: str) -> None:
        """Say a sentence below the answers."""
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
        theme.set_state(self._message, "state", "error" if tone == "danger" else "")

    def _show_meaning(self) -> None:
        holds = self.reply() in self._item.holds_on
        self.tell(self._item.words if holds else "", "danger")

    def _on_clicked(self) -> None:
        self._show_meaning()
        self.answered.emit()
