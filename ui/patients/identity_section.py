"""The other names of a patient, sex, gender and language."""

from clinicdesk.language import _
from clinicdesk.records.offered import offered
from clinicdesk.rules.answers import Answer
from ui.patients.fields_section import Entry, FieldsSection, offer
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextField


class IdentitySection(FieldsSection):
    """What is said of who the patient is, besides the first names asked."""

    def __init__(self) -> None:
        words = offered()
        sexes = (
            ("", "–"),
            ("female", _("Female")),
            ("male", _("Male")),
            ("intersex", _("Intersex")),
            (Answer.UNKNOWN.value, _("Not known")),
        )
        entries = [
            Entry("preferred_name", TextField(_("P&referred name"))),
            Entry("middle_name", TextField(_("Middle name"))),
            Entry("former_names", TextField(_("Former names")), answers=(Answer.NONE, Answer.UNKNOWN)),
            Entry("title", TextField(_("Title"), placeholder=_("Mr, Ms, Dr …"))),
            Entry(
                "sex_at_birth",
                ChoiceField(_("Se&x at birth"), sexes, placeholder=_("Not asked")),
                answers=(Answer.UNKNOWN,),
            ),
            Entry("gender", offer(TextField(_("Gender")), words.genders)),
            Entry("pronouns", offer(TextField(_("Pronouns")), words.pronouns)),
            Entry("language", offer(TextField(_("&Language")), words.languages)),
        ]
        super().__init__(_("Other names, gender, language"), entries)
