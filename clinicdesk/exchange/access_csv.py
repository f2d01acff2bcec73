"""The access log as a CSV file: who did what, when, from where, about whom; for an auditor's spreadsheet."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.exchange.csv_table import guarded
from clinicdesk.exchange.outside import write_whole
from clinicdesk.language import _
from clinicdesk.records import access_log, anchors, log_choice
from clinicdesk.records.access_log import AccessLine
from clinicdesk.records.log_choice import LogChoice
from clinicdesk.storage.clock import as_text

LONGEST = 1_000_000
"""A spreadsheet takes no more rows (1,048,576)."""


def export(
    desk: Desk, choice: LogChoice, out: Path, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> int:
    """Write what is chosen of the log, and return how many entries.

    Recorded first: rather an entry for a file that could not be written than a file nobody knows of. Raises
    ``NotAllowed``, ``BadValue`` for more than a spreadsheet takes, ``CannotWrite`` or ``DiskFull``.
    """
    words, place = log_choice.words(desk, choice), anchors.stamp(desk)
    desk.record("access.export", patient=choice.patient_id, reason=words)
    into = StringIO()
    writer = csv.writer(into)
    writer.writerow([_("Entry"), _("When (UTC)"), _("Who"), _("What"), _("About"), _("Workstation"), _("Reason")])
    count = _write(desk, choice, writer, progress)
    writer.writerow([])
    writer.writerow([guarded(words), guarded(_("Record at {place}").format(place=place))])
    write_whole(out, into.getvalue().encode("utf-8-sig"))
    return count


def _write(desk: Desk, choice: LogChoice, writer: Any, progress: Callable[[int, int], None]) -> int:
    count, before = 0, None
    while page := log_choice.lines(desk, choice, access_log.PAGE * 5, before):
        for line in page:
            writer.writerow([guarded(cell) for cell in _cells(line)])
        count, before = count + len(page), page[-1].seq
        progress(count, 0)
        if count > LONGEST:
            raise BadValue(_("This is more than a spreadsheet takes. Choose fewer days."), "since")
    return count


def _cells(line: AccessLine) -> tuple[str, ...]:
    at = as_text(line.at)
    return (str(line.seq), at, line.staff_name, line.what, "; ".join(line.about), line.workstation, line.reason)
