"""The protocols as a section of the settings: which version is in use, who stands for it, what nobody has verified."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import adopted_protocols, protocol_numbers, protocols
from clinicdesk.records.adopted_protocols import Offered
from ui import theme
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip


class ProtocolsSection(QWidget):
    """A list of the protocols.

    Signals:
        protocol_opened(str): One to look at or change, by its id.
    """

    protocol_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._faults = MessageStrip()
        self._open = button(_("&Open protocol"), icon="pencil")
        self._table: RecordTable[Offered] = RecordTable(
            _("List of protocols"), self._columns(), key=lambda one: one.protocol.id
        )
        self._table.setMinimumHeight(theme.px("row") * 5)
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._faults)
        column.addLayout(row)
        column.addWidget(self._table, 1)
        self._open.clicked.connect(self._on_open)
        self._table.row_activated.connect(self._on_activated)
        self.show_protocols()

    def _columns(self) -> list[Column[Offered]]:
        return [
            Column(_("Protocol"), lambda one: one.protocol.title, 40, stretch=True, strong=True),
            Column(_("Version"), lambda one: str(one.version), 8, right=True),
            Column(_("Adopted by"), self._adopted, 30, priority=2),
            Column(_("Numbers"), lambda one: _checked(one).text, 26, chips=lambda one: (_checked(one),)),
        ]

    def show_protocols(self) -> None:
        """Read the protocols anew; the same one stays chosen."""
        self._table.show_rows(list(adopted_protocols.offered(self._desk).values()))
        if self._table.selected() is None and self._table.rows():
            self._table.select_key(self._table.rows()[0].protocol.id)
        problems = protocols.load_all()[1]
        if problems:
            where = _("{file}, line {line}: {sentence}")
            told = [where.format(file=one.file, line=one.line, sentence=one.sentence) for one in problems]
            self._faults.show_message(
                "warn", _("A file that came with the program is left out.") + "\n" + "\n".join(told)
            )
        else:
            self._faults.clear()

    def refresh(self, changed: Changed) -> None:
        """Show what was adopted meanwhile."""
        if "adopted_protocols" in changed.tables:
            self.show_protocols()

    def _adopted(self, one: Offered) -> str:
        if one.adopted_by is None or one.adopted_at is None:
            return _("As it came with the program")
        day = formats.format_date(self._desk.local(one.adopted_at).date())
        return _("{name}, {day}").format(name=one.adopted_by, day=day)

    def _on_open(self) -> None:
        if one := self._table.selected():
            self.protocol_opened.emit(one.protocol.id)

    def _on_activated(self, one: Offered) -> None:
        self.protocol_opened.emit(one.protocol.id)


def _checked(one: Offered) -> ChipText:
    """Say how many parts nobody has verified against their source."""
    open_parts = sum(section.unverified for section in protocol_numbers.sections(one.text))
    if not open_parts:
        return ChipText(_("Verified"), "ok")
    words = ngettext("{count} part not verified", "{count} parts not verified", open_parts)
    return ChipText(words.format(count=open_parts), "warn")
