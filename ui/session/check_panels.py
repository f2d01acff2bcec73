"""The small forms before the start: fasting, escort, a hold, and not treated."""

from datetime import datetime
from typing import cast

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import DecidedBy
from clinicdesk.rules.dates import parse_time
from ui.session.panel import Panel, clock_field, last_time_of, moment_field, typed_moment
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import ParsedField, TextAreaField, TextField

_NONE = _("none")


def _time_or_none(text: str) -> str:
    """Read a time of day, or the word for none."""
    return _NONE if text.strip().casefold() == _NONE else parse_time(text).strftime("%H:%M")


class FastingPanel(Panel):
    """When the patient last ate and drank, and for a nasal drug when another spray was used last."""

    def build(self) -> None:
        """The times; the reason is asked only when the fast was too short."""
        preset = self.session.protocol.fasting
        hint = _("24-hour time; a time still to come means yesterday.")
        self._solids = clock_field(_("Last &food"), hint=hint)
        self._liquids = clock_field(_("Last clear &drink"))
        self._nasal = ParsedField(
            _("Last &nasal spray"),
            _time_or_none,
            str,
            required=True,
            hint=_("Steroid or decongestant: time or none."),
        )
        self._asks_nasal = preset.nasal_minutes is not None
        self._reason = TextField(_("Reason to &go on"), required=True, hint=_("Prints with the session."))
        self.set_note(preset.title)
        self._moment = moment_field(self.desk, self.session)
        if self.desk.transcribing:
            self.put("occurred_at", self._moment)
        self.put("solids", self._solids)
        self.put("liquids", self._liquids)
        self.put("nasal", self._nasal)
        self._nasal.setVisible(self._asks_nasal)
        self.put("reason", self._reason)
        self._reason.hide()
        self._solids.left.connect(self._on_left)
        self._liquids.left.connect(self._on_left)
        self._nasal.left.connect(self._on_left)

    def _on_left(self) -> None:
        """Say at once when the fast is too short."""
        if not (self._solids.text() and self._liquids.text() and self._solids.check() and self._liquids.check()):
            return
        try:
            asked = typed_moment(self.desk, self.session, self._moment) or self.desk.now()
        except BadValue:
            return  # said when it is recorded
        solids, liquids = (last_time_of(self.desk, f.value() or "", asked) for f in (self._solids, self._liquids))
        if not self._nasal.check():
            return
        problem = sessions.fasting_problem(self.session, solids, liquids, asked, self._nasal_at(asked))
        self._reason.setVisible(bool(problem))
        if problem:
            self._reason.set_warning(problem)

    def _nasal_at(self, asked: datetime | None) -> datetime | None:
        """Return when a nasal spray was used last; None where none was, or nobody asked yet."""
        used = self._nasal.value() if self._asks_nasal else None
        return last_time_of(self.desk, used, asked) if used and used != _NONE else None

    def record(self) -> None:
        """Record the times."""
        for key in ("solids", "liquids"):
            if not cast("TextField", self.fields[key]).text():
                raise BadValue(_("Ask, and type the time."), key)
        self._on_left()
        asked = typed_moment(self.desk, self.session, self._moment)
        sessions.check_fasting(
            self.desk,
            self.session.id,
            solids_at=last_time_of(self.desk, self._solids.value() or "", asked),
            liquids_at=last_time_of(self.desk, self._liquids.value() or "", asked),
            nasal_used=(self._nasal.value() != _NONE if self._nasal.text() else None) if self._asks_nasal else None,
            nasal_at=self._nasal_at(asked),
            reason=self._reason.text(),
            occurred_at=asked,
        )


class EscortPanel(Panel):
    """Who takes the patient home."""

    def build(self) -> None:
        """Name and phone."""
        self._name = TextField(_("&Name of the escort"), required=True)
        self._phone = TextField(_("&Phone of the escort"), required=True)
        self._moment = moment_field(self.desk, self.session)
        self.put("name", self._name)
        self.put("phone", self._phone)
        if self.desk.transcribing:
            self.put("occurred_at", self._moment)

    def record(self) -> None:
        """Record the escort."""
        sessions.check_escort(
            self.desk,
            self.session.id,
            name=self._name.text(),
            phone=self._phone.text(),
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )


class HoldPanel(Panel):
    """Why the visit waits, and when somebody looks again."""

    def build(self) -> None:
        """Reason and minutes."""
        self._reason = TextField(_("Why the visit &waits"), required=True)
        self._again = TextField(_("Look again &in (minutes)"), required=True)
        self._again.set_text("15")
        self._moment = moment_field(self.desk, self.session)
        self.put("reason", self._reason)
        self.put("again_in_minutes", self._again)
        if self.desk.transcribing:
            self.put("occurred_at", self._moment)

    def record(self) -> None:
        """Hold the visit."""
        minutes = self._again.text()
        sessions.hold(
            self.desk,
            self.session.id,
            reason=self._reason.text(),
            again_in_minutes=int(minutes) if minutes.isdecimal() else 0,
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )


class NotTreatedPanel(Panel):
    """Why a session does not take place, and who decided."""

    def build(self) -> None:
        """Reason and decision."""
        self._decided = ChoiceField(
            _("&Who decided"),
            [
                (DecidedBy.PATIENT, _("The patient")),
                (DecidedBy.CLINICIAN, _("A clinician")),
                (DecidedBy.CLINIC, _("The clinic (no staff, no room)")),
            ],
            required=True,
        )
        self._reason = TextAreaField(_("&Reason"), lines=3, required=True)
        self._moment = moment_field(self.desk, self.session)
        if self.desk.transcribing:
            self.put("occurred_at", self._moment)
        self.put("decided_by", self._decided)
        self.put("reason", self._reason)

    def record(self) -> None:
        """Close the session as not treated."""
        decided = self._decided.value()
        if decided is None:
            raise BadValue(_("Choose who decided."), "decided_by")
        sessions.not_treated(
            self.desk,
            self.session.id,
            reason=self._reason.text(),
            decided_by=cast("DecidedBy", decided),
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )
