"""The lists a patient is asked for, each with its four answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.chart_facts import KINDS, ChartFacts, FactList
from clinicdesk.records.offered import offered
from clinicdesk.rules.answers import Answer, checked_answer
from clinicdesk.rules.names import fold
from ui import theme
from ui.widgets.answer import FourWayAnswer
from ui.widgets.card import Card
from ui.widgets.list_editor import ListColumn
from ui.widgets.suggestions import Suggestions
from ui.widgets.words import label

_SEVERITIES = (("mild", _("mild")), ("moderate", _("moderate")), ("severe", _("severe")))
_ADEQUATE = (("yes", _("yes")), ("no", _("no")), ("unknown", _("not known")))


@dataclass(frozen=True, slots=True)
class _List:
    """How one list is shown: title, columns (the first is what the row is about) and the words of its answers.

    ``ask`` is said of an empty list whose answer is that there is something.
    """

    title: str
    ask: str
    columns: tuple[ListColumn, ...]
    words: dict[Answer, str]
    suggestions: tuple[str, ...] = ()


def _lists() -> dict[str, _List]:
    words = offered()
    return {
        "allergies": _List(
            _("Allergies"),
            _("Write down what the patient is allergic to, or choose another answer."),
            (
                ListColumn("substance", _("Allergic to"), 20, stretch=True),
                ListColumn("reaction", _("Reaction"), 24),
                ListColumn("severity", _("Severity"), 10, choices=_SEVERITIES),
            ),
            {Answer.NONE: _("No known allergies"), Answer.SOME: _("Has allergies")},
        ),
        "medicines": _List(
            _("Current medicines"),
            _("Write down what the patient takes, or choose another answer."),
            (
                ListColumn("name", _("Medicine"), 20, stretch=True),
                ListColumn("dose", _("Dose and how often"), 18),
                ListColumn("reason", _("Taken for"), 18),
            ),
            {Answer.NONE: _("Takes none"), Answer.SOME: _("Takes medicines")},
        ),
        "problems": _List(
            _("Problems"),
            _("Write down the problems, or choose another answer."),
            (ListColumn("name", _("Problem"), 20, stretch=True),),
            {Answer.NONE: _("No other problems"), Answer.SOME: _("Has problems")},
        ),
        "indications": _List(
            _("Indications for treatment"),
            _("Write down what is to be treated, or choose another answer."),
            (ListColumn("name", _("Indication"), 20, stretch=True, placeholder=_("Type, or choose what is offered")),),
            {Answer.SOME: _("Treated for")},
            words.indications,
        ),
        "treatments_tried": _List(
            _("Treatments tried before"),
            _("Write down what was tried, or choose another answer."),
            (
                ListColumn("treatment", _("Treatment"), 20, stretch=True),
                ListColumn("dose", _("Dose"), 10),
                ListColumn("duration", _("How long"), 10),
                ListColumn("adequate", _("Adequate"), 10, choices=_ADEQUATE),
                ListColumn("result", _("Result"), 14),
            ),
            {Answer.SOME: _("Has tried")},
            words.treatments_tried,
        ),
    }


class _Doubt(QWidget):
    """Says of a list that another record of the person says none, until somebody asked again.

    Attributes:
        settled: The tick that somebody did.
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.settled = QCheckBox(_("Asked again: what stands here is right"))
        self.settled.setAccessibleName(_("{list}: asked again").format(list=title))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(label(_("Another record of this person says none. Ask again."), wrap=True, tone="warn"))
        column.addWidget(self.settled)
        self.hide()

    def show_doubt(self, *, there: bool, settled: bool = False) -> None:
        """Show whether there is a contradiction, and whether somebody asked again."""
        self.settled.setChecked(there and settled)
        self.setVisible(there)


class ListsSection(QWidget):
    """Five cards: allergies, medicines, problems, indications, treatments tried.

    Signals:
        changed: An answer or a list changed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = ChartFacts()
        self._lists = _lists()
        self._editors: dict[str, FourWayAnswer] = {}
        self._doubts: dict[str, _Doubt] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_12"))
        for name, shape in self._lists.items():
            editor = FourWayAnswer(shape.title, shape.columns, shape.words, heading=False, ask=shape.ask)
            editor.changed.connect(self.changed)
            _suggest(editor, shape)
            self._editors[name] = editor
            self._doubts[name] = doubt = _Doubt(shape.title)
            doubt.settled.clicked.connect(self.changed)
            card = Card(shape.title)
            card.add(doubt)
            card.add(editor)
            column.addWidget(card)

    def show_facts(self, facts: ChartFacts) -> None:
        """Fill the lists with what is recorded."""
        self._shown = facts
        for name, editor in self._editors.items():
            known: FactList[Any] = getattr(facts, name)
            editor.show_answer(known.answer, [self._line(name, item) for item in known.items])
            self._doubts[name].show_doubt(there=known.contradicted)

    def draft(self) -> dict[str, Any]:
        """Return everything as it stands there, for a draft."""
        return {
            name: {
                "answer": editor.answer().value,
                "lines": list(editor.lines()),
                "settled": self._doubts[name].settled.isChecked(),
            }
            for name, editor in self._editors.items()
        }

    def show_draft(self, draft: Mapping[str, Any], facts: ChartFacts) -> None:
        """Fill the lists from a draft that began with ``facts``."""
        self._shown = facts
        for name, editor in self._editors.items():
            kept = draft.get(name, {"answer": Answer.NOT_ASKED, "lines": []})
            editor.show_answer(Answer(kept["answer"]), kept["lines"])
            known: FactList[Any] = getattr(facts, name)
            self._doubts[name].show_doubt(there=known.contradicted, settled=kept.get("settled", False))

    def facts(self) -> ChartFacts:
        """Return the lists; rows that were recorded before keep their id and version."""
        lists = {}
        for name, editor in self._editors.items():
            known: FactList[Any] = getattr(self._shown, name)
            items = self._items(name, editor.lines(), known.items)
            answer = checked_answer(editor.answer(), len(items))
            doubted = known.contradicted and not self._doubts[name].settled.isChecked()
            lists[name] = FactList(answer, items, known.ended, contradicted=doubted)
        return ChartFacts(**lists)

    def not_asked(self) -> list[str]:
        """Return the titles of the lists nobody asked for yet."""
        facts = self.facts()
        return [shape.title for name, shape in self._lists.items() if getattr(facts, name).answer is Answer.NOT_ASKED]

    def first_gap(self) -> FourWayAnswer | None:
        """Say of every list what is missing in it, and return the first that cannot be recorded."""
        gaps = [editor for editor in self._editors.values() if not editor.check()]
        return gaps[0] if gaps else None

    def _line(self, name: str, item: Any) -> dict[str, str]:
        shown = {column.key: getattr(item, column.key) for column in self._lists[name].columns}
        return {"id": item.id, **{key: value for key, value in shown.items() if value}}

    def _items(self, name: str, lines: Sequence[Mapping[str, str]], known: Sequence[Any]) -> tuple[Any, ...]:
        keys = [column.key for column in self._lists[name].columns]
        left = {item.id: item for item in known}
        items: list[Any] = []
        for line in lines:
            typed = {key: line.get(key, "") for key in keys}
            # A row that was changed lost its id; one about the same thing is still the same row.
            before = left.get(line.get("id", "")) or next(
                (item for item in left.values() if fold(getattr(item, keys[0])) == fold(typed[keys[0]])), None
            )
            if before is None:
                items.append(KINDS[name](**typed))
            else:
                del left[before.id]
                items.append(replace(before, **typed))
        return tuple(items)


def _suggest(editor: FourWayAnswer, shape: _List) -> None:
    """Offer suggestions in the first column."""
    line = editor.findChild(QLineEdit)
    if shape.suggestions and isinstance(line, QLineEdit):
        Suggestions(line, shape.suggestions)
