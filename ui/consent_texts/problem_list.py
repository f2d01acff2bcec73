"""What is wrong with a text, a sentence each with its line; a click or F3 leads there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from clinicdesk.language import _, ngettext
from clinicdesk.records.wordings import TextProblem
from ui import theme
from ui.widgets.words import announce, label


class ProblemList(QWidget):
    """Hidden while there is nothing wrong.

    Signals:
        problem_chosen(object): The ``TextProblem`` to go to.
    """

    problem_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._problems: list[TextProblem] = []
        self._count = label("", tone="danger")
        self._list = QListWidget()
        self._list.setAccessibleName(_("What is wrong"))
        self._list.setWordWrap(True)
        self._list.itemClicked.connect(self._on_chosen)
        self._list.itemActivated.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(self._count)
        column.addWidget(self._list)
        self._list.setFixedHeight(theme.px("row") * 2 + theme.px("space_8"))
        self.hide()

    def show_problems(self, problems: Sequence[tuple[TextProblem, int]]) -> None:
        """Show problems, each with its line as it is counted in the window."""
        told = [problem for problem, _line in problems]
        if told == self._problems:
            return
        self._problems = told
        self._list.clear()
        for problem, line in problems:
            words = _("Line {line}: {sentence}").format(line=line, sentence=problem.sentence)
            self._list.addItem(words if problem.line else problem.sentence)
        count = ngettext(
            "{count} mistake keeps this from being published. F3 goes to it.",
            "{count} mistakes keep this from being published. F3 goes from one to the next.",
            len(told),
        ).format(count=len(told))
        self._count.setText(count)
        self.setVisible(bool(told))
        if told:
            announce(self, count)

    def go_on(self) -> None:
        """Choose the next problem, the first after the last."""
        if self._problems:
            self._list.setCurrentRow((self._list.currentRow() + 1) % len(self._problems))
            self.problem_chosen.emit(self._problems[self._list.currentRow()])

    def _on_chosen(self, item: QListWidgetItem) -> None:
        self.problem_chosen.emit(self._problems[self._list.row(item)])
