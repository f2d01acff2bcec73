"""Signing a note where it is written: the PIN, and nothing else."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import note_signing
from clinicdesk.records.notes import Note
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import TextField


class SignDialog(FormDialog):
    """Asks for the PIN (or password) of the one who is signed in, and signs the note as it was read."""

    def __init__(self, desk: Desk, over: QWidget, note: Note, title: str) -> None:
        self._desk = desk
        self._note = note
        pin = TextField(_("Your PIN or password"), secret=True, required=True)
        sentence = _("{title}. Afterwards nobody can change it; what is missing then is added to it.")
        super().__init__(over, _("Sign this note?"), sentence.format(title=title), {"pin": pin}, _("Sign"))

    def record(self) -> None:
        """Sign. Raises ``ClinicDeskError``."""
        try:
            note_signing.sign(self._desk, self._note, pin=self.fields["pin"].line.text())  # type: ignore[attr-defined]
        except SignInRefused as refused:
            raise BadValue(str(refused), "pin") from refused
