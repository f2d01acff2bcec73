"""The place "Find in texts": one box for everything that was written, and what was found with its place in the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_name
from clinicdesk.language import _, ngettext
from clinicdesk.records import patients, text_search
from clinicdesk.records.text_index import SOURCES
from clinicdesk.records.text_search import FoundText
from clinicdesk.rules.typed_words import pieces
from ui.text_search.filters import TextFilters
from ui.text_search.text_row import FOUND, TextRowDelegate, told
from ui.widgets.page import Page
from ui.widgets.words import announce, label

_SHOWN = 50
_LONGEST = 200
_TABLES = frozenset(SOURCES) | {"note_events", "misfiled", "patients"}


class TextSearchPage(Page):
    """Finds while it is typed; arrows move through what was found, Enter opens it.

    Signals:
        note_opened(str, str): Patient and note.
        session_opened(str): A session.
        document_opened(str, str): Patient and document.
    """

    note_opened = Signal(str, str)
    session_opened = Signal(str)
    document_opened = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Find in texts"))
        self.setParent(parent)
        self._desk = desk
        self._found: list[FoundText] = []
        self._line = QLineEdit()
        self._line.setAccessibleName(_("Words to find"))
        self._line.setPlaceholderText(_("Words, or “words that stand together” in quotation marks"))
        self._line.setClearButtonEnabled(True)
        self._line.setMaxLength(_LONGEST)
        self._filters = TextFilters(desk)
        self._told = label(role="muted", wrap=True)
        self._list = QListWidget()
        self._list.setAccessibleName(_("Texts found"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._rows = TextRowDelegate(self._list)
        self._list.setItemDelegate(self._rows)
        self.add_fixed(self._line)
        self.add_fixed(self._filters)
        self.add_fixed(self._told)
        self.add(self._list, 1)
        self.begin_at(self._line)
        self._line.installEventFilter(self)
        self._list.installEventFilter(self)
        self._line.textChanged.connect(self._on_edited)
        self._line.returnPressed.connect(self._on_enter)
        self._filters.edited.connect(self._on_edited)
        self._list.itemClicked.connect(self._on_chosen)
        self._list.itemActivated.connect(self._on_chosen)
        self._find()

    # In -----------------------------------------------------------------------------------------------------------

    def start(self, patient_id: str | None) -> None:
        """Begin anew, in the chart that was open, or in all of them; what was typed is marked to be typed over."""
        name = ""
        if patient_id:
            patient = patients.get(self._desk, patient_id)
            name = format_name(patient.family_name, patient.given_name)
        self._filters.offer_chart(patient_id or "", name)
        self._find()
        self._line.setFocus()
        self._line.selectAll()

    def refresh(self, changed: Changed) -> None:
        """Find again when something was written; the marked row stays."""
        if changed.tables & _TABLES:
            self._find()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows lead from the box into the list, and out of it at its top."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self._line and event.key() == Qt.Key.Key_Down and self._found:
                self._into_list()
                return True
            if watched is self._list and event.key() == Qt.Key.Key_Up and self._list.currentRow() <= 0:
                self._line.setFocus()
                return True
        return super().eventFilter(watched, event)

    # Finding ------------------------------------------------------------------------------------------------------

    def _find(self) -> None:
        typed, narrowed = self._line.text(), self._filters.narrowed()
        before = self._chosen()
        try:
            self._found = text_search.find(
                self._desk,
                typed,
                patient_id=narrowed.patient_id,
                author_id=narrowed.author_id,
                kinds=narrowed.kinds,
                since=narrowed.since,
                until=narrowed.until,
                limit=_SHOWN,
            )
            short = text_search.too_short(self._desk, typed)
        except ClinicDeskError as problem:
            self._found, short = [], ()
            self._told.setText(str(problem))
        else:
            self._told.setText(self._summary(typed, short))
        self._rows.wanted = pieces(typed)
        self._show(before)

    def _show(self, before: FoundText | None) -> None:
        self._list.clear()
        for found in self._found:
            item = QListWidgetItem()
            item.setData(FOUND, found)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told(found))
            self._list.addItem(item)
        kept = [place for place, found in enumerate(self._found) if before and found.id == before.id]
        self._list.setCurrentRow(kept[0] if kept else 0 if self._found else -1)
        self._list.setVisible(bool(self._found))

    def _summary(self, typed: str, short: tuple[str, ...]) -> str:
        if not typed.strip() and not self._found:
            if not self._desk.sees("clinical"):
                return _("The documents that everybody at the desk may open are searched.")
            return _("Notes, letters, addenda, events of sessions and documents are searched.")
        count = len(self._found)
        if not count:
            words = _("Nothing found. Take fewer words, or the beginnings of words.")
            if self._filters.narrowed().anything:
                words = _("Nothing found. Take fewer words, or look in all charts, kinds and days.")
        elif count == _SHOWN:
            words = _("The newest {count} are shown. Type another word, or choose kind, author or days.")
        else:
            words = ngettext("{count} text", "{count} texts, the newest first", count)
        found = words.format(count=count)
        for word in short:
            begins = _("Too many words begin with “{word}”: only the word itself was looked for.")
            found += " " + begins.format(word=word)
        return found

    def _chosen(self) -> FoundText | None:
        row = self._list.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_edited(self, *_what: object) -> None:
        self._list.setCurrentRow(-1)
        self._find()
        announce(self._line, self._told.text())

    def _on_enter(self) -> None:
        if len(self._found) == 1:
            self._open(self._found[0])
        elif self._found:
            self._into_list()

    def _into_list(self) -> None:
        self._list.setCurrentRow(max(self._list.currentRow(), 0))
        self._list.setFocus()

    def _on_chosen(self, item: QListWidgetItem) -> None:
        self._open(item.data(FOUND))

    def _open(self, found: FoundText) -> None:
        table, row_id = found.opens
        if table == "notes":
            self.note_opened.emit(found.patient_id, row_id)
        elif table == "documents":
            self.document_opened.emit(found.patient_id, row_id)
        else:
            self.session_opened.emit(row_id)
