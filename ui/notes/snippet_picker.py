"""The list of snippets over a note: type to narrow it down, Enter puts the marked one in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import snippets
from clinicdesk.records.snippets import Snippet
from clinicdesk.rules.names import fold
from ui import theme
from ui.widgets.button import button
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.text_field import TextField
from ui.widgets.words import label

_GOES_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SnippetPicker(QDialog):
    """Shows the snippets of a person and of the clinic.

    Signals:
        chosen(str): The text to put in.
    """

    chosen = Signal(str)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Snippets"))
        self.setAccessibleName(_("Snippets"))
        self._over = over
        self._all = snippets.offered(desk)
        self._build()
        self._find.edited.connect(self._show)
        self._table.row_activated.connect(self._on_chosen)
        self._use.clicked.connect(self._on_use)
        self._close.clicked.connect(self.reject)
        self._find.line.installEventFilter(self)
        self._show()

    def _build(self) -> None:
        self._find = TextField(_("Name or words"), hint=_("In the note itself: type the name and press Tab."))
        self._table: RecordTable[Snippet] = RecordTable(
            _("List of snippets"),
            [
                Column(_("Name"), _name, 12, strong=True),
                Column(_("Text"), _first_line, 40, stretch=True),
                Column(_("Whose"), _whose, 9),
            ],
            _key,
        )
        self._table.set_empty_text(
            _("No snippet is called so. They are made in Settings.")
            if self._all
            else _("There are no snippets yet. They are made in Settings, under Snippets.")
        )
        self._use = button(_("Put in"), kind="primary")
        self._use.setDefault(True)
        self._close = button(_("Cancel"))
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("Snippets"), "h2"))
        column.addWidget(self._find)
        column.addWidget(self._table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self._use)
        column.addLayout(row)

    def come_up(self, typed: str = "") -> None:
        """Show the list, narrowed down to what was typed."""
        self._find.set_text(typed)
        self._show()
        room, line = self._over.window().size(), theme.px("base")
        self.resize(min(line * 52, room.width() - 32), min(line * 34, room.height() - 24))
        self.open()
        self._find.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _GOES_TO_LIST:
            QApplication.sendEvent(self._table, event)
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        wanted = fold(self._find.text())
        # Names that begin so come first, then what has the words inside.
        begun = [one for one in self._all if fold(one.name).startswith(wanted)]
        inside = [one for one in self._all if one not in begun and wanted in fold(f"{one.name} {one.body}")]
        self._table.show_rows([*begun, *inside])
        if self._table.selected() is None and self._table.rows():
            self._table.select_key(self._table.rows()[0].id)
        self._use.setEnabled(bool(self._table.rows()))

    def _on_use(self) -> None:
        found = self._table.selected()
        if found is not None:
            self._on_chosen(found)

    def _on_chosen(self, snippet: Snippet) -> None:
        self.accept()
        self.chosen.emit(snippet.body)


def _key(snippet: Snippet) -> str:
    return snippet.id


def _name(snippet: Snippet) -> str:
    return snippet.name


def _first_line(snippet: Snippet) -> str:
    return " ".join(snippet.body.split())


def _whose(snippet: Snippet) -> str:
    return _("Clinic's") if snippet.owner_id is None else _("Mine")
