"""The signed order with its arithmetic, and what was given so far."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Order, Session
from clinicdesk.rules.devices import DeviceDose
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.fluids import FluidDose
from clinicdesk.rules.timeline import Phase
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.words import label


class OrderCard(Card):
    """What was ordered.

    Signals:
        change_asked: A prescriber wants to write a new order.
    """

    change_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Order"))
        self._desk = desk
        self._dose = label("", "h3", wrap=True)
        self._lines = label("", "muted", wrap=True)
        self._signed = label("", "muted", wrap=True)
        self._change = button(_("Ne&w order"), kind="quiet")
        self.add(self._dose)
        self.add(self._lines)
        self.add(self._signed)
        row = QHBoxLayout()
        row.addWidget(self._change)
        row.addStretch(1)
        self.add(row)
        self._change.clicked.connect(self.change_asked)

    def show_session(self, session: Session) -> None:
        """Show the order that counts."""
        order = session.order
        self.setVisible(order is not None)
        if order is None:
            return
        dose = order.arithmetic
        self._dose.setText(_headline(order))
        self._lines.setText("\n".join(order.lines))
        signed = _("Signed by {name}, {time}").format(
            name=order.prescriber_name, time=formats.format_date_time(self._desk.local(order.signed_at))
        )
        more = [signed]
        if len(session.orders) > 1:
            more.append(
                _("Order {count}. Reason for the change: {why}").format(count=len(session.orders), why=order.remark)
            )
        bag = session.bag_order
        if bag is not None and bag.id != order.id and isinstance(dose, DoseArithmetic):
            more.append(
                _("The bag in use was mixed for {mixed}: {dose} are reached at {volume}.").format(
                    mixed=formats.format_dose(bag.arithmetic.dose_micrograms),
                    dose=formats.format_dose(min(dose.dose_micrograms, bag.arithmetic.dose_micrograms)),
                    volume=formats.format_volume(session.target_microlitres),
                )
            )
            more.append(_rates_in_use(session, order, dose))
        if order.consent_reason:
            more.append(_("Consent accepted: {reason}").format(reason=order.consent_reason))
        self._signed.setText("\n".join(more))
        running = session.phase in (Phase.RUNNING, Phase.PAUSED)
        self._change.setVisible(running and self._desk.may("session.order"))


def _rates_in_use(session: Session, order: Order, dose: DoseArithmetic) -> str:
    """Return what the pump is set to for an order whose own bag is not the one in use."""
    steps = sessions.stages_in_use(session)
    if not steps:
        rate = sessions.rate_in_use(session, order, dose.rate_microlitres_per_hour)
        return _("From the bag in use that is {rate}.").format(rate=formats.format_rate(rate))
    named = (f"{step.title} {formats.format_rate(step.rate_microlitres_per_hour)}" for step in steps)
    return _("From the bag in use that is: {rates}.").format(rates=", ".join(named))


def _headline(order: Order) -> str:
    """Return the order in one line: what, how much, how long."""
    dose, drug = order.arithmetic, formats.format_drug(order.drug)
    if isinstance(dose, DeviceDose):
        words = ngettext("{drug} {dose}, {count} device", "{drug} {dose}, {count} devices", dose.devices)
        return words.format(drug=drug, dose=formats.format_dose(dose.dose_micrograms), count=dose.devices)
    if isinstance(dose, FluidDose):
        return _("{fluid} {volume} IV over {minutes} min").format(
            fluid=drug, volume=formats.format_volume(dose.total_microlitres), minutes=dose.duration_minutes
        )
    return _("{drug} {dose} IV over {minutes} min").format(
        drug=drug, dose=formats.format_dose(dose.dose_micrograms), minutes=dose.duration_minutes
    )
