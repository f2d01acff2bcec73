"""The four answers to "is there any?": not asked, unknown, none, some. Four different facts, never one empty list."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.rules.answers import Answer
from ui import theme
from ui.widgets.flow import FlowLayout
from ui.widgets.list_editor import Line, ListColumn, ListEditor
from ui.widgets.words import label

_ORDER = (Answer.NOT_ASKED, Answer.UNKNOWN, Answer.NONE, Answer.SOME)


class FourWayAnswer(QWidget):
    """A row of four radio buttons; "Some" opens the list.

    ``words`` replaces the words of an answer ("No known allergies"); without ``heading`` the title is only read out,
    for a card that shows it already. ``ask`` is what ``check`` says of "some" with an empty list. Choosing another
    answer hides the list but keeps its lines until the screen is left, so that a slip of the mouse loses nothing.

    Signals:
        changed: Another answer, or another list.
    """

    changed = Signal()

    def __init__(
        self,
        title: str,
        columns: Sequence[ListColumn],
        words: Mapping[Answer, str] | None = None,
        *,
        heading: bool = True,
        ask: str = "",
    ) -> None:
        super().__init__()
        said = {
            Answer.NOT_ASKED: _("Not asked"),
            Answer.UNKNOWN: _("Unknown"),
            Answer.NONE: _("None"),
            Answer.SOME: _("Some"),
            **(words or {}),
        }
        self.setAccessibleName(title)
        self._ask = ask or _("Write down what there is, or choose another answer.")
        self._editor = ListEditor(title, columns)
        self._group = QButtonGroup(self)
        self._radios = {answer: QRadioButton(said[answer]) for answer in _ORDER}
        self._message = label(role="message", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        if heading:
            column.addWidget(label(title, "strong"))
        answers = FlowLayout(theme.px("space_16"), 0)
        for place, (answer, radio) in enumerate(self._radios.items()):
            radio.setAccessibleName(f"{title}: {said[answer]}")
            self._group.addButton(radio, place)
            answers.addWidget(radio)
        column.addLayout(answers)
        column.addWidget(self._message)
        column.addWidget(self._editor)
        self._message.hide()
        self.show_answer(Answer.NOT_ASKED)
        self._group.buttonClicked.connect(self._on_chosen)
        self._editor.changed.connect(self._on_list_changed)

    def show_answer(self, answer: Answer, lines: Sequence[Line] = ()) -> None:
        """Show an answer and its lines; no signal is sent."""
        self._radios[answer].setChecked(True)
        self._editor.show_lines(lines)
        self._editor.setVisible(answer is Answer.SOME)

    def answer(self) -> Answer:
        """Return the answer chosen. "Some" without a line is for the rules to judge (``rules.answers``)."""
        return next(answer for answer, radio in self._radios.items() if radio.isChecked())

    def lines(self) -> tuple[dict[str, str], ...]:
        """Return the lines when the answer is "some", else none."""
        return self._editor.lines() if self.answer() is Answer.SOME else ()

    def check(self) -> bool:
        """Say what is missing, if anything, and return whether nothing is: "some" needs a line, and a line its name."""
        if self.answer() is not Answer.SOME:
            return True
        if not self._editor.check():
            return False
        self.set_error("" if self._editor.lines() else self._ask)
        return bool(self._editor.lines())

    def focus_first(self) -> None:
        """Put the cursor where the next line is typed."""
        self._editor.focus_first()

    def set_error(self, sentence: str) -> None:
        """Show what is wrong below the answers; it goes with the next change."""
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
        theme.set_state(self._message, "state", "error" if sentence else "")

    def _on_chosen(self, _button: QAbstractButton) -> None:
        some = self.answer() is Answer.SOME
        self._editor.setVisible(some)
        if some:
            self._editor.focus_first()
        self.set_error("")
        self.changed.emit()

    def _on_list_changed(self) -> None:
        self.set_error("")
        self.changed.emit()
