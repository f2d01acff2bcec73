"""A strip that says something about the whole page, with one action at most. It stays until it is dealt with."""

from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from ui import icons, theme
from ui.widgets.button import button
from ui.widgets.words import announce, label

Tone = Literal["info", "ok", "warn", "danger"]

_ICONS = {"info": "info", "ok": "circle-check", "warn": "triangle-alert", "danger": "circle-alert"}


class MessageStrip(QFrame):
    """One sentence with an icon, hidden until ``show_message``.

    Signals:
        action_taken: The person pressed the strip's button.
    """

    action_taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self._tone: Tone = "info"
        self._icon_name = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_12"), theme.px("space_4"), theme.px("space_8"), theme.px("space_4"))
        row.setSpacing(theme.px("space_8"))
        self._icon = QLabel()
        self._words = label(wrap=True)
        # A word too long for the room is cut, and not the button beside it.
        self._words.setMinimumWidth(1)
        self._button = button("", kind="quiet")
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._button.clicked.connect(self._on_clicked)
        self.setMinimumHeight(theme.px("field") + theme.px("space_8"))
        self.hide()

    def show_message(self, tone: Tone, sentence: str, action: str = "", icon: str = "") -> None:
        """Show a sentence; ``action`` is the button's text, with its mnemonic."""
        said_before = self.isVisible() and self._words.text() == sentence
        self._tone, self._icon_name = tone, icon or _ICONS[tone]
        self._words.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        theme.set_state(self, "tone", tone)
        theme.set_state(self._words, "tone", tone)
        self._tint()
        self.show()
        if not said_before:
            announce(self, sentence, urgent=tone == "danger")

    def message(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def clear(self) -> None:
        """Hide the strip."""
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_icon") and self._icon_name:
            self._tint()

    def _tint(self) -> None:
        side = theme.px("icon")
        self._icon.setPixmap(icons.pixmap(self._icon_name, f"{self._tone}_fg", side, self.devicePixelRatioF()))

    def _on_clicked(self) -> None:
        self.action_taken.emit()
