"""Erasing beside the window: asks, shows that it goes on, and says what was erased and what still holds it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records.erased import Ground
from clinicdesk.records.erasing import Done
from ui.rights.erase_dialog import EraseDialog, Picked
from ui.widgets.background import Background, Ticket
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip


class EraseStrip(QWidget):
    """Hidden but for its messages.

    Signals:
        over: It was erased, or it failed; what is shown is to be read anew.
    """

    over = Signal()

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._picked: Picked | None = None
        self._strip = MessageStrip()
        self._progress = Progress(_("It is being erased, also from the free parts of the files…"), can_cancel=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addWidget(self._progress)
        self._progress.hide()

    def ask(self, picked: Picked) -> None:
        """Ask for ground and reason, and erase it then."""
        self._picked = picked
        dialog = EraseDialog(self, picked)
        dialog.erase_wanted.connect(self._on_wanted)
        dialog.open()

    def show_problem(self, sentence: str) -> None:
        """Say what went wrong."""
        self._strip.show_message("danger", sentence)

    def _on_wanted(self, ground: str, reason: str) -> None:
        picked, desk = self._picked, self._desk
        if picked is None:
            return

        def work(_ticket: Ticket) -> Done:
            with desk.beside() as beside:
                return picked.erase(beside, Ground(ground), reason)

        self._strip.clear()
        self._progress.show()
        self._background.run(work, self._on_done, self._on_failed)

    def _on_done(self, done: Any) -> None:
        self._progress.hide()
        self._strip.show_message("ok", told(done))
        self._desk.clinic.refresh()
        self.over.emit()

    def _on_failed(self, problem: BaseException) -> None:
        self._progress.hide()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self.show_problem(str(problem))
        self.over.emit()


def told(done: Done) -> str:
    """Return what was erased and what still holds it, as sentences."""
    entries = ngettext("{count} entry", "{count} entries", done.entries).format(count=done.entries)
    papers = ngettext("{count} paper", "{count} papers", done.papers).format(count=done.papers)
    parts = [_("Erased: {entries} and {papers}.").format(entries=entries, papers=papers)]
    if not done.is_swept:
        parts.append(_("Another window or PC has the file open: the last trace goes when it has closed."))
    return " ".join([*parts, *done.backups])
