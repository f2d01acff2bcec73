"""The card that lists every record of a registration by kind and day: what is read under the other one afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.language import _, ngettext
from clinicdesk.records.merging import Attached
from ui import theme
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable

_ROWS_SEEN = 8


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    kind: str
    day: str
    detail: str


class RecordsCard(Card):
    """Every record with its day; what hangs on another record is counted."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._title_words = title
        self._table: RecordTable[_Line] = RecordTable(
            title,
            [
                Column(_("Kind"), lambda line: line.kind, 20, stretch=True, strong=True),
                Column(_("Day"), lambda line: line.day, 26),
                Column("", lambda line: line.detail, 24, 2, stretch=True),
            ],
            lambda line: line.key,
            dense=True,
        )
        self._table.set_empty_text(_("Nothing is recorded there."))
        self._table.setMinimumHeight(theme.px("target") * _ROWS_SEEN)
        self.add(self._table)

    def show_records(self, groups: Sequence[Attached]) -> None:
        """Show the records of one registration."""
        count = sum(group.count for group in groups)
        self.set_note(ngettext("{count} record", "{count} records", count).format(count=count) if count else "")
        self._table.show_rows([line for group in groups for line in _lines(group)])

    def table(self) -> QWidget:
        """Return the table, to be given the keys."""
        return self._table


def _lines(group: Attached) -> list[_Line]:
    if group.records:
        return [
            _Line(record.id, group.name, formats.format_date(record.day), record.detail) for record in group.records
        ]
    first, last = (formats.format_date(day) for day in (group.first, group.last))
    days = first if first == last else _("{first} to {last}").format(first=first, last=last)
    words = ngettext("{count} in these records", "{count} in these records", group.count).format(count=group.count)
    return [_Line(group.table, group.name, days, words)]
