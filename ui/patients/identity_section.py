"""Who the patient is and how to reach them."""

from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.offered import offered
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.dates import parse_birth_date
from clinicdesk.rules.names import phone_digits
from ui.patients.fields_section import Entry, FieldsSection, offer, value_or_none
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import ParsedField, TextField

SHORTEST_PHONE = 7
"""Digits below which a phone number is questioned; national numbers without area code have seven."""

_ANY = (Answer.NONE, Answer.UNKNOWN)


class IdentitySection(FieldsSection):
    """Names, birth, address, phones. Of all this only one name is needed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        words = offered()
        self._born: ParsedField[date] = ParsedField(
            _("Date of &birth"), self._birth_date, format_date, placeholder="21-Jul-1968"
        )
        sexes = (("", "–"), ("female", _("Female")), ("male", _("Male")), ("intersex", _("Intersex")))
        entries = [
            Entry("family_name", TextField(_("&Family name"))),
            Entry("given_name", TextField(_("&Given name"))),
            Entry("middle_name", TextField(_("Middle name"))),
            Entry("preferred_name", TextField(_("P&referred name"))),
            Entry("birth_date", self._born, answers=(Answer.UNKNOWN,)),
            Entry("sex_at_birth", ChoiceField(_("Se&x at birth"), sexes, placeholder=_("Not asked"))),
            Entry("gender", offer(TextField(_("Gender")), words.genders)),
            Entry("pronouns", offer(TextField(_("Pronouns")), words.pronouns)),
            Entry("phone_mobile", TextField(_("&Mobile phone")), answers=_ANY),
            Entry("phone_home", TextField(_("Home phone")), answers=_ANY),
            Entry("email", TextField(_("&E-mail")), span=2, answers=_ANY),
            Entry("street", TextField(_("Street and number")), span=2),
            Entry("city", TextField(_("City"))),
            Entry("region", TextField(_("State or region"))),
            Entry("postal_code", TextField(_("Postal code"))),
            Entry("country", TextField(_("Country"))),
            Entry("language", offer(TextField(_("&Language")), words.languages)),
            Entry("title", TextField(_("Title"), placeholder=_("Mr, Ms, Dr …"))),
        ]
        super().__init__(_("Identity and contact"), entries)
        self.field_left.connect(self._on_field_left)

    def birth_date(self) -> date | None:
        """Return the date of birth as far as it can be read."""
        found: date | None = value_or_none(self._born)
        return found

    def _birth_date(self, text: str) -> date:
        return parse_birth_date(text, self._desk.local(self._desk.now()).date())

    def _on_field_left(self, name: str) -> None:
        field = self.field(name)
        if not isinstance(field, TextField) or not field.text():
            return
        if name.startswith("phone") and len(phone_digits(field.text())) < SHORTEST_PHONE:
            count = len(phone_digits(field.text()))
            field.set_warning(_("Only {count} digits. Check the number.").format(count=count))
        elif name == "email" and ("@" not in field.text() or " " in field.text()):
            field.set_warning(_("This does not look like an e-mail address."))
