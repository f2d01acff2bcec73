"""What the import does beside the window: each piece opens the clinic file for itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.exchange.patient_import import Outcome, PatientImport
from clinicdesk.records import import_batches
from ui.widgets.background import Ticket

Work = Callable[[Ticket], Any]

TOLD_EVERY = 10
"""Progress is told after so many patients: the eye sees no more, and the window has other things to do."""


def count(desk: Desk, source: Path, strip_digits: bool) -> Work:
    """Return the work that counts what an import would do."""

    def work(_ticket: Ticket) -> Outcome:
        with desk.beside() as beside:
            return PatientImport(source, strip_digits=strip_digits).dry_run(beside)

    return work


def bring_in(desk: Desk, source: Path, strip_digits: bool) -> Work:
    """Return the work that imports."""

    def work(ticket: Ticket) -> Outcome:
        with desk.beside() as beside:
            return PatientImport(source, strip_digits=strip_digits).run(beside, _teller(ticket))

    return work


def take_back(desk: Desk, batch_id: str) -> Work:
    """Return the work that voids a broken-off import; its result is how many patients it voided."""

    def work(ticket: Ticket) -> int:
        with desk.beside() as beside:
            return import_batches.void(beside, batch_id, report=_teller(ticket))

    return work


def _teller(ticket: Ticket) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done % TOLD_EVERY == 0:
            ticket.report(done, total)
        else:
            ticket.check()

    return tell
