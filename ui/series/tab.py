"""The series tab of the chart."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import appointments, series, today
from clinicdesk.records.appointments import State
from clinicdesk.records.series import BEFORE_START, Series
from clinicdesk.records.sessions import SessionLine
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase
from ui import theme
from ui.series.add_form import AddForm
from ui.series.course_so_far import CourseSoFar
from ui.series.move_form import MoveForm
from ui.series.pause_form import PauseForm
from ui.series.plan_form import PlanForm
from ui.series.series_papers import SeriesPapers
from ui.series.steps_line import StepsLine
from ui.shell.visit_papers import TABLES as PAPER_TABLES
from ui.shell.visit_papers import VisitPapers
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.dialog import Question
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip

_TABLES = PAPER_TABLES | {"series", "series_events", "sessions", "session_events", "appointments"}
_TABLES |= {"measure_results", "measure_events"}


@dataclass(frozen=True, slots=True)
class _Row:
    """A session with its series, whether a booking of it stands, and whether its day passed without the patient."""

    series: Series
    line: SessionLine
    booked: bool
    missed: bool = False


class SeriesTab(QWidget):
    """A patient's sessions, the newest series first; plan, move, open.

    Signals:
        session_opened(str): The person opens a session.
        consents_opened(str): Show the consents in this patient's chart.
        paper_requested(object): The ``PaperRequest`` of a report about the series chosen.
        letter_begun(str): The note that a letter about it is, to be written on.
    """

    session_opened = Signal(str)
    consents_opened = Signal(str)
    paper_requested = Signal(object)
    letter_begun = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Series")
        self._desk = desk
        self._patient_id = ""
        self.setAccessibleName(_("Series"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._new = button(_("&Plan a series"), icon="calendar-days")
        self._open = button(_("&Open session"), kind="primary", icon="armchair")
        self._move = button(_("&Move session"))
        self._add = button(_("Plan mo&re"))
        self._pause = button(_("Pa&use…"))
        self._end = button(_("&End series"))
        self._printed = SeriesPapers(self._desk)
        self._steps = StepsLine(self._desk)
        self._course = CourseSoFar(self._desk)
        self._strip = MessageStrip()
        self._table: RecordTable[_Row] = RecordTable(
            _("Sessions of the patient"), _columns(), key=lambda row: row.line.id
        )
        self._table.set_empty_text(_("No sessions planned."))
        self._empty = EmptyState(_("No series is planned for this patient."), _("Plan a series now"), "calendar-days")
        self._papers = VisitPapers(self._desk)
        self._papers.consents_opened.connect(self.consents_opened)
        self._plan_form = PlanForm(self._desk)
        self._move_form = MoveForm(self._desk)
        self._plan_scroll = QScrollArea()
        self._plan_scroll.setWidgetResizable(True)
        self._plan_scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._plan_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plan_scroll.setWidget(self._plan_form)
        self._plan_scroll.hide()
        self._add_form, self._pause_form = AddForm(self._desk), PauseForm(self._desk)
        for form in (self._move_form, self._add_form, self._pause_form):
            form.hide()
        actions = QHBoxLayout()
        actions.setSpacing(theme.px("space_8"))
        for made in (self._new, self._open, self._move, self._add, self._pause, self._end, self._printed):
            actions.addWidget(made)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addLayout(actions)
        column.addWidget(self._strip)
        column.addWidget(self._plan_scroll, 1)
        for form in (self._move_form, self._add_form, self._pause_form):
            column.addWidget(form)
        column.addWidget(self._empty, 1)
        column.addWidget(self._table, 1)
        column.addWidget(self._steps)
        column.addWidget(self._course)
        column.addWidget(self._papers)

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new)
        self._empty.action_taken.connect(self._on_new)
        self._open.clicked.connect(self._on_open)
        self._move.clicked.connect(self._on_move)
        self._add.clicked.connect(self._on_add)
        self._pause.clicked.connect(self._on_pause)
        self._end.clicked.connect(self._on_end)
        self._printed.paper_requested.connect(self.paper_requested)
        self._printed.letter_begun.connect(self.letter_begun)
        self._table.row_activated.connect(self._on_activated)
        self._table.row_selected.connect(self._on_selected)
        self._plan_form.planned.connect(self._on_planned)
        self._plan_form.cancelled.connect(self._on_cancelled)
        self._move_form.moved.connect(self._on_moved)
        self._move_form.cancelled.connect(self._on_cancelled)
        for form in (self._add_form, self._pause_form):
            form.recorded.connect(self._on_moved)
            form.cancelled.connect(self._on_cancelled)

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's series."""
        if patient_id != self._patient_id:
            self._patient_id = patient_id
            self._close_forms()
        self._reload()

    def refresh(self, changed: Changed) -> None:
        """Show what somebody recorded."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self._reload()

    def _reload(self) -> None:
        found = series.of_patient(self._desk, self._patient_id)
        bookings = appointments.of_sessions(self._desk, [line.id for one in found for line in one.sessions])
        booked = {session_id for session_id, one in bookings.items() if one.state is State.BOOKED}
        today_here = self._desk.local(self._desk.now()).date()
        rows = [
            _Row(one, line, line.id in booked, line.phase is Phase.PLANNED and line.planned_on < today_here)
            for one in found
            for line in one.sessions
        ]
        self._table.show_rows(rows)
        self._show_parts(bool(rows))
        if rows and self._table.selected() is None:
            coming = next((row for row in rows if row.line.phase in BEFORE_START), rows[0])
            self._table.select_key(coming.line.id)
        self._on_selected(self._table.selected())

    def _show_parts(self, any_rows: bool) -> None:
        planning = self._plan_scroll.isVisibleTo(self)
        may_plan = self._desk.may("series.plan")
        self._empty.setVisible(not any_rows and not planning and may_plan)
        listed = any_rows and not planning
        self._table.setVisible(listed)
        self._new.setVisible(may_plan and listed)
        self._open.setVisible(listed and self._desk.sees("clinical"))
        self._printed.setVisible(listed and self._desk.sees("clinical"))
        self._move.setVisible(listed)
        for changing in (self._add, self._pause):
            changing.setVisible(listed and self._desk.may("series.change"))
        self._end.setVisible(listed and self._desk.may("series.end"))
        if not listed:
            self._papers.hide()

    def _on_selected(self, row: _Row | None) -> None:
        self._open.setEnabled(row is not None)
        self._move.setEnabled(row is not None and row.line.phase in BEFORE_START)
        goes_on = row is not None and row.series.ended_on is None
        self._add.setEnabled(goes_on)
        to_come = row is not None and any(line.phase is Phase.PLANNED for line in row.series.sessions)
        self._pause.setEnabled(goes_on and to_come)
        self._end.setEnabled(goes_on)
        self._printed.show_series(row.series if row is not None else None)
        shown = row.series if row is not None and not self._table.isHidden() else None
        self._steps.show_series(shown.id if shown is not None else None)
        self._course.show_series(shown)
        listed = row is not None and row.line.phase in BEFORE_START and not self._table.isHidden()
        self._papers.show_visit(row.line.id if row is not None and listed else None)

    def _on_activated(self, row: _Row) -> None:
        if self._desk.sees("clinical"):
            self.session_opened.emit(row.line.id)

    def _on_open(self) -> None:
        row = self._table.selected()
        if row is not None:
            self.session_opened.emit(row.line.id)

    def _on_new(self) -> None:
        self._close_forms()
        self._plan_scroll.show()
        self._show_parts(bool(self._table.rows()))
        self._plan_form.start(self._patient_id)

    def _on_move(self) -> None:
        row = self._table.selected()
        if row is not None:
            self._close_forms()
            self._move_form.show()
            self._move_form.start(row.series, row.line)

    def _on_add(self) -> None:
        row = self._table.selected()
        if row is not None:
            self._close_forms()
            self._add_form.show()
            self._add_form.start(row.series)

    def _on_pause(self) -> None:
        row = self._table.selected()
        if row is not None:
            self._close_forms()
            self._pause_form.show()
            self._pause_form.start(row.series)

    def _on_end(self) -> None:
        row = self._table.selected()
        if row is None:
            return
        self._ending = row.series
        question = Question(
            self,
            _("End this series?"),
            _("Sessions nobody has arrived for leave the plan, and their bookings are cancelled. What was done stays."),
            _("End series"),
            danger=True,
            reason=_("Reason"),
        )
        question.confirmed.connect(self._on_end_confirmed)
        question.open()

    def _on_end_confirmed(self, reason: str) -> None:
        try:
            series.end(self._desk, self._ending.id, reason=reason, based_on=self._ending.version)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()
        self._reload()

    def _on_planned(self, series_id: str) -> None:
        self._close_forms()
        self._reload()
        planned = series.get(self._desk, series_id)
        self._table.select_key(planned.sessions[0].id)
        self._table.setFocus()

    def _on_moved(self) -> None:
        self._close_forms()
        self._reload()
        self._table.setFocus()

    def _on_cancelled(self) -> None:
        self._close_forms()
        # Left to Qt the focus would stay in the hidden form, where keys do nothing.
        (self._empty if self._table.isHidden() else self._table).setFocus()

    def _close_forms(self) -> None:
        self._plan_scroll.hide()
        for form in (self._move_form, self._add_form, self._pause_form):
            form.hide()
        self._strip.clear()
        self._show_parts(bool(self._table.rows()))


def _columns() -> list[Column[_Row]]:
    return [
        Column(_("Session"), lambda row: position_text(row.line.number, row.line.count), 9, strong=True),
        Column(_("Day"), lambda row: formats.format_day(row.line.planned_on), 16),
        Column(_("Time"), _time, 7),
        Column(_("Chair"), _chair, 13, priority=2),
        Column(_("Status"), _status, 13, chips=_status_chips),
        Column(_("Series"), lambda row: row.line.title, 30, priority=2, stretch=True),
        Column(_("For"), lambda row: row.series.indication or "", 28, priority=3),
    ]


def _time(row: _Row) -> str:
    return row.line.planned_time.strftime("%H:%M") if row.line.planned_time else ""


def _chair(row: _Row) -> str:
    if not row.booked and row.line.phase is Phase.PLANNED:
        return _("To be booked")
    return row.line.chair or ""


def _status(row: _Row) -> str:
    if row.missed:
        return _("Missed")
    signed = row.line.signed and row.line.phase is not Phase.NOT_TREATED
    return today.phase_words(row.line.phase, signed=signed)[0]


def _status_chips(row: _Row) -> tuple[ChipText, ...]:
    if row.missed:
        return (ChipText(_("Missed"), "warn"),)
    signed = row.line.signed and row.line.phase is not Phase.NOT_TREATED
    words, kind = today.phase_words(row.line.phase, signed=signed)
    return (ChipText(words, kind),)
