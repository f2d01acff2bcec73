"""The overview tab: contact, what is known of the patient, the next and the last session, consents."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import care_team, chart_facts, consents, eligibility, patients, sessions, today
from clinicdesk.records.sessions import SessionLine
from clinicdesk.rules.timeline import Phase
from ui import theme
from ui.chart.calls_card import CallsCard
from ui.chart.enrolment_card import EnrolmentCard
from ui.chart.facts_cards import LinesCard, contact_lines, fact_lines
from ui.chart.front_desk_cards import contact_rule_lines, payment_lines
from ui.chart.registrations_card import RegistrationsCard
from ui.chart.second_record import SecondRecord
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip

_TABLES = frozenset(
    {"patients", "patient_answers", "allergies", "medicines", "problems", "indications", "treatments_tried"}
    | {"consents", "consent_events", "signatures", "series", "sessions", "session_events", "merges", "misfiled"}
    | {"call_attempts", "call_flags", "coverages", "authorisations", "payments", "appointment_events", "enquiries"}
    | {"enrolments", "site_certifications", "eligibility", "workups", "observations", "care_team"}
    | {"rights_requests", "rights_events", "legal_holds"}
)
_TREATED = frozenset({Phase.RECOVERY, Phase.DISCHARGED, Phase.RUNNING, Phase.PAUSED})
_FACT_TITLES = 5
_MOST_CONSENTS = 8
_MOST_EXPIRED = 3


class OverviewTab(QWidget):
    """A tab of the chart.

    Signals:
        session_opened(str): Open the next or the last session.
        patient_edited(str): The person wants to change details of this patient.
        paper_requested(object): A ``PaperRequest`` for the face sheet.
        merge_asked(str): Merge this patient with another record.
        comparison_asked(str, str): Lay this patient and another record side by side.
        parting_asked(str): Part this patient's merged records.
        expired_opened(str): Show what has expired of this patient.
    """

    session_opened = Signal(str)
    patient_edited = Signal(str)
    paper_requested = Signal(object)
    merge_asked = Signal(str)
    comparison_asked = Signal(str, str)
    parting_asked = Signal(str)
    expired_opened = Signal(str)

    def __init__(self, desk: Desk, more: Sequence[Any] = (), parent: QWidget | None = None) -> None:
        """``more`` are cards of other rooms, with ``show_patient``."""
        super().__init__(parent)
        self.title = _("Overview")
        self.setAccessibleName(_("Overview"))
        self._desk = desk
        self._more = tuple(more)
        self._patient_id = ""
        self._next_id = ""
        self._last_id = ""
        self._build()
        self._edit.clicked.connect(self._on_edit)
        self._print.clicked.connect(self._on_print)
        self._open_next.clicked.connect(self._on_open_next)
        self._open_last.clicked.connect(self._on_open_last)
        self._expired.action_taken.connect(self._on_expired)

    def _build(self) -> None:
        self._edit = button(_("&Edit details"), icon="pencil")
        self._print = button(_("Print face sheet"), icon="printer", shortcut="Ctrl+P")
        self._contact = LinesCard(_("Contact"))
        self._contact.add_action(self._edit)
        self._contact.add_action(self._print)
        self._plan = LinesCard(_("Sessions"))
        self._open_last = button(_("Open &last"), kind="quiet")
        self._open_next = button(_("Open ne&xt"), kind="quiet")
        self._plan.add_action(self._open_last)
        self._plan.add_action(self._open_next)
        self._consents = LinesCard(_("Consents"))
        self._rules = LinesCard(_("Contact rules"))
        self._payment = LinesCard(_("Payment"))
        self._calls = CallsCard(self._desk)
        self._enrolment = EnrolmentCard(self._desk)
        self._filing = MessageStrip()
        self._expired = MessageStrip()
        self._second = SecondRecord(self._desk)
        self._second.comparison_asked.connect(self.comparison_asked)
        self._registrations = RegistrationsCard(self._desk)
        self._registrations.merge_asked.connect(self.merge_asked)
        self._registrations.parting_asked.connect(self.parting_asked)
        self._facts = [LinesCard("-") for _place in range(_FACT_TITLES)]
        left = _column(
            self._contact, self._rules, self._plan, self._enrolment, self._consents, self._calls, self._registrations
        )
        right = _column(*self._facts, self._payment, *self._more)
        inside = QWidget()
        inside.setProperty("role", "page_body")
        whole = QVBoxLayout(inside)
        edge = theme.px("space_16")
        whole.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        whole.setSpacing(theme.px("space_12"))
        whole.addWidget(self._filing)
        whole.addWidget(self._expired)
        whole.addWidget(self._second)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        whole.addLayout(row, 1)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's overview."""
        self._patient_id = patient_id
        patient = patients.get(self._desk, patient_id)
        self._contact.show_lines(contact_lines(patient, care_team.of_patient(self._desk, patient_id)))
        self._rules.show_lines(contact_rule_lines(self._desk, patient))
        self._payment.show_lines(payment_lines(self._desk, patient.id))
        self._show_plan()
        self._show_expired()
        self._show_consents()
        self._calls.show_patient(patient_id)
        self._enrolment.show_patient(patient_id)
        self._registrations.show_patient(patient_id)
        self._second.show_patient(patient_id)
        for card in self._more:
            card.show_patient(patient_id)
        if notice := self._registrations.notice():
            self._filing.show_message("warn", notice)
        else:
            self._filing.clear()
        clinical = self._desk.sees("clinical")
        facts = fact_lines(chart_facts.of(self._desk, patient.id)) if clinical else []
        for card, (title, lines) in zip(self._facts, facts, strict=False):
            card.set_title(title)
            card.show_lines(lines)
        for card in self._facts:
            card.setVisible(clinical)

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self.show_patient(self._patient_id)

    def _show_expired(self) -> None:
        """Say what a treatment lacks that was asked, measured or decided too long ago, or never."""
        running = eligibility.of_person(self._desk, self._patient_id)
        missing = running.run_out if running else ()
        if not missing:
            self._expired.clear()
            return
        words = ngettext(
            "For the treatment {count} thing is missing or expired: {list}.",
            "For the treatment {count} things are missing or expired: {list}.",
            len(missing),
        )
        told = words.format(count=len(missing), list=", ".join(one.title for one in missing[:_MOST_EXPIRED]))
        self._expired.show_message("info", told, _("&What has expired"), "clock")

    def _on_expired(self) -> None:
        self.expired_opened.emit(self._patient_id)

    def _show_plan(self) -> None:
        now = self._desk.local(self._desk.now()).date()
        lines = sessions.of_patient(self._desk, self._patient_id)
        following = [s for s in lines if s.planned_on >= now and s.phase not in (Phase.DISCHARGED, Phase.NOT_TREATED)]
        treated = [s for s in lines if s.phase in _TREATED and s not in following[:1]]
        self._next_id = following[0].id if following else ""
        self._last_id = treated[-1].id if treated else ""
        self._plan.show_lines(
            [
                (_when(following), _session(following[0]) if following else _("None planned"), ""),
                (_("Last"), _session(treated[-1]) if treated else _("None yet"), ""),
            ]
        )
        clinical = self._desk.sees("clinical")
        self._open_next.setVisible(bool(self._next_id) and clinical)
        self._open_last.setVisible(bool(self._last_id) and clinical)

    def _show_consents(self) -> None:
        """Show what stands or was refused; what was replaced or voided is found under Consents."""
        lines: list[tuple[str, str, str]] = []
        tone = {"expired": "warn", "incomplete": "warn", "scan_to_follow": "info"}
        tone |= {"declined": "danger", "withdrawn": "danger"}
        left_out = (consents.Status.SUPERSEDED, consents.Status.VOIDED)
        found = [one for one in consents.of_patient(self._desk, self._patient_id) if one.status not in left_out]
        for consent in found[:_MOST_CONSENTS]:
            words = _("{title}: {state}, {day}").format(
                title=consent.title,
                state=consent.status.words,
                day=formats.format_date(self._desk.local(consent.since).date()),
            )
            lines.append(("", words, tone.get(consent.status.value, "")))
        if more := len(found) - len(lines):
            lines.append(("", ngettext("{count} more", "{count} more", more).format(count=more), ""))
        self._consents.show_lines(lines or [("", _("No consent yet"), "warn")])

    def _on_edit(self) -> None:
        self.patient_edited.emit(self._patient_id)

    def _on_print(self) -> None:
        self.paper_requested.emit(PaperRequest("face-sheet", self._patient_id))

    def _on_open_next(self) -> None:
        self.session_opened.emit(self._next_id)

    def _on_open_last(self) -> None:
        self.session_opened.emit(self._last_id)


def _column(*cards: Card) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px("space_12"))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column


def _when(following: Sequence[SessionLine]) -> str:
    return _("Now") if following and following[0].phase is not Phase.PLANNED else _("Next")


def _session(line: SessionLine) -> str:
    time = f" {line.planned_time:%H:%M}" if line.planned_time else ""
    words, _kind = today.phase_words(line.phase, signed=line.signed)
    return _("Session {number} of {count}, {day}{time}, {state}").format(
        number=line.number, count=line.count, day=formats.format_day(line.planned_on), time=time, state=words.lower()
    )
