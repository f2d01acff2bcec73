"""Prints the chair sheet on this PC's own printer when a treatment starts, where this PC is set to."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import access


class ChairSheet(QObject):
    """Asks nothing and opens nothing: whoever starts an infusion looks at the patient.

    Signals:
        told(str, str): A kind of message and a sentence: printed, or why not.
    """

    told = Signal(str, str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def print_for(self, session_id: str) -> None:
        """Print the sheet of a session that has just started."""
        from clinicdesk.printing.papers import PaperRequest, build
        from ui.shell.print_out import print_at_once

        try:
            paper = build(self._desk, PaperRequest("chair-sheet", session_id))
            if print_at_once(paper.content):
                access.printed(self._desk, paper="chair-sheet", patient_id=paper.patient_id)
                self.told.emit("ok", _("The chair sheet is given to the printer."))
                return
        except ClinicDeskError as problem:
            self.told.emit("danger", str(problem))
            return
        self.told.emit("warn", _("No printer took the chair sheet. Print it from Papers on the session."))
