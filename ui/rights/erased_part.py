"""What was erased on a legal ground: when, by whom and why. The content is gone, this stays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import erased
from clinicdesk.records.erased import Erasure, ground_name
from ui import theme
from ui.rights.erase_strip import EraseStrip
from ui.rights.pick_dialog import PickDialog
from ui.widgets.background import Background
from ui.widgets.button import button
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label


class ErasedPart(QWidget):
    """The list, and the way to erase a document or a chart before its time."""

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._table: RecordTable[Erasure] = RecordTable(_("Erased"), self._columns(), key=lambda one: one.at)
        self._table.set_empty_text(_("Nothing was ever erased."))
        self._strip = EraseStrip(desk, background)
        self._strip.over.connect(self.show_part)
        self._erase = button(_("&Erase content…"), icon="trash-2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_12"), 0, 0)
        column.setSpacing(theme.px("space_8"))
        note = _("A check of the record finds these places and passes them. Backups made before still hold them.")
        column.addWidget(label(note, "muted", wrap=True))
        column.addWidget(self._strip)
        column.addWidget(self._table, 1)
        column.addWidget(self._erase, 0, Qt.AlignmentFlag.AlignRight)
        self._erase.clicked.connect(self._on_erase)

    def _columns(self) -> list[Column[Erasure]]:
        return [
            Column(_("Day"), lambda one: format_date(self._desk.local(one.at).date()), 11),
            Column(_("By"), lambda one: one.by_name, 16),
            Column(_("Ground"), lambda one: ground_name(one.ground), 22),
            Column(_("Why"), lambda one: one.reason, 26, stretch=True),
            Column(_("Entries"), lambda one: str(one.entries), 7, right=True),
            Column(_("Papers"), lambda one: str(one.papers), 7, right=True),
        ]

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew whenever somebody comes to look."""
        super().showEvent(event)
        if not event.spontaneous():
            self.show_part()

    def _on_erase(self) -> None:
        dialog = PickDialog(self, self._desk)
        dialog.picked.connect(self._strip.ask)
        dialog.open()

    def show_part(self) -> None:
        """Show every erasure, the latest first."""
        self._table.show_rows(erased.all_of(self._desk))
