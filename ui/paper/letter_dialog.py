"""A letter about a patient: to whom, about which series, and whether the patient allowed it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import care_team, letters, note_templates, releases, series
from clinicdesk.records.care_team import CareMember
from clinicdesk.records.letters import LetterLine
from clinicdesk.records.notes import NoteKind
from ui import theme
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class LetterDialog(QDialog):
    """Begins a letter as an unsigned note, with what is recorded in it. Deletes itself when closed.

    Signals:
        letter_begun(str): The note that the letter is, new or begun before; whoever wrote it goes on in it, and signs.
    """

    letter_begun = Signal(str)

    def __init__(
        self, desk: Desk, over: QWidget, patient_id: str, *, series_id: str = "", to: CareMember | None = None
    ) -> None:
        super().__init__(over)
        self._desk, self._patient_id = desk, patient_id
        self._members = {one.id: one for one in care_team.of_patient(desk, patient_id)}
        self._open: LetterLine | None = None
        self._planned = {one.id: one.title for one in series.of_patient(desk, patient_id)}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Letter"))
        self.setAccessibleName(_("Letter"))
        self._build()
        self._recipient.set_value(to.id if to is not None else next(iter(self._members), None))
        self._about.set_value(series_id or next(iter(self._planned), ""))
        self._recipient.edited.connect(self._show_recipient)
        self._begin.clicked.connect(self._on_begin)
        self._begun.action_taken.connect(self._on_open)
        self._cancel.clicked.connect(self.reject)
        self.setFixedWidth(min(theme.px("base") * 44, over.window().width() - 32))
        self._show_recipient()

    def _build(self) -> None:
        self._recipient = ChoiceField(_("&To"), [(one.id, one.named) for one in self._members.values()])
        self._about = ChoiceField(_("&About"), [*self._planned.items(), ("", _("No series: the chart alone"))])
        self._strip, self._begun = MessageStrip(), MessageStrip()
        note = _("What was given, scored and decided is put in. What the patient said during a visit is not.")
        self._begin = button(_("&Begin the letter"), kind="primary", icon="file-text")
        self._begin.setDefault(True)
        self._cancel = button(_("Cancel"))
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("Letter"), "h2"))
        column.addWidget(label(note, "muted", wrap=True))
        column.addWidget(self._recipient)
        column.addWidget(self._about)
        column.addWidget(self._strip)
        column.addWidget(self._begun)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._begin)
        column.addLayout(buttons)

    def come_up(self) -> None:
        """Show the dialog."""
        self.open()
        (self._recipient if self._members else self._cancel).setFocus()

    def _show_recipient(self) -> None:
        """Say what the patient allowed, or that there is nobody to write to."""
        member = self._members.get(str(self._recipient.value() or ""))
        self._begin.setEnabled(member is not None)
        if member is None:
            self._strip.show_message("warn", _("Nobody is in the care team yet. Add who treats the patient there."))
            return
        release = releases.of(self._desk, self._patient_id, member)
        self._strip.show_message("info" if release.covers_a_letter else "warn", release.words)
        self._show_begun(member)

    def _show_begun(self, member: CareMember) -> None:
        """Say when a letter to the same person waits to be finished, so that nobody writes it twice."""
        found = (one for one in letters.of_patient(self._desk, self._patient_id) if one.recipient_id == member.id)
        self._open = next((one for one in found if one.signed_at is None and not one.voided), None)
        if self._open is None:
            self._begun.clear()
            return
        day = formats.format_date(self._desk.local(self._open.written_at).date())
        words = _("{name} began a letter to them on {day}.").format(name=self._open.author_name, day=day)
        self._begun.show_message("info", words, _("&Open it"))

    def _on_open(self) -> None:
        assert self._open is not None
        self.accept()
        self.letter_begun.emit(self._open.note_id)

    def _on_begin(self) -> None:
        from clinicdesk.printing import letter_text

        member, template = self._members[str(self._recipient.value())], note_templates.of_kind(NoteKind.LETTER)
        about = str(self._about.value() or "") or None
        try:
            body = letter_text.beginning(self._desk, template, member, self._patient_id, about)
            note_id = letters.write(self._desk, patient_id=self._patient_id, recipient_id=member.id, body=body)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.accept()
        self.letter_begun.emit(note_id)
