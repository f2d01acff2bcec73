"""The tab of the chart where it is asked and decided whether a treatment suits the patient."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import eligibility
from clinicdesk.records.eligibility import Answers, Chart, Decision
from clinicdesk.rules.eligibility import Questionnaire
from ui import theme
from ui.eligibility.chart_cards import MedicinesCard, TriedCard, WorkupCard
from ui.eligibility.decision_panel import DecisionPanel
from ui.eligibility.pass_card import PassCard
from ui.eligibility.questions_card import QuestionsCard
from ui.eligibility.workup_dialog import WorkupDialog
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.words import announce

DRAFT_AFTER_MS = 1000
"""How long after the last answer the answers are kept."""

_TABLES = frozenset(
    {"eligibility", "eligibility_passes", "workups", "medicines", "treatments_tried", "patient_answers", "sessions"}
    | {"session_events", "series", "appointment_events", "merges", "misfiled"}
)


class EligibilityTab(QWidget):
    """A tab of the chart, for those who see clinical content. Nurses ask; a prescriber decides and signs.

    Signals:
        expired_opened(str): Show what has expired of this patient.
    """

    expired_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Eligibility")
        self.setAccessibleName(_("Eligibility"))
        self._desk = desk
        self._patient_id = ""
        self._asked: Questionnaire | None = None
        self._chart: Chart | None = None
        self._decision: Decision | None = None
        self._others: Answers | None = None
        self._touched = False
        self._asking = True
        self._build()
        self._connect()

    def _build(self) -> None:
        offered = eligibility.offered()
        self._treatment = ChoiceField(_("&Treatment"), [(one.id, one.title) for one in offered.values()])
        self._indication = ChoiceField(_("&For"), [])
        self._expired = button(_("What has e&xpired"), icon="clock")
        self._kept = MessageStrip()
        self._strip = MessageStrip()
        self._questions = QuestionsCard()
        self._medicines, self._tried, self._workup = MedicinesCard(), TriedCard(), WorkupCard()
        self._decide, self._pass = DecisionPanel(), PassCard(self._desk)
        top = QHBoxLayout()
        top.setSpacing(theme.px("space_12"))
        top.addWidget(self._treatment, 2)
        top.addWidget(self._indication, 3)
        top.addWidget(self._expired)
        asked = _column(self._questions, self._medicines, self._tried, self._workup)
        self._asked_below = QVBoxLayout()
        layout = asked.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertLayout(layout.count() - 1, self._asked_below)
        self._beside = _column(self._decide, self._pass)
        self._scroll, self._side = ScrollArea(asked), ScrollArea(self._beside)
        across = QHBoxLayout()
        across.setSpacing(theme.px("space_12"))
        across.addWidget(self._scroll, 3)
        across.addWidget(self._side, 2)
        self._wide = True
        outer = QVBoxLayout(self)
        edge = theme.px("space_16")
        outer.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        outer.setSpacing(theme.px("space_8"))
        outer.addLayout(top)
        outer.addWidget(self._kept)
        outer.addWidget(self._strip)
        outer.addLayout(across, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the decision below the questions where there is no room beside them."""
        super().resizeEvent(event)
        self._lay_out(wide=self.width() >= theme.px("base") * 66)

    def _lay_out(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        if wide:
            self._side.setWidget(self._beside)
        else:
            self._side.takeWidget()
            self._asked_below.addWidget(self._beside)
        self._side.setVisible(wide)
        self._beside.show()

    def _connect(self) -> None:
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_AFTER_MS)
        self._draft_timer.timeout.connect(self._keep_draft)
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.timeout.connect(self._on_settled)
        self._treatment.edited.connect(self._on_treatment_chosen)
        self._indication.edited.connect(self._on_changed)
        self._questions.changed.connect(self._on_changed)
        self._questions.finished.connect(self._decide.begin)
        self._decide.changed.connect(self._on_changed)
        self._decide.sign_asked.connect(self._on_sign)
        self._workup.record_asked.connect(self._on_record_workup)
        self._expired.clicked.connect(self._on_expired)
        self._kept.action_taken.connect(self._on_take_over)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_moved)

    # Showing ------------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: str) -> None:
        """Show the treatment that is planned for a patient, and what is known for it."""
        self._patient_id = patient_id
        running = eligibility.of_person(self._desk, patient_id)
        treatment = running.treatment if running else next(iter(eligibility.offered()))
        decided = eligibility.of_patient(self._desk, patient_id)
        if running is None and decided:
            treatment = decided[0].treatment
        self._treatment.set_value(treatment)
        self._show_treatment(treatment)
        if faulty := next(iter(eligibility.problems()), None):
            words = _("The file {file} is left out. Line {line}: {sentence}")
            told = words.format(file=faulty.file, line=faulty.line, sentence=faulty.sentence)
            self._strip.show_message("warn", told)

    def _show_treatment(self, treatment: str) -> None:
        """Show the questions of a treatment with the answers begun, else with those that were signed last."""
        asked = self._asked = eligibility.get(treatment)
        self._strip.clear()
        self._kept.clear()
        self._touched = False
        self._read_chart()
        begun = eligibility.kept(self._desk, self._patient_id, asked)
        self._others = None if begun else eligibility.kept_by_others(self._desk, self._patient_id, asked)
        if begun is None and self._others is None and self._decision is not None:
            self._show_signed(self._decision)
            return
        self._ask(begun or Answers())
        if begun is not None and begun.at is not None:
            self._tell_kept(_("These are the answers begun on {day} at {time}, not signed yet."), begun, "")
        elif self._others is not None:
            words = _("{name} asked on {day} at {time}; nobody has signed it yet.")
            self._tell_kept(words, self._others, _("Take over the &answers"))

    def _ask(self, answers: Answers) -> None:
        """Show the questions of today's file, to be answered."""
        asked = self._asked
        assert asked is not None
        self._asking = True
        self._show_file(asked)
        self._questions.set_read_only(False)
        self._indication.combo.setEnabled(True)
        self._decide.set_asking(True, may_sign=self._desk.may("eligibility.decide"))
        self._show_answers(answers)

    def _show_signed(self, decision: Decision) -> None:
        """Show the answers that were signed, by the file that they were given to, to be read."""
        self._asking = False
        self._show_file(eligibility.pinned(self._desk, decision.file_id))
        self._questions.set_read_only(True)
        self._indication.combo.setEnabled(False)
        self._decide.set_asking(False, may_sign=False)
        self._show_answers(Answers(indication=decision.indication, replies=decision.replies))
        words = _("These are the answers as they were signed on {day}.")
        told = words.format(day=formats.format_date(decision.decided_on))
        self._kept.show_message("info", told, _("&Ask anew"))

    def _show_file(self, asked: Questionnaire) -> None:
        self._indication.set_choices([(one.id, one.title) for one in asked.indications])
        self._questions.show_questions(asked)

    def _tell_kept(self, words: str, answers: Answers, action: str) -> None:
        assert answers.at is not None  # read back
        at = self._desk.local(answers.at)
        told = words.format(name=answers.by_name, day=formats.format_date(at.date()), time=formats.format_time(at))
        self._kept.show_message("info", told, action)

    def _show_answers(self, answers: Answers) -> None:
        self._indication.set_value(answers.indication or None)
        self._questions.show_replies(answers.replies)
        self._decide.show_texts(answers.conditions, answers.remark)
        self._assess()

    def _read_chart(self) -> None:
        """Read what the chart says now: lists, work-up, the decision that stands, the next visit."""
        asked = self._asked
        assert asked is not None
        self._chart = eligibility.chart_of(self._desk, self._patient_id)
        self._decision = eligibility.latest(self._desk, self._patient_id, asked.id)
        self._medicines.show_chart(self._chart, asked, eligibility.dictionary())
        self._workup.show_chart(self._chart, asked, self._desk.local(self._desk.now()).date())
        self._decide.show_last(self._decision, self._chart.medicines)
        self._pass.show_patient(self._patient_id, asked.id)

    def _assess(self) -> None:
        asked, chart = self._asked, self._chart
        assert asked is not None
        assert chart is not None
        answers = self._answers()
        self._tried.show_chart(chart, asked, answers.indication)
        if self._asking or self._decision is None:
            self._decide.show_assessment(eligibility.assess(self._desk, asked, chart, answers))
        else:
            self._decide.show_assessment(self._decision.assessment)

    def _answers(self) -> Answers:
        return Answers(
            indication=str(self._indication.value() or ""),
            replies=self._questions.replies(),
            conditions=self._decide.conditions(),
            remark=self._decide.remark(),
        )

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile; answers begun here stay."""
        if not self._patient_id or not changed.concerns(self._patient_id) or not changed.tables & _TABLES:
            return
        if self._asked is not None:
            self._read_chart()
            self._assess()

    def open_eligibility(self) -> None:
        """Begin where the questions begin."""
        self._treatment.combo.setFocus()

    # Drafts -------------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Keep the answers before something else is shown."""
        if self._touched:
            self._keep_draft()

    def _keep_draft(self) -> None:
        self._draft_timer.stop()
        if self._asked is None or not self._touched:
            return
        try:
            eligibility.keep(self._desk, self._patient_id, self._asked.id, self._answers())
        except ClinicDeskError as refused:
            self._strip.show_message("danger", str(refused))

    def _on_take_over(self) -> None:
        """Start from what a colleague was told, or from nothing."""
        if self._others is None:
            self._kept.clear()
            self._ask(Answers())
            self._indication.combo.setFocus()
            return
        answers, self._others = self._others, None
        self._kept.clear()
        self._touched = True
        self._show_answers(answers)
        self._keep_draft()

    # What the person does -----------------------------------------------------------------------------------------

    def _on_focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Bring what the keys go to into sight, from wherever they came, once everything has its new place."""
        if now is not None and self.isAncestorOf(now):
            self._settle_timer.start()

    def _on_settled(self) -> None:
        now = QApplication.focusWidget()
        for area in (self._scroll, self._side):
            if now is not None and area.isAncestorOf(now):
                area.ensureWidgetVisible(now, 0, theme.px("space_12"))

    def _on_treatment_chosen(self) -> None:
        self.leave()
        chosen = self._treatment.value()
        if isinstance(chosen, str):
            self._show_treatment(chosen)

    def _on_changed(self) -> None:
        self._touched = True
        self._draft_timer.start()
        self._strip.clear()
        self._assess()

    def _on_record_workup(self) -> None:
        if self._asked is not None:
            WorkupDialog(self, self._desk, self._patient_id, self._asked).open()

    def _on_expired(self) -> None:
        self.expired_opened.emit(self._patient_id)

    def _on_sign(self) -> None:
        asked, result = self._asked, self._decide.result()
        if asked is None or not self._asking:
            return
        if result is None:
            self._decide.tell(_("Choose a result before you sign."))
            return
        try:
            eligibility.decide(
                self._desk,
                self._patient_id,
                treatment=asked.id,
                answers=self._answers(),
                result=result,
                after=self._decision.id if self._decision else None,
            )
        except BadValue as refused:
            self._tell(refused)
        except ClinicDeskError as refused:
            self._decide.tell(str(refused))
        else:
            self._draft_timer.stop()
            # The field with the focus goes away with what was typed.
            self._treatment.combo.setFocus()
            self._show_treatment(asked.id)
            self._strip.show_message("ok", _("The decision is signed."))
            announce(self, _("The decision is signed."))

    def _tell(self, refused: BadValue) -> None:
        """Say what is missing, and lead to the question it is about."""
        self._decide.tell(str(refused), refused.field)
        row = self._questions.row(refused.field or "")
        if row is not None:
            self._scroll.ensureWidgetVisible(row)
            row.setFocus()
        elif refused.field == "indication":
            self._indication.combo.setFocus()


def _column(*parts: QWidget) -> QWidget:
    """Return parts one below the other."""
    made = QWidget()
    made.setProperty("role", "page_body")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, theme.px("space_4"), 0)
    column.setSpacing(theme.px("space_12"))
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return made
