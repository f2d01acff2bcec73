"""Where a patient lives and how else to reach them. A pasted address is taken apart into its fields."""

import re

from PySide6.QtWidgets import QApplication

from clinicdesk.language import _
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.pasted_address import Address, parse_address
from ui.patients.fields_section import Entry, FieldsSection
from ui.widgets.phone_field import PhoneField
from ui.widgets.text_field import TextField

_ANY = (Answer.NONE, Answer.UNKNOWN)
_PARTS = ("street", "city", "region", "postal_code", "country")
_IN_BRACKETS = re.compile(r".*<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>.*|mailto:(\S+@\S+)", re.I)


class AddressSection(FieldsSection):
    """Address, home phone and e-mail."""

    def __init__(self) -> None:
        self._street = TextField(_("Street and number"), placeholder=_("Type, or paste a whole address"))
        entries = [
            Entry("street", self._street, span=2),
            Entry("city", TextField(_("City"))),
            Entry("region", TextField(_("State or region"))),
            Entry("postal_code", TextField(_("Postal code"))),
            Entry("country", TextField(_("Country"))),
            Entry("phone_home", PhoneField(_("Home phone")), answers=_ANY),
            Entry("email", TextField(_("&E-mail")), answers=_ANY),
        ]
        super().__init__(_("Address, other phone, e-mail"), entries)
        self._street.line.textEdited.connect(self._on_street_edited)
        self.field_left.connect(self._on_field_left)

    def _on_street_edited(self, text: str) -> None:
        """See whether what stands there now is what the clipboard holds: then it was pasted, with its lines."""
        clipboard = QApplication.clipboard()
        pasted = clipboard.text() if len(text) > 1 else ""
        if pasted and pasted.split() == text.split():
            self._take_apart(parse_address(pasted))

    def _on_field_left(self, name: str) -> None:
        if name == "street" and not any(self.texts()[part] for part in _PARTS[1:]):
            self._take_apart(parse_address(self._street.text()))
        elif name == "email":
            self._look_at_email()

    def _take_apart(self, address: Address) -> None:
        """Put the parts where they belong. All of them: a new street beside the old city would be no address."""
        if not address.understood:
            return
        for part in _PARTS:
            field = self.field(part)
            if isinstance(field, TextField):
                field.set_text(getattr(address, part))
        self._street.set_hint(_("Taken apart. Check the fields beside it."))
        self._street.line.setCursorPosition(len(self._street.line.text()))
        self.changed.emit()

    def _look_at_email(self) -> None:
        field = self.field("email")
        if not isinstance(field, TextField) or field.text() in ("", "-", "?"):
            return
        found = _IN_BRACKETS.fullmatch(field.text())
        if found:
            field.set_text(found[1] or found[2])
        if "@" not in field.text() or " " in field.text():
            field.set_warning(_("This does not look like an e-mail address."))
