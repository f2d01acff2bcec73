"""That something of a chart left the clinic: to whom, what, why and how. Nothing is sent from here."""

from datetime import date, datetime, time

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import disclosures
from clinicdesk.records.disclosures import Basis, Disclosure, Way
from clinicdesk.rules.dates import parse_date
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import ParsedField, TextField


class DisclosureDialog(FormDialog):
    """One disclosure; with ``corrects`` a line that says better what an earlier one said."""

    def __init__(
        self,
        over: QWidget,
        desk: Desk,
        patient_id: str,
        *,
        what: str = "",
        recipient: str = "",
        basis: Basis | None = None,
        corrects: Disclosure | None = None,
    ) -> None:
        self._desk, self._patient_id, self._corrects = desk, patient_id, corrects
        self._today = desk.local(desk.now()).date()
        self._recipient = TextField(_("&To whom"), required=True)
        self._address = TextField(_("Where t&o (address or number)"))
        self._what = TextField(_("W&hat was given"), required=True)
        self._purpose = TextField(_("What &for"), required=True)
        self._basis = ChoiceField(
            _("Wh&y it may leave"), [(one, disclosures.basis_name(one)) for one in Basis], required=True
        )
        self._way = ChoiceField(_("Ho&w"), [(one, disclosures.way_name(one)) for one in Way], required=True)
        self._on: ParsedField[date] = ParsedField(_("O&n"), self._parse, format_date, required=True)
        fields = {
            "recipient": self._recipient,
            "recipient_address": self._address,
            "what": self._what,
            "purpose": self._purpose,
            "basis": self._basis,
            "way": self._way,
            "at": self._on,
        }
        title = _("Correct what left the clinic") if corrects else _("Something left the clinic")
        note = _("It stands in the chart's history, and in the accounting of disclosures where the law wants it there.")
        super().__init__(over, title, note, fields, _("Write down"))
        self._on.set_value(self._today)
        self._what.set_text(what)
        self._recipient.set_text(recipient)
        self._basis.set_value(basis)
        if corrects is not None:
            self._repeat(corrects)

    def _repeat(self, line: Disclosure) -> None:
        self._recipient.set_text(line.recipient)
        self._address.set_text(line.recipient_address)
        self._what.set_text(line.what)
        self._purpose.set_text(line.purpose)
        self._basis.set_value(line.basis)
        self._way.set_value(line.way)
        self._on.set_value(self._desk.local(line.disclosed_at).date())

    def _parse(self, text: str) -> date:
        return parse_date(text, self._today)

    def record(self) -> None:
        """Write it down."""
        basis, way = self._basis.value(), self._way.value()
        if basis is None:
            raise BadValue(_("Choose why it may leave."), "basis")
        if way is None:
            raise BadValue(_("Choose how it left."), "way")
        disclosures.record(
            self._desk,
            self._patient_id,
            recipient=self._recipient.text(),
            recipient_address=self._address.text(),
            what=self._what.text(),
            purpose=self._purpose.text(),
            basis=str(basis),
            way=str(way),
            at=self._moment(),
            corrects=self._corrects.id if self._corrects else None,
        )

    def _moment(self) -> datetime | None:
        """Return noon of another day; of today it is now. Raises ``BadValue`` for a day to come."""
        day = self._on.value() or self._today
        if day > self._today:
            raise BadValue(_("This day is still to come. Write it down when it has left."), "at")
        if self._corrects is not None and day == self._desk.local(self._corrects.disclosed_at).date():
            return self._corrects.disclosed_at
        return None if day == self._today else datetime.combine(day, time(12), self._desk.zone())
