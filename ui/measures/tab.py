"""The questionnaires of a patient: what is due, what was filled in, and the way into the record for more."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import measures, patients
from clinicdesk.records.measures import Result, begun, recording
from clinicdesk.records.measures.due import MeasureDueItem
from ui import theme
from ui.curve.curve_panel import CurvePanel
from ui.measures.begun_card import BegunCard, title_of
from ui.measures.due_card import DueCard
from ui.measures.filling import Filling
from ui.measures.handing_over_due import HandingOverDue
from ui.measures.outcome import FilledIn, words_on_return
from ui.measures.result_dialog import ResultDialog
from ui.measures.results_table import ResultsTable
from ui.measures.right_now import RightNowDialog
from ui.widgets.button import button
from ui.widgets.dialog import Question
from ui.widgets.flow import FlowLayout
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip, Tone

_TABLES = frozenset(
    {"measure_results", "measure_events", "measure_skips", "series", "sessions", "session_events", "installed_measures"}
    | {"merges", "misfiled", "patients", "series_events"}
)


class MeasuresTab(QWidget):
    """A tab of the chart. The front desk hands forms over and types them; what was answered only clinicians read.

    Signals:
        hand_over_wanted(object): The PC goes to the patient; carries what makes the ``HandOverContent``.
        curve_wanted(str): Show the curve of this measure alone and large, for the patient to look at.
    """

    hand_over_wanted = Signal(object)
    curve_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Measures")
        self.setAccessibleName(_("Measures"))
        self._desk = desk
        self._patient_id = ""
        self._voiding: Result | None = None
        self._filling = Filling(desk, self)
        self._all_due = HandingOverDue(desk, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._begun = BegunCard(self._desk)
        self._due = DueCard(self._desk)
        self._fill = button(_("&Fill in…"), kind="primary", icon="clipboard-list")
        self._now = button(_("Right no&w 0–10…"), icon="activity")
        self._results = ResultsTable(self._desk)
        buttons = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        for one in (self._fill, self._now):
            buttons.addWidget(one)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.px("space_4"), 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._due)
        column.addWidget(self._begun)
        column.addLayout(buttons)
        column.addWidget(self._results, 1)
        self._left = ScrollArea(left)
        self._wide = True
        self._column = column
        self._across = QHBoxLayout()
        self._across.setSpacing(theme.px("space_12"))
        self._across.addWidget(self._left, 2)
        self._curve = CurvePanel(self._desk)
        # It hides itself from who reads nothing clinical.
        self._across.addWidget(self._curve, 3)
        outer = QVBoxLayout(self)
        edge = theme.px("space_16")
        outer.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        outer.setSpacing(theme.px("space_8"))
        outer.addWidget(self._strip)
        outer.addLayout(self._across, 1)
        self._results.setVisible(self._desk.sees("clinical"))
        for one in (self._fill, self._now):
            one.setVisible(self._desk.may("measure.record"))
        if not self._desk.sees("clinical"):
            column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the curve below where there is no room beside."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px("base") * 84
        if wide == self._wide or not self._desk.sees("clinical"):
            return
        self._wide = wide
        if wide:
            self._curve.setMinimumHeight(0)
            self._across.addWidget(self._curve, 3)
        else:
            self._curve.setMinimumHeight(theme.px("base") * 34)
            self._column.addWidget(self._curve)

    def _connect(self) -> None:
        self._fill.clicked.connect(self._on_fill)
        self._now.clicked.connect(self._on_now)
        self._due.asked.connect(self._on_due_asked)
        self._due.all_asked.connect(self.hand_over_due)
        self._results.result_opened.connect(self._on_result_opened)
        self._begun.go_on_asked.connect(self._filling.start)
        self._begun.dropped.connect(self._show_begun)
        self._curve.curve_wanted.connect(self.curve_wanted)
        self._filling.hand_over_wanted.connect(self.hand_over_wanted)
        self._all_due.hand_over_wanted.connect(self.hand_over_wanted)
        self._all_due.told.connect(self._on_told)
        self._filling.filled.connect(self._on_filled)
        self._filling.refused.connect(self._on_refused)

    # In -----------------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: str) -> None:
        """Show what is due for a patient, and what was filled in."""
        if patient_id != self._patient_id:
            self.leave()
            self._patient_id = patient_id
            self._strip.clear()
        self._reload()

    def refresh(self, changed: Changed) -> None:
        """Show what others recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self._reload()

    def leave(self) -> None:
        """Keep what is being typed."""
        self._filling.keep_draft()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another tab or page comes: keep what is being typed."""
        self.leave()
        super().hideEvent(event)

    def hand_over_due(self, session_id: str | None = None) -> None:
        """Hand over everything the patient is to fill in now, in one go; ``session_id``: the visit it belongs to."""
        try:
            if not self._all_due.start(self._patient_id, session_id):
                self._strip.show_message("info", _("Nothing is due that the patient fills in."))
        except ClinicDeskError as problem:
            self._on_refused(str(problem))

    def _on_told(self, tone: Tone, sentence: str) -> None:
        self._strip.show_message(tone, sentence)
        self._show_begun()
        QTimer.singleShot(0, self, self._focus_in_sight)

    def _reload(self) -> None:
        if self._desk.sees("clinical"):
            sex = patients.get(self._desk, self._patient_id).sex_at_birth
            self._results.show_results(measures.of_patient(self._desk, self._patient_id), sex)
            self._curve.show_patient(self._patient_id)
        self._due.show_patient(self._patient_id)
        self._show_begun()

    def _show_begun(self) -> None:
        self._begun.show_begun(begun.of_patient(self._desk, self._patient_id))
        # Made last, they would come last with Tab.
        for before, after in pairwise((self._due.buttons[-1], *self._begun.buttons)):
            QWidget.setTabOrder(before, after)

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_fill(self) -> None:
        self._strip.clear()
        self._filling.ask(self._patient_id)

    def _on_due_asked(self, item: MeasureDueItem) -> None:
        self._strip.clear()
        self._filling.ask(self._patient_id, item)

    def _on_now(self) -> None:
        dialog = RightNowDialog(self._desk, self, self._patient_id)
        dialog.recorded.connect(self._on_right_now)
        dialog.come_up()

    def _on_right_now(self, sentence: str) -> None:
        self._strip.show_message("ok", sentence)

    def _on_filled(self, filled: FilledIn) -> None:
        tone, sentence = words_on_return(filled, title_of(self._desk, filled.begun.measure_id))
        self._strip.show_message(tone, sentence)
        self._show_begun()
        QTimer.singleShot(0, self, self._focus_in_sight)

    def _focus_in_sight(self) -> None:
        # Not where a colleague took the PC back, and it is locked.
        if self.isVisible():
            (self._results if self._desk.sees("clinical") else self._fill).setFocus()

    def _on_refused(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    def _on_result_opened(self, result: Result) -> None:
        sex = patients.get(self._desk, self._patient_id).sex_at_birth
        dialog = ResultDialog(self._desk, self, result, sex)
        dialog.correction_asked.connect(self._filling.correct)
        dialog.voiding_asked.connect(self._on_voiding_asked)
        dialog.come_up()

    def _on_voiding_asked(self, result: Result) -> None:
        self._voiding = result
        question = Question(
            self,
            _("Void what was filled in?"),
            _("It stays in the record and counts no more. A call for a clinician that it raised stays open."),
            _("&Void"),
            danger=True,
            reason=_("Wh&y"),
        )
        question.confirmed.connect(self._on_voided)
        question.open()

    def _on_voided(self, reason: str) -> None:
        if self._voiding is None:
            return
        try:
            recording.void(self._desk, self._voiding.id, reason=reason)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
