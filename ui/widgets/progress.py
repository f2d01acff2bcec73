"""How far a long piece of work has come, with Cancel."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.words import label


class Progress(QWidget):
    """A sentence, a bar and a button.

    Signals:
        cancelled: The person pressed Cancel; the button then waits for the work to stop.
    """

    cancelled = Signal()

    def __init__(self, sentence: str, *, can_cancel: bool = True) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        self._words = label(sentence, wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(sentence)
        self._count = label(role="small")
        self._cancel = button(_("Cancel"))
        self._cancel.clicked.connect(self._on_cancel)
        self.setFocusProxy(self._cancel)
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        row.addWidget(self._cancel)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        column.addLayout(row)
        # After it has its parent: shown before, it would flash up as a window of its own.
        self._cancel.setVisible(can_cancel)

    def start(self, sentence: str) -> None:
        """Begin anew with another piece of work."""
        self._bar.setAccessibleName(sentence)
        self._cancel.setEnabled(True)
        self.show_progress(0, 0, sentence)

    def show_progress(self, done: int, total: int, sentence: str = "") -> None:
        """Show ``done`` of ``total``; a total of 0 means that it cannot be known."""
        if sentence:
            self._words.setText(sentence)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(_("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}") if total else "")

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._words.setText(_("Stopping…"))
        self.cancelled.emit()
