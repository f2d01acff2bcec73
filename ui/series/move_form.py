"""Move one session to another day, time or chair, and the rest of its series with it where that is wanted."""

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import appointments, chairs, opening_hours, series, series_booking
from clinicdesk.records.appointments import Appointment, State
from clinicdesk.records.series import Series
from clinicdesk.records.series_booking import Shift, ShiftedSession
from clinicdesk.records.sessions import SessionLine
from clinicdesk.rules.dates import date_text, parse_date, parse_time
from clinicdesk.rules.spacing import broken_rules, position_text
from clinicdesk.rules.timeline import Phase
from ui import theme
from ui.series.place_field import hour_minute
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField
from ui.widgets.words import label


class MoveForm(Card):
    """Day, time and chair of one session.

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
        self._booked: Appointment | None = None
        self._shift: Shift | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._day: ParsedField[date] = ParsedField(_("New &day"), self._parse_day, date_text, required=True)
        self._time: ParsedField[time] = ParsedField(_("New t&ime"), parse_time, hour_minute)
        self._chair = ChoiceField(_("New &chair"), [])
        self._rest = QCheckBox()
        self._preview = label("", "muted", wrap=True)
        self._broken, self._problem = MessageStrip(), MessageStrip()
        self._move = button(_("Mo&ve"), kind="primary")
        self._cancel = button(_("Cancel"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        for field in (self._day, self._time, self._chair):
            row.addWidget(field, 1)
        self.add(row)
        for item in (self._rest, self._preview, self._broken, self._problem):
            self.add(item)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._move)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        self.add(buttons)

    def _connect(self) -> None:
        for field in (self._day, self._time, self._chair):
            field.left.connect(self._check)
        self._rest.toggled.connect(self._on_toggled)
        self._move.clicked.connect(self._on_move)
        self._cancel.clicked.connect(self.cancelled)
        for keys, slot in (("Esc", self._on_escape), ("Ctrl+S", self._on_move)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _parse_day(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())

    def start(self, planned: Series, line: SessionLine) -> None:
        """Begin with the place as planned."""
        self._series, self._line, self._shift = planned, line, None
        booked = appointments.of_session(self._desk, line.id)
        self._booked = booked if booked and booked.state is State.BOOKED else None
        self.set_title(_("Move session {place}").format(place=position_text(line.number, line.count)))
        self._day.set_value(line.planned_on)
        self._time.set_value(line.planned_time)
        self._chair.set_choices([(one.id, one.name) for one in chairs.all(self._desk)])
        self._chair.set_value(self._booked.chair_id if self._booked else None)
        self._chair.setVisible(self._booked is not None)
        self._rest.setChecked(False)
        self._broken.clear()
        self._problem.clear()
        self._check()
        self._day.setFocus()

    def _check(self) -> None:
        """Offer to shift the rest, show where it would go, and say which rules the days break; the person decides."""
        if self._line is None or self._series is None or not (self._day.check() and self._time.check()):
            return
        self._offer_rest()
        self._shift = None
        self._problem.clear()
        if self._moves_rest():
            try:
                self._shift = self._proposed()
            except ClinicDeskError as problem:
                # What the days would break matters only once the session can go there.
                self._problem.show_message("danger", str(problem))
                self._broken.clear()
                self._preview.hide()
                return
        self._preview.setText(_rest_words(self._desk, self._shift) if self._shift else "")
        self._preview.setVisible(self._shift is not None)
        self._say_broken(self._shift.broken if self._shift else self._broken_alone())

    def _offer_rest(self) -> None:
        assert self._line is not None
        assert self._series is not None
        later = [s for s in self._series.sessions if s.number > self._line.number and s.phase is Phase.PLANNED]
        words = ngettext("&Shift the session after it too", "&Shift the {count} sessions after it too", len(later))
        self._rest.setText(words.format(count=len(later)))
        self._rest.setAccessibleName(self._rest.text().replace("&", ""))
        self._rest.setVisible(bool(later) and self._day.value() not in (None, self._line.planned_on))

    def _moves_rest(self) -> bool:
        return self._rest.isChecked() and self._rest.isVisibleTo(self)

    def _proposed(self) -> Shift:
        assert self._line is not None
        chair = self._chair.value()
        return series_booking.move_with_rest(
            self._desk,
            self._line.id,
            day=self._new_day(),
            time=self._time.value(),
            based_on=self._line.version,
            chair_id=str(chair) if chair else None,
        )

    def _new_day(self) -> date:
        day = self._day.value()
        if day is None:
            raise BadValue(_("Type the new day."))
        return day

    def _broken_alone(self) -> tuple[str, ...]:
        """Return the rules that moving only this session would break."""
        assert self._line is not None
        assert self._series is not None
        day = self._day.value()
        if day is None or len(self._series.sessions) != self._series.planned_count:
            return ()
        by_number = sorted(self._series.sessions, key=lambda one: one.number)
        days = [day if one.id == self._line.id else one.planned_on for one in by_number]
        return broken_rules(self._series.protocol.phases, days, opening_hours.open_days(self._desk))

    def _say_broken(self, broken: tuple[str, ...]) -> None:
        if broken:
            self._broken.show_message("warn", " ".join(broken))
        else:
            self._broken.clear()

    def _on_toggled(self, _on: bool) -> None:
        self._check()

    def _on_move(self) -> None:
        assert self._line is not None
        try:
            if self._moves_rest():
                # What was shown is what is recorded.
                series_booking.apply_shift(self._desk, self._shift or self._proposed())
            else:
                self._move_alone()
        except ClinicDeskError as problem:
            self._problem.show_message("danger", str(problem))
            return
        self.moved.emit()

    def _move_alone(self) -> None:
        assert self._line is not None
        chair = self._chair.combo.currentText() if self._booked and self._chair.value() else None
        series.move(
            self._desk,
            self._line.id,
            day=self._new_day(),
            time=self._time.value(),
            based_on=self._line.version,
            chair=chair,
        )

    def _on_escape(self) -> None:
        self.cancelled.emit()


def _rest_words(desk: Desk, shift: Shift) -> str:
    """Return where the sessions after the moved one would go, one line each."""
    return "\n".join(_line_words(desk, one) for one in shift.sessions[1:])


def _line_words(desk: Desk, one: ShiftedSession) -> str:
    place = one.place
    if one.booked and place.slot is None:
        words = _("Session {number} stays on {day}. {reason}")
    elif place.slot:
        words = _("Session {number}: {day} {time}. {reason}")
    else:
        words = _("Session {number}: {day}, still to be booked. {reason}")
    time_words = hour_minute(desk.local(place.slot.starts_at).time()) if place.slot else ""
    day = formats.format_day(place.day)
    return words.format(number=one.line.number, day=day, time=time_words, reason=place.reason).strip()
