"""Giving a note to somebody else to sign."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import note_signing
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog


class HandOnDialog(FormDialog):
    """Asks to whom. The text stays who wrote it; the signature becomes the other's to give.

    Signals:
        written: It waits for somebody else now.
    """

    def __init__(self, desk: Desk, over: QWidget, note_id: str, what: str, *, cosigns: bool) -> None:
        able = note_signing.cosigners(desk) if cosigns else note_signing.signers(desk)
        self._desk = desk
        self._note_id = note_id
        self._to = ChoiceField(_("&To"), [(member.id, member.name) for member in able], required=True)
        note = _("It leaves your list and comes into theirs. Who wrote it stays written on it.")
        super().__init__(over, _("Hand on: {what}").format(what=what), note, {"to": self._to}, _("&Hand on"))

    def record(self) -> None:
        """Hand it on."""
        chosen = self._to.value()
        if chosen is None:
            raise BadValue(_("Choose to whom."), "to")
        note_signing.hand_on(self._desk, self._note_id, to_id=str(chosen))
