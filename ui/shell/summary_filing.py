"""Files the summary of whatever session this person signs or adds to, beside the window, right after it is recorded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records.sessions import summaries
from ui.widgets.background import Background, Ticket

_TABLES = frozenset({"signatures", "addenda", "late_events"})


class SummaryFiling(QObject):
    """Told of every change. What is not filed is looked for in the file, so nothing is forgotten between two."""

    def __init__(self, desk: Desk, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = background

    def look(self, changed: Changed) -> None:
        """File the summaries of the patients a change is about, where any waits."""
        if not changed.tables & _TABLES or not changed.patients or not self._may():
            return
        waiting = [patient for patient in changed.patients if summaries.waiting(self._desk, patient)]
        if waiting:
            self._background.run(self._work(waiting), self._on_done, self._on_problem)

    def _may(self) -> bool:
        return self._desk.sees("clinical") and self._desk.may("document.file")

    def _work(self, patients: list[str]) -> Callable[[Ticket], None]:
        desk = self._desk

        def work(ticket: Ticket) -> None:
            # reportlab is loaded here, beside the window.
            from clinicdesk.printing import summary_filing

            with desk.beside() as beside:
                for patient in patients:
                    ticket.check()
                    summary_filing.file_waiting(beside, patient)

        return work

    def _on_done(self, _nothing: None) -> None:
        """The document shows itself: whoever lists documents is told of the new one."""

    def _on_problem(self, problem: BaseException) -> None:
        """Leave what a person can mend to the next time; anything else is a fault of the program."""
        if not isinstance(problem, ClinicDeskError):
            raise problem
