"""The list of one person: what deviates on top, then the oldest first."""

from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.records.to_sign import ToSign
from ui.widgets.chip import ChipText
from ui.widgets.record_table import Column, RecordTable


def columns() -> list[Column[ToSign]]:
    """Return the columns, for the place and for the short list on Today."""
    return [
        Column(_("From"), _since, 7, priority=3),
        Column(_("Patient"), _patient, 15, stretch=True, strong=True),
        Column(_("What"), _what, 15, stretch=True),
        Column(_("Why first"), _why, 16, priority=2, chips=chips),
    ]


class ItemTable(RecordTable[ToSign]):
    """One row for each thing that waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("List to sign"), columns(), key=_key)
        self.setParent(parent)
        self.set_empty_text(_("Nothing waits for your signature."))


def chips(item: ToSign) -> tuple[ChipText, ...]:
    """Return what makes a thing stand out: it was not as planned, or it waits too long."""
    found = []
    if item.deviations:
        found.append(ChipText(_("Not as planned"), "warn"))
    if item.overdue:
        found.append(ChipText(_("Overdue"), "danger"))
    return tuple(found)


def _since(item: ToSign) -> str:
    # Day and month: what waits is rarely older than a year, and then it says so in red.
    return formats.format_date(item.at)[:6]


def _patient(item: ToSign) -> str:
    return item.patient_name


def _what(item: ToSign) -> str:
    return item.what


def _why(item: ToSign) -> str:
    # What is read out and shown by the mouse; the chips are painted.
    return ". ".join((*(chip.text for chip in chips(item)), *item.deviations))


def _key(item: ToSign) -> str:
    return item.key
