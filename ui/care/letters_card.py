"""The letters about a patient: written, signed, sent."""

from datetime import datetime

from PySide6.QtCore import Signal

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import letters
from clinicdesk.records.letters import LetterLine
from ui.care.sent_dialog import SentDialog, member_of
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import ChipText
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label


class LettersCard(Card):
    """For everybody, without the texts: reception sends letters, and writes down that it did.

    Signals:
        note_opened(str): Show the note that a letter is.
        paper_requested(object): The ``PaperRequest`` of a letter.
    """

    note_opened = Signal(str)
    paper_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Letters"))
        self._desk = desk
        self._table: RecordTable[LetterLine] = RecordTable(_("Letters"), self._columns(), key=lambda one: one.note_id)
        self._table.set_empty_text(_("No letters yet."))
        self._open = button(_("&Open"))
        self._show = button(_("&Print"), icon="printer")
        self._sent = button(_("S&ent…"))
        for action in (self._open, self._show, self._sent):
            self.add_action(action)
        self.add(self._table, 1)
        self._how = label("", "muted", wrap=True)
        self.add(self._how)
        self._open.clicked.connect(self._on_open)
        self._show.clicked.connect(self._on_show)
        self._sent.clicked.connect(self._on_sent)
        self._table.row_activated.connect(self._on_open)
        self._table.row_selected.connect(self._on_selected)

    def _columns(self) -> list[Column[LetterLine]]:
        return [
            Column(_("Written"), lambda one: self._day(one.written_at), 11),
            Column(_("To"), lambda one: one.recipient or _("Nobody named"), 14, strong=True, stretch=True),
            Column(_("By"), lambda one: one.author_name, 14, priority=3),
            Column(_("Status"), lambda one: _state(one).text, 10, chips=lambda one: (_state(one),)),
        ]

    def _day(self, at: datetime) -> str:
        return formats.format_date(self._desk.local(at).date())

    def show_patient(self, patient_id: str) -> None:
        """Show the letters about a patient."""
        self._table.show_rows(letters.of_patient(self._desk, patient_id))
        clinical = self._desk.sees("clinical")
        self._open.setVisible(clinical)
        self._show.setVisible(clinical)
        self._sent.setVisible(self._desk.may("note.send"))
        self._on_selected(self._table.selected())

    def _on_selected(self, row: LetterLine | None) -> None:
        self._open.setEnabled(row is not None)
        self._show.setEnabled(row is not None and bool(row.recipient))
        self._sent.setEnabled(row is not None and row.can_be_sent)
        self._how.setText(_how(row) if row is not None else "")
        self._how.setVisible(bool(self._how.text()))

    def _on_open(self) -> None:
        chosen = self._table.selected()
        if chosen is not None and self._desk.sees("clinical"):
            self.note_opened.emit(chosen.note_id)

    def _on_show(self) -> None:
        chosen = self._table.selected()
        if chosen is not None:
            self.paper_requested.emit(PaperRequest("letter", chosen.note_id))

    def _on_sent(self) -> None:
        chosen = self._table.selected()
        if chosen is not None:
            SentDialog(self, self._desk, chosen, member_of(self._desk, chosen)).open()


def _state(one: LetterLine) -> ChipText:
    if one.voided:
        return ChipText(_("Voided"), "neutral")
    if one.sent is not None:
        return ChipText(_("Sent"), "ok")
    if one.signed_at is not None:
        return ChipText(_("To send"), "info")
    return ChipText(_("Unsigned"), "warn")


def _how(one: LetterLine) -> str:
    """Return how a letter left and on whose word, as sentences; empty before it did."""
    sent = one.sent
    if sent is None:
        return ""
    where = ", ".join(part for part in (letters.way_name(sent.way), sent.to) if part)
    words = _("Sent {day} by {name}: {where}.")
    told = words.format(day=formats.format_date(sent.on), name=sent.by_name, where=where)
    if sent.release:
        return told + " " + _("Permission: form {number}.").format(number=sent.release)
    return told + (" " + _("Without a permission: {why}").format(why=sent.despite) if sent.despite else "")
