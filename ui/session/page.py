"""The session page: banner on top, left what the pump does, right what the patient does."""

from collections.abc import Callable
from dataclasses import asdict

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.figures.vitals import vitals_figure
from clinicdesk.language import _
from clinicdesk.records import banner, sessions
from clinicdesk.records.sessions import PRESSURE, Round, Session
from clinicdesk.rules.gate import Verdict
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase
from ui import theme
from ui.session import panels
from ui.session.before_start import BeforeStart
from ui.session.correct_panel import CorrectPanel
from ui.session.due_strip import DueStrip
from ui.session.flowsheet_table import FlowsheetTable
from ui.session.order_card import OrderCard
from ui.session.panel import Panel
from ui.session.record_card import RecordCard
from ui.session.running_card import RunningCard
from ui.session.values_card import ValuesCard
from ui.session.vitals_row import VitalsRow
from ui.widgets.banner import BannerPatient, PatientBanner
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.trend_chart import TrendChart
from ui.widgets.words import label

_CONCERNS = frozenset(
    {
        "sessions", "session_events", "observations", "orders", "drugs_given", "adverse_events",
        "signatures", "addenda", "consent_events", "patients", "allergies", "patient_answers",
    }
)  # fmt: skip
_TREATED = frozenset({Phase.RUNNING, Phase.PAUSED})
_LOW, _WIDE = 640, 1100
_BEFORE = frozenset({Phase.PLANNED, Phase.ARRIVED, Phase.CHECKING, Phase.READY})


class SessionPage(QWidget):
    """One session, from arrival to signature. Everything shown is read from the file; only half-typed values are here.

    Signals:
        patient_opened(str): The person wants the chart.
        paper_requested(object): A ``PaperRequest`` for the summary.
        closed: The person goes back.
    """

    patient_opened = Signal(str)
    paper_requested = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session: Session | None = None
        self._panel: Panel | None = None
        self.setAccessibleName(_("Session"))
        self._build()
        self._connect()

    # Layout -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._banner = PatientBanner()
        self._strip = MessageStrip()
        self._clock_strip = MessageStrip()
        self._consent_strip = MessageStrip()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._banner)
        body = QVBoxLayout()
        edge = theme.px("space_16")
        body.setContentsMargins(edge, theme.px("space_8"), edge, theme.px("space_12"))
        body.setSpacing(theme.px("space_8"))
        body.addLayout(self._build_head())
        body.addWidget(self._strip)
        body.addWidget(self._clock_strip)
        body.addWidget(self._consent_strip)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px("space_12"))
        columns.addWidget(self._build_left())
        columns.addWidget(self._build_right(), 1)
        body.addLayout(columns, 1)
        outer.addLayout(body, 1)

    def _build_head(self) -> QHBoxLayout:
        self._title = label("", "h2")
        self._note = label("", "muted")
        self._back = button(_("&Back"), kind="quiet", icon="arrow-left")
        self._chart_button = button(_("Open &chart"), kind="quiet")
        self._print = button(_("Summar&y"), kind="quiet", icon="printer", shortcut="Ctrl+P")
        head = QHBoxLayout()
        head.setSpacing(theme.px("space_8"))
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        head.addWidget(self._chart_button)
        head.addWidget(self._print)
        return head

    def _build_left(self) -> QWidget:
        """Timer and what is due stay in place; what is below them scrolls."""
        self._before = BeforeStart(self._desk)
        self._running = RunningCard(self._desk)
        self._due = DueStrip(self._desk)
        self._order = OrderCard(self._desk)
        self._record = RecordCard(self._desk)
        content = QWidget()
        content.setProperty("role", "page_body")
        self._left = QVBoxLayout(content)
        self._left.setContentsMargins(0, 0, theme.px("space_8"), 0)
        self._left.setSpacing(theme.px("space_8"))
        for part in (self._before, self._record, self._order):
            self._left.addWidget(part)
        self._left.addStretch(1)
        self._left_scroll = _scrolling(content)
        whole = QWidget()
        whole.setFixedWidth(theme.px("base") * 29)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._due)
        column.addWidget(self._running)
        column.addWidget(self._left_scroll, 1)
        return whole

    def _build_right(self) -> QScrollArea:
        self._values = ValuesCard()
        self._trend = TrendChart(_("Trend of the vital signs"))
        self._trend.setMinimumHeight(theme.px("base") * 11)
        self._trend_card = Card(_("Trend"))
        self._trend_card.add(self._trend, 1)
        self._sheet = Card(_("Flowsheet"))
        self._correct = button(_("C&orrect"), kind="quiet")
        self._next = button(_("Next row"), icon="plus", shortcut="F2")
        self._sheet.add_action(self._correct)
        self._sheet.add_action(self._next)
        self._row = VitalsRow(self._desk)
        self._table = FlowsheetTable(self._desk)
        self._sheet.add(self._row)
        self._sheet.add(self._table, 1)
        content = QWidget()
        content.setProperty("role", "page_body")
        self._right = QVBoxLayout(content)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.setSpacing(theme.px("space_8"))
        self._right.addWidget(self._values)
        self._right.addWidget(self._trend_card, 3)
        self._right.addWidget(self._sheet, 4)
        self._right_scroll = _scrolling(content)
        return self._right_scroll

    def _connect(self) -> None:
        self._back.clicked.connect(self.closed)
        self._chart_button.clicked.connect(self._on_chart)
        self._print.clicked.connect(self._on_print)
        self._before.step_chosen.connect(self._on_step)
        self._running.asked.connect(self._on_flow)
        self._order.change_asked.connect(self._on_new_order)
        self._record.asked.connect(self._open_panel)
        self._due.action_taken.connect(self.enter_vitals)
        self._next.clicked.connect(self.enter_vitals)
        self._correct.clicked.connect(self._on_correct)
        self._table.correction_asked.connect(self._on_correction_asked)
        self._row.recorded.connect(self._reload)
        self._row.refused.connect(self._show_problem_text)
        insert = QShortcut(QKeySequence("Ins"), self)
        insert.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        insert.activated.connect(self.enter_vitals)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the row where vital signs are typed comes before the trend."""
        super().resizeEvent(event)
        low = self.height() < _LOW
        first = self._right.indexOf(self._sheet) < self._right.indexOf(self._trend_card)
        if low != first:
            self._right.removeWidget(self._sheet)
            self._right.insertWidget(1 if low else 2, self._sheet, 4)

    # Data in ------------------------------------------------------------------------------------------------------

    def show_session(self, session_id: str) -> None:
        """Show a session. Opening the chart of its patient is noted once."""
        if self._session is not None and self._session.id != session_id:
            self.leave()
            self._close_panel()
        try:
            self._session = sessions.get(self._desk, session_id)
            self._desk.note_opening(self._session.patient_id)
        except ClinicDeskError as problem:
            self._session = None
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()
        self._show()
        self._focus_start()
        # The first picture of a page made a moment ago must not show lines that are not laid out yet. A new height
        # travels outwards by one layout for each round of requests.
        for _depth in range(5):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _focus_start(self) -> None:
        """Put the focus where the next key belongs: the vital signs of who is watched, else the next step."""
        session = self._session
        if session is None:
            return
        if session.phase in _BEFORE:
            self._before.focus_next()
        elif self._row.isVisibleTo(self):
            self._row.fields[PRESSURE].line.setFocus()
        else:
            self._table.setFocus()

    def refresh(self, changed: Changed) -> None:
        """Show what somebody recorded, here or elsewhere."""
        session = self._session
        if session is not None and changed.concerns(session.patient_id) and changed.tables & _CONCERNS:
            self._reload()

    def tick(self) -> None:
        """Once a second: the figures that move with time. Nothing is counted here and nothing is read from the file."""
        session = self._session
        if session is None:
            return
        now = sessions.now_of(self._desk)
        if session.started is not None:
            self._running.show_session(session, now)
            self._due.show_session(session, now)
            self._show_trend(session)
        self._show_clock_note(session)
        self._row.tick()

    def leave(self) -> None:
        """Keep half-typed values before another page shows."""
        self._row.keep_draft()
        if self._panel is not None:
            self._panel.keep_draft()

    def enter_vitals(self) -> None:
        """Put the cursor where the next vital signs are typed."""
        if self._row.isVisibleTo(self):
            self._row.begin()
            self._right_scroll.ensureWidgetVisible(self._row)

    def _reload(self) -> None:
        if self._session is None:
            return
        try:
            self._session = sessions.get(self._desk, self._session.id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._show()

    def _show(self) -> None:
        session = self._session
        assert session is not None
        self._banner.show_patient(BannerPatient(**asdict(banner.of_patient(self._desk, session.patient_id))))
        self._title.setText(_("Session {place}").format(place=position_text(session.number, session.count)))
        planned = formats.format_day(session.planned_on)
        self._note.setText(f"{session.title}, {planned}")
        phase = session.phase
        open_ = not session.is_signed and phase is not Phase.NOT_TREATED
        self._row.setVisible(open_)
        self._next.setVisible(open_)
        self._correct.setVisible(not session.is_signed)
        self._row.show_session(session.id, weight=phase in _BEFORE, ago=phase not in _BEFORE or self.width() > _WIDE)
        rounds = sessions.rounds(session)
        self._table.show_rounds(rounds)
        self._values.show_session(session)
        self._sheet.setToolTip(session.protocol.vitals.title)
        self._order.show_session(session)
        self._record.show_session(session)
        if phase in _BEFORE:
            self._before.show_session(session)
        self._show_parts(session)
        now = sessions.now_of(self._desk)
        self._running.show_session(session, now)
        self._due.show_session(session, now)
        self._show_trend(session)
        self._show_clock_note(session)
        self._show_warning(session)

    def _show_warning(self, session: Session) -> None:
        """Say that consent was taken back while the patient is treated, or that the session is not today's."""
        phase = session.phase
        today = self._desk.local(self._desk.now()).date()
        if phase in _TREATED and sessions.consent_answer(self._desk, session).verdict is Verdict.REFUSED:
            words = sessions.consent_standing(self._desk, session).badge()
            self._consent_strip.show_message(
                "danger", _("{what}. A clinician decides whether to stop.").format(what=words[0] if words else "")
            )
        elif phase in _BEFORE and session.planned_on != today:
            self._consent_strip.show_message(
                "warn",
                _("This session is planned for {day}, not for today. Make sure it is the right one.").format(
                    day=formats.format_day(session.planned_on)
                ),
            )
        else:
            self._consent_strip.clear()

    def _show_parts(self, session: Session) -> None:
        """A form that is open takes the place of the cards below the timer."""
        before, panel = session.phase in _BEFORE, self._panel is not None
        self._before.setVisible(before and not panel)
        self._running.setVisible(session.started is not None)
        self._order.setVisible(session.order is not None and not panel and not before)
        self._record.setVisible(not panel and not before)

    def _show_trend(self, session: Session) -> None:
        order = session.order
        minutes = order.arithmetic.duration_minutes if order else session.protocol.dose.duration_minutes
        figure = vitals_figure(
            session.readings,
            session.timeline,
            planned_minutes=minutes,
            now=sessions.now_of(self._desk),
            limits=session.protocol.limits,
        )
        self._trend.show_figure(figure)

    def _show_clock_note(self, session: Session) -> None:
        note = sessions.clock_note(session, sessions.now_of(self._desk))
        if note:
            self._clock_strip.show_message("warn", note)
        else:
            self._clock_strip.clear()

    # What is asked ------------------------------------------------------------------------------------------------

    def _on_step(self, step: str) -> None:
        if step == "arrive":
            self._do(sessions.arrive)
        elif step == "vitals":
            self.enter_vitals()
        else:
            self._open_panel(step)

    def _on_flow(self, what: str) -> None:
        if what == "pause":
            self._do(sessions.pause)
        elif what == "resume":
            self._do(sessions.resume)
        else:
            self._open_panel(what)

    def _do(self, verb: Callable[[Desk, str], None]) -> None:
        """Do something that needs no form, at once."""
        assert self._session is not None
        try:
            verb(self._desk, self._session.id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()
        self._reload()

    def _on_new_order(self) -> None:
        self._open_panel("order")

    def _on_correct(self) -> None:
        chosen = self._table.selected()
        if chosen is None:
            self._strip.show_message("info", _("Choose the row of the flowsheet that is wrong, then press Correct."))
            return
        self._on_correction_asked(chosen)

    def _on_correction_asked(self, moment: Round) -> None:
        session = self._session
        if session is not None and not session.is_signed:
            self._show_panel(CorrectPanel(self._desk, session, moment))

    def _open_panel(self, key: str) -> None:
        if self._session is None:
            return
        try:
            self._show_panel(panels.make(key, self._desk, self._session))
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))

    def _show_panel(self, panel: Panel) -> None:
        self._close_panel()
        self._strip.clear()
        self._panel = panel
        panel.recorded.connect(self._on_recorded)
        panel.cancelled.connect(self._on_cancelled)
        self._left.insertWidget(self._left.indexOf(self._before), panel)
        assert self._session is not None
        self._show_parts(self._session)
        panel.show()
        panel.focus_first()
        QTimer.singleShot(0, self, self._bring_panel_up)

    def _bring_panel_up(self) -> None:
        if self._panel is not None:
            self._left_scroll.ensureWidgetVisible(self._panel.confirm_button)
            self._left_scroll.ensureWidgetVisible(self._panel.first())

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._left.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

    def _on_recorded(self) -> None:
        self._close_panel()
        self._strip.clear()
        self._reload()
        self._focus_start()

    def _on_cancelled(self) -> None:
        self._close_panel()
        if self._session is not None:
            self._show_parts(self._session)
        self._focus_start()

    def _show_problem_text(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    def _on_chart(self) -> None:
        if self._session is not None:
            self.patient_opened.emit(self._session.patient_id)

    def _on_print(self) -> None:
        if self._session is not None:
            from clinicdesk.printing.papers import PaperRequest

            self.paper_requested.emit(PaperRequest("session", self._session.id))


def _scrolling(content: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(content)
    return scroll
