"""Writing down that something was looked at before a treatment."""

from datetime import date

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import workups
from clinicdesk.records.workups import WorkupResult
from clinicdesk.rules.dates import parse_date
from clinicdesk.rules.eligibility import Questionnaire
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import ParsedField, TextField


class WorkupDialog(FormDialog):
    """What it was, on which day, and whether it asks for a second look."""

    def __init__(self, over: QWidget, desk: Desk, patient_id: str, asked: Questionnaire) -> None:
        self._desk, self._patient_id = desk, patient_id
        today = desk.local(desk.now()).date()

        def parse(text: str) -> date:
            return parse_date(text, today)

        self._kind = ChoiceField(_("&What"), [(one.kind, one.title) for one in asked.workup], required=True)
        self._day = ParsedField(_("&Day"), parse, format_date, required=True)
        self._result = ChoiceField(_("&Result"), [(one, one.words) for one in WorkupResult], required=True)
        self._remark = TextField(_("R&emark"))
        self._day.set_value(today)
        super().__init__(
            over,
            _("Record work-up"),
            _("What was found stays in the chart; papers and scans are filed under Documents."),
            {"kind": self._kind, "done_on": self._day, "result": self._result, "remark": self._remark},
            _("&Record"),
        )

    def record(self) -> None:
        """Write it down."""
        kind, result = self._kind.value(), self._result.value()
        if not isinstance(kind, str):
            raise BadValue(_("Choose what was looked at."), "kind")
        if not isinstance(result, WorkupResult):
            raise BadValue(_("Choose the result."), "result")
        day = self._day.value()
        if day is None:
            raise BadValue(_("Type the day it was done."), "done_on")
        workups.record(self._desk, self._patient_id, kind=kind, done_on=day, result=result, remark=self._remark.text())
