"""What a place says while it holds nothing: one sentence and, if there is one, the next step."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui import icons, theme
from ui.widgets.button import button
from ui.widgets.words import label


class EmptyState(QWidget):
    """An icon, a sentence, a button.

    Signals:
        action_taken: The person pressed the button.
    """

    action_taken = Signal()

    def __init__(self, sentence: str, action: str = "", icon: str = "") -> None:
        super().__init__()
        self._icon_name = icon
        column = QVBoxLayout(self)
        column.setSpacing(theme.px("space_12"))
        column.addStretch(1)
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = label(sentence, "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = button(action)
        self._button.clicked.connect(self._on_clicked)
        column.addWidget(self._icon)
        column.addWidget(self._words)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        # Only now: shown before they had a place here, they would flash up as windows of their own.
        self._icon.setVisible(bool(icon))
        self._offer(action)
        self._tint()

    def show_sentence(self, sentence: str, action: str = "") -> None:
        """Say something else."""
        self._words.setText(sentence)
        self._offer(action)

    def _offer(self, action: str) -> None:
        self._button.setText(action)
        self._button.setVisible(bool(action))
        # Tab would get stuck before a proxy that is not there.
        self.setFocusProxy(self._button if action else None)  # type: ignore[arg-type]  # None takes it away

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_words"):
            self._tint()

    def _tint(self) -> None:
        if self._icon_name:
            side = theme.px("timer")
            self._icon.setPixmap(icons.pixmap(self._icon_name, "neutral_line", side, self.devicePixelRatioF()))

    def _on_clicked(self) -> None:
        self.action_taken.emit()
