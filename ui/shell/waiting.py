"""The waiting after wrong passwords: the button counts down and comes back by itself."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton

from clinicdesk.language import _


class Waiting(QObject):
    """Keeps a button from being pressed for some seconds, and says for how long.

    It only spares the person useless tries; that it is too soon is decided where passwords are checked.
    """

    def __init__(self, held: QPushButton, parent: QObject) -> None:
        super().__init__(parent)
        self._button = held
        self._words = ""
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_second)

    def begin(self, seconds: int) -> None:
        """Count down from ``seconds``; 0 lets the button be."""
        if seconds <= 0:
            return
        if not self._left:
            self._words = self._button.text()
        self._left = seconds
        self._button.setEnabled(False)
        self._show()
        self._timer.start()

    def end(self) -> None:
        """Let the button be: somebody else is about to try, who need not wait."""
        if self._left:
            self._left = 0
            self._timer.stop()
            self._button.setEnabled(True)
            self._button.setText(self._words)

    def is_on(self) -> bool:
        """Whether it is too soon to try again."""
        return self._left > 0

    def _show(self) -> None:
        self._button.setText(_("Wait {seconds} s").format(seconds=self._left))

    def _on_second(self) -> None:
        if self._left > 1:
            self._left -= 1
            self._show()
        else:
            self.end()
