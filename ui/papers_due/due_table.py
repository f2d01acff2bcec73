"""The table of papers: whose, which, where it stands, and when the patient comes next."""

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.records.consents.overview import OverviewLine
from clinicdesk.records.patients import format_record_number
from ui.widgets.chip import ChipText
from ui.widgets.record_table import Column, RecordTable


class DueTable(RecordTable[OverviewLine]):
    """Lines of one list, whoever comes next first."""

    def __init__(self) -> None:
        super().__init__(_("Papers"), _columns(), lambda line: line.key)


def _columns() -> list[Column[OverviewLine]]:
    return [
        Column(_("Patient"), lambda line: line.name, 17, strong=True, stretch=True),
        Column(_("Born"), lambda line: formats.format_date(line.birth_date), 11, priority=4),
        Column(_("Record no."), lambda line: format_record_number(line.record_number), 9, priority=5),
        Column(_("Paper"), lambda line: line.paper, 20, stretch=True),
        Column(_("State"), lambda line: line.state, 18, chips=_state),
        Column(_("To do"), lambda line: line.note, 22, priority=3),
        Column(_("Next visit"), next_visit, 15, priority=2, quiet=lambda line: line.next_visit is None),
    ]


def next_visit(line: OverviewLine) -> str:
    """Return the day of the next visit, or that none is planned."""
    return formats.format_day(line.next_visit) if line.next_visit else _("None planned")


def _state(line: OverviewLine) -> tuple[ChipText, ...]:
    return (ChipText(line.state, line.kind),)
