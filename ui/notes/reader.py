"""A note that can no longer be changed: its text, who signed it and when, and what was added since."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import note_drafts, note_signing, note_templates, notes
from clinicdesk.records.note_drafts import NoteDraft
from clinicdesk.records.notes import Note
from clinicdesk.rules.note_sections import headings
from ui import theme
from ui.notes import questions
from ui.notes.draft_keeper import DraftKeeper, Typed
from ui.notes.history_dialog import HistoryDialog
from ui.notes.note_words import note_title
from ui.notes.second_signature import SecondSignature
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip, ChipText
from ui.widgets.flow import FlowLayout
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label
from ui.widgets.written_text import WrittenText


class NoteReader(QWidget):
    """Shows a signed or voided note; to a signed one something can be added.

    Signals:
        added(str): An addendum was signed, or the note was voided; carries the note's id.
    """

    added = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._note: Note | None = None
        self._keeper = DraftKeeper(desk, self._take, self)
        self._build()
        self._keeper.kept.connect(self._on_kept)
        self._keeper.refused.connect(self._on_refused)
        self._text.edited.connect(self._keeper.touch)
        self._history.clicked.connect(self._on_history)
        self._void.clicked.connect(self._on_void)
        self._begin.clicked.connect(self._on_begin)
        self._second.recorded.connect(self.added)
        self._left_over.action_taken.connect(self._on_left_over_taken)
        self._cancel.clicked.connect(self._on_cancel)
        self._sign.clicked.connect(self._on_sign)

    def _build(self) -> None:
        self._title = label(role="h3")
        self._chip = Chip()
        self._written = label(role="muted", wrap=True)
        self._paper = WrittenText(_("Signed text"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._chip)
        column.addLayout(head)
        column.addWidget(self._written)
        self._left_over = MessageStrip()
        column.addWidget(self._left_over)
        column.addWidget(self._paper, 1)
        column.addWidget(self._build_addendum())
        self._begin = button(_("&Add an addendum"), icon="file-plus")
        self._second = SecondSignature(self._desk)
        self._void = button(_("&Void…"), kind="quiet")
        self._history = button(_("Chan&ges"), kind="quiet", icon="history")
        seldom = FlowLayout(theme.px("space_8"), 0)
        for made in (self._void, self._history, self._second):
            seldom.addWidget(made)
        row = QHBoxLayout()
        row.addLayout(seldom, 1)
        row.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)

    def _build_addendum(self) -> Card:
        self._card = Card(_("Addendum"))
        self._strip = MessageStrip()
        self._text = TextAreaField(_("Text of the addendum"), lines=4)
        self._cancel = button(_("Cancel"))
        self._sign = button(_("Sign addendum"), kind="primary", icon="signature", shortcut="Ctrl+Shift+S")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._sign)
        self._card.add(self._strip)
        self._card.add(self._text)
        self._card.add(row)
        self._card.hide()
        return self._card

    def show_note(self, note: Note) -> None:
        """Show a note that is closed. An addendum begun before comes back."""
        same = self._note is not None and self._note.id == note.id
        self._keeper.leave()
        self._note = note
        self._title.setText(note_title(note))
        self._chip.show_chip(ChipText(_("Signed"), "ok") if note.voided is None else ChipText(_("Voided"), "neutral"))
        self._written.setText("\n".join(self._standing(note)))
        self._void.setVisible(note_signing.may_void(self._desk, note))
        self._second.show_note(note)
        self._show_paper(note)
        may_add = note.is_signed and note.voided is None and self._desk.may("note.addendum")
        if not (same and may_add and self._card.isVisible()):
            draft = note_drafts.find(self._desk, self._place()) if may_add else None
            self._text.set_text(draft.body if draft else "")
            self._card.setVisible(draft is not None)
            self._strip.clear()
        self._begin.setVisible(may_add and self._card.isHidden())
        self._tell_left_over(note, may_add)

    def _tell_left_over(self, note: Note, may_add: bool) -> None:
        """Say when this person was still typing as somebody else signed; what they typed is not lost."""
        draft = note_drafts.find(self._desk, note_drafts.place_of_note(note.patient_id, note.id))
        if draft is None or draft.body.strip() == note.body.strip() or not may_add:
            self._left_over.clear()
            return
        self._left_over.show_message(
            "warn",
            _("You were typing another text when this note was signed. It is kept."),
            _("Use it as an addendum"),
        )

    def _on_left_over_taken(self) -> None:
        assert self._note is not None
        place = note_drafts.place_of_note(self._note.patient_id, self._note.id)
        draft = note_drafts.find(self._desk, place)
        if draft is not None:
            written = self._text.area.toPlainText()
            self._text.set_text(f"{written}\n{draft.body}".strip())
            self._keeper.touch()
            self.keep_draft()
            self._desk.drop_draft(place)
        self._left_over.clear()
        self._on_begin()

    def _standing(self, note: Note) -> list[str]:
        """Return the lines that say what became of the note: written, late, signed by whom, waited for, voided."""
        lines = [_("Written {time} by {name}.").format(time=self._when(note.written_at), name=note.author_name)]
        if note.about_at is not None:
            lines[0] += "  " + _("Late entry: it happened {time}.").format(time=self._when(note.about_at))
        words = {
            "cosigner": _("Co-signed {time} by {name}."),
            "clinician": _("Signed {time} by {name}, for the author."),
        }
        for one in note.signatures:
            signed = words.get(one.meaning, _("Signed {time} by {name}."))
            lines.append(signed.format(time=self._when(one.signed_at), name=one.signer_name))
        waits = note_signing.cosigner_wanted(self._desk, note)
        if waits:
            lines.append(_("Waits for the co-signature of {name}.").format(name=waits))
        if note.voided is not None:
            voided = _("Voided {time} by {name}: {reason}")
            lines.append(
                voided.format(time=self._when(note.voided.at), name=note.voided.by_name, reason=note.voided.reason)
            )
        return lines

    def keep_draft(self) -> None:
        """Save the addendum being typed."""
        self._keeper.keep_now()

    def _take(self) -> Typed:
        assert self._note is not None
        return Typed(self._place(), NoteDraft(self._note.kind, self._text.area.toPlainText(), None, None))

    def _on_kept(self, at: datetime) -> None:
        self._card.set_note(_("Draft saved {time}").format(time=formats.format_time(self._desk.local(at))))

    def _on_refused(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    def _place(self) -> str:
        assert self._note is not None
        return note_drafts.place_of_addendum(self._note.id)

    def _show_paper(self, note: Note) -> None:
        """Show the text, and below it what was added, each addendum below a line that says when and by whom."""
        template = note_templates.of_note(self._desk, note)
        lines = note.body.split("\n")
        strong = [number for number, _heading in headings(note.body, template)] if template else []
        for added in note.addenda:
            said = _("Addendum, {time}, {name}").format(time=self._when(added.written_at), name=added.author_name)
            strong.append(len(lines) + 1)
            lines += ["", said, *added.body.split("\n")]
        self._paper.show_text("\n".join(lines), strong)

    def _when(self, at: datetime) -> str:
        return formats.format_date_time(self._desk.local(at))

    def _on_history(self) -> None:
        if self._note is not None:
            HistoryDialog(self._desk, self, self._note.id, note_title(self._note)).come_up()

    def _on_void(self) -> None:
        question = questions.about_voiding_signed(self)
        question.confirmed.connect(self._on_void_confirmed)
        question.open()

    def _on_void_confirmed(self, reason: str) -> None:
        assert self._note is not None
        try:
            note_signing.void_signed(self._desk, self._note, reason=reason)
        except ClinicDeskError as problem:
            self._left_over.show_message("danger", str(problem))
            return
        self.added.emit(self._note.id)

    def _on_begin(self) -> None:
        self._card.show()
        self._begin.hide()
        self._text.setFocus()

    def _on_cancel(self) -> None:
        # Cancelling puts the addendum away; what was typed stays a draft until it is signed or emptied.
        if not self._text.text():
            self._keeper.forget(self._place())
            self._desk.drop_draft(self._place())
        self.keep_draft()
        self._card.hide()
        self._begin.show()
        self._begin.setFocus()

    def _on_sign(self) -> None:
        assert self._note is not None
        try:
            notes.addendum(self._desk, self._note.id, body=self._text.area.toPlainText())
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._keeper.forget(self._place())
        self._desk.drop_draft(self._place())
        self._text.set_text("")
        self._card.set_note("")
        self._card.hide()
        self.added.emit(self._note.id)
        # What had the focus is hidden; left to Qt it would leave the chart.
        self._begin.setFocus()
