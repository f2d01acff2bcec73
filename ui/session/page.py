"""The session page: banner on top, left what the pump does, right what the patient does."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import banner, sessions
from clinicdesk.records.sessions import Round, Session, nurse
from clinicdesk.rules.spacing import position_text
from ui import theme
from ui.paper.paper_menu import OF_SESSION, PaperMenu
from ui.session import panels
from ui.session.correct_panel import CorrectPanel
from ui.session.live_keys import LiveKeys, broken_limits
from ui.session.more_menu import MoreMenu
from ui.session.notices import SessionNotices
from ui.session.panel import Panel
from ui.session.patient_column import PatientColumn
from ui.session.pump_column import BEFORE, PumpColumn
from ui.widgets.banner import BannerPatient, PatientBanner
from ui.widgets.button import button
from ui.widgets.cut_label import CutLabel
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

if TYPE_CHECKING:
    from clinicdesk.printing.papers import PaperKind

_CONCERNS = frozenset(
    {
        "sessions", "session_events", "observations", "orders", "drugs_given", "adverse_events",
        "second_checks", "verbal_orders", "late_events", "eligibility", "eligibility_passes",
        "signatures", "addenda", "consent_events", "patients", "allergies", "patient_answers",
    }
)  # fmt: skip


class SessionPage(QWidget):
    """One session, from arrival to signature. Everything shown is read from the file; only half-typed values are here.

    Signals:
        patient_opened(str): The person wants the chart.
        paper_requested(object): A ``PaperRequest`` for the summary.
        closed: The person goes back.
        eligibility_opened(str): What speaks for and against the treatment of this patient.
        monitoring_form_opened(str): The form a programme wants of this session.
        note_wanted(str, str): A note about the session is to be written; carries patient and session.
        call_screen_wanted: The patient is to get a call screen on another monitor.
        withdrawal_told: The patient takes consent back; the word counts from the press of the button.
        treatment_started(str): The treatment was started here, just now.
    """

    patient_opened = Signal(str)
    paper_requested = Signal(object)
    closed = Signal()
    withdrawal_told = Signal()
    call_screen_wanted = Signal()
    note_wanted = Signal(str, str)
    treatment_started = Signal(str)
    monitoring_form_opened = Signal(str)
    eligibility_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session: Session | None = None
        self._waits_for_start = False
        self.setAccessibleName(_("Session"))
        self._keys = LiveKeys(desk, self)
        self._build()
        self._connect()

    # Layout -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._banner = PatientBanner()
        self._strip = MessageStrip()
        self._notices = SessionNotices(self._desk)
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
        body.addWidget(self._notices)
        self._pump = PumpColumn(self._desk)
        self._patient = PatientColumn(self._desk)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px("space_12"))
        columns.addWidget(self._pump)
        columns.addWidget(self._patient, 1)
        body.addLayout(columns, 1)
        body.addStretch(0)
        outer.addLayout(body, 1)

    def _build_head(self) -> QHBoxLayout:
        self._title = label("", "h2")
        self._note = CutLabel("muted")
        self._back = button(_("&Back"), kind="quiet", icon="arrow-left")
        self._chart_button = button(_("Open &chart"), kind="quiet")
        # Short, so that nothing of this line is cut in a window of 960.
        self._paper = button(_("From paper"), kind="filter")
        self._paper.setAccessibleName(_("Type in from paper"))
        self._paper.setCheckable(True)
        self._paper.setToolTip(_("After the PCs were dark: give each entry the time that stands on the paper."))
        self._print = button(_("Summar&y"), kind="quiet", icon="printer", shortcut="Ctrl+P")
        self._more = button(_("More"), kind="quiet", icon="ellipsis", shortcut="Ctrl+M")
        self._menu = MoreMenu(self._more)
        self._more.setMenu(self._menu)
        self._papers = button(_("Papers"), kind="quiet", icon="file-text")
        self._paper_menu = PaperMenu(OF_SESSION, self._papers)
        self._papers.setMenu(self._paper_menu)
        head = QHBoxLayout()
        head.setSpacing(theme.px("space_8"))
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        head.addWidget(self._paper)
        head.addWidget(self._more)
        head.addWidget(self._chart_button)
        head.addWidget(self._papers)
        head.addWidget(self._print)
        return head

    def _connect(self) -> None:
        self._back.clicked.connect(self.closed)
        self._chart_button.clicked.connect(self._on_chart)
        self._print.clicked.connect(self._on_print)
        self._paper_menu.chosen.connect(self._on_paper_chosen)
        self._paper.toggled.connect(self._on_paper_toggled)
        self._pump.asked.connect(self._on_asked)
        self._pump.vitals_asked.connect(self._patient.enter_vitals)
        self._pump.panel_recorded.connect(self._on_recorded)
        self._pump.panel_cancelled.connect(self._on_cancelled)
        self._patient.correction_asked.connect(self._on_correction_asked)
        self._patient.recorded.connect(self._reload)
        self._patient.refused.connect(self._show_problem)
        self._patient.acted.connect(self._keys.act)
        self._menu.asked.connect(self._on_more)
        self._keys.asked.connect(self._on_key_asked)
        self._keys.recorded.connect(self._reload)
        self._keys.said.connect(self._on_said)
        self._keys.refused.connect(self._show_problem)
        insert = QShortcut(QKeySequence("Ins"), self)
        insert.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        insert.activated.connect(self._patient.enter_vitals)

    # Data in ------------------------------------------------------------------------------------------------------

    def show_session(self, session_id: str) -> None:
        """Show a session. Opening the chart of its patient is noted once."""
        if self._session is not None and self._session.id != session_id:
            self.leave()
            self._pump.close_panel()
        problem = self._read(session_id)
        # Nothing of the session shown before may stand under a sentence about another one.
        head = (self._title, self._note, self._paper, self._more, self._chart_button, self._papers, self._print)
        for part in (self._banner, self._pump, self._patient, *head):
            part.setVisible(not problem)
        if problem:
            self._notices.clear()
            self._show_problem(problem)
            return
        self._strip.clear()
        self._show()
        self._focus_start()
        # The first picture of a page made a moment ago must not show lines that are not laid out yet. A new height
        # travels outwards by one layout for each round of requests.
        for _depth in range(5):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _read(self, session_id: str) -> str:
        """Read a session from the file; return why it cannot be, or nothing."""
        try:
            self._session = sessions.get(self._desk, session_id)
            self._desk.note_opening(self._session.patient_id)
        except ClinicDeskError as problem:
            self._session = None
            return str(problem)
        return ""

    def _focus_start(self) -> None:
        """Put the focus where the next key belongs: the vital signs of who is watched, else the next step."""
        if self._session is not None and self._session.phase in BEFORE:
            self._pump.focus_next_step()
        elif self._session is not None:
            self._patient.focus_next_value()

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
            self._pump.show_time(session, now)
        self._patient.show_time(session, now)
        self._notices.show_clock(session)

    def leave(self) -> None:
        """Keep half-typed values and long texts before another page shows. Nobody types in from paper any more."""
        self._patient.keep_draft()
        self._pump.keep_draft()
        self._paper.setChecked(False)

    def _reload(self) -> None:
        if self._session is None:
            return
        try:
            self._session = sessions.get(self._desk, self._session.id)
        except ClinicDeskError as problem:
            self._show_problem(str(problem))
            return
        self._show()

    def _show(self) -> None:
        session = self._session
        assert session is not None
        self._banner.show_patient(BannerPatient(**asdict(banner.of_patient(self._desk, session.patient_id))))
        self._title.setText(_("Session {place}").format(place=position_text(session.number, session.count)))
        planned = formats.format_day(session.planned_on)
        # The day first: where there is no room the end is cut.
        self._note.setText(f"{planned}, {session.title}")
        now = sessions.now_of(self._desk)
        self._pump.show_session(session, now)
        broken = broken_limits(self._desk, session)
        self._patient.show_session(session, now, broken)
        self._keys.show_session(session)
        self._menu.show_session(self._desk, session, broken)
        self._more.setVisible(not self._menu.is_empty())
        self._paper.setVisible(not session.is_signed and self._desk.may("session.observe"))
        self._notices.show_session(session)

    # What is asked ------------------------------------------------------------------------------------------------

    def _on_asked(self, what: str) -> None:
        """Do at once what needs no form, open the form of everything else."""
        verbs = {
            "arrive": sessions.arrive,
            "pause": sessions.pause,
            "resume": sessions.resume,
            "hold_over": sessions.hold_over,
            "take_chair": nurse.take,
        }
        if what == "vitals":
            self._patient.enter_vitals()
        elif what == "withdraw":
            self.withdrawal_told.emit()
        elif what == "call_screen":
            self.call_screen_wanted.emit()
        elif what == "write_note" and self._session is not None:
            self.note_wanted.emit(self._session.patient_id, self._session.id)
        elif what == "eligibility" and self._session is not None:
            self.eligibility_opened.emit(self._session.patient_id)
        elif what == "monitoring_form" and self._session is not None:
            self.monitoring_form_opened.emit(self._session.id)
        elif what in verbs and not self._desk.transcribing:
            self._do(verbs[what])
        elif self._session is not None:
            try:
                self._open(panels.make(what, self._desk, self._session))
            except ClinicDeskError as problem:
                self._show_problem(str(problem))

    def _on_more(self, what: str) -> None:
        if what == "event":
            self._keys.stamp()
        elif what == "limit":
            self._keys.act_otherwise()
        else:
            self._on_asked(what)

    def _on_key_asked(self, what: str) -> None:
        """Open the form a key asks for, unless somebody is filling in another one: what is typed there stays."""
        if not self._pump.has_panel():
            self._on_asked(what)
        elif not what.startswith("stamp:"):
            self._strip.show_message("info", _("Record or leave the open form first, then press the key again."))

    def _on_said(self, sentence: str) -> None:
        self._strip.show_message("ok", sentence)

    def _on_paper_toggled(self, on: bool) -> None:
        """From now on everything is marked as typed in from paper and asks for its time, or no longer."""
        self._desk.transcribing = on
        self._pump.close_panel()
        self._notices.show_paper(on)
        if self._session is not None:
            self._show()

    def _do(self, verb: Callable[[Desk, str], None]) -> None:
        assert self._session is not None
        try:
            verb(self._desk, self._session.id)
        except ClinicDeskError as problem:
            self._show_problem(str(problem))
            return
        self._strip.clear()
        self._reload()

    def _on_correction_asked(self, moment: Round | None) -> None:
        session = self._session
        if moment is None:
            self._strip.show_message("info", _("Choose the row of the flowsheet that is wrong, then press Correct."))
        elif session is not None and not session.is_signed:
            self._open(CorrectPanel(self._desk, session, moment))

    def _open(self, panel: Panel) -> None:
        assert self._session is not None
        self._waits_for_start = self._session.started is None
        self._strip.clear()
        self._pump.open_panel(panel, self._session)

    def _on_recorded(self) -> None:
        self._pump.close_panel()
        self._strip.clear()
        self._reload()
        self._focus_start()
        session = self._session
        if self._waits_for_start and session and session.started and not self._desk.transcribing:
            self.treatment_started.emit(session.id)

    def _on_cancelled(self) -> None:
        self._pump.close_panel()
        if self._session is not None:
            self._pump.show_session(self._session, sessions.now_of(self._desk))
        self._focus_start()

    def _show_problem(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    def _on_chart(self) -> None:
        if self._session is not None:
            self.patient_opened.emit(self._session.patient_id)

    def _on_print(self) -> None:
        self._on_paper_chosen("session")

    def _on_paper_chosen(self, kind: "PaperKind") -> None:
        """Lead to one of the papers of this session; the emergency sheet is about the patient."""
        if self._session is None:
            return
        from clinicdesk.printing.papers import PaperRequest

        about = self._session.patient_id if kind == "emergency-sheet" else self._session.id
        self.paper_requested.emit(PaperRequest(kind, about))
