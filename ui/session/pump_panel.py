"""What the pump gave beside its rate: a bolus, and the volume that stands on it."""

from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.rules.quantities import decimal_text, volume_text
from clinicdesk.rules.typed_quantities import parse_milligrams, parse_millilitres, parse_minutes
from ui.session.order_choice import chosen_order, order_field
from ui.session.panel import Panel, amount_field, moment_field, typed_moment
from ui.widgets.text_field import TextField

_LONGEST_MINUTES = 60


def _thousandth(value: int) -> str:
    return decimal_text(value, 1000).replace(",", "")


def _parse_minutes(text: str, name: str) -> int:
    return parse_minutes(text, name, _LONGEST_MINUTES)


class BolusPanel(Panel):
    """A bolus from the bag. Of a fluid, whose contents are words, the volume is asked for."""

    def build(self) -> None:
        """How much, over how long, under which order, when."""
        bag = self.session.bag_order
        self._by_volume = bag is None or not bag.arithmetic.dose_micrograms
        if self._by_volume:
            self._amount = amount_field(_("Bo&lus (mL)"), parse_millilitres, _thousandth, required=True)
        else:
            self._amount = amount_field(_("Bo&lus (mg)"), parse_milligrams, _thousandth, required=True)
        self._minutes = amount_field(_("O&ver (minutes)"), _parse_minutes, str, hint=_("Empty: at once."))
        self._order = order_field(self.session)
        self._moment = moment_field(self.desk, self.session)
        self.put_row(("dose", self._amount), ("minutes", self._minutes))
        self.put("order", self._order)
        self.put("occurred_at", self._moment)
        self._amount.left.connect(self._on_amount)

    def record(self) -> None:
        """Record the bolus."""
        amount = self._amount.value()
        if amount is None:
            raise BadValue(_("Type how much the bolus is."), "dose")
        if not self._minutes.check():
            self._minutes.setFocus()
            raise BadValue(_("Look at the field marked red."))
        sessions.bolus(
            self.desk,
            self.session.id,
            under=chosen_order(self._order),
            dose_micrograms=0 if self._by_volume else amount,
            volume_microlitres=amount if self._by_volume else None,
            minutes=self._minutes.value() or 0,
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )

    def _on_amount(self) -> None:
        """Say what the pump is set to."""
        if self._by_volume:
            return
        try:
            amount = self._amount.value()
            words = volume_text(sessions.bolus_volume(self.session, amount)) if amount else ""
        except ClinicDeskError:
            return
        self._amount.set_hint(_("{volume} of the bag").format(volume=words) if words else "")


class PumpReadPanel(Panel):
    """The volume the pump shows; a reason where it is far from rate and time, asked once it was compared."""

    def build(self) -> None:
        """Volume, reason, when."""
        self._volume = amount_field(
            _("Vol&ume infused (mL)"),
            parse_millilitres,
            _thousandth,
            required=True,
            hint=_("As it stands on the pump."),
        )
        self._reason = TextField(_("R&eason for the difference"))
        self._moment = moment_field(self.desk, self.session)
        self.put("volume", self._volume)
        self.put("reason", self._reason)
        self.put("occurred_at", self._moment)
        self._reason.hide()

    def record(self) -> None:
        """Record the volume."""
        volume = self._volume.value()
        if volume is None:
            raise BadValue(_("Type the mL that stand on the pump."), "volume")
        try:
            sessions.read_pump(
                self.desk,
                self.session.id,
                volume_microlitres=volume,
                reason=self._reason.text(),
                occurred_at=typed_moment(self.desk, self.session, self._moment),
            )
        except BadValue as problem:
            self._reason.setVisible(problem.field == "reason" or self._reason.isVisibleTo(self))
            raise
