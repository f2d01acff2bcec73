"""The order form of the prescriber: the last dose, numbers, their arithmetic, then signature with two identifiers."""

from clinicdesk import formats
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Body, LastDose
from clinicdesk.rules.dosing import Dose, DoseArithmetic
from clinicdesk.rules.quantities import dose_text, rate_text
from clinicdesk.rules.typed_quantities import parse_milligrams
from clinicdesk.rules.vitals import Kind
from ui.session.identity import IdentityFields
from ui.session.order_form import OrderForm, thousandths
from ui.session.order_form_devices import DevicesForm
from ui.session.order_form_fluid import FluidForm
from ui.session.order_form_weight import WeightForm
from ui.session.panel import Panel, amount_field, moment_field, typed_moment
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class OrderPanel(Panel):
    """Starts with the protocol's own numbers for today's weight; every number can be changed before it is signed.

    What is unusual is asked once, by pressing "Sign order" again. A dose far from the last one is typed a second time.
    """

    def build(self) -> None:
        """Last dose, numbers, arithmetic, reasons, identifiers."""
        self._asked: tuple[str, ...] = ()
        self._known = sessions.body(self.desk, self.session)
        self._last = sessions.last_dose(self.desk, self.session)
        if self._last is not None:
            self.add(label(_last_words(self._last), "muted", wrap=True))
        self._form = self._form_of_the_kind()
        self._short = label("", "strong", wrap=True)
        self._lines = label("", "", wrap=True)
        self._lines.setObjectName("arithmetic")
        self.add(self._short)
        self.add(self._lines)
        self._again = amount_field(_("The new dose once more (mg)"), parse_milligrams, thousandths, required=True)
        self.put("again", self._again)
        self._put_reasons()
        self._identity = IdentityFields(self.desk, self)
        self._moment = moment_field(self.desk, self.session)
        if self.desk.transcribing:
            self.put("occurred_at", self._moment)
        # Another prescriber may be the one who works the dose out anew: the form begins with the protocol's numbers.
        order = None if sessions.is_blind(self.desk, self.session) else self.session.order
        self._form.fill(order.arithmetic if order else None, self._known)
        self._on_edited()
        for field in self._form.fields:
            field.edited.connect(self._on_edited)
            field.left.connect(self._on_edited)

    def _form_of_the_kind(self) -> OrderForm:
        protocol = self.session.protocol
        if protocol.devices is not None:
            return DevicesForm(self, protocol.devices)
        if protocol.dose is not None and protocol.bag is not None:
            return WeightForm(self, self.session, protocol.dose, protocol.bag)
        return FluidForm(self)

    def _put_reasons(self) -> None:
        self._remark = TextField(_("&Why the order changes"), required=True)
        self._consent = TextField(
            _("Reason to go on wit&h this consent"), required=True, hint=_("Prints with the session.")
        )
        self.put("remark", self._remark)
        self.put("consent_reason", self._consent)
        self._remark.setVisible(self.session.order is not None)
        reasons = sessions.asking_reason(self.desk, self.session)
        self._consent.setVisible(bool(reasons))
        if reasons:
            self._consent.set_warning("\n".join(reasons))

    def _change(self, dose: Dose) -> str | None:
        return sessions.change_from(self.session.protocol.caps, dose, self._last)

    def _on_edited(self) -> None:
        """Show the arithmetic of what is typed so far; while a number is half typed there is none."""
        self._asked = ()
        try:
            known = self._form.body(self._known)
            dose = self._form.dose(known)
        except ClinicDeskError as problem:
            self._short.setVisible(False)
            self._lines.setText(str(problem))
            self._again.setVisible(False)
            return
        change = self._change(dose)
        reminder = sessions.basis_reminder(self.session, dose, known)
        self._lines.setText("\n".join([*sessions.lines_of(dose), *([reminder] if reminder else [])]))
        self._short.setText(_in_short(dose))
        self._short.setVisible(isinstance(dose, DoseArithmetic))
        self._again.setVisible(change is not None)
        if change:
            self._again.set_warning(change)

    def record(self) -> None:
        """Sign the order; what is unusual is asked once."""
        known = self._form.body(self._known)
        dose = self._form.dose(known)
        said = self._identity.said()
        questions = sessions.questions_about(self.session, dose, known=known, last=self._last)
        change = self._change(dose)
        if change and self._again.value() is None:
            raise BadValue(change + " " + _("Type the new dose once more."), "again")
        asked = tuple(question for question in questions if question != change)
        if asked and asked != self._asked:
            self._asked = asked
            raise BadValue(" ".join(asked) + " " + _("Press “Sign order” again if it is."))
        self._keep_height(known)
        sessions.order(
            self.desk,
            self.session.id,
            identity=said,
            dose=dose,
            unusual_confirmed=bool(questions),
            dose_again_micrograms=self._again.value() if change else None,
            consent_reason=self._consent.text(),
            remark=self._remark.text(),
            written_at=typed_moment(self.desk, self.session, self._moment),
        )

    def _keep_height(self, known: Body) -> None:
        """Record a height that was measured for this order, as the reading it is."""
        height = known.height_millimetres
        if height is not None and height != self._known.height_millimetres:
            sessions.observe(self.desk, self.session.id, values={Kind.HEIGHT: height})
            self._known = known


def _in_short(dose: Dose) -> str:
    """Return what a dose comes to, for who does not read every step: one line for each rate, none for the others."""
    if not isinstance(dose, DoseArithmetic):
        return ""
    if not dose.stages:
        return _("{dose} at {rate}").format(
            dose=dose_text(dose.dose_micrograms), rate=rate_text(dose.rate_microlitres_per_hour)
        )
    return "\n".join(
        _("{title}: {dose} at {rate} for {minutes} min").format(
            title=stage.title,
            dose=dose_text(stage.dose_micrograms),
            rate=rate_text(stage.rate_microlitres_per_hour),
            minutes=stage.minutes,
        )
        for stage in dose.stages
    )


def _last_words(last: LastDose) -> str:
    """Return the last dose and how it went."""
    given = formats.format_dose(last.given_micrograms)
    day = formats.format_date(last.on)
    if last.ordered_micrograms is None:
        head = _("Last time, {day}: {lines}").format(day=day, lines="; ".join(last.lines))
    else:
        head = _("Last dose, {day}: {ordered} ordered, {given} given over {minutes} min").format(
            day=day, ordered=formats.format_dose(last.ordered_micrograms), given=given, minutes=last.minutes
        )
    return "\n".join([head, *last.effects])
