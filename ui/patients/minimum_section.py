"""What is asked of everybody first, in one row: enough to register somebody at the counter or on the phone."""

from collections.abc import Mapping
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.dates import parse_birth_date
from ui.patients.fields_section import Entry, FieldsSection, value_or_none
from ui.widgets.phone_field import PhoneField
from ui.widgets.text_field import ParsedField, TextField


class MinimumSection(FieldsSection):
    """Names, birth, phone; only one name is needed. How to tell a namesake is asked when there may be one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._born: ParsedField[date] = ParsedField(
            _("Date of &birth"), self._birth_date, format_date, placeholder="21-Jul-1968"
        )
        self._remark = TextField(
            _("How to tell this patient from the other"), placeholder=_("Twin sister of Ana; has a scar on the chin …")
        )
        entries = [
            Entry("family_name", TextField(_("&Family name"))),
            Entry("given_name", TextField(_("&Given name"))),
            Entry("birth_date", self._born, answers=(Answer.UNKNOWN,)),
            Entry("phone_mobile", PhoneField(_("&Mobile phone")), answers=(Answer.NONE, Answer.UNKNOWN)),
            Entry("distinguishing_remark", self._remark, span=4),
        ]
        super().__init__(_("Patient"), entries)
        self._remark.hide()

    def birth_date(self) -> date | None:
        """Return the date of birth as far as it can be read."""
        found: date | None = value_or_none(self._born)
        return found

    def ask_remark(self, sentence: str) -> TextField:
        """Show the field for what tells two patients apart, and say why it is asked."""
        self._remark.show()
        self._remark.set_error(sentence)
        return self._remark

    def show_details(self, details: PatientDetails) -> None:
        """Fill the section with what is recorded."""
        super().show_details(details)
        self._remark.setVisible(bool(self._remark.text()))

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the section from a draft, and say of a birth date that was begun whether it can be read."""
        super().show_texts(texts)
        self._remark.setVisible(bool(self._remark.text()))
        if self._born.text():
            self._born.check()

    def _birth_date(self, text: str) -> date:
        return parse_birth_date(text, self._desk.local(self._desk.now()).date())
