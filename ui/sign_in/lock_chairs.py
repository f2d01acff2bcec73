"""The chairs on the locked screen: where each stands, for how long, and whether somebody is wanted there. No names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.locked_chairs import LockedChair
from clinicdesk.records.today import phase_words
from clinicdesk.rules.alarms import Alarm, Urgency
from clinicdesk.rules.timeline import Moment
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip, ChipText
from ui.widgets.words import announce, label

_NAMED = 3
"""How many chairs that call are named above the password; the others are counted."""
_TONES = {Urgency.QUIET: "", Urgency.DUE: "info", Urgency.OVERDUE: "warn", Urgency.LOUD: "danger"}


class LockChairs(Card):
    """One line for each chair.

    Signals:
        row_wanted(object): Somebody wants to type vital signs for this ``LockedChair``.
    """

    row_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Chairs"), _("A reminder, not a patient monitor."))
        self._desk = desk
        self._chairs: tuple[LockedChair, ...] = ()
        self._lines: dict[str, _Line] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px("space_12"))
        self._grid.setVerticalSpacing(theme.px("space_4"))
        self._grid.setColumnStretch(3, 1)
        self.add(self._grid)

    def show_chairs(self, chairs: Sequence[LockedChair], now: Moment) -> None:
        """Show who is watched now."""
        self._chairs = tuple(chairs)
        ids = [chair.session_id for chair in chairs]
        if list(self._lines) != ids:
            self._build_lines(chairs)
        for chair in chairs:
            self._lines[chair.session_id].show_chair(chair, now)
        self.setVisible(bool(chairs))

    def show_time(self, now: Moment) -> None:
        """Let the figures go on; nothing is read."""
        for chair in self._chairs:
            self._lines[chair.session_id].show_chair(chair, now)

    def most_urgent(self, now: Moment) -> LockedChair | None:
        """Return the chair where somebody is wanted most, or the first."""
        typed = [chair for chair in self._chairs if chair.may_type]
        wanted = [(chair, alarms[0]) for chair in typed if (alarms := chair.alarms(now))]
        return min(wanted, key=_by_alarm)[0] if wanted else next(iter(typed), None)

    def calling(self, now: Moment) -> tuple[str, str]:
        """Return in one line where somebody is wanted, the most urgent first, and its tone."""
        found = [(chair, alarms[0]) for chair in self._chairs if (alarms := chair.alarms(now))]
        wanted = sorted((pair for pair in found if pair[1].urgency > Urgency.QUIET), key=_by_alarm)
        if not wanted:
            return _("No chair calls.") if self._chairs else "", ""
        words = [f"{chair.chair}: {alarm.words}" for chair, alarm in wanted[:_NAMED]]
        more = [f"+{len(wanted) - _NAMED}"] if len(wanted) > _NAMED else []
        return "   ·   ".join([*words, *more]), _TONES[wanted[0][1].urgency]

    def _build_lines(self, chairs: Sequence[LockedChair]) -> None:
        for line in self._lines.values():
            line.take_away()
        self._lines = {chair.session_id: _Line(self._desk, self._grid, row) for row, chair in enumerate(chairs)}
        for line in self._lines.values():
            line.enter.clicked.connect(self._on_enter)

    def _on_enter(self) -> None:
        line = next((one for one in self._lines.values() if one.enter is self.sender()), None)
        if line is not None and line.chair is not None:
            self.row_wanted.emit(line.chair)


class _Line:
    """The parts of one chair in the grid."""

    def __init__(self, desk: Desk, grid: QGridLayout, row: int) -> None:
        self.chair: LockedChair | None = None
        self._desk = desk
        self._urgency = Urgency.QUIET
        self._name = label("", "strong")
        self._phase = Chip()
        self._time = label("")
        self._words = label("", wrap=True)
        self.enter: QPushButton = button(_("Type values"), kind="quiet", icon="pencil")
        parts: tuple[QWidget, ...] = (self._name, self._phase, self._time, self._words, self.enter)
        for column, part in enumerate(parts):
            grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignVCenter)

    def show_chair(self, chair: LockedChair, now: Moment) -> None:
        """Show where it stands at this moment."""
        self.chair = chair
        self._name.setText(chair.chair)
        self._phase.show_chip(ChipText(*phase_words(chair.phase)))
        since = chair.since_start(now)
        self._time.setText(formats.format_duration(since.minutes) if since else "")
        first = next(iter(chair.alarms(now)), None)
        self._words.setText(self._alarm_words(first) if first else "")
        urgency = first.urgency if first else Urgency.QUIET
        theme.set_state(self._words, "tone", _TONES[urgency])
        if urgency > self._urgency and urgency >= Urgency.OVERDUE:
            announce(self._words, f"{chair.chair}: {self._words.text()}", urgent=urgency is Urgency.LOUD)
        self._urgency = urgency
        self.enter.setVisible(chair.may_type)
        self.enter.setAccessibleName(_("Type values for {chair}").format(chair=chair.chair))

    def take_away(self) -> None:
        """The chair is empty."""
        for part in (self._name, self._phase, self._time, self._words, self.enter):
            part.hide()
            part.deleteLater()

    def _alarm_words(self, alarm: Alarm) -> str:
        at = formats.format_time(self._desk.local(alarm.due_at))
        if alarm.urgency is Urgency.QUIET:
            words = _("{what} at {time}").format(what=alarm.words, time=at)
        elif alarm.late_minutes:
            words = _("{what}, for {minutes} min").format(what=alarm.words, minutes=alarm.late_minutes)
        else:
            words = alarm.words
        # Who goes is one of the staff, and says so aloud.
        return _("{what} · {name} is going").format(what=words, name=alarm.going) if alarm.going else words


def _by_alarm(pair: tuple[LockedChair, Alarm]) -> tuple[int, bool, int, datetime]:
    alarm = pair[1]
    return -alarm.urgency, bool(alarm.going), alarm.place, alarm.due_at
