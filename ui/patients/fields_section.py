"""One section of the registration form: fields in columns, read and filled by the names of their columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout

from clinicdesk.errors import ClinicDeskError
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from ui import theme
from ui.patients.answer_mark import AnswerMark
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.suggestions import Suggestions
from ui.widgets.text_field import ParsedField, TextField

WIDE, NARROW = 4, 2
"""Columns of the form in a wide and in a narrow window."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a section: the column it fills, how wide it is, and which answers it takes when it is empty.

    ``words`` are what the answers are called here. A choice offers its answers among its choices, by their values.
    """

    name: str
    field: TextField | ChoiceField
    span: int = 1
    answers: tuple[Answer, ...] = ()
    words: Mapping[Answer, str] | None = None


class FieldsSection(Card):
    """A card of fields.

    Signals:
        changed: Something was typed or chosen.
        field_left(str): The person left the field of this name.
    """

    changed = Signal()
    field_left = Signal(str)

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__(title)
        self.entries = tuple(entries)
        self._fields: dict[str, TextField | ChoiceField] = {entry.name: entry.field for entry in entries}
        self._marks = {
            entry.name: AnswerMark(entry.field, entry.answers, entry.words)
            for entry in entries
            if entry.answers and isinstance(entry.field, TextField)
        }
        self._choices = {
            entry.name: {answer.value: answer for answer in entry.answers}
            for entry in entries
            if isinstance(entry.field, ChoiceField)
        }
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px("space_16"))
        self._grid.setVerticalSpacing(theme.px("space_4"))
        self.add(self._grid)
        self._lay_out(WIDE)
        for entry in self.entries:
            entry.field.edited.connect(self.changed)
            entry.field.left.connect(self._on_left)
        for mark in self._marks.values():
            mark.changed.connect(self.changed)

    def _on_left(self) -> None:
        left = self.sender()
        self.field_left.emit(next(name for name, field in self._fields.items() if field is left))

    def field(self, name: str) -> Field:
        """Return the field of a column."""
        return self._fields[name]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the fields out in fewer columns where the window is narrow."""
        super().resizeEvent(event)
        self._lay_out(WIDE if self.width() >= theme.px("base") * 55 else NARROW)

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        row = place = 0
        for entry in self.entries:
            span = min(entry.span, columns)
            if place + span > columns:
                row, place = row + 1, 0
            self._grid.addWidget(entry.field, row, place, 1, span)
            place += span
        for column in range(WIDE):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    # What is written ----------------------------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """Return everything as it stands there, finished or not, for a draft."""
        texts = {name: field.text() if isinstance(field, TextField) else str(field.value() or "")
                 for name, field in self._fields.items()}  # fmt: skip
        return texts | {f"{name} answer": mark.answer().value for name, mark in self._marks.items()}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the section from a draft."""
        for name, field in self._fields.items():
            _fill(field, texts.get(name, ""))
        for name, mark in self._marks.items():
            said = "" if texts.get(name) else texts.get(f"{name} answer", "")
            mark.show_answer(Answer(said or Answer.NOT_ASKED))

    def show_details(self, details: PatientDetails) -> None:
        """Fill the section with what is recorded."""
        for name, field in self._fields.items():
            value = getattr(details, name)
            if isinstance(field, ParsedField):
                field.set_value(value)
            elif isinstance(field, ChoiceField):
                _fill(field, value or details.answers.get(name, ""))
            else:
                _fill(field, value)
        for name, mark in self._marks.items():
            mark.show_answer(details.answers.get(name, Answer.NOT_ASKED))

    def values(self) -> dict[str, Any]:
        """Return the values by column. Raises ``ClinicDeskError`` for one that cannot be read; see ``first_fault``."""
        values: dict[str, Any] = {}
        for name, field in self._fields.items():
            if name in self._marks and not self._marks[name].text():
                values[name] = None if isinstance(field, ParsedField) else ""
            elif isinstance(field, ParsedField):
                values[name] = field.value()
            elif isinstance(field, ChoiceField):
                chosen = str(field.value() or "")
                values[name] = "" if chosen in self._choices[name] else chosen
            else:
                values[name] = field.text()
        return values

    def answers(self) -> dict[str, Answer]:
        """Return the answers of the fields that have one."""
        chosen = {name: self._chosen_answer(name) for name, answers in self._choices.items() if answers}
        return {name: mark.answer() for name, mark in self._marks.items()} | chosen

    def _chosen_answer(self, name: str) -> Answer:
        field = self._fields[name]
        value = str(field.value() or "") if isinstance(field, ChoiceField) else ""
        return self._choices[name].get(value, Answer.SOME if value else Answer.NOT_ASKED)

    def first_fault(self) -> Field | None:
        """Check all fields, show what is wrong, and return the first that cannot be recorded."""
        faulty = [
            field
            for name, field in self._fields.items()
            if isinstance(field, ParsedField) and not self._is_answered(name) and not field.check()
        ]
        return faulty[0] if faulty else None

    def _is_answered(self, name: str) -> bool:
        return name in self._marks and not self._marks[name].text()


def value_or_none(field: ParsedField[Any]) -> Any:
    """Return a field's value, or None while it cannot be read."""
    try:
        return field.value()
    except ClinicDeskError:
        return None


def offer(field: TextField, words: Sequence[str]) -> TextField:
    """Offer these words while somebody types; anything else may be typed as well."""
    Suggestions(field.line, words)
    return field


def _fill(field: TextField | ChoiceField, text: str) -> None:
    if isinstance(field, TextField):
        field.set_text(text)
    else:
        field.set_value(text or None)
