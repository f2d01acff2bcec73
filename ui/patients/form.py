"""The registration form: its sections as one, over what was recorded when it was shown."""

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import chart_facts
from clinicdesk.records.chart_facts import ChartFacts
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import Patient
from clinicdesk.rules.answers import Answer
from ui.patients import amendment
from ui.patients.address_section import AddressSection
from ui.patients.both_texts import Difference
from ui.patients.contact_rules_section import ContactRulesSection
from ui.patients.fields_section import Entry, FieldsSection
from ui.patients.identity_section import IdentitySection
from ui.patients.lists_section import ListsSection
from ui.patients.minimum_section import MinimumSection
from ui.patients.people_section import PeopleSection
from ui.widgets.field import Field

MISSING_WORTH_TELLING = ("birth_date", "phone_mobile", "emergency_name")
_FIRST_ASKED = ("family_name", "given_name", "birth_date", "phone_mobile")


class RegistrationForm(QObject):
    """All fields of a patient, and the clinical lists for those who may see them.

    Attributes:
        before: The patient as recorded when the form was shown; None for a new one.
        minimum: The first section, which has what is asked of everybody.
        sections: All sections of fields, in the order they are shown; the lists come after them.
        lists: The clinical lists.

    Signals:
        changed: Something was typed or chosen.
        field_left(str): The person left the field of this name.
    """

    changed = Signal()
    field_left = Signal(str)

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self.before: Patient | None = None
        self._facts = ChartFacts()
        self._base: dict[str, Any] = {}
        self.minimum = MinimumSection(desk)
        self.sections: tuple[FieldsSection, ...] = (
            self.minimum,
            IdentitySection(),
            AddressSection(),
            ContactRulesSection(desk),
            PeopleSection(),
        )
        self.lists = ListsSection()
        self.lists.changed.connect(self.changed)
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

    # What is shown ------------------------------------------------------------------------------------------------

    def show_new(self, texts: Mapping[str, str]) -> None:
        """Show an empty form with some texts in it, as typed in a search box. Anybody may fill in the lists."""
        self.before, self._facts = None, ChartFacts()
        self.lists.setVisible(True)
        for section in self.sections:
            section.show_texts(texts)
        self.lists.show_facts(self._facts)
        self._base = {}

    def show_recorded(self, before: Patient) -> None:
        """Show what is recorded of a patient; the lists only to those who may see them."""
        self.before, self._facts = before, self._known(before)
        self.lists.setVisible(self._desk.sees("clinical"))
        for section in self.sections:
            section.show_details(before)
        self.lists.show_facts(self._facts)
        self._base = self._standing()

    def put_over(self, now: Patient) -> None:
        """Show what is recorded now, with what the person typed over what they did not touch."""
        before, facts = self.before, self._facts
        if before is None:
            return
        mine, my_facts = self.details(), self.lists.facts()
        self.show_recorded(now)
        for section in self.sections:
            section.show_details(amendment.over(before, mine, now))
        self.lists.show_facts(amendment.facts_over(facts, my_facts, self._facts))

    def differences(self) -> list[Difference]:
        """Return where the form reads otherwise than what is recorded."""
        if self.before is None:
            return []
        try:
            mine = self.details()
        except ClinicDeskError:
            # A half-typed date is among it; saving will name it.
            mine = self.before
        shown = {entry.name: entry.field for entry in self.entries()}
        found = amendment.differences(self.before, mine, shown)
        return found + amendment.fact_differences(self._facts, self.lists.facts())

    def draft(self) -> dict[str, Any]:
        """Return everything as it stands there, finished or not, and what was recorded when it was shown."""
        return {**self._standing(), "base": self._base}

    def show_draft(self, body: Mapping[str, Any]) -> None:
        """Fill the form from a draft. What the person did not touch stays as it is recorded now."""
        texts, lists = body["texts"], body["lists"]
        if self.before is not None and (base := body.get("base")):
            texts = amendment.texts_over(base["texts"], texts, self.texts())
            lists = amendment.lists_over(base["lists"], lists, self.lists.draft())
        for section in self.sections:
            section.show_texts(texts)
        self.lists.show_draft(lists, self._facts)

    def _standing(self) -> dict[str, Any]:
        return {"texts": self.texts(), "lists": self.lists.draft()}

    def _known(self, patient: Patient) -> ChartFacts:
        return chart_facts.of(self._desk, patient.id) if self._desk.sees("clinical") else ChartFacts()

    # What stands there --------------------------------------------------------------------------------------------

    def details(self) -> PatientDetails:
        """Return what stands in the fields. Raises ``ClinicDeskError`` for one that cannot be read."""
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
        fields = [
            entry.field.label_text
            for entry in self.entries()
            if entry.name in MISSING_WORTH_TELLING
            and not texts[entry.name]
            and texts.get(f"{entry.name} answer") in (None, Answer.NOT_ASKED)
        ]
        return fields if self.lists.isHidden() else fields + self.lists.not_asked()
