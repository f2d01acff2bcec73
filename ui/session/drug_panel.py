"""One line of drug: product, lot, what was drawn, given and wasted, and who saw it."""

from datetime import date, timedelta
from typing import cast

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_drug, plain_drug
from clinicdesk.language import _
from clinicdesk.permissions import Role
from clinicdesk.records import sessions, staff
from clinicdesk.records.sessions import DrugGiven, Session, Under
from clinicdesk.rules.dates import date_text, parse_date
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.fluids import FluidDose
from clinicdesk.rules.protocol import TreatmentKind
from clinicdesk.rules.quantities import decimal_text, dose_text
from clinicdesk.rules.typed_quantities import parse_milligrams, parse_millilitres
from ui.session.order_choice import order_field
from ui.session.panel import Panel, amount_field, moment_field, typed_moment
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


def _milligrams(micrograms: int) -> str:
    return decimal_text(micrograms, 1000).replace(",", "")


def parse_expiry(text: str, today: date) -> date:
    """Read an expiry as it stands on a vial: a day, or a month (``03/2027``, ``2027-03``), good to its last day."""
    parts = text.strip().replace("-", "/").replace(".", "/").split("/")
    if len(parts) == 2 and all(part.strip().isdigit() for part in parts):
        month, year = (int(part) for part in (parts if len(parts[1].strip()) == 4 else reversed(parts)))
        if 1 <= month <= 12 and 2000 <= year <= 2099:
            first_of_next = date(year + month // 12, month % 12 + 1, 1)
            return first_of_next - timedelta(days=1)
    return parse_date(text, today)


class DrugPanel(Panel):
    """For a new line, or for the correction of one, which then stays readable, struck through."""

    def __init__(self, desk: Desk, session: Session, corrected: DrugGiven | None = None) -> None:
        self._corrected = corrected
        title = _("Correct the drug line") if corrected else _("Drug given")
        super().__init__(desk, session, title, _("Record dr&ug"))

    def build(self) -> None:
        """What, from where, how much, who saw it."""
        today = self.desk.local(self.desk.now()).date()

        def parse(text: str) -> date:
            return parse_expiry(text, today)

        witnesses = [
            (member.id, member.name)
            for member in staff.everybody(self.desk)
            if member.active and member.id != self.desk.person.id and member.roles & {Role.NURSE, Role.PRESCRIBER}
        ]
        self._product = TextField(_("&Drug"), required=True)
        self._strength = amount_field(_("Strength (mg per mL)"), parse_milligrams, _milligrams)
        self._lot = TextField(_("&Lot"))
        self._expires: ParsedField[date] = ParsedField(_("E&xpires"), parse, date_text, hint=_("Day, or 03/2027."))
        self._drawn = amount_field(_("Dr&awn (mg)"), parse_milligrams, _milligrams)
        self._given = amount_field(_("&Given (mg)"), parse_milligrams, _milligrams)
        self._wasted = amount_field(_("&Wasted (mg)"), parse_milligrams, _milligrams)
        self._returned = amount_field(_("Returned (mg)"), parse_milligrams, _milligrams, hint=_("Unopened."))
        self._volume = amount_field(_("Of a fluid: volume (mL)"), parse_millilitres, _milligrams)
        self._order = order_field(self.session)
        self._witness = ChoiceField(_("W&itness"), witnesses, hint=_("Somebody else, who saw the waste."))
        self._route = TextField(_("Route"))
        self._remark = TextField(_("Remar&k"))
        self._moment = moment_field(self.desk, self.session)
        self.put_row(("product", self._product), ("strength", self._strength))
        self.put_row(("lot", self._lot), ("expires_on", self._expires))
        self.put_row(("drawn", self._drawn), ("given", self._given), ("wasted", self._wasted))
        self._show_pumped()
        self.put_row(("returned", self._returned), ("volume", self._volume))
        self.put("order", self._order)
        self.put("witness", self._witness)
        self.put("remark", self._remark)
        self.put_row(("route", self._route), ("occurred_at", self._moment))
        self._other = button("", kind="quiet")
        self.add(self._other)
        self._other.clicked.connect(self._on_other_kind)
        self._order.edited.connect(self._on_order)
        self._fill()

    def _show_pumped(self) -> None:
        """Say what the pump gave, below what is typed from the vial."""
        pumped = self.session.given_micrograms(sessions.now_of(self.desk))
        if pumped:
            calculated = sessions.is_calculated(self.session)
            words = _("By rate and time {dose} were given.") if calculated else _("By the pump {dose} were given.")
            self.add(label(words.format(dose=dose_text(pumped)), "muted", wrap=True))

    def _show_kind(self, fluid: bool) -> None:
        """Ask for the amounts of a drug, or for the volume of a fluid."""
        self._fluid = fluid
        for field in (self._strength, self._drawn, self._given, self._wasted, self._returned, self._witness):
            field.setVisible(not fluid)
        self._volume.setVisible(fluid)
        self._other.setText(_("It is a drug in mg") if fluid else _("It is a fluid"))

    def _on_other_kind(self) -> None:
        self._show_kind(not self._fluid)
        (self._volume if self._fluid else self._drawn).setFocus()

    def _fill(self) -> None:
        old, protocol = self._corrected, self.session.protocol
        fluids = protocol.kind is TreatmentKind.FLUID
        self._show_kind(old.volume_microlitres is not None if old is not None else fluids)
        if old is not None:
            self._product.set_text(format_drug(old.product))
            self._strength.set_value(old.strength_micrograms_per_ml)
            self._lot.set_text(old.lot or "")
            self._expires.set_value(old.expires_on)
            self._drawn.set_value(old.drawn_micrograms)
            self._given.set_value(old.given_micrograms)
            self._wasted.set_value(old.wasted_micrograms)
            self._returned.set_value(old.returned_micrograms)
            self._volume.set_value(old.volume_microlitres)
            self._order.set_value(sessions.read_under(old.ordered_by, old.order_ref))
            self._witness.set_value(old.witness_id)
            self._route.set_text(old.route or "")
            self._remark.set_text(old.remark or "")
            self._moment.hide()
        if old is not None:
            return
        order = self.session.order
        first = not self.session.drugs
        if first:
            self._order.set_value(next(iter(sessions.all_of(self.session)), None) if order is not None else None)
            # The drug of the order; amounts and lot are never filled in, they are read from the vial.
            dose = order.arithmetic if order is not None else None
            self._product.set_text(dose.fluid if isinstance(dose, FluidDose) else format_drug(protocol.drug))
            self._route.set_text(protocol.route)
            if isinstance(dose, DoseArithmetic):
                self._strength.set_value(dose.concentration_micrograms_per_ml)

    def _on_order(self) -> None:
        """Take drug and route from a standing order that is chosen before a drug is typed."""
        under = cast("Under | None", self._order.value())
        found = sessions.standing_order(self.session, under.ref) if under is not None else None
        if found is not None and not self._product.text():
            self._product.set_text(format_drug(found.drug))
            self._route.set_text(found.route)
            self._show_kind(found.volume_microlitres is not None)

    def record(self) -> None:
        """Record the line."""
        amounts = (self._strength, self._drawn, self._given, self._wasted, self._returned)
        for field in (self._expires, self._volume) if self._fluid else (self._expires, *amounts):
            if not field.check():
                field.setFocus()
                raise BadValue(_("Look at the field marked red."))
        fluid = self._fluid
        sessions.give_drug(
            self.desk,
            self.session.id,
            product=plain_drug(self._product.text()),
            lot=self._lot.text(),
            expires_on=self._expires.value(),
            strength_micrograms_per_ml=None if fluid else self._strength.value(),
            drawn_micrograms=None if fluid else self._drawn.value(),
            given_micrograms=None if fluid else self._given.value(),
            wasted_micrograms=None if fluid else self._wasted.value(),
            returned_micrograms=None if fluid else self._returned.value(),
            volume_microlitres=self._volume.value() if fluid else None,
            witness_id=None if fluid else cast("str | None", self._witness.value()),
            under=cast("Under | None", self._order.value()),
            route=self._route.text(),
            remark=self._remark.text(),
            given_at=typed_moment(self.desk, self.session, self._moment),
            corrects=self._corrected.id if self._corrected else None,
        )
