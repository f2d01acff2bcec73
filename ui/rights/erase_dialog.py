"""Content is erased for good: on which legal ground, and why. What cannot be undone is asked twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.erased import Ground, ground_name
from clinicdesk.records.erasing import Done
from ui import theme
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import TextAreaField, TextField


@dataclass(frozen=True, slots=True)
class Picked:
    """What is to be erased: in a sentence, with the grounds it can have.

    ``check`` raises what speaks against a ground and a reason; ``erase`` does it, at any desk of the same person.
    """

    what: str
    record_number: int
    grounds: tuple[Ground, ...]
    check: Callable[[Ground, str], None]
    erase: Callable[[Desk, Ground, str], Done]


class EraseDialog(FormDialog):
    """The record number is typed once more, so that no slip erases.

    Signals:
        erase_wanted(str, str): All was checked; carries the ground and the reason.
    """

    erase_wanted = Signal(str, str)

    def __init__(self, over: QWidget, picked: Picked) -> None:
        self._picked = picked
        offered = [(one, _capital(ground_name(one))) for one in picked.grounds]
        self._ground = ChoiceField(_("Legal &ground"), offered, required=True)
        self._again = TextField(_("Record &number, once more"), required=True)
        hint = _("It stays in the record for ever. Write nothing of what is erased.")
        self._reason = TextAreaField(_("&Why"), lines=2, required=True, hint=hint)
        fields = {"ground": self._ground, "again": self._again, "reason": self._reason}
        note = _("{what} This cannot be undone. That it was erased, when, by whom and why stays in the record.")
        super().__init__(over, _("Erase content"), note.format(what=picked.what), fields, _("Erase for good"))
        self._ground.set_value(picked.grounds[0])
        # Enter answers the harmless way: this cannot be taken back.
        theme.set_state(self._save, "kind", "danger")
        self._save.setDefault(False)
        self._cancel.setDefault(True)

    def record(self) -> None:
        """Check everything, and ask for it."""
        typed = self._again.text().replace(" ", "").replace("\u00a0", "").lstrip("0")
        if typed != str(self._picked.record_number):
            raise BadValue(_("This is not the record number of this chart."), "again")
        ground, reason = Ground(str(self._ground.value())), self._reason.text()
        self._picked.check(ground, reason)
        self.erase_wanted.emit(ground.value, reason)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
