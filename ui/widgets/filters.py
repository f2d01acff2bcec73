"""A row of filters with counts, of which exactly one is on; it wraps where it does not fit."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QWidget

from ui import theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout


class Filters(QWidget):
    """Buttons such as "Arrived 2". The first one is on at the start and comes back when the chosen one goes.

    Signals:
        filter_chosen(str): The key of the filter now on.
    """

    filter_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._row = FlowLayout(theme.px("space_8"), theme.px("space_4"), self)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._on_clicked)
        self._buttons: dict[str, QPushButton] = {}

    def show_filters(self, filters: Sequence[tuple[str, str, int]]) -> None:
        """Show filters as key, words and count; those shown already only change their count."""
        keys = [key for key, _words, _count in filters]
        if list(self._buttons) != keys:
            self._rebuild(keys)
        for key, words, count in filters:
            made = self._buttons[key]
            made.setText(f"{words}  {count}".replace("&", "&&"))
            made.setAccessibleName(f"{words} {count}")

    def chosen(self) -> str:
        """Return the key of the filter that is on."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def choose(self, key: str) -> None:
        """Put a filter on; no signal is sent."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def _rebuild(self, keys: Sequence[str]) -> None:
        before = self.chosen()
        while self._row.takeAt(0) is not None:
            pass
        for old in self._buttons.values():
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        self._buttons = {}
        order: list[QWidget] = [self]
        for key in keys:
            made = button("", kind="filter")
            made.setCheckable(True)
            self._buttons[key] = made
            self._group.addButton(made)
            self._row.addWidget(made)
            order.append(made)
        self._set_tab_order(order)
        chosen = before if before in self._buttons else next(iter(keys), "")
        self.choose(chosen)

    def _set_tab_order(self, order: Sequence[QWidget]) -> None:
        """Let Tab come to the buttons where they are seen; it would come last to what was made last."""
        # Qt puts in order only what can have the focus itself.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _on_clicked(self, pressed: QAbstractButton) -> None:
        key = next(key for key, made in self._buttons.items() if made is pressed)
        self.filter_chosen.emit(key)
