"""Lets an empty field say why it is empty: nobody asked, there is none, or the patient does not know."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu

from clinicdesk.language import _
from clinicdesk.rules.answers import Answer
from ui import icons, theme
from ui.widgets.text_field import TextField


class AnswerMark(QObject):
    """A mark at the end of a field that opens the answers; ``-`` typed means none and ``?`` not known.

    Where SOME is among the answers, ``+`` means that there is some, but nobody can say it: a day that is not known.
    ``words`` replaces the words of an answer.

    Signals:
        changed: Another answer was given.
    """

    changed = Signal()

    def __init__(
        self,
        field: TextField,
        answers: Sequence[Answer] = (Answer.NONE, Answer.UNKNOWN),
        words: Mapping[Answer, str] | None = None,
    ) -> None:
        super().__init__(field)
        self._field = field
        self._offered = tuple(answers)
        self._placeholder = field.line.placeholderText()
        self._answer = Answer.NOT_ASKED
        self._words = {
            Answer.NOT_ASKED: _("Not asked"),
            Answer.NONE: _("None"),
            Answer.UNKNOWN: _("Not known"),
            Answer.SOME: _("Yes"),
            **(words or {}),
        }
        signs = {"-": Answer.NONE, "?": Answer.UNKNOWN, "+": Answer.SOME}
        self._signs = {sign: answer for sign, answer in signs.items() if answer in answers}
        self._menu = QMenu(field)
        for answer in (*answers, Answer.NOT_ASKED):
            choice = self._menu.addAction(self._words[answer])
            choice.setData(answer)
        offered = [self._words[answer] for answer in answers]
        tip = _("{answers} (Alt+Down)").format(answers=" / ".join(offered))
        opener = QAction(icons.icon("circle-help"), tip, field)
        field.line.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)
        opener.triggered.connect(self._on_opened)
        shortcut = QShortcut(QKeySequence("Alt+Down"), field.line, context=Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_opened)
        self._menu.triggered.connect(self._on_chosen)
        field.line.textEdited.connect(self._on_edited)
        field.line.editingFinished.connect(self._on_left)

    def answer(self) -> Answer:
        """Return the answer: SOME when something is written in the field."""
        typed = self._field.text()
        if typed in self._signs:
            return self._signs[typed]
        return Answer.SOME if typed else self._answer

    def text(self) -> str:
        """Return what is written, without the signs for none and not known."""
        typed = self._field.text()
        return "" if typed in self._signs else typed

    def show_answer(self, answer: Answer) -> None:
        """Show the answer of an empty field; no signal is sent."""
        self._answer = Answer.NOT_ASKED if answer is Answer.SOME and answer not in self._offered else answer
        asked = self._answer is not Answer.NOT_ASKED
        self._field.line.setPlaceholderText(self._words[self._answer] if asked else self._placeholder)
        theme.set_state(self._field.line, "answered", "true" if asked else "false")

    def _on_opened(self) -> None:
        self._menu.popup(self._field.line.mapToGlobal(QPoint(0, self._field.line.height())))

    def _on_chosen(self, choice: QAction) -> None:
        self._field.set_text("")
        self.show_answer(Answer(choice.data()))
        self.changed.emit()

    def _on_edited(self, typed: str) -> None:
        if typed:
            self.show_answer(Answer.NOT_ASKED)

    def _on_left(self) -> None:
        answer = self._signs.get(self._field.text())
        if answer is not None:
            self._field.set_text("")
            self.show_answer(answer)
            self.changed.emit()
