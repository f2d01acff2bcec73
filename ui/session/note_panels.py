"""What else is written down with its time: oxygen, the patient's words, the room, the escort, what was done."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import EscortStep, Session
from clinicdesk.rules.alarms import Alarm
from clinicdesk.rules.typed_quantities import parse_litres_per_minute
from ui.session.answer_row import AnswerRow
from ui.session.panel import Panel, moment_field, typed_moment
from ui.widgets.text_field import TextAreaField, TextField
from ui.widgets.words import label

_WAYS = (_("Nasal cannula"), _("Face mask"), _("Mask with reservoir"))
_STEPS = (
    (EscortStep.HERE, _("Is here")),
    (EscortStep.LATE, _("Is late")),
    (EscortStep.CALLED, _("Was called")),
    (EscortStep.TAKEN_OVER, _("Somebody else takes over")),
)


class _Timed(Panel):
    """Something with a time: now, minutes ago, or what stands on the paper."""

    def put_moment(self) -> None:
        """Add the field for when it was."""
        self._moment = moment_field(self.desk, self.session)
        self.put("occurred_at", self._moment)

    def moment(self) -> datetime | None:
        """Return when it was, or None for now."""
        return typed_moment(self.desk, self.session, self._moment)


class OxygenPanel(_Timed):
    """Oxygen on, another flow, or off."""

    def build(self) -> None:
        """Flow, how it is given, when."""
        running = sessions.oxygen_now(self.session)
        self._flow = TextField(_("&Flow (L/min)"), required=True, hint=_("0 takes it off."))
        self._by: AnswerRow[str] = AnswerRow(_("Given by"), [(way, way) for way in _WAYS])
        self.put("flow", self._flow)
        self.add(self._by)
        self.put_moment()
        if running is not None:
            self._by.set_value(running.detail["by"])

    def record(self) -> None:
        """Record it."""
        try:
            flow = parse_litres_per_minute(self._flow.text(), self._flow.label_text)
        except BadValue as problem:
            raise BadValue(str(problem), "flow") from problem
        sessions.set_oxygen(
            self.desk,
            self.session.id,
            millilitres_per_minute=flow,
            by=(self._by.value() or "") if flow else "",
            occurred_at=self.moment(),
        )


class WordsPanel(_Timed):
    """What the patient said."""

    def build(self) -> None:
        """The words, and when."""
        self.set_note(_("On the clinicians' papers only"))
        self._text = TextAreaField(_("The patient's &words"), lines=3, required=True)
        self.put("text", self._text)
        self.put_moment()

    def record(self) -> None:
        """Record the words."""
        sessions.note_words(self.desk, self.session.id, text=self._text.text(), occurred_at=self.moment())


class RoomPanel(_Timed):
    """The room and the music."""

    def build(self) -> None:
        """The words, and when."""
        self.set_note(_("On the clinicians' papers only"))
        self._text = TextAreaField(_("Music, light, &who is there"), lines=2, required=True)
        self.put("text", self._text)
        self.put_moment()

    def record(self) -> None:
        """Record the note."""
        sessions.note_room(self.desk, self.session.id, text=self._text.text(), occurred_at=self.moment())


class EscortStepPanel(_Timed):
    """The escort is here, is late, was called, or somebody else took over."""

    def build(self) -> None:
        """Which, who, and a few words."""
        self._step: AnswerRow[EscortStep] = AnswerRow(_("The escort"), _STEPS)
        self._name = TextField(_("&Name"))
        self._phone = TextField(_("&Phone"))
        self._words = TextField(_("Remar&k"))
        known = sessions.escort_of(self.session)
        if known is not None:
            self._name.set_text(known.name)
            self._phone.set_text(known.phone)
        self.add(self._step)
        self.put_row(("name", self._name), ("phone", self._phone))
        self.put("words", self._words)
        self.put_moment()

    def first(self) -> QWidget:
        """What happened."""
        return self._step

    def record(self) -> None:
        """Record the step."""
        step = self._step.value()
        if step is None:
            raise BadValue(_("Choose what happened."))
        sessions.escort_step(
            self.desk,
            self.session.id,
            what=step,
            name=self._name.text(),
            phone=self._phone.text(),
            words=self._words.text(),
            occurred_at=self.moment(),
        )


class LimitPanel(Panel):
    """What was done about a broken limit, when it was not what the protocol says."""

    def __init__(self, desk: Desk, session: Session, alarm: Alarm) -> None:
        self._alarm = alarm
        super().__init__(desk, session, _("What was done"), _("&Record"))

    def build(self) -> None:
        """The limit, what the protocol says, the words."""
        self.add(label(self._alarm.words, "strong", wrap=True))
        if self._alarm.do:
            self.add(label(_("Protocol: {do}").format(do=self._alarm.do), "muted", wrap=True))
        self._done = TextField(_("What was &done"), required=True)
        self.put("done", self._done)
        self._done.line.returnPressed.connect(self.confirm_button.click)

    def record(self) -> None:
        """Close the alarm with it."""
        sessions.settle_alarm(self.desk, self.session.id, self._alarm.key, done=self._done.text())
