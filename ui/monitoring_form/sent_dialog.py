"""When and how a monitoring form went to the programme. Afterwards nothing can be changed in it."""

from datetime import date

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_date
from clinicdesk.language import _, ngettext
from clinicdesk.records import monitoring_forms
from clinicdesk.records.monitoring_forms import MonitoringForm
from clinicdesk.rules.dates import parse_date
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import ParsedField


class SentDialog(FormDialog):
    """The day and the way. A form with empty fields can be marked too: what is empty is said."""

    def __init__(self, over: QWidget, desk: Desk, form: MonitoringForm) -> None:
        self._desk, self._form = desk, form
        today = desk.local(desk.now()).date()

        def parse(text: str) -> date:
            return parse_date(text, today)

        self._day = ParsedField(_("Se&nt on"), parse, format_date, required=True)
        self._how = ChoiceField(_("&How"), list(monitoring_forms.ways_to_send().items()), required=True)
        note = _("The form is kept as it was sent; nothing can be changed in it afterwards.")
        if count := len(form.missing):
            empty = ngettext("{count} field is still empty.", "{count} fields are still empty.", count)
            note = empty.format(count=count) + " " + note
        fields = {"sent_on": self._day, "sent_how": self._how}
        super().__init__(over, _("Mark as sent"), note, fields, _("Mark as sent"))
        self._day.set_value(today)

    def record(self) -> None:
        """Record that it was sent."""
        day = self._day.value()
        if day is None:
            raise BadValue(_("Type the day it was sent."), "sent_on")
        how = str(self._how.value() or "")
        monitoring_forms.mark_sent(self._desk, self._form.session_id, sent_on=day, how=how)
