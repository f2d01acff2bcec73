"""The thin bar under every place: how old the last copy of the record is. Quiet as long as all is well."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui import theme
from ui.widgets.cut_label import CutLabel
from ui.widgets.words import announce


class StatusBar(QFrame):
    """One line of words. It takes no tab stop; its words stand in Administration too, which has a key.

    Signals:
        backups_wanted: It was clicked by somebody who may do something about it.
    """

    backups_wanted = Signal()

    def __init__(self, *, leads_on: bool) -> None:
        """Make an empty one; ``leads_on`` tells whether a click leads to the backups."""
        super().__init__()
        self.setProperty("role", "status_bar")
        self._leads_on = leads_on
        self._words = CutLabel("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_16"), 0, theme.px("space_12"), 0)
        row.addWidget(self._words)
        # Its room is kept from the first moment, so that nothing moves when its words come.
        self.setFixedHeight(theme.px("small") + theme.px("space_12"))
        if leads_on:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def words(self) -> str:
        """Return what it says."""
        return self._words.text()

    def show_words(self, words: str, tone: str) -> None:
        """Say something; ``tone`` is empty where all is well, else ``warn`` or ``danger``."""
        if words == self._words.text() and tone == (self._words.property("tone") or ""):
            return
        worse = bool(tone) and tone != (self._words.property("tone") or "")
        self._words.setText(words)
        self._words.setAccessibleName(words)
        theme.set_state(self._words, "tone", tone)
        if worse:
            announce(self, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lead to the backups."""
        super().mousePressEvent(event)
        if self._leads_on:
            self.backups_wanted.emit()
