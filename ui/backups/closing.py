"""The backup of the evening: made when the window is closed, with progress and a way to close without it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.backups import Copy, Made
from ui import theme
from ui.backups import work
from ui.shell.long_work import LongWork
from ui.shell.over_the_lock import STAYS
from ui.widgets.button import button
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class ClosingBackup(QDialog):
    """Says what is going on, and lets nobody wait who cannot. Escape stays in the program.

    Signals:
        may_close: The backup is made, or the person closes without it.
    """

    may_close = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        # It shows nobody's name, and the lock must not hide why the window is still there.
        self.setProperty(STAYS, True)
        title = _("The backup of today")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._problem = MessageStrip()
        self._progress = Progress(_("What was recorded is copied to the places for backups."), can_cancel=False)
        self._without = button(_("&Close without it"))
        self._stay = button(_("&Stay in ClinicDesk"))
        self._build(title)
        self._without.clicked.connect(self._on_without)
        self._stay.clicked.connect(self.reject)
        self._work = LongWork(
            work.OnOwnConnection(Desk.of_system(desk.clinic, desk.workstation), work.make_closing), self
        )
        self._work.progressed.connect(self._progress.show_progress)
        self._work.done.connect(self._on_done)
        self._work.failed.connect(self._on_failed)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_12"))
        column.addWidget(label(title, "h2"))
        column.addWidget(self._problem)
        column.addWidget(self._progress)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addStretch(1)
        row.addWidget(self._stay)
        row.addWidget(self._without)
        column.addLayout(row)
        self.setMinimumWidth(theme.px("base") * 34)

    def begin(self) -> None:
        """Show it and begin."""
        self.open()
        self._work.start()

    def reject(self) -> None:
        """Stay: what is not finished is given up, and made at the next occasion."""
        self._give_up()
        super().reject()

    def _on_without(self) -> None:
        self._give_up()
        self.accept()
        self.may_close.emit()

    def _give_up(self) -> None:
        self._work.blockSignals(True)
        self._work.cancel()

    def _on_done(self, made: list[Made] | list[Copy]) -> None:
        failed = [one.problem for one in made if one.problem and not one.place.offline]
        # Where one place has it, what is wrong with another one stands below every place tomorrow.
        if failed and all(one.problem for one in made):
            self._tell(" ".join(failed))
            return
        self.accept()
        self.may_close.emit()

    def _on_failed(self, problem: ClinicDeskError) -> None:
        self._tell(str(problem))

    def _tell(self, sentence: str) -> None:
        self._progress.hide()
        self._problem.show_message("warn", sentence)
        self._without.setFocus()
