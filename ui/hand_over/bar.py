"""The bar above what the patient was handed: type size, light or dark, and the way back to staff."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui import icons, theme
from ui.theme.tokens import DARK_SCHEMES
from ui.widgets.button import button
from ui.widgets.words import label

PERCENTS = (100, 115, 130, 150, 175, 200)
"""The sizes of the type that can be chosen."""


class HandOverBar(QFrame):
    """No Alt letters: the content below has its own, in any language.

    Signals:
        percent_chosen(int): Another size of the type.
        scheme_chosen(str): ``light`` or ``dark``.
        give_back_wanted: The button for staff was pressed.
    """

    percent_chosen = Signal(int)
    scheme_chosen = Signal(str)
    give_back_wanted = Signal()

    def __init__(self, title: str, words: Mapping[str, str], percent: int, scheme: str) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._words = words
        self._percent = percent
        self._scheme = scheme
        self._smaller = button("A−")
        self._larger = button("A+")
        self._smaller.setAccessibleName(words["hand_over_smaller"])
        self._larger.setAccessibleName(words["hand_over_larger"])
        self._look = button("")
        self._give_back = button(words["hand_over_give_back"], icon="log-out")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_24"), theme.px("space_8"), theme.px("space_16"), theme.px("space_8"))
        row.setSpacing(theme.px("space_8"))
        row.addWidget(label(title, "h3", wrap=True), 1)
        for made in (self._smaller, self._larger, self._look, self._give_back):
            row.addWidget(made)
        self._show()
        self._connect()

    def _connect(self) -> None:
        self._smaller.clicked.connect(self._on_smaller)
        self._larger.clicked.connect(self._on_larger)
        self._look.clicked.connect(self._on_look)
        self._give_back.clicked.connect(self.give_back_wanted)
        for keys in ("Ctrl++", "Ctrl+="):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_larger)
        QShortcut(QKeySequence("Ctrl+-"), self).activated.connect(self._on_smaller)

    def _show(self) -> None:
        self._smaller.setEnabled(self._percent > PERCENTS[0])
        self._larger.setEnabled(self._percent < PERCENTS[-1])
        other = "light" if self._scheme in DARK_SCHEMES else "dark"
        self._look.setText(self._words[f"hand_over_{other}"])
        self._look.setAccessibleName(self._words[f"hand_over_{other}_name"])
        self._look.setIcon(icons.icon("sun" if other == "light" else "moon"))

    def _on_smaller(self) -> None:
        self._choose(max((step for step in PERCENTS if step < self._percent), default=PERCENTS[0]))

    def _on_larger(self) -> None:
        self._choose(min((step for step in PERCENTS if step > self._percent), default=PERCENTS[-1]))

    def _choose(self, percent: int) -> None:
        if percent == self._percent:
            return
        self._percent = percent
        self.percent_chosen.emit(percent)
        self._show()

    def _on_look(self) -> None:
        self._scheme = "light" if self._scheme in DARK_SCHEMES else "dark"
        self.scheme_chosen.emit(self._scheme)
        self._show()
