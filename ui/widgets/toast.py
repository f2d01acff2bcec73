"""A short word that something was done, with Undo; it floats above the page and goes by itself."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.words import announce, label

SHOWN_MS = 10_000
"""Ten seconds at the least: long enough to read and to reach Undo. Clinical alerts are never toasts."""


class Toast(QFrame):
    """Floats at the bottom of ``over``. It waits while the mouse is on it or its button has the focus.

    Signals:
        action_taken: The person pressed its button, usually Undo.
    """

    action_taken = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setProperty("role", "toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_16"), theme.px("space_8"), theme.px("space_8"), theme.px("space_8"))
        row.setSpacing(theme.px("space_16"))
        self._words = label()
        self._button = button("")
        row.addWidget(self._words)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._on_time_over)
        self._button.clicked.connect(self._on_clicked)
        over.installEventFilter(self)
        self.setAccessibleName(_("Message"))
        self.hide()

    def show_toast(self, sentence: str, action: str = "") -> None:
        """Show a sentence for ten seconds; a new one takes the place of the one before."""
        self._words.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        area = self._over.rect()
        self.move((area.width() - self.width()) // 2, area.height() - self.height() - theme.px("space_24"))

    def _on_time_over(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _on_clicked(self) -> None:
        self.hide()
        self.action_taken.emit()
