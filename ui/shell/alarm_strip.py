"""The strip on every place that says at which chairs somebody is wanted. Its room is kept, so that nothing jumps.

It never takes the focus, never opens a window and covers nothing. F4 leads to the chair and back, F6 says "I am going".
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_time
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.cockpit import Watched
from clinicdesk.rules.alarms import Alarm, Urgency, calling
from ui import icons, theme
from ui.shell.chair_watch import ChairWatch
from ui.widgets.button import button
from ui.widgets.words import announce, label

_TONES = {Urgency.QUIET: "", Urgency.DUE: "info", Urgency.OVERDUE: "warn", Urgency.LOUD: "danger"}
_BETWEEN = "   ·   "


class AlarmStrip(QFrame):
    """One line: the chairs that call, the most urgent first.

    Signals:
        chair_wanted: The person wants to go to the chair that calls most, or back.
    """

    chair_wanted = Signal()

    def __init__(self, desk: Desk, watch: ChairWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.setAccessibleName(_("Chairs that call"))
        self._desk = desk
        self._watch = watch
        self._build()
        self._connect()
        self.hide()

    def _build(self) -> None:
        self._icon = QLabel()
        self._words = label()
        # One line, whatever it says: a longer one is cut, and its height stays.
        self._words.setMinimumWidth(1)
        # The keys are the window's commands; here they only stand beside the words.
        self._go = button(_("To the chair") + "  F4", kind="quiet")
        self._go.setAccessibleName(_("To the chair that calls, and back"))
        self._going = button(_("I am going") + "  F6", kind="quiet")
        self._going.setAccessibleName(_("I am going to the chair that calls"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_12"), 0, theme.px("space_8"), 0)
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._go)
        row.addWidget(self._going)
        for made in (self._go, self._going):
            # Reached by its key from everywhere; a tab stop more on every place would be in the way of typing.
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fit()

    def _connect(self) -> None:
        self._go.clicked.connect(self.chair_wanted)
        self._going.clicked.connect(self.going)
        self._watch.chairs_changed.connect(self.show_chairs)
        self._watch.chair_changed.connect(self._on_chair_changed)
        self._watch.called.connect(self._on_called)

    def show_chairs(self) -> None:
        """Say at which chairs somebody is wanted now."""
        wanted = self._watch.calling()
        if self._watch.problem:
            self._show("danger", self._watch.problem)
        elif not self._watch.has_begun:
            # "No chair calls" before anybody looked would be a claim.
            self._show("", _("Looking at the chairs…"))
        elif wanted:
            parts = [chair_words(self._desk, chair, alarm) for chair, alarm in wanted]
            self._show(_TONES[wanted[0][1].urgency], self._fitting(parts))
        else:
            self._show("", self._fitting([self._calm()]))
        for made in (self._go, self._going):
            made.setEnabled(bool(wanted))

    def going(self) -> None:
        """Record that this person goes to the chair that calls most and to which nobody goes yet."""
        wanted = [(chair, alarm) for chair, alarm in self._watch.calling() if not alarm.going]
        if not wanted:
            return
        chair, alarm = wanted[0]
        self.go_to(chair, alarm)

    def go_to(self, chair: Watched, alarm: Alarm) -> None:
        """Record that this person goes to a chair, and so to everything that calls there now and nobody goes to.

        Of a patient's call and a broken limit only one has room in a line; who comes answers both.
        """
        others = [one for one in calling(self._watch.alarms_of(chair.id)) if one.key != alarm.key and not one.going]
        try:
            for one in (alarm, *others):
                sessions.go(self._desk, chair.id, one.key)
        except ClinicDeskError as problem:
            self._show("danger", str(problem))
            return
        announce(self, _("{chair}: you are going").format(chair=chair.chair or _("No chair")))

    def mute(self, session_id: str) -> None:
        """Mute a chair for as long as its protocol says; a broken limit and a call are heard all the same."""
        try:
            sessions.mute(self._desk, session_id, self._watch.mute_minutes(session_id))
        except ClinicDeskError as problem:
            self._show("danger", str(problem))

    def _calm(self) -> str:
        """Say how many are here and what is next, so that an empty strip is known to be awake."""
        coming = [(chair, alarms[0]) for chair in self._watch.chairs if (alarms := self._watch.alarms_of(chair.id))]
        if not coming:
            return _("No chair calls.")
        chair, alarm = min(coming, key=lambda pair: pair[1].due_at)
        time = format_time(self._desk.local(alarm.due_at))
        return _("No chair calls. Next: {chair}, {what}, {time}").format(
            chair=chair.chair or _("No chair"), what=alarm.words, time=time
        )

    def _fitting(self, parts: list[str]) -> str:
        """Return as many as there is room for, whole, and how many more there are; only the first one is ever cut."""
        metrics, room = self._words.fontMetrics(), self._words.width()
        for count in range(len(parts), 0, -1):
            more = [f"+{len(parts) - count}"] if count < len(parts) else []
            line = _BETWEEN.join([*parts[:count], *more])
            if metrics.horizontalAdvance(line) <= room:
                return line
        more_room = metrics.horizontalAdvance(f"{_BETWEEN}+{len(parts)}") if len(parts) > 1 else 0
        first = metrics.elidedText(parts[0], Qt.TextElideMode.ElideRight, max(room - more_room, 1))
        return _BETWEEN.join([first, *([f"+{len(parts) - 1}"] if len(parts) > 1 else [])])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name as many chairs as fit now."""
        super().resizeEvent(event)
        self.show_chairs()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another scheme, and the room of another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.property("tone") is not None:
            self._show_bell()
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(theme.px("field") + theme.px("space_4"))

    def _show_bell(self) -> None:
        tone = self.property("tone")
        bell = icons.pixmap("bell", f"{tone}_fg" if tone else "muted", theme.px("icon"), self.devicePixelRatioF())
        self._icon.setPixmap(bell)

    def _show(self, tone: str, words: str) -> None:
        if self._words.text() != words:
            self._words.setText(words)
        if self.property("tone") != tone or self._icon.pixmap().isNull():
            for part in (self, self._words):
                theme.set_state(part, "tone", tone)
            self._show_bell()

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_chair_changed(self, _session_id: str) -> None:
        self.show_chairs()

    def _on_called(self, chair: Watched, alarm: Alarm) -> None:
        """Say to a screen reader what grew urgent; the focus stays where it is."""
        announce(self, chair_words(self._desk, chair, alarm), urgent=alarm.urgency > Urgency.DUE)
        if alarm.urgency is Urgency.LOUD:
            QApplication.alert(self.window())


def chair_words(desk: Desk, chair: Watched, alarm: Alarm) -> str:
    """Return one alarm in a few words: the chair, what it is, since when, and who goes. Never a name of a patient."""
    since = _("{count} min").format(count=alarm.late_minutes) if alarm.late_minutes else ""
    # A sentence or a question goes on here: "… below 90%, 2 min".
    parts = [alarm.words.rstrip(".?"), since, _("{name} is going").format(name=alarm.going) if alarm.going else ""]
    if alarm.muted_until is not None:
        parts.append(_("muted until {time}").format(time=format_time(desk.local(alarm.muted_until))))
    return f"{chair.chair or _('No chair')}: {', '.join(part for part in parts if part)}"
