"""The sheet one writes on: what the note is, its text, and what the record already says in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import note_templates, snippets
from clinicdesk.records.note_drafts import NoteDraft
from clinicdesk.records.notes import Note, NoteKind
from clinicdesk.rules.note_sections import Template, headings
from ui import theme
from ui.notes.beginning import Beginning
from ui.notes.note_text import NoteText
from ui.notes.snippet_picker import SnippetPicker
from ui.widgets.strip import MessageStrip

_LEAST_LINES = 4
"""The text takes what room there is; in 960 × 540 pixels below the strips of a busy day that is no more."""


class NoteSheet(QWidget):
    """Fields and text of a note. Another template fills it anew only while nobody wrote on it.

    Attributes:
        about: The fields above the text.

    Signals:
        edited: The person changed something.
    """

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = self._note_id = ""
        self._begun_with = ""
        self.about = Beginning(desk)
        self._offer = MessageStrip()
        self._text = NoteText(_("Text of the note"), self._snippet, lines=_LEAST_LINES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self.about)
        column.addWidget(self._offer)
        column.addWidget(self._text, 1)
        self.about.kind_chosen.connect(self._on_kind_chosen)
        self.about.session_chosen.connect(self._on_session_chosen)
        self.about.edited.connect(self.edited)
        self._text.edited.connect(self.edited)
        self._text.section_entered.connect(self._on_section_entered)
        self._offer.action_taken.connect(self._on_sections_wanted)

    # In -----------------------------------------------------------------------------------------------------------

    def show_new(self, patient_id: str, kind: NoteKind, session_id: str | None) -> None:
        """Begin a note of a kind about a patient."""
        self._patient_id, self._note_id = patient_id, ""
        self._offer.clear()
        self.about.show_new(patient_id, kind, session_id)
        self._fill()

    def show_note(self, note: Note) -> None:
        """Show a note that was saved; in one that stands here already the cursor stays where it is."""
        stands_here = self._patient_id == note.patient_id and self._note_id in ("", note.id)
        self._patient_id, self._note_id = note.patient_id, note.id
        self._offer.clear()
        self.about.show_note(note)
        self._text.set_template(self.about.template)
        # Set anew it would also forget what can be undone; another note's must be forgotten.
        if not (stands_here and self._text.text() == note.body.strip()):
            self._text.set_text(note.body)
        self._begun_with = note.body

    def show_draft(self, draft: NoteDraft, *, is_new: bool) -> None:
        """Show what was typed, over what is shown; of a saved note the kind and session stay."""
        if is_new:
            self.about.choose(draft.template, draft.kind)
            self.about.choose_session(draft.session_id)
            self._text.set_template(self.about.template)
        self.about.choose_more(draft.late, draft.cosigner_id)
        self._text.set_text(draft.body)

    def set_body(self, body: str) -> None:
        """Replace the text."""
        self._text.set_text(body)

    def focus_text(self) -> None:
        """Put the cursor into the text: below the first section to write of a note just begun, else at its end."""
        self._text.setFocus()
        template = self.about.template
        if template is not None and self._is_untouched:
            wanted = next((section for section in template.sections if not section.prefill), template.sections[0])
            if self._text.go_to(wanted.title):
                return
        self._text.area.moveCursor(self._text.area.textCursor().MoveOperation.End)

    def go_to(self, title: str) -> None:
        """Put the cursor into a section."""
        self._text.setFocus()
        self._text.go_to(title)

    def pick_snippet(self) -> None:
        """Offer the snippets to choose from."""
        picker = SnippetPicker(self._desk, self)
        picker.chosen.connect(self._on_snippet_chosen)
        picker.come_up()

    def refuse(self, problem: BadValue) -> bool:
        """Show what is wrong at the field it is about; return whether there is one."""
        if problem.field != "body":
            return self.about.refuse(problem)
        self._text.set_error(str(problem))
        self._text.setFocus()
        return True

    # Out ----------------------------------------------------------------------------------------------------------

    @property
    def body(self) -> str:
        """The text as it is typed."""
        return self._text.area.toPlainText()

    @property
    def area(self) -> QPlainTextEdit:
        """Where the text is typed."""
        return self._text.area

    def draft(self, based_on: str | None, session_id: str | None, *, is_new: bool) -> NoteDraft:
        """Return what is typed, to be kept."""
        template = self.about.template
        return NoteDraft(
            kind=self.about.kind,
            body=self.body,
            session_id=session_id,
            based_on=based_on,
            template=template.id if template and is_new else "",
            late=self.about.late_text,
            cosigner_id=self.about.cosigner_id,
        )

    # Filling ------------------------------------------------------------------------------------------------------

    @property
    def _is_untouched(self) -> bool:
        return self._text.text() == self._begun_with.strip()

    def _fill(self) -> None:
        template = self.about.template
        self._text.set_template(template)
        self._begun_with = self._prefilled(template) if template is not None else ""
        self._text.set_text(self._begun_with)

    def _prefilled(self, template: Template) -> str:
        return note_templates.prefilled(self._desk, template, self._patient_id, self.about.session_id)

    def _on_kind_chosen(self) -> None:
        self._offer.clear()
        if self._is_untouched:
            self._fill()
            return
        template = self.about.template
        self._text.set_template(template)
        if template is not None and not any(True for _heading in headings(self.body, template)):
            sentence = _("What you wrote stays. The sections of “{title}” can be added below it.")
            self._offer.show_message("info", sentence.format(title=template.title), _("&Add the sections"))
        self.edited.emit()

    def _on_sections_wanted(self) -> None:
        template = self.about.template
        self._offer.clear()
        if template is not None:
            self._text.area.appendPlainText(f"\n{self._prefilled(template)}")
            self._text.setFocus()

    def _on_session_chosen(self) -> None:
        if self._is_untouched:
            self._fill()
        else:
            self.edited.emit()

    def _on_section_entered(self, title: str) -> None:
        template = self.about.template
        section = next((one for one in template.sections if one.title == title), None) if template else None
        asked = _("Needed to sign.") if section and section.required else ""
        self._text.set_hint(" ".join(filter(None, (section.hint if section else "", asked))))

    def _snippet(self, name: str) -> str | None:
        found = snippets.called(self._desk, name)
        return found.body if found else None

    def _on_snippet_chosen(self, text: str) -> None:
        self._text.insert(text)
        self._text.setFocus()
