"""What a note is, beside its text: kind and template, session, when it happened if it is late, who signs it as well."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import note_signing, note_templates, notes
from clinicdesk.records.notes import Cosigner, Note, NoteKind
from clinicdesk.rules.note_sections import Template
from clinicdesk.rules.typed_moments import parse_moment
from ui import theme
from ui.notes.note_words import session_words
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextField

NO_SESSION = ""
NOBODY = ""
_ALSO_BLANK = (NoteKind.PROGRESS, NoteKind.PHONE_CALL)
"""Kinds that are often two lines; the others always begin with their sections. Our own choice."""
_Begun = tuple[str, NoteKind]


class Beginning(QWidget):
    """The fields above the text.

    Signals:
        kind_chosen: Another template, or a blank page.
        session_chosen: Another session.
        edited: When it happened was typed.
    """

    kind_chosen = Signal()
    session_chosen = Signal()
    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kept: Template | None = None
        self._about_at: datetime | None = None
        self._kind = ChoiceField(_("Kind of note"), _kinds())
        self._session = ChoiceField(_("About session"), [])
        self._late = TextField(_("Late entry: happened"), hint=_("14:00, or day and time. Empty: as written."))
        self._cosigner = ChoiceField(_("Co-signer"), [])
        self._begin, self._more = QWidget(), QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, fields in ((self._begin, (self._kind, self._session)), (self._more, (self._late, self._cosigner))):
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.px("space_12"))
            for field in fields:
                row.addWidget(field, 1)
            column.addWidget(part)
        self._kind.edited.connect(self._fit)
        self._kind.edited.connect(self.kind_chosen)
        self._session.edited.connect(self.session_chosen)
        self._late.edited.connect(self.edited)
        self._cosigner.edited.connect(self.edited)
        self._late.left.connect(self._on_late_left)

    # In -----------------------------------------------------------------------------------------------------------

    def show_new(self, patient_id: str, kind: NoteKind, session_id: str | None) -> None:
        """Begin with the template of a kind, about a session or none."""
        self._kept = self._about_at = None
        choices: list[tuple[object, str]] = [(NO_SESSION, _("No session"))]
        choices += [(s.id, session_words(s)) for s in notes.sessions_to_link(self._desk, patient_id)]
        self._session.set_choices(choices)
        template = note_templates.of_kind(kind)
        self.choose(template.id if template else "", kind)
        self._session.set_value(session_id or NO_SESSION)
        self._late.set_text("")
        self._show_cosigners(None)
        self._begin.show()
        self._more.hide()

    def show_note(self, note: Note) -> None:
        """Show a note that was saved: only its time can still be changed."""
        self._kept = note_templates.of_note(self._desk, note)
        self.choose("", note.kind)
        self._about_at = note.about_at
        self._late.set_text(self._words_of(note.about_at))
        self._show_cosigners(note.cosigner)
        self._begin.hide()
        self._more.setVisible(bool(note.about_at or note.cosigner))

    def choose(self, template_id: str, kind: NoteKind) -> None:
        """Choose a template by its id, or without one a blank page of a kind."""
        wanted: _Begun = (template_id, kind)
        if wanted not in [value for value, _words in _kinds()]:
            self._kind.set_choices([*_kinds(), (wanted, notes.kind_name(kind))])
        self._kind.set_value(wanted)
        self._fit()

    def _fit(self) -> None:
        """Offer nobody a second signature of what its author alone reads."""
        if self.kind.is_kept_apart:
            self._cosigner.set_value(NOBODY)
        self._cosigner.setHidden(self.kind.is_kept_apart)

    def choose_session(self, session_id: str | None) -> None:
        """Choose the session it is about, or none."""
        self._session.set_value(session_id or NO_SESSION)

    def choose_more(self, late: str, cosigner_id: str) -> None:
        """Show what was typed as the time of a late entry, and who was chosen to sign as well."""
        self._late.set_text(late)
        self._cosigner.set_value(cosigner_id)
        self._more.setVisible(bool(late or cosigner_id))

    def show_more(self) -> None:
        """Offer the time of a late entry and the co-signer, or put them away again."""
        # Hidden, they keep what they say.
        self._more.setVisible(self._more.isHidden())
        if not self._more.isHidden():
            self._late.setFocus()

    def refuse(self, problem: BadValue) -> bool:
        """Show what is wrong at the field it is about; return whether it is one of these."""
        fields = {"session": self._session, "about_at": self._late, "cosigner": self._cosigner}
        field = fields.get(problem.field or "")
        if field is not None:
            self._more.setVisible(field is not self._session or not self._more.isHidden())
            field.set_error(str(problem))
            field.setFocus()
        return field is not None

    # Out ----------------------------------------------------------------------------------------------------------

    @property
    def template(self) -> Template | None:
        """The template the note has; None for a blank page."""
        template_id, _kind = self._begun()
        return self._kept or note_templates.templates().get(template_id)

    @property
    def kind(self) -> NoteKind:
        """The kind of the note."""
        return self._begun()[1]

    @property
    def session_id(self) -> str | None:
        """The session it is about, or None."""
        return str(self._session.value() or NO_SESSION) or None

    @property
    def late_text(self) -> str:
        """What was typed as the time of a late entry."""
        return self._late.text()

    @property
    def cosigner_id(self) -> str:
        """Who is asked to sign as well, or nothing."""
        return str(self._cosigner.value() or NOBODY)

    def late_at(self) -> datetime | None:
        """Return when what the note tells happened (UTC), None where it is no late entry. Raises ``BadValue``."""
        typed = self._late.text()
        if not typed:
            return None
        if self._about_at is not None and typed == self._words_of(self._about_at):
            # What is shown has no seconds; what nobody changed keeps its own.
            return self._about_at
        try:
            at = parse_moment(typed, self._desk.local(self._desk.now()), _("Time"))
        except ClinicDeskError as problem:
            raise BadValue(str(problem), "about_at") from problem
        return at.astimezone(UTC)

    def _begun(self) -> _Begun:
        value = self._kind.value()
        return value if isinstance(value, tuple) else ("", NoteKind.PROGRESS)

    def _show_cosigners(self, asked: Cosigner | None) -> None:
        choices: list[tuple[object, str]] = [(NOBODY, _("Nobody"))]
        choices += [(member.id, member.name) for member in note_signing.cosigners(self._desk)]
        if asked is not None and asked.id not in {value for value, _words in choices}:
            choices.append((asked.id, asked.name))
        self._cosigner.set_choices(choices)
        self._cosigner.set_value(asked.id if asked else NOBODY)

    def _on_late_left(self) -> None:
        try:
            at = self.late_at()
        except BadValue as problem:
            self._late.set_error(str(problem))
            return
        self._late.set_text(self._words_of(at))

    def _words_of(self, at: datetime | None) -> str:
        return formats.format_date_time(self._desk.local(at)) if at else ""


def _kinds() -> list[tuple[object, str]]:
    # A letter is begun from the series, where its recipient is chosen.
    templates = [one for one in note_templates.templates().values() if one.kind is not NoteKind.LETTER]
    begun: list[tuple[object, str]] = [((one.id, one.kind), one.title) for one in templates]
    blank = _("{kind}, blank page")
    return [*begun, *((("", kind), blank.format(kind=notes.kind_name(kind))) for kind in _ALSO_BLANK)]
