"""The notes of a patient: the list on the left, the chosen note on the right."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperKind, PaperRequest
from clinicdesk.records import note_drafts, notes
from clinicdesk.records.notes import Note, NoteKind
from ui import theme
from ui.notes.editor import NoteEditor
from ui.notes.reader import NoteReader
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable

_TABLES = frozenset({"notes", "addenda", "signatures", "note_events"})


class NotesTab(QWidget):
    """A tab of the chart.

    Signals:
        session_opened(str): The person wants to see the session a note is about.
        paper_requested(object): The ``PaperRequest`` of the chosen note.
    """

    session_opened = Signal(str)
    paper_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.title = _("Notes")
        self._desk = desk
        self._patient_id = ""
        self._reloading = False
        self.setAccessibleName(_("Notes"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._new = button(_("&New note"), icon="notebook-pen")
        self._print = button(_("Print note"), kind="quiet", icon="printer", shortcut="Ctrl+P")
        self._print.setEnabled(False)
        self._table: RecordTable[Note] = RecordTable(_("List of notes"), self._columns(), key=lambda note: note.id)
        self._table.set_empty_text(_("No notes yet."))
        self._table.setMinimumWidth(self._table.sizeHint().width() + theme.px("space_4"))
        self._empty = EmptyState(_("Choose a note, or write a new one."), icon="notebook-pen")
        self._editor = NoteEditor(self._desk)
        self._reader = NoteReader(self._desk)
        self._stack = QStackedWidget()
        for part in (self._empty, self._editor, self._reader):
            self._stack.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_8"))
        above = QHBoxLayout()
        above.addWidget(self._new)
        above.addStretch(1)
        above.addWidget(self._print)
        left.addLayout(above)
        left.addWidget(self._table, 1)
        row = QHBoxLayout(self)
        edge = theme.px("space_16")
        row.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        row.setSpacing(theme.px("space_16"))
        row.addLayout(left, 2)
        row.addWidget(self._stack, 3)

    def _columns(self) -> list[Column[Note]]:
        return [
            Column(_("Written"), self._written, 17),
            Column(_("Kind"), notes.words_of, 11, stretch=True, strong=True),
            Column(_("By"), lambda note: note.author_name, 14, priority=2),
            Column(_("Status"), lambda note: _state(note).text, 10, chips=_chips),
        ]

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new)
        self._print.clicked.connect(self._on_print)
        self._table.row_selected.connect(self._on_row_selected)
        self._editor.saved.connect(self._on_recorded)
        self._editor.signed.connect(self._on_recorded)
        self._editor.dropped.connect(self._on_dropped)
        self._reader.added.connect(self._on_recorded)

    # In -----------------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's notes; a note this person was writing is open again."""
        if patient_id != self._patient_id:
            self.leave()
            self._patient_id = patient_id
            self._choose_none()
            self._stack.setCurrentWidget(self._empty)
        if not self._desk.sees("clinical"):
            self._new.hide()
            self._table.hide()
            self._empty.show_sentence(_("Your role does not include reading notes."))
            return
        self._reload()
        self._refresh_shown()
        begun = note_drafts.find(self._desk, note_drafts.place_of_new_note(self._desk, patient_id))
        if begun is not None and self._stack.currentWidget() is self._empty:
            self._editor.new_note(patient_id)
            self._stack.setCurrentWidget(self._editor)

    def write_note(self, kind: NoteKind = NoteKind.PROGRESS, session_id: str | None = None) -> None:
        """Begin a new note of the patient shown."""
        self.leave()
        self._choose_none()
        self._editor.new_note(self._patient_id, kind, session_id)
        self._stack.setCurrentWidget(self._editor)
        self._editor.focus_text()

    def write_session_note(self, session_id: str) -> None:
        """Go on with this person's unsigned note about a session, or begin one."""
        about = notes.of_session(self._desk, session_id)
        mine = [one for one in about if one.is_open and one.author_id == self._desk.person.id]
        if mine:
            self.open_note(mine[0].id)
            self._editor.focus_text()
        else:
            self.write_note(NoteKind.SESSION, session_id)

    def open_note(self, note_id: str) -> None:
        """Show one note, as from the list "To sign"; one that is still open to write on."""
        self._on_recorded(note_id)
        if self._stack.currentWidget() is self._editor:
            self._editor.focus_text()

    def refresh(self, changed: Changed) -> None:
        """Show what others recorded meanwhile; what is being typed stays."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self._reload()
            self._refresh_shown()

    def _refresh_shown(self) -> None:
        """Show the chosen note as it is now. One that was closed meanwhile is read, unless a text is being typed."""
        note, shown = self._table.selected(), self._stack.currentWidget()
        if shown is self._editor and note is not None and not note.is_open and not self._editor.is_dirty:
            self._show(note)
        elif shown is self._editor:
            self._editor.refresh()
        elif shown is self._reader and note is not None:
            self._reader.show_note(note)

    def leave(self) -> None:
        """Keep what is being typed."""
        self._editor.keep_draft()
        self._reader.keep_draft()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another tab or page comes: keep what is being typed."""
        self.leave()
        super().hideEvent(event)

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_new(self) -> None:
        self.write_note()

    def _on_print(self) -> None:
        note = self._table.selected()
        if note is not None:
            # What is still being typed is not on the paper; what is saved is.
            kind: PaperKind = "note" if note.recipient is None else "letter"
            self.paper_requested.emit(PaperRequest(kind, note.id))

    def _on_row_selected(self, note: Note | None) -> None:
        self._print.setEnabled(note is not None)
        if note is None or self._reloading:
            return
        self._show(note)

    def _show(self, note: Note) -> None:
        self.leave()
        if note.is_open and self._desk.may("note.write"):
            self._editor.show_note(notes.get(self._desk, note.id))
            self._stack.setCurrentWidget(self._editor)
        else:
            self._reader.show_note(note)
            self._stack.setCurrentWidget(self._reader)

    def _on_recorded(self, note_id: str) -> None:
        self._reload()
        self._table.select_key(note_id)
        # Selecting the row that is selected already says nothing; the note may have been signed meanwhile.
        self._on_row_selected(self._table.selected())

    def _on_dropped(self) -> None:
        self._reload()
        self._stack.setCurrentWidget(self._empty)
        self._choose_none()
        self._new.setFocus()

    def _choose_none(self) -> None:
        self._table.setCurrentIndex(QModelIndex())

    def _reload(self) -> None:
        # The table selects the same note again; that must not open it anew under the hands of who types in it.
        self._reloading = True
        chart = notes.of_patient(self._desk, self._patient_id)
        own = notes.kept_apart(self._desk, self._patient_id)
        self._table.show_rows(sorted([*chart, *own], key=lambda note: (note.written_at, note.id), reverse=True))
        self._reloading = False

    def _written(self, note: Note) -> str:
        return formats.format_date_time(self._desk.local(note.written_at))


def _chips(note: Note) -> tuple[ChipText, ...]:
    return (_state(note), ChipText(_("Yours alone"), "info")) if note.kind.is_kept_apart else (_state(note),)


def _state(note: Note) -> ChipText:
    if note.voided_reason is not None:
        return ChipText(_("Voided"), "neutral")
    if not note.is_signed:
        return ChipText(_("Unsigned"), "warn")
    if note.addenda:
        return ChipText(_("Signed +{count}").format(count=len(note.addenda)), "ok")
    return ChipText(_("Signed"), "ok")
