"""Who to call in an emergency, and who else treats the patient."""

from clinicdesk.language import _
from clinicdesk.records.offered import offered
from clinicdesk.rules.answers import Answer
from ui.patients.fields_section import Entry, FieldsSection, offer
from ui.widgets.phone_field import PhoneField
from ui.widgets.text_field import TextField

_ANY = (Answer.NONE, Answer.UNKNOWN)


class PeopleSection(FieldsSection):
    """Emergency contact and clinicians."""

    def __init__(self) -> None:
        entries = [
            Entry("emergency_name", TextField(_("Emergenc&y contact")), span=2, answers=_ANY),
            Entry("emergency_relation", offer(TextField(_("Relationship")), offered().relations)),
            Entry("emergency_phone", PhoneField(_("Their phone"))),
            Entry("referring_clinician", TextField(_("Referring clinician")), span=2, answers=_ANY),
            Entry("treating_clinicians", TextField(_("Treating clinicians")), span=2, answers=_ANY),
        ]
        super().__init__(_("Emergency contact and clinicians"), entries)
