"""Plan sessions that come into a series later: after a pause, for a visit not treated, or more than were planned."""

from datetime import date, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, Qt
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import chairs, series_booking, series_steps
from clinicdesk.records.series import Series
from clinicdesk.records.series_booking import Addition, Place
from clinicdesk.rules.dates import date_text, parse_date, parse_time
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.typed_quantities import parse_amount
from ui import theme
from ui.series.place_field import hour_minute
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


class AddForm(Card):
    """Proposes days for further sessions of a series and plans them.

    Signals:
        recorded: The sessions are planned.
        cancelled: The person left it.
    """

    recorded = Signal()
    cancelled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Plan more sessions"))
        self._desk = desk
        self._series: Series | None = None
        self._addition: Addition | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._count: ParsedField[int] = ParsedField(_("Ho&w many"), _parse_count, str, required=True)
        self._first: ParsedField[date] = ParsedField(_("First &day"), self._parse_day, date_text, required=True)
        self._time: ParsedField[time] = ParsedField(_("&Time"), parse_time, hour_minute)
        self._reason = TextField(_("Reaso&n"), hint=_("Needed for more sessions than were planned."))
        self._owed = label("", "muted", wrap=True)
        self._days = label("", wrap=True)
        self._strip = MessageStrip()
        self._add = button(_("Plan sess&ions"), kind="primary", icon="calendar-days")
        self._cancel = button(_("Cancel"))
        self.add(self._owed)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        fields: tuple[tuple[Field, int], ...] = ((self._count, 1), (self._first, 2), (self._time, 1), (self._reason, 3))
        for field, share in fields:
            row.addWidget(field, share)
        self.add(row)
        self.add(self._days)
        self.add(self._strip)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._add)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        self.add(buttons)

    def _connect(self) -> None:
        for field in (self._count, self._first, self._time):
            field.left.connect(self._propose)
        self._add.clicked.connect(self._on_add)
        self._cancel.clicked.connect(self.cancelled)
        for keys, slot in (("Esc", self._on_escape), ("Ctrl+S", self._on_add)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _parse_day(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())

    def start(self, planned: Series) -> None:
        """Begin with what the plan still owes, after its last session, at the time of day it had."""
        self._series = planned
        owed = series_steps.left_to_plan(planned)
        self._owed.setText(_owed_words(planned, owed))
        self._count.set_value(owed or 1)
        today = self._desk.local(self._desk.now()).date()
        last = max((s.planned_on for s in planned.sessions if s.phase is not Phase.NOT_TREATED), default=today)
        self._first.set_value(max(last + timedelta(days=1), today))
        times = [line.planned_time for line in planned.sessions if line.planned_time]
        self._time.set_value(times[-1] if times else None)
        self._reason.set_text("")
        self._propose()
        self._count.setFocus()

    def _propose(self) -> None:
        """Show where the sessions would go, or why they cannot."""
        self._addition = None
        first, count = self._first.value(), self._count.value()
        fields = (self._count, self._first, self._time)
        if self._series is None or not all(field.check() for field in fields) or first is None or count is None:
            self._days.setText("")
            return
        try:
            self._addition = series_booking.propose_more(
                self._desk, self._series.id, count=count, first_day=first, time=self._time.value()
            )
        except ClinicDeskError as problem:
            self._days.setText("")
            self._show_problem(problem)
            return
        if self._addition.pause:
            self._strip.show_message("warn", self._addition.pause)
        else:
            self._strip.clear()
        names = {one.id: one.name for one in chairs.all(self._desk)}
        self._days.setText("\n".join(self._line(place, names) for place in self._addition.places))

    def _line(self, place: Place, names: dict[str, str]) -> str:
        """Return ``Mon 16-Mar-2026, 09:30, Chair 1``, or the day and why there is no place on it."""
        parts = [formats.format_day(place.day)]
        if place.slot is not None:
            parts += [
                formats.format_time(self._desk.local(place.slot.starts_at)),
                names.get(place.slot.chair_id or "", ""),
            ]
        if place.reason:
            parts.append(place.reason)
        return ", ".join(part for part in parts if part)

    def _on_add(self) -> None:
        if self._addition is None:
            self._propose()
        if self._addition is None:
            return
        try:
            series_booking.add(self._desk, self._addition, reason=self._reason.text())
        except ClinicDeskError as problem:
            self._show_problem(problem)
            return
        self.recorded.emit()

    def _show_problem(self, problem: ClinicDeskError) -> None:
        fields: dict[str, Field] = {"reason": self._reason, "count": self._count, "first_day": self._first}
        field = fields.get(problem.field or "") if isinstance(problem, BadValue) else None
        if field is None:
            self._strip.show_message("danger", str(problem))
            return
        field.set_error(str(problem))
        field.setFocus()

    def _on_escape(self) -> None:
        self.cancelled.emit()


def _parse_count(text: str) -> int:
    return parse_amount(text, per_shown=1, units=frozenset({"sessions"}), name=_("How many"))


def _owed_words(planned: Series, owed: int) -> str:
    if not owed:
        return _("All {count} sessions are planned. More than these need a reason.").format(count=planned.planned_count)
    words = ngettext(
        "{owed} of {count} sessions is not planned: paused, taken out or not treated.",
        "{owed} of {count} sessions are not planned: paused, taken out or not treated.",
        owed,
    )
    return words.format(owed=owed, count=planned.planned_count)
