"""The editor of an unsigned note. What is typed is kept as a draft within a second and survives a crash."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import note_drafts, note_signing, note_templates, notes
from clinicdesk.records.notes import Note, NoteKind
from ui import theme
from ui.notes import questions
from ui.notes.also_writing import AlsoWriting
from ui.notes.conflict import Conflict
from ui.notes.draft_keeper import DraftKeeper, Typed
from ui.notes.editor_bar import EditorBar
from ui.notes.history_dialog import HistoryDialog
from ui.notes.note_words import note_title
from ui.notes.sheet import NoteSheet
from ui.notes.sign_dialog import SignDialog
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class NoteEditor(QWidget):
    """Writes a new note or an unsigned one.

    Signals:
        saved(str): A note was saved unsigned; carries its id.
        signed(str): A note was signed; carries its id.
        dropped: The draft of a new note was discarded, or the note was voided.
    """

    saved = Signal(str)
    signed = Signal(str)
    dropped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = ""
        self._note: Note | None = None
        self._based_on: str | None = None
        self._dirty = False
        self._recording = False
        self._refused = False
        self._keeper = DraftKeeper(desk, self._take, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._title = label(role="h3")
        self._state = label(role="muted")
        self._more = button(_("&Late entry, co-signer"), kind="quiet")
        self._strip = MessageStrip()
        self._also = AlsoWriting(self._desk)
        self._sheet = NoteSheet(self._desk)
        self._conflict = Conflict()
        self._bar = EditorBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._state)
        head.addWidget(self._more)
        column.addLayout(head)
        column.addWidget(self._also)
        column.addWidget(self._strip)
        column.addWidget(self._sheet, 1)
        column.addWidget(self._conflict)
        column.addWidget(self._bar)

    def _connect(self) -> None:
        self._sheet.edited.connect(self._on_edited)
        self._keeper.kept.connect(self._on_kept)
        self._keeper.refused.connect(self._on_refused)
        self._bar.save.clicked.connect(self._on_save)
        self._bar.sign.clicked.connect(self._on_sign)
        self._more.clicked.connect(self._sheet.about.show_more)
        self._bar.snippets.clicked.connect(self._sheet.pick_snippet)
        self._bar.changes.clicked.connect(self._on_history)
        self._bar.discard.clicked.connect(self._on_discard)
        self._bar.void.clicked.connect(self._on_void)
        self._conflict.mine_kept.connect(self._on_mine_kept)
        self._conflict.theirs_taken.connect(self._on_theirs_taken)

    # Showing ------------------------------------------------------------------------------------------------------

    def new_note(self, patient_id: str, kind: NoteKind = NoteKind.PROGRESS, session_id: str | None = None) -> None:
        """Begin a note, or go on with the one this person began for the patient."""
        self._open(patient_id, None)
        self._sheet.show_new(patient_id, kind, session_id)
        self._show_draft()
        if self._dirty and (self._sheet.about.kind, self._sheet.about.session_id) != (kind, session_id):
            self._strip.show_message("info", _("You began this note before. Save or discard it, then begin the other."))

    def show_note(self, note: Note) -> None:
        """Show an unsigned note, or the draft this person has of it."""
        self._open(note.patient_id, note)
        self._sheet.show_note(note)
        self._show_draft()
        self._also.show_note(note.id)

    def focus_text(self) -> None:
        """Put the cursor into the text."""
        self._sheet.focus_text()

    @property
    def text_area(self) -> QPlainTextEdit:
        """Where the text is typed."""
        return self._sheet.area

    @property
    def is_dirty(self) -> bool:
        """Whether something is typed that is in no saved note."""
        return self._dirty

    def refresh(self) -> None:
        """Look whether somebody else saved the note shown; text being typed is never touched."""
        if self._note is None or self._recording:
            return
        newest = notes.get(self._desk, self._note.id)
        if newest.version == self._based_on:
            return
        if not self._dirty:
            self.show_note(newest)
        else:
            self._compare(newest)

    def _open(self, patient_id: str, note: Note | None) -> None:
        self._keeper.leave()
        self._patient_id, self._note = patient_id, note
        self._based_on = note.version if note else None
        self._dirty = False
        self._strip.clear()
        self._also.clear()
        self._conflict.hide()
        self._bar.show_for(saved=note is not None)
        self._title.setText(note_title(note) if note else _("New note"))
        self._say(self._saved_words(note) if note else "")

    def _show_draft(self) -> None:
        draft = self._keeper.left(self._place()) or note_drafts.find(self._desk, self._place())
        if draft is None:
            return
        if self._note and draft.body == self._note.body and not (draft.late or draft.cosigner_id):
            self._desk.drop_draft(self._place())
            return
        self._sheet.show_draft(draft, is_new=self._note is None)
        self._dirty = True
        self._bar.discard.show()
        if draft.saved_at:
            self._say(_("Draft saved {time}").format(time=self._clock(draft.saved_at)))
        if self._note and draft.based_on != self._note.version:
            self._compare(self._note)
            self._based_on = draft.based_on

    def _compare(self, newest: Note) -> None:
        self._conflict.show_other(newest.changed_by, self._clock(newest.changed_at), newest.body)
        self._note = newest
        if not newest.is_open:
            self._strip.show_message(
                "warn",
                _("This note was signed or voided meanwhile. Copy what you need into an addendum or a new note."),
            )

    # Drafts -------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Save what was typed and is not saved yet. Nothing that was typed is ever refused here."""
        self._keeper.keep_now()

    def _take(self) -> Typed:
        draft = self._sheet.draft(self._based_on, self._session_id(), is_new=self._note is None)
        return Typed(self._place(), draft)

    def keep_beside(self) -> None:
        """Save what was typed while the person types on, as happens by itself each second."""
        self._keeper.keep_beside()

    def _on_kept(self, at: datetime) -> None:
        if self._refused:
            self._refused = False
            self._strip.clear()
        self._say(_("Draft saved {time}").format(time=self._clock(at)))
        self._bar.discard.show()
        self._also.show_note(self._note.id if self._note else None)

    def _on_refused(self, sentence: str) -> None:
        self._refused = True
        self._strip.show_message("danger", sentence)

    def _place(self) -> str:
        if self._note is None:
            return note_drafts.place_of_new_note(self._desk, self._patient_id)
        return note_drafts.place_of_note(self._patient_id, self._note.id)

    def _forget_draft(self) -> None:
        self._keeper.forget(self._place())
        self._dirty = False
        self._desk.drop_draft(self._place())

    # Writing ------------------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._dirty = True
        self._keeper.touch()

    def _on_history(self) -> None:
        if self._note is not None:
            HistoryDialog(self._desk, self, self._note.id, note_title(self._note)).come_up()

    # Recording ----------------------------------------------------------------------------------------------------

    def _on_save(self) -> None:
        note_id = self._record(self._write)
        if note_id:
            self._forget_draft()
            self.saved.emit(note_id)

    def _on_sign(self) -> None:
        """Save, then ask for the PIN, or say what is missing: what was saved stays saved."""
        note_id = self._record(self._write)
        if not note_id:
            return
        self._forget_draft()
        self.saved.emit(note_id)
        note = notes.get(self._desk, note_id)
        if self._note is None:
            self.show_note(note)
        missing = note_signing.missing(self._desk, note)
        if missing:
            self._strip.show_message("warn", _("Before you sign: {what}").format(what=" ".join(missing)))
            template = note_templates.of_note(self._desk, note)
            for title in notes.missing(note, template)[:1]:
                self._sheet.go_to(title)
            return
        dialog = SignDialog(self._desk, self, note, note_title(note))
        dialog.written.connect(self._on_signed)
        dialog.open()

    def _on_signed(self) -> None:
        assert self._note is not None
        self.signed.emit(self._note.id)

    def _write(self) -> str:
        late = self._sheet.about.late_at()
        body = self._sheet.body
        if self._note is None:
            return notes.write(
                self._desk,
                patient_id=self._patient_id,
                kind=self._sheet.about.kind,
                body=body,
                session_id=self._session_id(),
                template=self._sheet.about.template,
                about_at=late,
                cosigner_id=self._sheet.about.cosigner_id or None,
            )
        based_on = self._based_on or self._note.version
        cosigner_id = self._sheet.about.cosigner_id or None
        is_other = body.strip() != self._note.body.strip() or (late, cosigner_id) != self._stated()
        if is_other or based_on != self._note.version:
            stated = notes.Stated(about_at=late, cosigner_id=cosigner_id)
            notes.rewrite(self._desk, self._note.id, body=body, based_on=based_on, stated=stated)
        return self._note.id

    def _stated(self) -> tuple[datetime | None, str | None]:
        """Return what the note says beside its text: when it happened, and who signs as well."""
        assert self._note is not None
        return self._note.about_at, self._note.cosigner.id if self._note.cosigner else None

    def _record(self, write: Callable[[], str]) -> str:
        """Record, or show why not where it was caused; the text stays. Return the note's id or an empty text."""
        self._recording = True
        try:
            note_id = write()
        except ChangedElsewhere:
            assert self._note is not None
            self._keeper.touch()
            self.keep_draft()
            self._compare(notes.get(self._desk, self._note.id))
            return ""
        except BadValue as problem:
            if not self._sheet.refuse(problem):
                self._strip.show_message("danger", str(problem))
            return ""
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return ""
        finally:
            self._recording = False
        self._strip.clear()
        self._conflict.hide()
        return note_id

    def _on_mine_kept(self) -> None:
        assert self._note is not None
        # What the person decided is based on the text they were shown.
        self._based_on = self._note.version
        self._on_save()

    def _on_theirs_taken(self) -> None:
        assert self._note is not None
        mine = self._sheet.body
        self._based_on = self._note.version
        self._sheet.set_body(self._conflict.other())
        self._conflict.put_aside(mine)
        self._on_edited()

    def _on_discard(self) -> None:
        question = questions.about_discarding(self)
        question.confirmed.connect(self._on_discard_confirmed)
        question.open()

    def _on_discard_confirmed(self, _reason: str) -> None:
        self._forget_draft()
        if self._note is None:
            self.dropped.emit()
        else:
            self.show_note(notes.get(self._desk, self._note.id))
            self.focus_text()

    def _on_void(self) -> None:
        question = questions.about_voiding(self)
        question.confirmed.connect(self._on_void_confirmed)
        question.open()

    def _on_void_confirmed(self, reason: str) -> None:
        def void() -> str:
            assert self._note is not None
            notes.void(self._desk, self._note.id, reason=reason, based_on=self._based_on or self._note.version)
            return self._note.id

        if self._record(void):
            self._forget_draft()
            self.dropped.emit()

    # Words --------------------------------------------------------------------------------------------------------

    def _session_id(self) -> str | None:
        if self._note is not None:
            return self._note.session.id if self._note.session else None
        return self._sheet.about.session_id

    def _say(self, words: str) -> None:
        self._state.setText(words)

    def _saved_words(self, note: Note) -> str:
        return _("Saved {time} by {name}, unsigned").format(time=self._clock(note.changed_at), name=note.changed_by)

    def _clock(self, at: datetime) -> str:
        local = self._desk.local(at)
        today = self._desk.local(self._desk.now()).date()
        return formats.format_time(local) if local.date() == today else formats.format_date_time(local)
