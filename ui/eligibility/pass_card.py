"""What holds the next treatment visit, and the prescriber's way to let this one visit go on."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import eligibility, sessions
from clinicdesk.records.eligibility import Stop, VisitNeed
from clinicdesk.records.sessions import SessionLine
from clinicdesk.rules.timeline import BEFORE_START
from ui import theme
from ui.shell.visit_papers import paper_line
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.dialog import Question
from ui.widgets.strip import MessageStrip


class PassCard(Card):
    """Today's visit, or the next one planned for this treatment; hidden where there is none or nothing holds it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("The next visit"))
        self._desk = desk
        self._need: VisitNeed | None = None
        self._stop: Stop | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_4"))
        self._problem = MessageStrip()
        self._pass = button(_("Let this visit &go on…"))
        self.add(self._lines)
        self.add(self._problem)
        self.add(self._pass)
        self._pass.clicked.connect(self._on_pass)
        self.hide()

    def show_patient(self, patient_id: str, treatment: str) -> None:
        """Show what holds the next visit of a treatment."""
        line, self._need = self._next(patient_id, treatment)
        self._problem.clear()
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        need = self._need
        self.setVisible(need is not None and bool(need.stops or need.passed))
        if need is None or line is None:
            return
        self.set_title(_("The visit on {day}").format(day=format_date(line.planned_on)))
        for stop in need.stops:
            self._put(paper_line(stop.sentence, "danger"))
        for passed in need.passed:
            words = _("{name} lets this visit go on: {reason}")
            self._put(paper_line(words.format(name=passed.by_name, reason=passed.reason), "info"))
        self._stop = next((stop for stop in need.stops if stop.passable), None)
        self._pass.setVisible(self._stop is not None and self._desk.may("eligibility.pass"))

    def _next(self, patient_id: str, treatment: str) -> tuple[SessionLine | None, VisitNeed | None]:
        today = self._desk.local(self._desk.now()).date()
        lines = sessions.of_patient(self._desk, patient_id)
        coming = [line for line in lines if line.phase in BEFORE_START and line.planned_on >= today]
        coming.sort(key=lambda line: line.planned_on)
        needs = eligibility.of_visits(self._desk, [line.id for line in coming])
        found = ((line, needs.get(line.id)) for line in coming)
        return next(((line, need) for line, need in found if need and need.treatment == treatment), (None, None))

    def _put(self, made: QWidget) -> None:
        self._lines.addWidget(made)

    def _on_pass(self) -> None:
        if self._stop is None:
            return
        question = Question(
            self,
            _("Let this visit go on?"),
            self._stop.sentence,
            _("Let it go on"),
            danger=True,
            reason=_("Reason"),
        )
        question.confirmed.connect(self._on_confirmed)
        question.open()

    def _on_confirmed(self, reason: str) -> None:
        if self._need is None or self._stop is None:
            return
        try:
            session = sessions.get(self._desk, self._need.session_id)
            eligibility.pass_stop(self._desk, session, self._stop.item, reason=reason)
        except ClinicDeskError as refused:
            self._problem.show_message("danger", str(refused))
