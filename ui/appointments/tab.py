"""The appointments tab of the chart: what is booked and what was, the card to take home, the message to copy."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import appointments, visit_instructions
from clinicdesk.records.appointments import Appointment, Stage, State
from ui import theme
from ui.shell.visit_papers import TABLES as PAPER_TABLES
from ui.shell.visit_papers import VisitPapers
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_TABLES = PAPER_TABLES | {"appointments", "appointment_events", "sessions", "session_events", "chairs"}
_STAGES: dict[Stage, ChipText] = {
    Stage.BOOKED: ChipText(_("Booked"), "neutral"),
    Stage.ARRIVED: ChipText(_("Arrived"), "info"),
    Stage.CHECKED_IN: ChipText(_("Checked in"), "info"),
    Stage.PREPARATION: ChipText(_("Preparation"), "violet"),
    Stage.IN_TREATMENT: ChipText(_("Under way"), "ok"),
    Stage.RECOVERY: ChipText(_("Recovery"), "warn"),
    Stage.DISCHARGED: ChipText(_("Over"), "neutral"),
    Stage.NOT_TREATED: ChipText(_("Not treated"), "neutral"),
    Stage.NO_SHOW: ChipText(_("No-show"), "danger"),
    Stage.CANCELLED: ChipText(_("Cancelled"), "neutral"),
}


class AppointmentsTab(QWidget):
    """A patient's bookings, the next ones first, then what was, the latest first.

    Signals:
        booking_asked(str): Book an appointment for this patient.
        appointment_opened(str): Show this booking in the schedule.
        paper_requested(object): A ``PaperRequest`` for the appointment card.
        consents_opened(str): Show the consents in this patient's chart.
    """

    booking_asked = Signal(str)
    appointment_opened = Signal(str)
    paper_requested = Signal(object)
    consents_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Appointments")
        self.setAccessibleName(_("Appointments"))
        self._desk = desk
        self._patient_id = ""
        self._build()
        self._connect()

    def _build(self) -> None:
        self._book = button(_("&Book an appointment"), kind="primary", icon="calendar-days")
        self._show_button = button(_("Show in &schedule"))
        self._card = button(_("Appointment &card"), icon="printer", shortcut="Ctrl+P")
        self._copy = button(_("Cop&y message"), icon="copy")
        self._copy.setToolTip(_("Copies the appointments in neutral words, to paste into a message."))
        self._strip = MessageStrip()
        self._table: RecordTable[Appointment] = RecordTable(_("Appointments"), self._columns(), key=lambda one: one.id)
        self._fasting = label("", "muted", wrap=True)
        self._papers = VisitPapers(self._desk)
        self._papers.consents_opened.connect(self.consents_opened)
        self._empty = EmptyState(_("Nothing was ever booked for this patient."), _("Book now"), "calendar-days")
        actions = QHBoxLayout()
        actions.setSpacing(theme.px("space_8"))
        for made in (self._book, self._show_button, self._card, self._copy):
            actions.addWidget(made)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addLayout(actions)
        column.addWidget(self._strip)
        column.addWidget(self._empty, 1)
        column.addWidget(self._table, 1)
        column.addWidget(self._papers)
        column.addWidget(self._fasting)

    def _columns(self) -> list[Column[Appointment]]:
        return [
            Column(_("Day"), self._day, 15),
            Column(_("Time"), self._time, 11),
            Column(_("Visit"), lambda one: one.title, 18, stretch=True, strong=True),
            Column(_("Where"), lambda one: one.chair, 10, priority=3),
            Column(_("With"), lambda one: one.staff, 14, priority=3),
            Column(_("Status"), lambda one: _STAGES[one.stage].text, 11, chips=lambda one: (_STAGES[one.stage],)),
            Column(_("Remark"), _remark, 20, priority=2),
        ]

    def _connect(self) -> None:
        self._book.clicked.connect(self._on_book)
        self._empty.action_taken.connect(self._on_book)
        self._show_button.clicked.connect(self._on_show)
        self._card.clicked.connect(self._on_card)
        self._copy.clicked.connect(self._on_copy)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's bookings."""
        self._patient_id = patient_id
        self._strip.clear()
        self._reload()

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self._reload()

    def _reload(self) -> None:
        now = self._desk.now()
        found = appointments.of_patient(self._desk, self._patient_id)
        ahead = [one for one in found if one.ends_at > now and one.state is State.BOOKED]
        past = [one for one in reversed(found) if one not in ahead]
        self._table.show_rows([*ahead, *past])
        self._table.setVisible(bool(found))
        self._empty.setVisible(not found)
        may_book = self._desk.may("appointment.book")
        self._book.setVisible(may_book and bool(found))
        self._card.setVisible(bool(ahead))
        self._copy.setVisible(bool(ahead))
        self._on_selected(self._table.selected())
        self._show_fasting()

    def _show_fasting(self) -> None:
        """Say until when this patient may eat before the next visit: it is what people call about."""
        visits = visit_instructions.of_patient(self._desk, self._patient_id)
        following = next((visit for visit in visits if visit_instructions.fasting_words(visit)), None)
        self._fasting.setVisible(following is not None)
        if following is not None:
            words = _("Before {day}, {time}: {fasting}").format(
                day=formats.format_day(following.starts.date()),
                time=formats.format_time(following.starts),
                fasting=visit_instructions.fasting_words(following),
            )
            self._fasting.setText(words)

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_selected(self, one: Appointment | None) -> None:
        self._show_button.setVisible(one is not None)
        ahead = one is not None and one.stage is Stage.BOOKED and one.ends_at > self._desk.now()
        self._papers.show_visit(one.session_id if one is not None and ahead else None)

    def _on_activated(self, one: Appointment) -> None:
        self.appointment_opened.emit(one.id)

    def _on_show(self) -> None:
        if (one := self._table.selected()) is not None:
            self.appointment_opened.emit(one.id)

    def _on_book(self) -> None:
        self.booking_asked.emit(self._patient_id)

    def _on_card(self) -> None:
        self.paper_requested.emit(PaperRequest("appointment-card", self._patient_id))

    def _on_copy(self) -> None:
        try:
            visits = visit_instructions.of_patient(self._desk, self._patient_id)
            words = visit_instructions.message(self._desk, visits)
            visit_instructions.copied(self._desk, self._patient_id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        QGuiApplication.clipboard().setText(words)
        self._strip.show_message("ok", _("Copied. Paste it into the message; it names neither patient nor treatment."))

    # Words --------------------------------------------------------------------------------------------------------

    def _day(self, one: Appointment) -> str:
        return formats.format_day(self._desk.local(one.starts_at).date())

    def _time(self, one: Appointment) -> str:
        start, end = self._desk.local(one.starts_at), self._desk.local(one.ends_at)
        return f"{formats.format_time(start)}–{formats.format_time(end)}"


def _remark(one: Appointment) -> str:
    return "; ".join(part for part in (one.state_reason, one.remark) if part)
