"""The second signature of a signed note: asked for, or given, where the note is read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import note_signing
from clinicdesk.records.notes import Note
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import TextField


class SecondSignature(QWidget):
    """One button: "Co-sign" for whom the note waits, else "Second signature" while nobody was asked; else nothing.

    Signals:
        recorded(str): It is asked for or given; carries the note's id.
    """

    recorded = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._note: Note | None = None
        self._cosign = button(_("Co-s&ign…"), icon="signature")
        self._ask = button(_("S&econd signature…"), kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._ask)
        row.addWidget(self._cosign)
        self._cosign.clicked.connect(self._on_cosign)
        self._ask.clicked.connect(self._on_ask)

    def show_note(self, note: Note) -> None:
        """Show what can be done about the second signature of a note."""
        self._note = note
        waits_for = note_signing.signer_of(self._desk, note.id, "cosigner")
        has_one = any(signature.meaning == "cosigner" for signature in note.signatures)
        counts = note.is_signed and note.voided is None and self._desk.may("note.cosign")
        self._cosign.setVisible(counts and waits_for == self._desk.person.id)
        self._ask.setVisible(counts and not waits_for and not has_one)

    def _on_cosign(self) -> None:
        if self._note is not None:
            self._open(_CosignDialog(self._desk, self, self._note))

    def _on_ask(self) -> None:
        if self._note is not None:
            self._open(_AskDialog(self._desk, self, self._note))

    def _open(self, dialog: FormDialog) -> None:
        dialog.written.connect(self._on_written)
        dialog.open()

    def _on_written(self) -> None:
        if self._note is not None:
            self.recorded.emit(self._note.id)


class _CosignDialog(FormDialog):
    """Asks for the PIN, and signs after the writer."""

    def __init__(self, desk: Desk, over: QWidget, note: Note) -> None:
        self._desk, self._note = desk, note
        self._pin = TextField(_("Your &PIN or password"), secret=True, required=True)
        sentence = _("You sign as {name}, after {signer}.").format(name=desk.person.name, signer=note.signer_name)
        super().__init__(over, _("Co-sign this note?"), sentence, {"pin": self._pin}, _("Co-sign"))

    def record(self) -> None:
        """Co-sign. Raises ``ClinicDeskError``."""
        pin = self._pin.line.text()
        self._pin.set_text("")
        try:
            note_signing.cosign(self._desk, self._note, pin=pin)
        except SignInRefused as refused:
            raise BadValue(str(refused), "pin") from refused


class _AskDialog(FormDialog):
    """Asks whom, and puts the note into their list."""

    def __init__(self, desk: Desk, over: QWidget, note: Note) -> None:
        self._desk, self._note = desk, note
        able = [(member.id, member.name) for member in note_signing.cosigners_of(desk, note)]
        self._by = ChoiceField(_("&By"), able, required=True)
        sentence = _("The note comes into their list to sign. It stays signed as it is.")
        super().__init__(over, _("Ask for a second signature"), sentence, {"cosigner": self._by}, _("Ask"))

    def record(self) -> None:
        """Ask. Raises ``ClinicDeskError``."""
        chosen = self._by.value()
        if chosen is None:
            raise BadValue(_("Choose who is to sign as well."), "cosigner")
        note_signing.ask(self._desk, self._note, str(chosen))
