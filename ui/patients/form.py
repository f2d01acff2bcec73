"""The registration form: its sections as one, read and filled by the names of the columns."""

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk import Desk
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from ui.patients.address_section import AddressSection
from ui.patients.contact_rules_section import ContactRulesSection
from ui.patients.fields_section import Entry, FieldsSection
from ui.patients.identity_section import IdentitySection
from ui.patients.minimum_section import MinimumSection
from ui.patients.people_section import PeopleSection
from ui.widgets.field import Field

MISSING_WORTH_TELLING = ("birth_date", "phone_mobile", "emergency_name")
_FIRST_ASKED = ("family_name", "given_name", "birth_date", "phone_mobile")


class RegistrationForm(QObject):
    """All fields of a patient, besides the clinical lists.

    Attributes:
        minimum: The first section, which has what is asked of everybody.
        sections: All of them, in the order they are shown.

    Signals:
        changed: Something was typed or chosen.
        field_left(str): The person left the field of this name.
    """

    changed = Signal()
    field_left = Signal(str)

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self.minimum = MinimumSection(desk)
        self.sections: tuple[FieldsSection, ...] = (
            self.minimum,
            IdentitySection(),
            AddressSection(),
            ContactRulesSection(desk),
            PeopleSection(),
        )
        for section in self.sections:
            section.changed.connect(self.changed)
            section.field_left.connect(self.field_left)

    def entries(self) -> Iterator[Entry]:
        """Yield every field of the form."""
        for section in self.sections:
            yield from section.entries

    def field(self, name: str | None) -> Field | None:
        """Return the field of a column, or None where the form has no such field."""
        return next((entry.field for entry in self.entries() if entry.name == name), None)

    def first_empty(self) -> Field:
        """Return where to go on typing: the first of the fields asked of everybody that is empty, else the last."""
        texts = self.minimum.texts()
        name = next((name for name in _FIRST_ASKED if not texts[name]), _FIRST_ASKED[-1])
        return self.minimum.field(name)

    def texts(self) -> dict[str, str]:
        """Return everything as it stands there, finished or not."""
        return {name: text for section in self.sections for name, text in section.texts().items()}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the form from a draft, or from what was typed elsewhere; what is missing there is empty."""
        for section in self.sections:
            section.show_texts(texts)

    def show_details(self, details: PatientDetails) -> None:
        """Fill the form with what is recorded."""
        for section in self.sections:
            section.show_details(details)

    def details(self) -> PatientDetails:
        """Return what stands there. Raises ``ClinicDeskError`` for a value that cannot be read; see ``first_fault``."""
        values: dict[str, Any] = {}
        answers: dict[str, Answer] = {}
        for section in self.sections:
            values |= section.values()
            answers |= section.answers()
        return PatientDetails(**values, answers=answers)

    def first_fault(self) -> Field | None:
        """Check all fields, show what is wrong, and return the first that cannot be recorded."""
        faults = [section.first_fault() for section in self.sections]
        return next((fault for fault in faults if fault is not None), None)

    def missing(self) -> list[str]:
        """Return what is still worth asking; it never keeps anybody from saving."""
        texts = self.texts()
        return [
            entry.field.label_text
            for entry in self.entries()
            if entry.name in MISSING_WORTH_TELLING
            and not texts[entry.name]
            and texts.get(f"{entry.name} answer") in (None, Answer.NOT_ASKED)
        ]
