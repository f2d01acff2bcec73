"""Content is erased for good: on which legal ground, and why. What cannot be undone is asked twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.records.erased import Ground, ground_name
from clinicdesk.records.erasing import Done
from ui import theme
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import TextAreaField, TextField

Erase = Callable[[Ground, str], Done]


class EraseDialog(FormDialog):
    """``erase`` does it; ``outcome`` is what it did. The record number is typed once more, so that no slip erases."""

    outcome: Done | None = None

    def __init__(self, over: QWidget, what: str, record_number: int, grounds: Sequence[Ground], erase: Erase) -> None:
        self._erase, self._wanted = erase, record_number
        self._ground = ChoiceField(
            _("Legal &ground"), [(one, _capital(ground_name(one))) for one in grounds], required=True
        )
        self._again = TextField(_("Record &number, once more"), required=True)
        hint = _("It stays in the record for ever. Write nothing of what is erased.")
        self._reason = TextAreaField(_("&Why"), lines=2, required=True, hint=hint)
        fields = {"ground": self._ground, "again": self._again, "reason": self._reason}
        note = _("{what} This cannot be undone. That it was erased, when, by whom and why stays in the record.")
        super().__init__(over, _("Erase content"), note.format(what=what), fields, _("Erase for good"))
        self._ground.set_value(grounds[0])
        # Enter answers the harmless way: this cannot be taken back.
        theme.set_state(self._save, "kind", "danger")
        self._save.setDefault(False)
        self._cancel.setDefault(True)

    def record(self) -> None:
        """Erase it."""
        if self._again.text().replace(" ", "").replace("\u00a0", "").lstrip("0") != str(self._wanted):
            raise BadValue(_("This is not the record number of this chart."), "again")
        self.outcome = self._erase(Ground(str(self._ground.value())), self._reason.text())


def told(done: Done) -> str:
    """Return what was erased and what still holds it, as sentences."""
    entries = ngettext("{count} entry", "{count} entries", done.entries).format(count=done.entries)
    papers = ngettext("{count} paper", "{count} papers", done.papers).format(count=done.papers)
    parts = [_("Erased: {entries} and {papers}.").format(entries=entries, papers=papers)]
    if not done.is_swept:
        parts.append(_("Another window or PC has the file open: the last trace goes when it has closed."))
    return " ".join([*parts, *done.backups])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
