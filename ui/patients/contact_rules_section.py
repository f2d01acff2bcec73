"""Whether and how the patient may be contacted: each question with its own answers, kept apart from not asked."""

from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.dates import parse_date
from ui.patients.fields_section import Entry, FieldsSection
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import ParsedField

_ANY = (Answer.SOME, Answer.NONE, Answer.UNKNOWN)
_UNKNOWN = (Answer.UNKNOWN.value, _("Not known"))
_HAPPENED = {Answer.SOME: _("Yes, day not known"), Answer.NONE: _("No")}


class ContactRulesSection(FieldsSection):
    """May call, may leave a message, preferred way; moved away and died."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        call = (("", "–"), (Answer.NONE.value, _("Yes")), ("yes", _("No, do not call")), _UNKNOWN)
        message = (("", "–"), ("yes", _("Yes")), ("no", _("No")), _UNKNOWN)
        way = (
            ("", "–"),
            ("phone_mobile", _("Mobile phone")),
            ("phone_home", _("Home phone")),
            ("email", _("E-mail")),
            ("letter", _("Letter")),
            (Answer.NONE.value, _("No preference")),
            _UNKNOWN,
        )
        entries = [
            Entry("do_not_call", _choice(_("May be called"), call), answers=(Answer.NONE, Answer.UNKNOWN)),
            Entry("leave_message", _choice(_("May leave a message"), message), answers=(Answer.UNKNOWN,)),
            Entry("preferred_channel", _choice(_("Preferred way"), way), answers=(Answer.NONE, Answer.UNKNOWN)),
            Entry("moved_away_on", self._day(_("Moved away on")), answers=_ANY, words=_HAPPENED),
            Entry("deceased_on", self._day(_("Died on")), answers=_ANY, words=_HAPPENED),
        ]
        super().__init__(_("Contact rules"), entries)

    def _day(self, label: str) -> ParsedField[date]:
        return ParsedField(label, self._parse_day, format_date, placeholder=_("If so, the day"))

    def _parse_day(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())


def _choice(label: str, choices: tuple[tuple[str, str], ...]) -> ChoiceField:
    return ChoiceField(label, choices, placeholder=_("Not asked"))
