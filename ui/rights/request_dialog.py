"""A request of a patient is taken: what, when, who asks, and how it was made sure who that is."""

from datetime import date

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import rights
from clinicdesk.records.patients import Patient
from clinicdesk.records.rights import Relation, Right
from clinicdesk.rules.dates import parse_date
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import ParsedField, TextAreaField, TextField


class RequestDialog(FormDialog):
    """Proposes what is usual: the patient asks today for a copy."""

    def __init__(self, over: QWidget, desk: Desk, patient: Patient) -> None:
        self._desk, self._patient_id = desk, patient.id
        self._name = f"{patient.given_name} {patient.family_name}".strip()
        today = desk.local(desk.now()).date()

        def parse(text: str) -> date:
            return parse_date(text, today)

        kinds = [(right, rights.right_name(right)) for right in Right]
        self._right = ChoiceField(_("&What is asked for"), kinds, required=True)
        self._on = ParsedField(_("Came in &on"), parse, format_date, required=True)
        whose = [(relation, rights.relation_name(relation)) for relation in Relation]
        self._relation = ChoiceField(_("Who &asks"), whose, required=True)
        self._asked_by = TextField(_("&Name under the request"), required=True)
        self._identity = TextField(
            _("How you made s&ure who asks"),
            hint=_("Such as “driving licence seen”. Needed before anything is given."),
        )
        self._scope = TextAreaField(_("A&bout what"), lines=2)
        fields = {
            "right": self._right,
            "received_on": self._on,
            "relation": self._relation,
            "asked_by": self._asked_by,
            "identity": self._identity,
            "scope": self._scope,
        }
        note = _("The last day to answer is worked out from the day it came in.")
        super().__init__(over, _("Request of a patient"), note, fields, _("Write down"))
        self._right.set_value(Right.COPY)
        self._on.set_value(today)
        self._relation.set_value(Relation.SELF)
        self._asked_by.set_text(self._name)
        self._relation.edited.connect(self._on_relation)
        self._right.edited.connect(self._show_due)
        self._on.edited.connect(self._show_due)
        self._show_due()

    def _show_due(self) -> None:
        """Say by when it is to be answered, before it is written down."""
        try:
            received_on = self._on.value()
        except ClinicDeskError:
            received_on = None
        right = Right(str(self._right.value()))
        due = rights.due_day(right, received_on) if received_on else None
        self._on.set_hint(_("To be answered by {day}.").format(day=format_date(due)) if due else "")

    def _on_relation(self) -> None:
        """The patient's own name stands there only while the patient asks."""
        own = self._relation.value() == Relation.SELF
        if own or self._asked_by.text() == self._name:
            self._asked_by.set_text(self._name if own else "")

    def record(self) -> None:
        """Write the request down."""
        rights.take(
            self._desk,
            self._patient_id,
            right=str(self._right.value() or ""),
            received_on=self._on.value() or date.min,
            asked_by=self._asked_by.text(),
            relation=str(self._relation.value() or ""),
            identity=self._identity.text(),
            scope=self._scope.text(),
        )
