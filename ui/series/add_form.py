"""Plan sessions that come into a series later: after a pause, for a visit not treated, or more than were planned."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import chairs, series_booking, series_steps
from clinicdesk.records.series import Series
from clinicdesk.records.series_booking import Addition, Place
from clinicdesk.rules.dates import date_text, parse_time
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.typed_quantities import parse_amount
from ui import theme
from ui.series.change_form import ChangeForm
from ui.series.place_field import hour_minute
from ui.widgets.field import Field
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


class AddForm(ChangeForm):
    """Proposes days for further sessions of a series and plans them."""

    def __init__(self, desk: Desk) -> None:
        self._addition: Addition | None = None
        super().__init__(desk, _("Plan more sessions"), _("Plan sess&ions"), "calendar-days")

    def build(self) -> None:
        """Put the fields in."""
        self._count: ParsedField[int] = ParsedField(_("Ho&w many"), _parse_count, str, required=True)
        self._first: ParsedField[date] = ParsedField(_("First &day"), self.parse_day, date_text, required=True)
        self._time: ParsedField[time] = ParsedField(_("&Time"), parse_time, hour_minute)
        self._reason = TextField(_("Reaso&n"), hint=_("Needed for more sessions than were planned."))
        self._owed = label("", "muted", wrap=True)
        self._days = label("", wrap=True)
        self.add(self._owed)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        shares: tuple[tuple[Field, int], ...] = ((self._count, 1), (self._first, 2), (self._time, 1), (self._reason, 3))
        for field, share in shares:
            row.addWidget(field, share)
        self.add(row)
        self.add(self._days)
        for field in (self._count, self._first, self._time):
            field.left.connect(self._propose)

    def fields(self) -> Mapping[str, Field]:
        """Return the fields by name."""
        return {"reason": self._reason, "count": self._count, "first_day": self._first}

    def start(self, planned: Series) -> None:
        """Begin with what the plan still owes, after its last session, at the time of day it had."""
        self.series = planned
        owed = series_steps.left_to_plan(planned)
        self._owed.setText(_owed_words(planned, owed))
        self._count.set_value(owed or 1)
        today = self.desk.local(self.desk.now()).date()
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
        self._days.setText("")
        asked = (self._count, self._first, self._time)
        if self.series is None or not all(field.check() for field in asked):
            return
        first, count = self._first.value(), self._count.value()
        if first is None or count is None:
            return
        try:
            self._addition = series_booking.propose_more(
                self.desk, self.series.id, count=count, first_day=first, time=self._time.value()
            )
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        if self._addition.pause:
            self.strip.show_message("warn", self._addition.pause)
        else:
            self.strip.clear()
        names = {one.id: one.name for one in chairs.all(self.desk)}
        self._days.setText("\n".join(self._line(place, names) for place in self._addition.places))

    def _line(self, place: Place, names: dict[str, str]) -> str:
        """Return ``Mon 16-Mar-2026, 09:30, Chair 1``, or the day and why there is no place on it."""
        parts = [formats.format_day(place.day)]
        if place.slot is not None:
            at = self.desk.local(place.slot.starts_at)
            parts += [formats.format_time(at), names.get(place.slot.chair_id or "", "")]
        if place.reason:
            parts.append(place.reason)
        return ", ".join(part for part in parts if part)

    def record(self) -> bool:
        """Plan the sessions as they are proposed."""
        if self._addition is None:
            self._propose()
        if self._addition is None:
            return False
        series_booking.add(self.desk, self._addition, reason=self._reason.text())
        return True


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
