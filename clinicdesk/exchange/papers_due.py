"""A list of the overview of papers as a CSV file, for a spreadsheet."""

import csv
from io import StringIO
from pathlib import Path

from clinicdesk.desk import Desk
from clinicdesk.exchange.csv_table import guarded
from clinicdesk.exchange.outside import write_whole
from clinicdesk.language import _
from clinicdesk.records import access
from clinicdesk.records.consents.overview import OverviewLine, View, lines
from clinicdesk.records.patients import format_record_number


def export(desk: Desk, view: View, out: Path) -> int:
    """Write a list and return how many lines it has. Raises ``CannotWrite`` or ``DiskFull``.

    Recorded first: rather an entry for a file that could not be written than a file nobody knows of.
    """
    found = lines(desk, view)
    access.saved(desk, paper="papers-due", patient_id=None)
    # With the mark at its beginning a spreadsheet reads the names as they are written.
    write_whole(out, table(found).encode("utf-8-sig"))
    return len(found)


def table(found: list[OverviewLine]) -> str:
    """Return the lines as CSV, the header first."""
    into = StringIO()
    writer = csv.writer(into)
    heads = (_("Patient"), _("Record no."), _("Born"), _("Paper"), _("State"), _("To do"), _("Next visit"))
    writer.writerow(heads)
    for line in found:
        cells = (
            line.name,
            format_record_number(line.record_number),
            line.birth_date.isoformat() if line.birth_date else "",
            line.paper,
            line.state,
            line.note,
            line.next_visit.isoformat() if line.next_visit else "",
        )
        writer.writerow([guarded(cell) for cell in cells])
    return into.getvalue()
