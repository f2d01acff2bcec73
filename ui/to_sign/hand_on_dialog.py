"""Giving a note to somebody else to sign, or a document to review."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import to_sign
from clinicdesk.records.to_sign import Kind
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog


class HandOnDialog(FormDialog):
    """Asks to whom. The text stays who wrote it; the signature becomes the other's to give.

    Signals:
        written: It waits for somebody else now.
    """

    def __init__(self, desk: Desk, over: QWidget, kind: Kind, row_id: str, what: str) -> None:
        able = to_sign.able_to_take(desk, kind)
        self._desk = desk
        self._kind = kind
        self._row_id = row_id
        self._to = ChoiceField(_("&To"), [(member.id, member.name) for member in able], required=True)
        note = _("It comes into their list, and into no other. Who wrote or filed it stays written on it.")
        super().__init__(over, _("Hand on: {what}").format(what=what), note, {"to": self._to}, _("&Hand on"))

    def record(self) -> None:
        """Hand it on."""
        chosen = self._to.value()
        if chosen is None:
            raise BadValue(_("Choose to whom."), "to")
        to_sign.hand_on(self._desk, self._kind, self._row_id, to_id=str(chosen))
