"""What no longer counts of one patient, on one page: for somebody who is back after months."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date, format_name
from clinicdesk.language import _, ngettext
from clinicdesk.records import eligibility, patients
from clinicdesk.records.eligibility import Running
from clinicdesk.rules.validity import Held, State, Subject
from ui.widgets.button import button
from ui.widgets.chip import ChipKind, ChipText
from ui.widgets.empty import EmptyState
from ui.widgets.page import Page
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip

_TABLES = frozenset(
    {"eligibility", "workups", "medicines", "patient_answers", "observations", "sessions", "session_events", "series"}
    | {"consents", "consent_events", "signatures", "merges", "misfiled", "patients"}
)
_WHO = {
    Subject.WEIGHT: _("A nurse weighs the patient at the visit."),
    Subject.MEDICINES: _("A nurse asks for the medicines and changes the list."),
    Subject.WORKUP: _("A nurse or a prescriber, in the chart."),
    Subject.ELIGIBILITY: _("A prescriber decides anew in the chart."),
    Subject.CONSENT: _("Have the form signed; it can be prepared now."),
}
_KINDS: dict[State, ChipKind] = {
    State.MISSING: "danger",
    State.EXPIRED: "danger",
    State.SOON: "warn",
    State.VALID: "ok",
}
_ORDER = (State.EXPIRED, State.MISSING, State.SOON, State.VALID)


class ExpiredPage(Page):
    """Weight, medicines asked, work-up, eligibility and consent: when last, until when, and who renews it.

    Signals:
        closed: Back to where the person came from.
        consents_opened(str): Show the consents of this patient.
        eligibility_opened(str): Show the eligibility of this patient.
    """

    closed = Signal()
    consents_opened = Signal(str)
    eligibility_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("What has expired"))
        self.setParent(parent)
        self._desk = desk
        self._patient_id = ""
        self._running: Running | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._table: RecordTable[Held] = RecordTable(_("What counts for a time"), self._columns(), key=_key)
        self._empty = EmptyState(_("No treatment was ever planned for this patient."), icon="clock")
        self.add_fixed(self._strip)
        self.add(self._table, 1)
        self.add(self._empty, 1)
        self._back = button(_("&Back"))
        self._consents = button(_("Open consen&ts"))
        self._decide = button(_("Open e&ligibility"), kind="primary")
        self.add_action(self._back, left=True)
        self.add_action(self._consents)
        self.add_action(self._decide)
        self._decide.setVisible(self._desk.sees("clinical"))
        self.begin_at(self._table)

    def _columns(self) -> list[Column[Held]]:
        return [
            Column(_("What"), lambda one: one.title, 34, strong=True, stretch=True),
            Column(_("Last"), lambda one: format_date(one.done_on) if one.done_on else _("Never"), 12),
            Column(_("Counts until"), _until, 12),
            Column(_("State"), self._state_words, 14, chips=self._chips),
            Column(_("Who renews it"), self._who, 40, priority=2),
        ]

    def _connect(self) -> None:
        self._back.clicked.connect(self.closed)
        self._consents.clicked.connect(self._on_consents)
        self._decide.clicked.connect(self._on_decide)
        self._table.row_activated.connect(self._on_activated)

    def show_patient(self, patient_id: str) -> None:
        """Show what has expired of a patient."""
        self._patient_id = patient_id
        self._strip.clear()
        try:
            patient = patients.get(self._desk, patient_id)
            self._running = eligibility.of_person(self._desk, patient_id)
        except ClinicDeskError as problem:
            self._running = None
            self._strip.show_message("danger", str(problem))
            return
        name = format_name(patient.family_name, patient.given_name, patient.title)
        self.set_title(_("What has expired: {name}").format(name=name), self._running.title if self._running else "")
        self._show_running()

    def _show_running(self) -> None:
        running = self._running
        items = sorted(running.items, key=self._gravity) if running else []
        self._table.show_rows(items)
        self._table.setVisible(bool(items))
        self._empty.setVisible(not items)
        if running is None:
            return
        count = len(running.run_out)
        words = ngettext("{count} thing is missing or expired.", "{count} things are missing or expired.", count)
        if count:
            self._strip.show_message("warn", words.format(count=count))
        else:
            self._strip.show_message("ok", _("All of it counts today."))

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self.show_patient(self._patient_id)

    def _state(self, one: Held) -> State:
        assert self._running is not None  # its rows are shown
        return one.state(self._running.on)

    def _gravity(self, one: Held) -> int:
        return _ORDER.index(self._state(one))

    def _state_words(self, one: Held) -> str:
        return self._state(one).words

    def _chips(self, one: Held) -> tuple[ChipText, ...]:
        state = self._state(one)
        return (ChipText(state.words, _KINDS[state]),)

    def _who(self, one: Held) -> str:
        return "" if self._state(one) is State.VALID else _WHO[one.subject]

    def _on_consents(self) -> None:
        self.consents_opened.emit(self._patient_id)

    def _on_decide(self) -> None:
        self.eligibility_opened.emit(self._patient_id)

    def _on_activated(self, one: Held) -> None:
        if one.subject is Subject.CONSENT:
            self._on_consents()
        elif self._desk.sees("clinical"):
            self._on_decide()


def _key(one: Held) -> tuple[Subject, str]:
    return one.subject, one.key


def _until(one: Held) -> str:
    if one.until is None:
        return ""
    return format_date(one.until) if one.until.year < 9999 else _("No end")
