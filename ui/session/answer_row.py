"""A row of buttons of which one is pressed: the answer to one question. Nothing is pressed beforehand."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout
from ui.widgets.text_field import TextField
from ui.widgets.words import label

Value = TypeVar("Value")


class AnswerRow(QWidget, Generic[Value]):
    """A question and its answers; each button is called ``question: answer`` for who does not see it.

    Signals:
        chosen: Another answer was given.
    """

    chosen = Signal()

    def __init__(self, question: str, answers: Sequence[tuple[Value, str]], hint: str = "") -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._values: dict[QPushButton, Value] = {}
        row = FlowLayout(theme.px("space_8"), theme.px("space_4"))
        for value, words in answers:
            made = button(words, kind="filter")
            made.setCheckable(True)
            made.setAccessibleName(f"{question}: {words}")
            self._group.addButton(made)
            self._values[made] = value
            made.toggled.connect(self._on_toggled)
            row.addWidget(made)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space_4"))
        self._column.addWidget(label(question, wrap=True))
        if hint:
            self._column.addWidget(label(hint, "muted", wrap=True))
        self._column.addLayout(row)
        self.setFocusProxy(next(iter(self._values)))

    def value(self) -> Value | None:
        """Return the answer, or None while there is none."""
        return next((value for made, value in self._values.items() if made.isChecked()), None)

    def set_value(self, value: Value | None) -> None:
        """Show an answer given before."""
        for made, one in self._values.items():
            if one == value:
                made.setChecked(True)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the buttons that belongs to the answer."""
        self._column.addWidget(widget)

    def _on_toggled(self, on: bool) -> None:
        if on:
            self.chosen.emit()


class YesNo(AnswerRow[bool]):
    """No or yes; a yes opens a field for what was said, and where ``decide`` is given, one for why it goes on."""

    def __init__(self, question: str, words: str, *, decide: str = "", hint: str = "") -> None:
        super().__init__(question, ((False, _("No")), (True, _("Yes"))), hint)
        self.words = TextField(words, required=True)
        self.decision = TextField(decide, hint=_("Your decision. Left empty, the start waits for one."))
        self._decides = bool(decide)
        for line in (self.words, self.decision):
            self.add_below(line)
            line.hide()
        self.chosen.connect(self._on_chosen)

    def _on_chosen(self) -> None:
        yes = self.value() is True
        self.words.setVisible(yes)
        self.decision.setVisible(yes and self._decides)
