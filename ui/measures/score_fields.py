"""The scores of a sheet that is kept elsewhere, one field each; and what no score says, asked by itself."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.rules import scoring
from clinicdesk.rules.measure import Measure, ScoreRule
from ui import theme
from ui.measures.answer_rows import AnswerRows
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class ScoreFields(QWidget):
    """Signals:
    changed: Something was typed.
    """

    changed = Signal()

    def __init__(self, measure: Measure, language: str) -> None:
        super().__init__()
        self._measure = measure
        self._fields = {rule.id: _field(rule) for rule in measure.scores}
        self._item: AnswerRows | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        for field in self._fields.values():
            column.addWidget(field)
            field.edited.connect(self.changed)
        if measure.suicide_item:
            column.addWidget(label(_("Asked by itself, because the score does not say it"), "h3", wrap=True))
            words = _("The question about suicidal thoughts. Blank is not zero: type – where the sheet does not say.")
            column.addWidget(label(words, "muted", wrap=True))
            self._item = AnswerRows(measure, language, only=[measure.suicide_item])
            self._item.changed.connect(self.changed)
            column.addWidget(self._item)
        column.addStretch(1)
        if self._fields:
            self.setFocusProxy(next(iter(self._fields.values())))

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields, as it was typed."""
        return {name: field.text() for name, field in self._fields.items()}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what was typed before; no signal is sent."""
        for name, field in self._fields.items():
            field.set_text(texts.get(name, ""))

    def answers(self) -> dict[str, int | None]:
        """Return the answer that was asked by itself, if it was given."""
        return self._item.answers() if self._item else {}

    def show_answers(self, answers: Mapping[str, int | None]) -> None:
        """Show an answer that was given before; no signal is sent."""
        if self._item:
            self._item.show_answers(answers)

    def scores(self) -> dict[str, int]:
        """Return the scores in the unit of the file. Raises ``BadValue`` for what is none; it is told at its field."""
        rules = {rule.id: rule for rule in self._measure.scores}
        found: dict[str, int] = {}
        for name, field in self._fields.items():
            if field.text():
                try:
                    found[name] = scoring.typed_score(rules[name], field.text())
                except ClinicDeskError as problem:
                    field.set_error(str(problem))
                    field.setFocus()
                    raise
        return found

    def show_problem(self, name: str, sentence: str) -> bool:
        """Say what is wrong at a field or at the item; return whether there is one of this name."""
        if name in self._fields:
            self._fields[name].set_error(sentence)
            self._fields[name].setFocus()
            return True
        return self._item is not None and self._item.show_problem(name, sentence)


def _field(rule: ScoreRule) -> TextField:
    words = _("From {low} to {high}.").format(
        low=scoring.score_text(rule, rule.low), high=scoring.score_text(rule, rule.high)
    )
    return TextField(rule.title, hint=words)
