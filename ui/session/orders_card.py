"""The other orders of a session and what the pump gave beside its rate: verbal orders, boluses, readings, buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import OrderedBy, Session, SessionEvent, VerbalOrder
from clinicdesk.rules.timeline import EventKind, Phase
from ui import theme
from ui.session.panel import big
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.words import label

_KINDS = {
    OrderedBy.SIGNED: _("signed order"),
    OrderedBy.STANDING: _("standing order"),
    OrderedBy.VERBAL: _("verbal order"),
}
_OVER = frozenset({Phase.DISCHARGED, Phase.NOT_TREATED})


class OrdersCard(Card):
    """What was ordered beside the signed order, and what the pump says.

    Signals:
        asked(str): ``verbal``, ``bolus``, ``pump`` or ``second_check``.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Other orders and the pump"))
        self._desk = desk
        self._calculated = label(_("The given amount is calculated until the pump is read."), wrap=True, tone="warn")
        self._lines = label("", wrap=True)
        self._verbal = big(button(_("Verba&l order"), icon="pen-line"))
        self._bolus = big(button(_("Bol&us"), icon="syringe"))
        self._pump = big(button(_("Pump r&eading")))
        self._check = big(button(_("Second chec&k")))
        self._names: dict[QPushButton, str] = {
            self._verbal: "verbal",
            self._bolus: "bolus",
            self._pump: "pump",
            self._check: "second_check",
        }
        self._build()

    def _build(self) -> None:
        self.add(self._calculated)
        self.add(self._lines)
        grid = QGridLayout()
        grid.setSpacing(theme.px("space_8"))
        for place, pressed in enumerate(self._names):
            grid.addWidget(pressed, place // 2, place % 2)
            pressed.clicked.connect(self._on_pressed)
        self.add(grid)

    def show_session(self, session: Session) -> None:
        """Show the lines, and the buttons that make sense now."""
        lines = [self._verbal_words(one) for one in session.verbal_orders]
        lines += [self._pump_words(e) for e in session.events_of(EventKind.BOLUS, EventKind.PUMP_READ)]
        self._lines.setText("\n".join(lines))
        self._lines.setVisible(bool(lines))
        open_ = not session.is_signed
        flows = session.started is not None and bool(session.target_microlitres)
        over = session.phase in (Phase.RECOVERY, Phase.DISCHARGED)
        self._calculated.setVisible(open_ and over and sessions.is_calculated(session))
        self._verbal.setVisible(open_ and session.phase not in _OVER)
        self._bolus.setVisible(open_ and session.phase is Phase.RUNNING and flows)
        self._pump.setVisible(open_ and flows)
        unchecked = sessions.checked(session) in (sessions.Checked.OPEN, sessions.Checked.DIFFERS)
        self._check.setVisible(open_ and unchecked and session.phase in (Phase.RUNNING, Phase.PAUSED))

    def is_empty(self) -> bool:
        """Whether there is nothing to show and nothing to do."""
        return not self._lines.text() and not any(one.isVisibleTo(self) for one in self._names)

    def _verbal_words(self, order: VerbalOrder) -> str:
        words = _("{time} ordered by {name}: {words}").format(
            time=formats.format_time(self._desk.local(order.said_at)), name=order.prescriber_name, words=order.words
        )
        return words + (_(" (signed)") if order.signed_at else _(" (not signed yet)"))

    def _pump_words(self, event: SessionEvent) -> str:
        time = formats.format_time(self._desk.local(event.at))
        volume = formats.format_volume(event.detail["volume_microlitres"])
        if event.kind is EventKind.PUMP_READ:
            words = _("{time} the pump shows {volume}").format(time=time, volume=volume)
            return f"{words}: {event.detail['reason']}" if event.detail.get("reason") else words
        dose, minutes = event.detail.get("dose_micrograms"), event.detail.get("minutes")
        amount = f"{formats.format_dose(dose)} ({volume})" if dose else volume
        words = _("{time} bolus {amount}").format(time=time, amount=amount)
        words += _(" over {minutes} min").format(minutes=minutes) if minutes else ""
        return f"{words}, {_KINDS[OrderedBy(event.detail['ordered_by'])]}"

    def _on_pressed(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton)
        self.asked.emit(self._names[pressed])
