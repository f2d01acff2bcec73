"""The patient leaves: how, not too early, with which score and which answers, with whom, with which instructions."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.records import patients, sessions
from clinicdesk.records.sessions import Left
from clinicdesk.records.sessions.closing import SCORE
from clinicdesk.rules.discharge import LEAVING_WORDS, Leaving
from clinicdesk.rules.languages import known_codes, language_code, language_name
from clinicdesk.rules.timeline import Phase
from ui import theme
from ui.session.answer_row import AnswerRow
from ui.session.checklist_row import ChecklistRow
from ui.session.panel import Panel, moment_field, typed_moment
from ui.session.score_fields import ScoreFields
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class DischargePanel(Panel):
    """Saved as far as it is answered; signing the session asks for the rest. Nothing is ticked beforehand."""

    def build(self) -> None:
        """How the patient leaves; then what a planned discharge asks, or why it came otherwise."""
        self._left = sessions.how_left(self.session) or Left()
        self._leaving: AnswerRow[Leaving] = AnswerRow(
            _("How the patient leaves"), [(one, LEAVING_WORDS[one]) for one in Leaving]
        )
        self._leaving.set_value(self._left.leaving)
        self._reason = TextField(_("How that &came"), required=True, hint=_("Prints with the session."))
        self._reason.set_text(self._left.reason)
        self.add(self._leaving)
        self.put("reason", self._reason)
        self._advice = label(_("Have the paper signed: Papers, “Leaving against advice”."), "muted", wrap=True)
        self.add(self._advice)
        self._build_planned()
        self._moment = moment_field(self.desk, self.session)
        self.put("occurred_at", self._moment)
        reached = sessions.limits_reached(self.session)
        if reached:
            self.ask(_("The last vital signs reach a limit. {words}").format(words=reached[0].words))
        self._leaving.chosen.connect(self._show_parts)
        self._show_parts()

    def _build_planned(self) -> None:
        self._planned = QWidget()
        self._column = QVBoxLayout(self._planned)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space_8"))
        self._build_early()
        self._build_score()
        self._build_checklist()
        self.add(self._planned)

    def _build_early(self) -> None:
        """Say the earliest time, and ask a prescriber why when it is not reached yet."""
        first = sessions.earliest_leave(self.session)
        self._early = TextField(_("Why the patient may lea&ve earlier"), required=True, hint=_("A prescriber decides."))
        self._early.set_text(self._left.early_reason)
        self.fields["early_reason"] = self._early
        if first is not None:
            time = formats.format_time(self.desk.local(first.at))
            self._column.addWidget(
                label(_("The protocol keeps the patient until {time}.").format(time=time), wrap=True)
            )
        self._column.addWidget(self._early)
        # Typed in from paper the time decides, which stands further down.
        self._early.setVisible(
            first is not None
            and (self.desk.transcribing or sessions.too_early(self.session, sessions.now_of(self.desk)) is not None)
        )

    def _build_score(self) -> None:
        score = self.session.protocol.score
        self._score: ScoreFields | None = None
        if score is not None:
            counted = sessions.counted_points(self.session, sessions.now_of(self.desk))
            why = sessions.marks_of(self.session)[1].get(SCORE, "")
            self._score = ScoreFields(score, counted, self._left.points, why)
            self._column.addWidget(self._score)

    def _build_checklist(self) -> None:
        marks, remarks = sessions.marks_of(self.session)
        self._items: dict[str, ChecklistRow] = {}
        for item in self.session.protocol.discharge.items:
            made = ChecklistRow(item)
            made.show_answer(marks.get(item.id), remarks.get(item.id, ""))
            self._items[item.id] = made
            self._column.addWidget(made)
            if item.id == "next" and (words := self._next_visit()):
                self._column.addWidget(label(words, "muted", wrap=True))
        self._build_escort()

    def _build_escort(self) -> None:
        known = sessions.escort_of(self.session)
        self._name = TextField(_("Goes home &with"))
        self._phone = TextField(_("Phone of the escort"))
        self._name.set_text(self._left.escort_name or (known.name if known else ""))
        self._phone.set_text(self._left.escort_phone or (known.phone if known else ""))
        codes = list(known_codes())
        self._instructions = ChoiceField(_("Instructions given in"), [(code, language_name(code)) for code in codes])
        spoken = patients.get(self.desk, self.session.patient_id).language
        self._instructions.set_value(self._left.instructions or language_code(spoken))
        self.fields |= {"escort_name": self._name, "escort_phone": self._phone}
        for field in (self._name, self._phone, self._instructions):
            self._column.addWidget(field)

    def _next_visit(self) -> str:
        lines = sessions.of_patient(self.desk, self.session.patient_id)
        coming = [one for one in lines if one.phase is Phase.PLANNED and one.planned_on > self.session.planned_on]
        if not coming:
            return _("No next visit is planned.")
        at = f", {coming[0].planned_time:%H:%M}" if coming[0].planned_time else ""
        return _("Next visit: {day}{time}").format(day=formats.format_day(coming[0].planned_on), time=at)

    def _show_parts(self) -> None:
        leaving = self._leaving.value()
        self._planned.setVisible(leaving is Leaving.DISCHARGED)
        self._reason.setVisible(leaving is not Leaving.DISCHARGED)
        self._advice.setVisible(leaving is Leaving.AGAINST_ADVICE)

    def first(self) -> QWidget:
        """How the patient leaves."""
        return self._leaving

    def record(self) -> None:
        """Record the discharge with the answers as they are."""
        planned = self._leaving.value() is Leaving.DISCHARGED
        marks = {key: mark for key, item in self._items.items() if planned and (mark := item.mark()) is not None}
        remarks = {key: self._items[key].remark() for key in marks}
        if planned and self._score is not None:
            remarks[SCORE] = self._score.why()
        sessions.discharge(
            self.desk,
            self.session.id,
            marks=marks,
            remarks=remarks,
            left=self._how(planned),
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )

    def _how(self, planned: bool) -> Left:
        leaving = self._leaving.value() or Leaving.DISCHARGED
        if not planned:
            return Left(leaving=leaving, reason=self._reason.text())
        language = self._instructions.value()
        return Left(
            early_reason=self._early.text(),
            points=self._score.points() if self._score is not None else {},
            escort_name=self._name.text(),
            escort_phone=self._phone.text(),
            instructions=language if isinstance(language, str) else "",
        )
