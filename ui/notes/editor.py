"""The editor of an unsigned note. What is typed is kept as a draft within a second and survives a crash."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import note_drafts, notes
from clinicdesk.records.note_drafts import NoteDraft
from clinicdesk.records.notes import Note, NoteKind
from ui import theme
from ui.notes.conflict import Conflict
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialog import Question
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label

DRAFT_AFTER_MS = 1000
NO_SESSION = ""


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

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id = ""
        self._note: Note | None = None
        self._based_on: str | None = None
        self._dirty = False
        self._unkept = False
        self._recording = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._kind = ChoiceField(_("Kind of note"), [(kind, notes.kind_name(kind)) for kind in NoteKind])
        self._session = ChoiceField(_("About session"), [])
        self._title = label(role="h3")
        self._state = label(role="muted")
        self._strip = MessageStrip()
        self._text = TextAreaField(_("Text of the note"), lines=8, grows=True)
        self._conflict = Conflict()
        self._void = button(_("&Void…"), kind="quiet")
        self._discard = button(_("&Discard draft"), kind="quiet")
        self._save = button(_("Save unsigned"), icon="save", shortcut="Ctrl+S")
        self._sign = button(_("Sign"), kind="primary", icon="signature", shortcut="Ctrl+Shift+S")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._state)
        choices = QHBoxLayout()
        choices.setSpacing(theme.px("space_12"))
        choices.addWidget(self._kind, 1)
        choices.addWidget(self._session, 1)
        actions = QHBoxLayout()
        actions.setSpacing(theme.px("space_8"))
        actions.addWidget(self._void)
        actions.addWidget(self._discard)
        actions.addStretch(1)
        actions.addWidget(self._save)
        actions.addWidget(self._sign)
        column.addLayout(head)
        column.addWidget(self._strip)
        column.addLayout(choices)
        column.addWidget(self._text, 1)
        column.addWidget(self._conflict)
        column.addLayout(actions)

    def _connect(self) -> None:
        self._text.edited.connect(self._on_edited)
        self._kind.edited.connect(self._on_edited)
        self._session.edited.connect(self._on_edited)
        self._timer.timeout.connect(self.keep_draft)
        self._save.clicked.connect(self._on_save)
        self._sign.clicked.connect(self._on_sign)
        self._discard.clicked.connect(self._on_discard)
        self._void.clicked.connect(self._on_void)
        self._conflict.mine_kept.connect(self._on_mine_kept)
        self._conflict.theirs_taken.connect(self._on_theirs_taken)

    # Showing ------------------------------------------------------------------------------------------------------

    def new_note(self, patient_id: str, kind: NoteKind = NoteKind.PROGRESS, session_id: str | None = None) -> None:
        """Begin a note, or go on with the one this person began for the patient."""
        self._open(patient_id, None)
        self._fill_sessions()
        self._kind.set_value(kind)
        self._session.set_value(session_id or NO_SESSION)
        self._text.set_text("")
        self._show_draft()

    def show_note(self, note: Note) -> None:
        """Show an unsigned note, or the draft this person has of it."""
        self._open(note.patient_id, note)
        self._text.set_text(note.body)
        self._show_draft()

    def focus_text(self) -> None:
        """Put the cursor into the text, at its end."""
        self._text.setFocus()
        cursor = self._text.area.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._text.area.setTextCursor(cursor)

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
        self.keep_draft()
        self._patient_id, self._note = patient_id, note
        self._based_on = note.version if note else None
        self._dirty = False
        self._strip.clear()
        self._conflict.hide()
        self._kind.setVisible(note is None)
        self._session.setVisible(note is None)
        self._void.setVisible(note is not None)
        self._title.setText(note_title(note) if note else _("New note"))
        self._discard.hide()
        self._say(self._saved_words(note) if note else "")

    def _show_draft(self) -> None:
        draft = note_drafts.find(self._desk, self._place())
        if draft is None:
            return
        if self._note is None:
            self._kind.set_value(draft.kind)
            self._session.set_value(draft.session_id or NO_SESSION)
        elif draft.body == self._note.body:
            self._desk.drop_draft(self._place())
            return
        self._text.set_text(draft.body)
        self._dirty = True
        self._discard.show()
        if draft.saved_at:
            self._say(_("Draft saved {time}").format(time=self._clock(draft.saved_at)))
        if self._note and draft.based_on != self._note.version:
            self._compare(self._note)
            self._based_on = draft.based_on

    def _fill_sessions(self) -> None:
        choices: list[tuple[object, str]] = [(NO_SESSION, _("No session"))]
        choices += [(s.id, session_words(s)) for s in notes.sessions_to_link(self._desk, self._patient_id)]
        self._session.set_choices(choices)

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
        self._timer.stop()
        if not self._unkept:
            return
        kind = self._kind.value() if self._note is None else self._note.kind
        draft = NoteDraft(
            kind if isinstance(kind, NoteKind) else NoteKind.PROGRESS,
            self._text.area.toPlainText(),
            self._session_id(),
            self._based_on,
        )
        try:
            at = note_drafts.keep(self._desk, self._place(), draft)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._unkept = False
        self._say(_("Draft saved {time}").format(time=self._clock(at)))
        self._discard.show()

    def _place(self) -> str:
        if self._note is None:
            return note_drafts.place_of_new_note(self._desk, self._patient_id)
        return note_drafts.place_of_note(self._patient_id, self._note.id)

    def _forget_draft(self) -> None:
        self._timer.stop()
        self._dirty = self._unkept = False
        self._desk.drop_draft(self._place())

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._dirty = self._unkept = True
        self._timer.start()

    def _on_save(self) -> None:
        note_id = self._record(self._write)
        if note_id:
            self._forget_draft()
            self.saved.emit(note_id)

    def _on_sign(self) -> None:
        note_id = self._record(self._write_and_sign)
        if note_id:
            self._forget_draft()
            self.signed.emit(note_id)

    def _write(self) -> str:
        if self._note is None:
            return self._write_new(notes.write)
        body = self._text.area.toPlainText()
        if body.strip() != self._note.body.strip() or self._based_on != self._note.version:
            notes.rewrite(self._desk, self._note.id, body=body, based_on=self._based_on or self._note.version)
        return self._note.id

    def _write_and_sign(self) -> str:
        if self._note is None:
            return self._write_new(notes.write_signed)
        notes.sign(self._desk, self._note.id, body=self._text.area.toPlainText(), based_on=self._based_on)
        return self._note.id

    def _write_new(self, write: Callable[..., str]) -> str:
        kind = self._kind.value()
        return write(
            self._desk,
            patient_id=self._patient_id,
            kind=kind if isinstance(kind, NoteKind) else NoteKind.PROGRESS,
            body=self._text.area.toPlainText(),
            session_id=self._session_id(),
        )

    def _record(self, write: Callable[[], str]) -> str:
        """Record, or show why not where it was caused; the text stays. Return the note's id or an empty text."""
        self._recording = True
        try:
            note_id = write()
        except ChangedElsewhere:
            assert self._note is not None
            self._unkept = True
            self.keep_draft()
            self._compare(notes.get(self._desk, self._note.id))
            return ""
        except BadValue as problem:
            field = {"body": self._text, "session": self._session}.get(problem.field or "")
            if field is not None:
                field.set_error(str(problem))
                field.setFocus()
            else:
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
        mine = self._text.area.toPlainText()
        self._based_on = self._note.version
        self._text.set_text(self._conflict.other())
        self._conflict.put_aside(mine)
        self._on_edited()

    def _on_discard(self) -> None:
        question = Question(
            self,
            _("Discard the draft?"),
            _("What you typed since the last save is forgotten."),
            _("Discard"),
            danger=True,
        )
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
        question = Question(
            self,
            _("Void this note?"),
            _("The note stays readable with your reason, and can no longer be changed or signed."),
            _("Void"),
            danger=True,
            reason=_("Reason"),
        )
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
        return str(self._session.value() or NO_SESSION) or None

    def _say(self, words: str) -> None:
        self._state.setText(words)

    def _saved_words(self, note: Note) -> str:
        return _("Saved {time} by {name}, unsigned").format(time=self._clock(note.changed_at), name=note.changed_by)

    def _clock(self, at: datetime) -> str:
        local = self._desk.local(at)
        today = self._desk.local(self._desk.now()).date()
        return formats.format_time(local) if local.date() == today else formats.format_date_time(local)


def session_words(session: notes.LinkedSession) -> str:
    """Return ``Session 2 of 6, 05-Mar-2026``."""
    return _("Session {number} of {count}, {day}").format(
        number=session.number, count=session.count, day=formats.format_date(session.day)
    )


def note_title(note: Note) -> str:
    """Return the kind of a note and the session it is about."""
    words = notes.kind_name(note.kind)
    return f"{words} · {session_words(note.session)}" if note.session else words
