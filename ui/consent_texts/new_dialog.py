"""A new text begins as a copy of another one, with its own name or in another language."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import wordings
from clinicdesk.records.wordings import Wording
from clinicdesk.rules.languages import known_codes, language_name
from ui.consent_texts.frame import Frame
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextField


class NewDialog(Frame):
    """Asks for title, language and the short name that tells texts apart.

    Signals:
        text_begun(object): The ``Wording`` to begin with.
    """

    text_begun = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, wording: Wording) -> None:
        super().__init__(
            over,
            _("New text"),
            _("It begins as a copy of “{title}”. The same text in another language keeps the short name.").format(
                title=wording.title
            ),
        )
        self._desk = desk
        self._wording = wording
        self._title = TextField(_("&Title"), required=True)
        codes = sorted({wording.language, *known_codes()}, key=language_name)
        self._language = ChoiceField(
            _("&Language"), [(code, f"{language_name(code)} ({code})") for code in codes], required=True
        )
        self._name = TextField(
            _("&Short name"),
            required=True,
            hint=_("Small letters, digits and hyphens. It stands at the foot of the form."),
        )
        self._go = button(_("&Begin"), kind="primary")
        cancel = button(_("Cancel"))
        self._title.set_text(wording.title)
        self._language.set_value(wording.language)
        self._name.set_text(wording.id)
        for field in (self._title, self._language, self._name):
            self.body.addWidget(field)
        self.body.addStretch(1)
        self.add_buttons(cancel, self._go)
        self._go.setDefault(True)
        self._title.edited.connect(self._on_title)
        self._go.clicked.connect(self._on_go)
        cancel.clicked.connect(self.reject)
        self._title.setFocus()

    def _on_title(self) -> None:
        """Offer a short name made of the title, until the person types one."""
        if not self._name.line.isModified():
            self._name.set_text(_short_name(self._title.text()) or self._wording.id)

    def _on_go(self) -> None:
        fields = {"title": self._title, "language": self._language, "name": self._name}
        try:
            made = wordings.copy_of(
                self._wording,
                name=self._name.text(),
                language=str(self._language.value()),
                title=self._title.text(),
            )
            if any(line.key == made.key for line in wordings.lines(self._desk)):
                raise BadValue(
                    _("There is a text of this name in this language. Choose another name or language."), "name"
                )
        except BadValue as problem:
            field = fields.get(problem.field or "", self._name)
            field.set_error(str(problem))
            field.setFocus()
            return
        self.accept()
        self.text_begun.emit(made)


def _short_name(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:5])
