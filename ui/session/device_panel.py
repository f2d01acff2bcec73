"""The forms of nasal devices: giving the next one, giving no further one, and who is the prescriber on site."""

from datetime import date

from clinicdesk import formats
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.rules.dates import date_text
from ui.session.drug_panel import parse_expiry
from ui.session.identity import IdentityFields
from ui.session.panel import Panel, moment_field, typed_moment
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


class DevicePanel(Panel):
    """Lot and expiry of the device; with the first one the two identifiers, because it starts the session."""

    def build(self) -> None:
        """What the prescriber ordered, lot, expiry, identifiers or the reason for being early, when."""
        today = self.desk.local(self.desk.now()).date()

        def parse(text: str) -> date:
            return parse_expiry(text, today)

        self._is_first = self.session.started is None
        order = self.session.order
        if order is not None:
            drug, lines = formats.format_drug(order.drug), order.arithmetic.lines()
            self.add(label(f"{drug}: {lines[0]}" if self._is_first else self._number_words(), "h3", wrap=True))
        self._identity = IdentityFields(self.desk, self) if self._is_first else None
        self._lot = TextField(_("&Lot on the device"), required=True)
        self._expires: ParsedField[date] = ParsedField(
            _("E&xpires"), parse, date_text, required=True, hint=_("Day, or 03/2027.")
        )
        self.put_row(("lot", self._lot), ("expires_on", self._expires))
        self._early = TextField(_("Reason &to give it early"), required=True, hint=_("Prints with the session."))
        self.put("early_reason", self._early)
        self._early.hide()
        self._baseline = TextField(_("Reason to st&art"), required=True, hint=_("Prints with the session."))
        self.put("baseline_reason", self._baseline)
        self._moment = moment_field(self.desk, self.session)
        self.put("occurred_at", self._moment)
        held = sessions.baseline_findings(self.session) if self._is_first else ()
        self._baseline.setVisible(bool(held))
        if held:
            self._baseline.set_warning(" ".join(finding.words for finding in held))

    def _number_words(self) -> str:
        course = sessions.device_course(self.session)
        if course is None or course.next_number is None:
            return _("All devices of the order were given.")
        return _("Device {number} of {count}").format(number=course.next_number, count=course.ordered)

    def record(self) -> None:
        """Record the device; one that is early asks for its reason."""
        if not self._expires.check():
            raise BadValue(_("Look at the field marked red."))
        try:
            sessions.give_device(
                self.desk,
                self.session.id,
                lot=self._lot.text(),
                expires_on=self._expires.value(),
                identity=self._identity.said() if self._identity else None,
                early_reason=self._early.text(),
                baseline_reason=self._baseline.text(),
                occurred_at=typed_moment(self.desk, self.session, self._moment),
            )
        except BadValue as problem:
            if problem.field == "early_reason":
                self._early.show()
            raise


class StopDevicesPanel(Panel):
    """No further device, and why. What was given counts; the patient is watched as after all of them."""

    def build(self) -> None:
        """Say what was given; the reason, and when."""
        course = sessions.device_course(self.session)
        if course is not None:
            words = _("{given} of {ordered} were given. The patient stays and is watched all the same.")
            given, ordered = (formats.format_dose(one) for one in (course.given_micrograms, course.ordered_micrograms))
            self.add(label(words.format(given=given, ordered=ordered), wrap=True))
        self._reason = TextField(_("&Reason"), required=True, hint=_("Prints with the session."))
        self._moment = moment_field(self.desk, self.session)
        self.put("reason", self._reason)
        self.put("occurred_at", self._moment)

    def record(self) -> None:
        """Record that no further device is given."""
        sessions.stop_devices(
            self.desk,
            self.session.id,
            reason=self._reason.text(),
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )


class DeviceNotGivenPanel(Panel):
    """The last device does not count: entered in error, or not given after all."""

    def build(self) -> None:
        """Say which one; the reason."""
        devices = self.session.devices_given
        if devices:
            time = formats.format_time(self.desk.local(devices[-1].at))
            words = _("Device {number} of {time} leaves the dose. What was recorded stays readable.")
            self.add(label(words.format(number=len(devices), time=time), wrap=True))
        self._reason = TextField(_("&Reason"), required=True, hint=_("Prints with the session."))
        self.put("reason", self._reason)

    def record(self) -> None:
        """Take it out of the dose."""
        sessions.device_not_given(self.desk, self.session.id, reason=self._reason.text())


class PrescriberPanel(Panel):
    """Which prescriber is on site while the patient is treated and watched; and what else the programme asks for."""

    def build(self) -> None:
        """The prescribers who work here."""
        for sentence in sessions.missing_for_programme(self.desk, self.session):
            self.add(label(f"•  {sentence}", wrap=True))
        choices = [(member.id, member.name) for member in sessions.prescribers(self.desk)]
        self._who = ChoiceField(_("&Prescriber on site"), choices, required=True)
        self.put("staff_id", self._who)
        if any(member_id == self.desk.person.id for member_id, _name in choices):
            self._who.set_value(self.desk.person.id)
        self._moment = moment_field(self.desk, self.session)
        if self.desk.transcribing:
            self.put("occurred_at", self._moment)

    def record(self) -> None:
        """Record who it is."""
        if self._who.value() is None:
            raise BadValue(_("Choose who is on site."), "staff_id")
        sessions.check_prescriber(
            self.desk,
            self.session.id,
            staff_id=str(self._who.value()),
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )
