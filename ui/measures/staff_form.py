"""A questionnaire as staff fill it in: read aloud, typed from paper by number keys, or as the score of a sheet."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records.measures import Way, reading
from clinicdesk.records.measures import begun as drafts
from clinicdesk.records.measures.begun import Begun
from clinicdesk.rules.answered_on import answered_text, parse_answered_at
from clinicdesk.rules.measure import Measure
from ui import theme
from ui.measures.answer_rows import AnswerRows
from ui.measures.outcome import FilledIn
from ui.measures.score_fields import ScoreFields
from ui.widgets.button import button
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label

KEPT_AFTER_MS = 1000
"""What was typed is kept so soon: a crash costs a second."""


class StaffForm(QDialog):
    """One form, kept as it is typed. It deletes itself when closed.

    Signals:
        filled(object): It is in the record; carries a ``FilledIn``.
    """

    filled = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, measure: Measure, begun: Begun, patient: str) -> None:
        """``patient``: whose form it is, as it stands above the questions."""
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._measure = measure
        self._begun = drafts.find(desk, begun)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(measure.title)
        self.setAccessibleName(f"{measure.title}, {_WAYS[begun.way]}")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_AFTER_MS)
        self._unkept = False
        self._is_another = False
        self._build(patient)
        self._show_begun()
        self._connect()

    def _build(self, patient: str) -> None:
        way, language = self._begun.way, self._begun.language
        self._rows = AnswerRows(self._measure, language, large=way is Way.READ_ALOUD) if way is not Way.TOTAL else None
        self._scores = ScoreFields(self._measure, language) if way is Way.TOTAL else None
        rated = way is Way.READ_ALOUD and self._measure.filled_by != "patient"
        hint = _("The number rates, and leads on; – is no answer.") if rated else _HINTS[way]
        self._strip = MessageStrip()
        self._open = label("", "muted", wrap=True)
        self._leave_out = button(_("No answer to the &rest"))
        corrects = bool(self._begun.corrects)
        empty = _("Empty: as it was.") if corrects else _("Empty: now.")
        self._when = ParsedField(_("Answered o&n"), self._parse_when, answered_text, hint=empty)
        self._remark = TextField(_("&Why it is corrected") if corrects else _("Remar&k"), required=corrects)
        self._record = button(_("Record"), kind="primary", shortcut="Ctrl+S")
        self._later = button(_("Later"))
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(f"{self._measure.title} · {patient}", "h2", wrap=True))
        column.addWidget(label(f"{self._measure.full_title}. {hint}", "muted", wrap=True))
        column.addWidget(self._strip)
        if self._rows is not None:
            column.addWidget(self._rows, 1)
        elif self._scores is not None:
            column.addWidget(ScrollArea(self._scores, see_through=True), 1)
        fields = QHBoxLayout()
        fields.setSpacing(theme.px("space_16"))
        fields.addWidget(self._when, 2)
        fields.addWidget(self._remark, 3)
        column.addLayout(fields)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._open, 1)
        for one in (self._leave_out, self._later, self._record):
            row.addWidget(one)
        column.addLayout(row)

    def _connect(self) -> None:
        self._part.changed.connect(self._on_changed)
        if self._rows is not None:
            self._rows.finished.connect(self._record.setFocus)
        for field in (self._when, self._remark):
            field.edited.connect(self._on_changed)
        self._timer.timeout.connect(self.keep_draft)
        self._strip.action_taken.connect(self._on_another)
        self._leave_out.clicked.connect(self._on_leave_out)
        self._later.clicked.connect(self.reject)
        self._record.clicked.connect(self._on_record)
        self.finished.connect(self._on_finished)

    @property
    def _part(self) -> AnswerRows | ScoreFields:
        part = self._rows or self._scores
        assert part is not None  # one of the two, by the way it is filled in
        return part

    def come_up(self) -> None:
        """Show the form with the keys at the first answer that is missing."""
        over = self._over.window().size()
        base = theme.px("base")
        wide, high = min(base * 60, over.width() - 32), min(base * 56, over.height() - 24)
        lines = 4 * len(self._rows.rows) if self._rows is not None else 6 * len(self._measure.scores)
        self.resize(wide, min(high, base * (26 + lines)))
        self._show_open()
        self.open()
        if self._rows is not None:
            self._rows.go_to_open()
            # Once more, when the rows have their places.
            QTimer.singleShot(0, self._rows, self._rows.go_to_open)
        elif self._scores is not None:
            self._scores.setFocus()

    # Drafts -------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Save what was typed."""
        self._timer.stop()
        if not self._unkept:
            return
        self._read()
        try:
            drafts.keep(self._desk, self._begun)
            self._unkept = False
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))

    def _read(self) -> None:
        text = {"when": self._when.text(), "remark": self._remark.text()}
        if self._scores is not None:
            text |= self._scores.texts()
        self._begun = replace(self._begun, answers=self._part.answers(), text=text)

    def _show_begun(self) -> None:
        self._part.show_answers(self._begun.answers)
        if self._scores is not None:
            self._scores.show_texts(self._begun.text)
        self._when.set_text(self._begun.text.get("when", ""))
        self._remark.set_text(self._begun.text.get("remark", ""))
        if self._begun.kept_at is not None and not self._begun.is_empty:
            self._strip.show_message("info", _("This is what was typed before and not recorded yet."))

    def _show_open(self) -> None:
        """Say how many answers are missing; blank is asked about before it is recorded."""
        count = len(self._rows.open_rows()) if self._rows is not None else 0
        words = ngettext("{count} question has no answer yet.", "{count} questions have no answer yet.", count)
        self._open.setText(words.format(count=count) if count else "")
        self._leave_out.setVisible(count > 0)

    def _on_changed(self) -> None:
        self._show_open()
        self._unkept = True
        if not self._timer.isActive():
            # From the first key on, not from the last: who types without a pause loses no more than a second.
            self._timer.start()

    # Recording ----------------------------------------------------------------------------------------------------

    def _on_leave_out(self) -> None:
        if self._rows is not None:
            self._rows.leave_open_out()
            self._record.setFocus()

    def _on_record(self) -> None:
        self._strip.clear()
        self._read()
        if self._rows is not None and (rows := self._rows.open_rows()):
            rows[0].set_error(_("Type the answer, or – where there is none."))
            self._rows.go_to(rows[0])
            return
        if not self._when.check():
            self._when.setFocus()
            return
        if self._begun.corrects and not self._remark.text():
            self._remark.set_error(_("Say in a few words why it is corrected."))
            self._remark.setFocus()
            return
        if self._is_there_already():
            words = _("{title} of this day is recorded already. Is this another one?")
            self._strip.show_message("warn", words.format(title=self._measure.title), _("Record it as &well"))
            return
        try:
            typed = self._scores.scores() if self._scores is not None else {}
            self._begun = replace(self._begun, typed=typed)
            recorded = drafts.record(
                self._desk, self._begun, remark=self._remark.text(), answered_at=self._when.value()
            )
        except ClinicDeskError as problem:
            self._show_problem(problem)
            return
        self._unkept = False
        self.accept()
        self.filled.emit(FilledIn("recorded", self._begun, recorded.result_id, bool(recorded.alerts)))

    def _is_there_already(self) -> bool:
        """Whether the sheet may have been typed before. Of what asks about this moment a day has many."""
        if self._is_another or self._begun.corrects or self._begun.so_far or self._measure.recall_hours == 0:
            return False
        at = self._desk.local(self._when.value() or self._desk.now())
        since = at.replace(hour=0, minute=0, second=0, microsecond=0)
        begun = self._begun
        return bool(
            reading.times_between(self._desk, begun.patient_id, begun.measure_id, since, since + timedelta(days=1))
        )

    def _on_another(self) -> None:
        self._is_another = True
        self._on_record()

    def _show_problem(self, problem: ClinicDeskError) -> None:
        name = problem.field or "" if isinstance(problem, BadValue) else ""
        fields = {"answered_at": self._when, "remark": self._remark}
        if name in fields:
            fields[name].set_error(str(problem))
            fields[name].setFocus()
        elif not (name and self._part.show_problem(name, str(problem))):
            self._strip.show_message("danger", str(problem))

    def _parse_when(self, text: str) -> datetime:
        return parse_answered_at(text, self._desk.local(self._desk.now()))

    def _on_finished(self, result: int) -> None:
        self.keep_draft()
        if result == QDialog.DialogCode.Accepted:
            return
        try:
            so_far = drafts.record_so_far(self._desk, self._begun)
        except ClinicDeskError as problem:
            self.filled.emit(FilledIn("stuck", self._begun, calls=True, told=(str(problem),)))
            return
        if so_far is not None:
            self.filled.emit(FilledIn("unfinished", so_far[0], so_far[1].result_id, True))


_WAYS = {
    Way.READ_ALOUD: _("read aloud"),
    Way.PAPER: _("from paper"),
    Way.TOTAL: _("only the score"),
    Way.SCREEN: _("on the screen"),
}
_HINTS = {
    Way.READ_ALOUD: _("Read the words as they stand. The number answers and leads on; – is no answer."),
    Way.PAPER: _("Type the numbers from the sheet; each leads on to the next. – is no answer."),
    Way.TOTAL: _("Type what stands on the sheet."),
    Way.SCREEN: "",
}
"""Way → what is said of it."""
