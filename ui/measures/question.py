"""One question in the patient's hands: its words, its answers to touch, and the right to leave it out."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from clinicdesk.rules.measure import Item
from ui import theme
from ui.measures.said import item_number, said
from ui.measures.scale_choice import ScaleChoice
from ui.widgets.big_choice import BigChoice
from ui.widgets.words import label


class Question(QWidget):
    """Shows one item. Not answered and left out are two things: ``answered`` tells them apart.

    Signals:
        changed: An answer was chosen.
        touched: It was chosen by finger or mouse, which may lead on by itself.
    """

    changed = Signal()
    touched = Signal()

    def __init__(self, item: Item, language: str, words: Mapping[str, str]) -> None:
        super().__init__()
        self.item = item
        self._words = words
        self._place = label("", "muted")
        self._scale: ScaleChoice | None = None
        self._choices: dict[int, BigChoice] = {}
        text = self._text = said(item.text, language)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_8"), 0, theme.px("space_16"))
        column.setSpacing(theme.px("space_4"))
        column.addWidget(self._place)
        column.addWidget(label(text, "h2", wrap=True))
        column.addSpacing(theme.px("space_8"))
        self._group = QButtonGroup(self)
        if item.choices:
            for choice in item.choices:
                self._choices[choice.value] = self._choice(said(choice.text, language))
                column.addWidget(self._choices[choice.value])
        else:
            ends = item.ends or ({}, {})
            self._scale = ScaleChoice(item.low, item.high, (said(ends[0], language), said(ends[1], language)), text)
            self._scale.changed.connect(self._on_scale)
            self._scale.touched.connect(self.touched)
            column.addWidget(self._scale)
        column.addSpacing(theme.px("space_8"))
        self._rather_not = self._choice(words["ask_rather_not"])
        column.addWidget(self._rather_not)
        self._was_touched = False

    def _choice(self, words: str) -> BigChoice:
        choice = BigChoice(words, one_of_several=True)
        self._group.addButton(choice.mark)
        choice.changed.connect(self._on_changed)
        for part in (choice, choice.mark):
            part.installEventFilter(self)
        return choice

    def show_number(self, number: int, count: int) -> None:
        """Say which question of how many it is."""
        place = self._words["ask_place"].format(number=number, count=count)
        self._place.setText(place)
        self._place.setVisible(count > 1)
        self.setAccessibleName(f"{place}: {self._text}")

    @property
    def named(self) -> str:
        """Its words, after the number it has on the sheet."""
        number = item_number(self.item)
        return f"{number}. {self._text}" if number else self._text

    @property
    def answered(self) -> bool:
        """Whether an answer was chosen, or that there shall be none."""
        return self._rather_not.is_chosen() or self.value is not None

    @property
    def value(self) -> int | None:
        """The value that was chosen, or None."""
        if self._scale is not None:
            return None if self._rather_not.is_chosen() else self._scale.value()
        return next((value for value, choice in self._choices.items() if choice.is_chosen()), None)

    def show_answer(self, value: int | None) -> None:
        """Show an answer that was kept, None for one that was left out; no signal is sent."""
        chosen = self._choices.get(value, self._rather_not) if value is not None else self._rather_not
        if self._scale is not None and value is not None:
            self._scale.show_value(value)
            return
        chosen.choose()

    def focus_here(self) -> None:
        """Put the keys where the answer is given."""
        chosen = next((one for one in (*self._choices.values(), self._rather_not) if one.is_chosen()), None)
        first = chosen or self._scale or next(iter(self._choices.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice whether an answer comes by a touch or by a key: arrow keys pass by answers that are not meant."""
        if event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.KeyPress):
            self._was_touched = event.type() == QEvent.Type.MouseButtonRelease
        return super().eventFilter(watched, event)

    def _on_scale(self) -> None:
        self._group.setExclusive(False)
        self._rather_not.choose(False)
        self._group.setExclusive(True)
        self.changed.emit()

    def _on_changed(self) -> None:
        chosen = [one for one in (*self._choices.values(), self._rather_not) if one.is_chosen()]
        if not chosen:
            return
        if self._scale is not None:
            self._scale.show_value(None)
        self.changed.emit()
        if self._was_touched:
            self.touched.emit()
