"""A field in which one of a few things is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox

from clinicdesk.language import _
from ui.widgets.field import Field


class ChoiceField(Field):
    """A drop-down list. Nothing is chosen until the person chooses; the wheel never changes it by accident.

    ``choices`` are pairs of a value and its words. ``value()`` is the chosen value or ``None``.
    """

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[object, str]],
        *,
        required: bool = False,
        hint: str = "",
        placeholder: str | None = None,
    ) -> None:
        self.combo = QComboBox()
        super().__init__(label, self.combo, required=required, hint=hint)
        self.combo.setPlaceholderText(_("Choose…") if placeholder is None else placeholder)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.installEventFilter(self)
        self.set_choices(choices)
        self.combo.activated.connect(self._on_activated)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Replace what can be chosen; nothing is chosen afterwards."""
        self._values = [value for value, _words in choices]
        self.combo.clear()
        self.combo.addItems([words for _value, words in choices])
        self.combo.setCurrentIndex(-1)

    def value(self) -> object | None:
        """Return the chosen value, or ``None`` when nothing was chosen."""
        index = self.combo.currentIndex()
        return self._values[index] if index >= 0 else None

    def words_of(self, value: object) -> str:
        """Return what a value is called here; one that is not among the choices, nothing."""
        return self.combo.itemText(self._values.index(value)) if value in self._values else ""

    def set_value(self, value: object | None) -> None:
        """Choose a value, or nothing; no signal is sent. A value that is not among the choices chooses nothing."""
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self.clear_message()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the page instead of changing the choice."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _on_activated(self, _index: int) -> None:
        self._on_edited()
        self.left.emit()
