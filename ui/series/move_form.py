"""Move one session to another day or time."""

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import series
from clinicdesk.records.series import Series
from clinicdesk.records.sessions import SessionLine
from clinicdesk.rules.dates import date_text, parse_date, parse_time
from clinicdesk.rules.spacing import MONDAY_TO_FRIDAY, broken_rules, position_text
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField


class MoveForm(Card):
    """Day and time of one session.

    Signals:
        moved: It is recorded.
        cancelled: The person left it.
    """

    moved = Signal()
    cancelled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Move session"))
        self._desk = desk
        self._line: SessionLine | None = None
        self._series: Series | None = None

        def parse(text: str) -> date:
            return parse_date(text, desk.local(desk.now()).date())

        self._day: ParsedField[date] = ParsedField(_("New &day"), parse, date_text, required=True)
        self._time: ParsedField[time] = ParsedField(_("New t&ime"), parse_time, _hour_minute)
        self._broken = MessageStrip()
        self._problem = MessageStrip()
        self._move = button(_("&Move"), kind="primary")
        self._cancel = button(_("Cancel"))
        self._build()
        self._day.left.connect(self._check)
        self._move.clicked.connect(self._on_move)
        self._cancel.clicked.connect(self.cancelled)
        for keys, slot in (("Esc", self._on_escape), ("Ctrl+S", self._on_move)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._day, 1)
        row.addWidget(self._time, 1)
        row.addStretch(1)
        self.add(row)
        self.add(self._broken)
        self.add(self._problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._move)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        self.add(buttons)

    def start(self, planned: Series, line: SessionLine) -> None:
        """Begin with the day and time as planned."""
        self._series, self._line = planned, line
        self.set_title(_("Move session {place}").format(place=position_text(line.number, line.count)))
        self._day.set_value(line.planned_on)
        self._time.set_value(line.planned_time)
        self._broken.clear()
        self._problem.clear()
        self._day.setFocus()

    def _check(self) -> None:
        """Say which rules the new day breaks; the person decides."""
        if self._line is None or self._series is None or not self._day.check():
            return
        day = self._day.value()
        days = [day if s.id == self._line.id else s.planned_on for s in self._series.sessions]
        if day is None or len(days) != self._series.planned_count:
            return
        known = [d for d in days if d is not None]
        broken = broken_rules(self._series.protocol.phases, known, MONDAY_TO_FRIDAY)
        if broken:
            self._broken.show_message("warn", " ".join(broken))
        else:
            self._broken.clear()

    def _on_move(self) -> None:
        assert self._line is not None
        try:
            day = self._day.value()
            if day is None:
                raise BadValue(_("Type the new day."))
            series.move(self._desk, self._line.id, day=day, time=self._time.value(), based_on=self._line.version)
        except ClinicDeskError as problem:
            self._problem.show_message("danger", str(problem))
            return
        self.moved.emit()

    def _on_escape(self) -> None:
        self.cancelled.emit()


def _hour_minute(at: time) -> str:
    return at.strftime("%H:%M")
