"""One line about the chosen chair: what calls there, what the protocol says to do, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.cockpit import Watched
from clinicdesk.rules.alarms import Alarm, AlarmKind, calling
from ui import theme
from ui.widgets.button import button
from ui.widgets.words import label

TOO_SOON_MS = 700
"""For so long the key does nothing after another alarm took the line: no hand turns back sooner. Our own choice."""


class _Line(QLineEdit):
    """Tells that Escape was pressed.

    Signals:
        escaped: The person goes back.
    """

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape; the text stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class AlarmPanel(QFrame):
    """Anybody says "I am going"; a clinician mutes the chair and closes an alarm with what was done.

    Signals:
        going(object, object): Somebody goes: the ``Watched`` and its ``Alarm``.
        mute_wanted(str): The chair of a session is to be silent for a while.
        settled: An alarm was closed; the keys go back to the chair.
        opened(str): The session is wanted full size.
    """

    going = Signal(object, object)
    mute_wanted = Signal(str)
    settled = Signal()
    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "action_bar")
        self.setAccessibleName(_("What calls at this chair"))
        self._desk = desk
        self._chair: Watched | None = None
        self._alarm: Alarm | None = None
        self._wanted: tuple[Alarm, ...] = ()
        self._since_ms = 0
        self._clinician = desk.may("session.alarm")
        self._build()
        self._connect()

    def _build(self) -> None:
        self._words = label("", "strong")
        self._do = label("", "small")
        words = QVBoxLayout()
        words.setSpacing(0)
        for made in (self._words, self._do):
            made.setMinimumWidth(1)
            words.addWidget(made)
        self._done = _Line()
        self._done.setAccessibleName(_("What was done"))
        self._done.setPlaceholderText(_("What was done, then Enter"))
        self._done_so = button(_("Done so") + "  F3", kind="quiet")
        self._done_so.setAccessibleName(_("What the protocol says was done"))
        self._going = button(_("I am &going"))
        self._mute = button(_("&Mute chair") + "  F11")
        self._mute.setAccessibleName(_("Mute chair"))
        self._open = button(_("&Open session"), kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_16"), theme.px("space_4"), theme.px("space_16"), theme.px("space_4"))
        row.setSpacing(theme.px("space_8"))
        row.addLayout(words, 3)
        row.addWidget(self._done_so)
        row.addWidget(self._done, 2)
        for pressed in (self._going, self._mute, self._open):
            row.addWidget(pressed)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take the room of another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(theme.px("field") + theme.px("space_16"))

    def _connect(self) -> None:
        self._done_so.clicked.connect(self.act)
        self._done.returnPressed.connect(self._on_done)
        self._done.escaped.connect(self.settled)
        self._going.clicked.connect(self._on_going)
        self._mute.clicked.connect(self._on_mute)
        self._open.clicked.connect(self._on_open)

    def show_chair(self, chair: Watched | None, alarms: tuple[Alarm, ...]) -> None:
        """Show what calls at a chair. What is being typed about an alarm stays until that alarm is gone."""
        wanted = calling(alarms)
        alarm = wanted[0] if wanted else None
        kept = next((one for one in wanted if self._alarm is not None and one.key == self._alarm.key), None)
        if self._done.text() and kept is not None and chair is not None and self._chair and chair.id == self._chair.id:
            # The words somebody types belong to the alarm they were begun for, whatever else calls meanwhile.
            alarm = kept
        elif self._key(chair, alarm) != self._key(self._chair, self._alarm):
            self._done.clear()
        if self._key(chair, alarm) != self._key(self._chair, self._alarm):
            self._since_ms = self._desk.clinic.clock.uptime_ms()
        self._chair, self._alarm, self._wanted = chair, alarm, wanted
        name = chair.chair or _("No chair") if chair else ""
        calm = _("{chair}: nothing calls.").format(chair=name) if chair else ""
        self._set(self._words, f"{name}: {alarm.words}" if alarm else calm)
        self._set(self._do, ((alarm.do or _going_words(alarm)) if alarm else ""))
        self._done_so.setVisible(self._clinician and bool(alarm and alarm.do))
        self._done.setVisible(self._clinician)
        self._done.setEnabled(alarm is not None)
        self._going.setEnabled(alarm is not None)
        self._mute.setVisible(self._clinician)
        self._mute.setEnabled(any(one.may_be_muted and one.muted_until is None for one in wanted))
        self._show_open()
        self._open.setEnabled(chair is not None)

    @property
    def alarm(self) -> Alarm | None:
        """The alarm it speaks of."""
        return self._alarm

    def say(self, sentence: str) -> None:
        """Say what did not work."""
        self._do.setText(sentence)
        theme.set_state(self._do, "tone", "danger")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words the room of a button that Enter at the chair does without."""
        super().resizeEvent(event)
        self._show_open()

    def _show_open(self) -> None:
        self._open.setVisible(self._clinician and self.width() >= theme.px("base") * 75)

    def _set(self, made: QLabel, words: str) -> None:
        if made.text() != words:
            made.setText(words)
            theme.set_state(made, "tone", "")

    def _key(self, chair: Watched | None, alarm: Alarm | None) -> tuple[str, str]:
        return chair.id if chair else "", alarm.key if alarm else ""

    def act(self) -> None:
        """Close the alarm shown with what the protocol says to do; where it says nothing, ask what was done."""
        if self._alarm is None or not self._clinician:
            return
        if self._desk.clinic.clock.uptime_ms() - self._since_ms < TOO_SOON_MS:
            # It came under the finger: whoever pressed meant the one before.
            return
        if self._alarm.do:
            self._settle(self._alarm.do)
        else:
            self._done.setFocus()

    def _on_done(self) -> None:
        self._settle(self._done.text())

    def _settle(self, done: str) -> None:
        """Close an alarm; one thing done answers both numbers of a blood pressure."""
        if self._chair is None or (first := self._alarm) is None:
            return
        together = [alarm for alarm in self._wanted if (alarm.kind, alarm.due_at) == (first.kind, first.due_at)]
        try:
            for alarm in together if first.kind is AlarmKind.LIMIT else [first]:
                if alarm.do == first.do:
                    sessions.settle_alarm(self._desk, self._chair.id, alarm.key, done=done)
        except ClinicDeskError as problem:
            self.say(str(problem))
            return
        self._done.clear()
        self.settled.emit()

    def _on_going(self) -> None:
        if self._chair is not None and self._alarm is not None:
            self.going.emit(self._chair, self._alarm)

    def _on_mute(self) -> None:
        if self._chair is not None:
            self.mute_wanted.emit(self._chair.id)

    def _on_open(self) -> None:
        if self._chair is not None:
            self.opened.emit(self._chair.id)


def _going_words(alarm: Alarm) -> str:
    return _("{name} is going").format(name=alarm.going) if alarm.going else ""
