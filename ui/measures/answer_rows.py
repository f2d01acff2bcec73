"""All items of a measure for staff: a number answers, and leads on to the next."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.rules import scoring
from clinicdesk.rules.measure import Item, Measure
from ui import theme
from ui.measures.answer_row import AnswerRow, legend_of
from ui.measures.said import said
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label


class AnswerRows(QWidget):
    """Signals:
    changed: An answer changed.
    finished: The keys left the last row.
    """

    changed = Signal()
    finished = Signal()

    def __init__(
        self, measure: Measure, language: str, *, large: bool = False, only: Sequence[str] | None = None
    ) -> None:
        """``large``: the words are read aloud. ``only``: these items, instead of all of them."""
        super().__init__()
        self._measure = measure
        self._only = only
        items = [item for item in measure.items if only is None or item.id in only]
        usual, often = Counter(map(_meanings, items)).most_common(1)[0]
        self.rows = [
            AnswerRow(
                item,
                language,
                large=large,
                legend=often == 1 or _meanings(item) != usual,
            )
            for item in items
        ]
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, theme.px("space_12"), 0)
        column.setSpacing(0)
        asked = said(measure.asked, language) if only is None else ""
        if asked:
            column.addWidget(label(asked, "strong", wrap=True))
        if often > 1:
            # What most of them mean stands once above; a row that means something else says so itself.
            first = next(item for item in items if _meanings(item) == usual)
            column.addWidget(label(legend_of(first, language), "muted", wrap=True))
        for row in self.rows:
            column.addWidget(row)
            row.changed.connect(self._on_changed)
            row.went_on.connect(self._on_went_on)
            row.went_back.connect(self._on_went_back)
            row.went_to_end.connect(self._on_went_to_end)
        column.addStretch(1)
        self._scroll = ScrollArea(body, see_through=True) if only is None else None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll or body)
        self._show_asked()

    def answers(self) -> dict[str, int | None]:
        """Return what was typed; None was left out on purpose, what is not there has no answer yet."""
        return {row.item.id: row.box.value for row in self.rows if row.box.answered}

    def show_answers(self, answers: Mapping[str, int | None]) -> None:
        """Show answers; no signal is sent."""
        for row in self.rows:
            if row.item.id in answers:
                row.show_answer(answers[row.item.id])
        self._show_asked()

    def open_rows(self) -> list[AnswerRow]:
        """Return the rows that are asked and have no answer yet."""
        asked = self._asked()
        return [row for row in self.rows if row.item.id in asked and not row.box.answered and not row.item.optional]

    def leave_open_out(self) -> None:
        """Say of every row without an answer that there is none."""
        while rows := self.open_rows():
            for row in rows:
                row.show_answer(None)
        self._show_asked()
        self.changed.emit()

    def show_problem(self, item_id: str, sentence: str) -> bool:
        """Say what is wrong at an item, and put the keys there; return whether it is one of these."""
        row = next((one for one in self.rows if one.item.id == item_id), None)
        if row is None:
            return False
        row.set_error(sentence)
        self.go_to(row)
        return True

    def go_to_open(self) -> None:
        """Put the keys where the first answer is missing, or was left out, or at the first of all."""
        left_out = [row for row in self.rows if not row.isHidden() and row.box.value is None]
        self.go_to(next(iter([*self.open_rows(), *left_out]), self.rows[0]))

    def go_to(self, row: AnswerRow) -> None:
        """Put the keys into a row, and it into sight, with the next one below."""
        row.setFocus()
        if self._scroll is not None:
            self._scroll.ensureWidgetVisible(row, 0, row.height() + theme.px("space_24"))

    def _asked(self) -> set[str]:
        if self._only is not None:
            return set(self._only)
        return {item.id for item in scoring.asked(self._measure, self.answers())}

    def _show_asked(self) -> None:
        asked = self._asked()
        for row in self.rows:
            row.setVisible(row.item.id in asked or row.box.answered)

    def _on_changed(self) -> None:
        self._show_asked()
        self.changed.emit()

    def _on_went_on(self) -> None:
        self._step(1)

    def _on_went_back(self) -> None:
        self._step(-1)

    def _on_went_to_end(self) -> None:
        """Lead to the last row, where some forms have what stands for all before it: a level of risk."""
        self.go_to([row for row in self.rows if not row.isHidden()][-1])

    def _step(self, by: int) -> None:
        rows = [row for row in self.rows if not row.isHidden()]
        at = next((place for place, row in enumerate(rows) if row is self.sender()), 0)
        if at + by >= len(rows):
            self.finished.emit()
        else:
            self.go_to(rows[max(at + by, 0)])


def _meanings(item: Item) -> tuple[object, ...]:
    if item.choices:
        return tuple((choice.value, *sorted(choice.text.items())) for choice in item.choices)
    return (item.low, item.high, *(tuple(sorted(end.items())) for end in item.ends or ()))
