"""How a note came to say what it says: every text it had, and what differs from the one before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import note_history
from clinicdesk.records.note_history import NoteVersion
from ui import theme
from ui.widgets.button import button
from ui.widgets.differences_view import DifferencesView
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label


class HistoryDialog(QDialog):
    """The versions on the left, the newest marked; on the right what changed in the marked one."""

    def __init__(self, desk: Desk, over: QWidget, note_id: str, title: str) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._versions = note_history.versions(desk, note_id)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Changes of the note"))
        self.setAccessibleName(_("Changes of the note"))
        self._build(title)
        self._table.row_selected.connect(self._on_selected)
        self._everything.toggled.connect(self._on_toggled)
        self._close.clicked.connect(self.accept)
        self._table.show_rows(self._versions[::-1])
        self._table.select_key(self._versions[-1].id)
        self._show()

    def _build(self, title: str) -> None:
        number = len(self._versions)
        told = ngettext("{count} text", "{count} texts", number).format(count=number)
        self._table: RecordTable[NoteVersion] = RecordTable(
            _("Texts it had"),
            [
                Column(_("No."), _number, 4, right=True),
                Column(_("Saved"), self._saved, 17),
                Column(_("By"), _by, 16, stretch=True),
            ],
            _key,
        )
        self._view = DifferencesView()
        self._everything = QCheckBox(_("Show what &stayed, too"))
        self._everything.setChecked(True)
        self._close = button(_("Close"), kind="primary")
        self._close.setDefault(True)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("Changes of the note"), "h2"))
        column.addWidget(label(f"{title} · {told}", "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._table, 2)
        row.addWidget(self._view, 3)
        column.addLayout(row, 1)
        bar = QHBoxLayout()
        bar.addWidget(self._everything)
        bar.addStretch(1)
        bar.addWidget(self._close)
        column.addLayout(bar)

    def come_up(self) -> None:
        """Show it as large as the window lets it."""
        room, line = self._over.window().size(), theme.px("base")
        self.resize(min(line * 76, room.width() - 32), min(line * 46, room.height() - 24))
        self.open()
        self._table.setFocus()

    def _show(self) -> None:
        chosen = self._table.selected()
        if chosen is None:
            return
        before = self._versions[chosen.number - 2] if chosen.number > 1 else None
        passages = note_history.differences(before, chosen)
        self._view.show_differences((), passages, everything=self._everything.isChecked())

    def _on_selected(self, _version: NoteVersion | None) -> None:
        self._show()

    def _on_toggled(self, _on: bool) -> None:
        self._show()

    def _saved(self, version: NoteVersion) -> str:
        return formats.format_date_time(self._desk.local(version.at))


def _key(version: NoteVersion) -> str:
    return version.id


def _number(version: NoteVersion) -> str:
    return str(version.number)


def _by(version: NoteVersion) -> str:
    return version.staff_name
