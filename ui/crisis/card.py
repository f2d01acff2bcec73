"""The crisis card: whom to call, the clinic's own words, and one key that fetches a clinician."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_time
from clinicdesk.language import _
from clinicdesk.records import duty, messages
from clinicdesk.records.messages import Receiver
from ui import theme
from ui.crisis.duty_choice import DutyChoice
from ui.crisis.duty_plan import DutyPlan
from ui.crisis.numbers import NumbersCard
from ui.shell.patient_finder import PatientFinder
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class CrisisCard(QDialog):
    """Opened with F8 from anywhere; Enter sends for the clinician on duty. Deletes itself when closed.

    Signals:
        message_sent(str): An urgent message went out; carries its id.
    """

    message_sent = Signal(str)

    def __init__(self, over: QWidget, desk: Desk, patient_id: str | None = None) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Crisis card"))
        self.setAccessibleName(_("Crisis card"))
        self._desk = desk
        self._sent: str = ""
        self._build()
        self._about.show_patient(patient_id)
        self._connect()
        self._show_receiver()
        self.resize(min(theme.px("base") * 72, over.width() - 32), min(theme.px("base") * 42, over.height() - 32))
        self._send.setFocus()
        desk.clinic.listen(self._on_changed)

    # Building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._strip = MessageStrip()
        left, right = (
            ScrollArea(NumbersCard(self._desk), see_through=True),
            ScrollArea(self._fetching(), see_through=True),
        )
        across = QHBoxLayout()
        across.setSpacing(theme.px("space_12"))
        across.addWidget(left, 1)
        across.addWidget(right, 1)
        self._close = button(_("&Close"))
        bar = QHBoxLayout()
        bar.addWidget(label(_("Esc closes this card"), "muted"))
        bar.addStretch(1)
        for made in (self._close, self._to_all, self._send):
            bar.addWidget(made)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("Crisis card"), "h1"))
        column.addWidget(self._strip)
        column.addLayout(across, 1)
        column.addLayout(bar)

    def _fetching(self) -> Card:
        """Return what fetches a clinician."""
        card = Card(_("Fetch a clinician"))
        self._duty = DutyChoice(self._desk)
        self._plan = button(_("&Plan the next days…"), kind="quiet")
        self._about = PatientFinder(self._desk, _("A&bout patient"), required=False)
        self._where = TextField(_("&Where"), placeholder=_("For example: front desk, or on the phone"))
        self._send = button("", kind="danger", icon="bell")
        self._to_all = button(_("Send to &all clinicians"))
        card.add(self._duty)
        row = QHBoxLayout()
        row.addWidget(self._plan)
        row.addStretch(1)
        card.add(row)
        # Only now: shown before it had a place here, it would flash up as a window of its own.
        self._plan.setVisible(self._desk.may("duty.set"))
        for part in (self._about, self._where):
            card.add(part)
        card.add(
            label(_("It stays on every screen of who gets it until somebody takes it by name."), "muted", wrap=True)
        )
        card.body.addStretch(1)
        return card

    def _connect(self) -> None:
        self._send.setDefault(True)
        self._send.clicked.connect(self._on_send)
        self._to_all.clicked.connect(self._on_send_to_all)
        self._close.clicked.connect(self.reject)
        self._duty.changed.connect(self._show_receiver)
        self._duty.refused.connect(self._tell)
        self._plan.clicked.connect(self._on_plan)

    # What happens -------------------------------------------------------------------------------------------------

    def done(self, result: int) -> None:
        """Stop listening and close."""
        self._desk.clinic.stop_listening(self._on_changed)
        super().done(result)

    def _on_plan(self) -> None:
        DutyPlan(self, self._desk).open()

    def _show_receiver(self) -> None:
        receiver = duty.receiver(self._desk)
        words = _("Send again to {name}") if self._sent else _("Send to {name}")
        words = words.format(name=receiver.name)
        self._send.setAccessibleName(words)
        self._send.setText((words if self._sent else _("{words}  Enter").format(words=words)).replace("&", "&&"))
        self._to_all.setVisible(bool(receiver.staff_id))

    def _on_send(self) -> None:
        self._send_to(duty.receiver(self._desk))

    def _on_send_to_all(self) -> None:
        self._send_to(messages.to_clinicians())

    def _send_to(self, receiver: Receiver) -> None:
        words = [_("A patient is in a crisis. Please come, or call me, at once.")]
        # A name typed and not chosen from the list still says who it is.
        words += [part for part in (self._about.typed, self._where.text()) if part]
        try:
            self._sent = messages.send(
                self._desk, to=receiver, body="\n".join(words), patient_id=self._about.patient_id, urgent=True
            )
        except ClinicDeskError as problem:
            self._tell(str(problem))
            return
        # Enter pressed once more, in haste or by a key that repeats, sends nothing more.
        self._send.setDefault(False)
        self.setFocus()
        self._show_receiver()
        self._show_sent()
        self.message_sent.emit(self._sent)

    def _show_sent(self) -> None:
        message = messages.get(self._desk, self._sent)
        if by := message.taken_by or message.done_by:
            at = format_time(self._desk.local(message.taken_at or message.done_at or message.sent_at))
            self._strip.show_message("ok", _("{name} sees to it since {time}.").format(name=by, time=at))
            return
        at = format_time(self._desk.local(message.sent_at))
        words = _("Sent to {name} at {time}. Nobody has taken it yet: stay with the patient.")
        self._strip.show_message("warn", words.format(name=message.to.name, time=at))

    def _on_changed(self, changed: Changed) -> None:
        if not isValid(self):
            self._desk.clinic.stop_listening(self._on_changed)
            return
        if self._sent and changed.tables & {"message_events"}:
            self._show_sent()
        if "duties" in changed.tables:
            self._duty.show_duty()
            self._show_receiver()

    def _tell(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)
